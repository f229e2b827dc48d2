"""The table of decisions about sources."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from knooppunt.kit.ids import new_id


class SourceChoice(models.Model):
    """Someone decided which source counts for an indicator in an area. Nothing of it changes; a later one replaces it.

    ``ends`` is exclusive; NULL is until further notice. ``source`` "" is the usual rule. ``against``: the sources that
    spoke about the area and were not chosen: the decision, with its reason, is for who may see all of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    indicator = models.ForeignKey("figures.Indicator", on_delete=models.PROTECT, related_name="+")
    area = models.TextField()
    starts = models.DateField()
    ends = models.DateField(null=True)
    source = models.TextField(blank=True)
    against = ArrayField(models.TextField(), default=list, blank=True)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    by_id = models.TextField()
    by_name = models.TextField()

    class Meta:
        db_table = "figures_choice"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "decided_at"], name="figures_choice_order"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="figures_choice_period"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="figures_choice_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area}: {self.source}"
