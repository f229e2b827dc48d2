"""The table of rows that were kept apart."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knooppunt.kit.ids import new_id


class Fate(models.TextChoices):
    """What became of a row that was kept apart."""

    HELD = "held", _("waiting")
    RELEASED = "released", _("released")
    DISCARDED = "discarded", _("discarded")


class Quarantined(models.Model):
    """A row that could not be taken as it stands: where it is, what it says, why it waits, and what became of it.

    ``row`` is the line as it came in; ``fields`` its cells by column. ``released_into`` is the number of the delivery
    that brought it in after all.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    delivery = models.ForeignKey("figures.Delivery", on_delete=models.PROTECT, related_name="+")
    line = models.IntegerField()
    column = models.TextField(blank=True)
    value = models.TextField(blank=True)
    reason = models.TextField()
    values = models.JSONField(default=dict)
    row = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    state = models.TextField(choices=Fate.choices, default=Fate.HELD)
    decided_by_id = models.TextField(blank=True, default="")
    decided_by_name = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")
    released_into = models.IntegerField(null=True)

    class Meta:
        db_table = "figures_quarantined"
        indexes = [models.Index(fields=["state", "delivery", "line"], name="figures_quarantined_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Fate.values), name="figures_quarantined_fate"),
            models.CheckConstraint(
                condition=Q(state="held", decided_at__isnull=True) | Q(decided_at__isnull=False),
                name="figures_quarantined_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}"
