"""The table of editions. That a published one never changes is a trigger in ``migrations/0002_truth.py``."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.kit.ids import new_id


class State(models.TextChoices):
    """Where an edition stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    DISCARDED = "discarded", _("discarded")


def _kept() -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey("files.Original", on_delete=models.PROTECT, related_name="+", null=True)


class Edition(Marked):
    """A product on a day, frozen as known at a moment.

    ``declaration`` is the TOML it was made from; ``circumstances`` everything else in it that is not a figure (names,
    measures, incident), as it was; ``reader`` whose eyes read the figures. With these it can be composed again when the
    house has changed. ``number`` counts the published editions of a product.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.TextField()
    number = models.IntegerField(null=True)
    on = models.DateField(db_column="on_day")
    known_at = models.DateTimeField()
    borders = models.DateField()
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    declaration = models.TextField()
    circumstances = models.JSONField()
    texts = models.JSONField(default=dict)
    reader = models.JSONField()
    made_at = models.DateTimeField()
    made_by_id = models.TextField()
    made_by_name = models.TextField()
    content_sha256 = models.CharField(max_length=64, blank=True, default="")
    canonical = _kept()
    html = _kept()
    pdf = _kept()
    xlsx = _kept()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.TextField(blank=True, default="")
    published_by_name = models.TextField(blank=True, default="")

    class Meta:
        db_table = "picture_edition"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["product", "state", "-number"], name="picture_edition_product")]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="picture_edition_number"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="picture_edition_state"),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    number__isnull=False,
                    canonical__isnull=False,
                    html__isnull=False,
                    pdf__isnull=False,
                    xlsx__isnull=False,
                    published_at__isnull=False,
                )
                & ~Q(content_sha256=""),
                name="picture_edition_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.number or 'draft'} ({self.on})"
