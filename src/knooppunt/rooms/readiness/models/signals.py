"""What is watched, and what is proposed because of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from knooppunt.kit.ids import new_id
from knooppunt.rooms.readiness.models.phases import KNOWN_PHASES, LENGTH_OF_NAME
from knooppunt.rooms.readiness.rules.proposing import Outcome
from knooppunt.rooms.readiness.rules.watching import Comparison

SIGNAL, CRITERION = "signal", "criterion"


class Watch(models.Model):
    """A condition on a figure. A ``signal`` proposes to go up to ``phase``; a ``criterion`` is for going down from it.

    Never changed but for its end and ``armed``: whether the next crossing is a new one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=LENGTH_OF_NAME)
    phase = models.CharField(max_length=10)
    indicator = models.CharField(max_length=100)
    method = models.CharField(max_length=60)
    area = models.CharField(max_length=10)
    comparison = models.CharField(max_length=10)
    threshold = models.FloatField()
    days = models.IntegerField()
    span = models.IntegerField()
    fresh = models.IntegerField()
    plan = models.UUIDField(null=True)
    armed = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    by_id = models.CharField(max_length=LENGTH_OF_NAME)
    by_name = models.CharField(max_length=LENGTH_OF_NAME)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "phase", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[SIGNAL, CRITERION]), name="readiness_watch_kind"),
            models.CheckConstraint(condition=Q(phase__in=KNOWN_PHASES), name="readiness_watch_phase"),
            models.CheckConstraint(
                condition=Q(comparison__in=[one.value for one in Comparison]), name="readiness_watch_comparison"
            ),
            models.CheckConstraint(condition=Q(days__gte=1, span__gte=0, fresh__gte=0), name="readiness_watch_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A signal was over its threshold: the figure as it was known then, and what a person made of it.

    Only the decision is written afterwards, once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="proposals")
    value = models.FloatField()
    as_of = models.DateField()
    known_since = models.DateTimeField(null=True)
    version = models.TextField()
    since = models.DateField()
    longer = models.BooleanField()
    made_at = models.DateTimeField()
    told = models.IntegerField()
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    by_id = models.CharField(max_length=LENGTH_OF_NAME, blank=True, default="")
    by_name = models.CharField(max_length=LENGTH_OF_NAME, blank=True, default="")
    scaled = models.BooleanField(default=False)
    callout = models.UUIDField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["watch"], condition=Q(decided_at__isnull=True), name="readiness_one_open_proposal"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | (Q(decided_at__isnull=False, outcome__in=[one.value for one in Outcome]) & ~Q(reason="")),
                name="readiness_proposal_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watch}: {self.value}"
