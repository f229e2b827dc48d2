"""The tables of editions and of what was said of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.kit.ids import new_id


class State(models.TextChoices):
    """Where an edition stands; see ``rules.steps`` for what may follow on what."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    APPROVAL = "approval", _("for approval")
    SCHEDULED = "scheduled", _("under embargo")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("discarded")


OUT = (State.PUBLISHED, State.WITHDRAWN)
"""Was published, and is kept for good."""
BEFORE_APPROVAL = (State.DRAFT, State.REVIEW)
WITH_COMMISSIONERS = (State.APPROVAL, State.SCHEDULED)


def _kept() -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey("files.Original", on_delete=models.PROTECT, related_name="+", null=True)


class Edition(Marked):
    """A product on a day, frozen as known at a moment.

    ``declaration`` is the TOML it was made from; ``circumstances`` everything else in it that is not a figure (names,
    measures, incident), as it was; ``reader`` whose eyes read the figures. With these it can be composed again when the
    house has changed. ``number`` counts the editions of a product; one has it from when it goes for approval.

    ``commissioners`` are the seats that must approve, as declared; ``unapproved`` that the operator published without.
    ``acknowledged_sha256`` is of the list of what is missing, as whoever published saw it.
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
    commissioners = models.JSONField(default=list)
    unapproved = models.BooleanField(default=False)
    acknowledged_sha256 = models.CharField(max_length=64, blank=True, default="")
    embargo = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.TextField(blank=True, default="")
    withdrawn_by_name = models.TextField(blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        db_table = "picture_edition"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["product", "state", "-number"], name="picture_edition_product")]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="picture_edition_number"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="picture_edition_state"),
            models.CheckConstraint(
                condition=~Q(state__in=OUT)
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
            models.CheckConstraint(
                condition=~Q(state__in=BEFORE_APPROVAL) | Q(number__isnull=True), name="picture_edition_unnumbered"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_COMMISSIONERS) | Q(number__isnull=False), name="picture_edition_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(embargo__isnull=False), name="picture_edition_embargo"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
                name="picture_edition_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.number or 'draft'} ({self.on})"


class Said(models.Model):
    """Abstract: something that a person said of an edition at a moment. Only added to, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    person = models.TextField()
    name = models.TextField()

    class Meta:
        abstract = True
        ordering = ["at", "id"]


class Review(Said):
    """A section says of the text ``key`` that it is right as it stands; ``sha256`` is of that text."""

    key = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta(Said.Meta):
        db_table = "picture_review"


class Turn(Said):
    """An edition went from one step to another, with a reason where one is needed."""

    verb = models.TextField()
    before = models.TextField()
    after = models.TextField()
    reason = models.TextField(blank=True)

    class Meta(Said.Meta):
        db_table = "picture_turn"


class Approval(Said):
    """A commissioner approves the content with this SHA-256, which is kept. A deputy acts for ``acting_for``."""

    organisation = models.TextField()
    function = models.TextField()
    acting_for_id = models.TextField(blank=True)
    acting_for = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    content = models.ForeignKey("files.Original", on_delete=models.PROTECT, related_name="+")

    class Meta(Said.Meta):
        db_table = "picture_approval"


class Fall(models.Model):
    """An approval counts no longer: the content became one with another SHA-256. Once for each approval."""

    approval = models.OneToOneField(Approval, primary_key=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "picture_fall"
