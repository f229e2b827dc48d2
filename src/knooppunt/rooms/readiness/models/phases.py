"""Norms of phases and decisions to scale down: appended, never changed (``migrations/0004_phases.py``)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from knooppunt.ground.incidents.public import Phase
from knooppunt.ground.network.public import Organisation
from knooppunt.kit.ids import new_id

LENGTH_OF_NAME = 200
KNOWN_PHASES = [phase.value for phase in Phase]


class Norm(models.Model):
    """What a phase asks for, one version after the other. ``within``: minutes until back in the warm phase.

    ``plan`` is the call-out that belongs to scaling up into the phase; ``told`` are roles, ``told_organisations`` their
    organisations (none: of the node).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phase = models.CharField(max_length=10)
    version = models.IntegerField()
    within = models.IntegerField(null=True)
    review_days = models.IntegerField()
    plan = models.UUIDField(null=True)
    told = ArrayField(models.CharField(max_length=40), default=list)
    told_organisations = ArrayField(models.UUIDField(), default=list)
    note = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    by_id = models.CharField(max_length=LENGTH_OF_NAME)
    by_name = models.CharField(max_length=LENGTH_OF_NAME)

    class Meta:
        ordering = ["phase", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["phase", "version"], name="readiness_norm_version"),
            models.CheckConstraint(condition=Q(phase__in=KNOWN_PHASES), name="readiness_norm_phase"),
            models.CheckConstraint(condition=Q(version__gte=1), name="readiness_norm_from_one"),
            models.CheckConstraint(condition=Q(within__isnull=True) | Q(within__gte=1), name="readiness_norm_within"),
            models.CheckConstraint(condition=Q(review_days__gte=1), name="readiness_norm_review"),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.version}"


class NormPost(models.Model):
    """So many people with a role, of one organisation or (``None``) of any."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    norm = models.ForeignKey(Norm, on_delete=models.PROTECT, related_name="posts")
    place = models.IntegerField()
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.IntegerField()

    class Meta:
        ordering = ["norm", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["norm", "role", "organisation"], nulls_distinct=False, name="readiness_post_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="readiness_post_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.role}"


class Descent(models.Model):
    """A decision to scale down, with everything it rested on as it was known then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.UUIDField()
    old = models.CharField(max_length=10)
    new = models.CharField(max_length=10)
    norm = models.ForeignKey(Norm, on_delete=models.PROTECT, null=True, related_name="+")
    criteria = models.JSONField()
    check_made = models.JSONField()
    reason = models.TextField()
    despite = models.TextField(blank=True, default="")
    review_on = models.DateField()
    at = models.DateTimeField()
    by_id = models.CharField(max_length=LENGTH_OF_NAME)
    by_name = models.CharField(max_length=LENGTH_OF_NAME)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(old__in=KNOWN_PHASES, new__in=KNOWN_PHASES) & ~Q(old=F("new")),
                name="readiness_descent_phases",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="readiness_descent_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Review(models.Model):
    """Someone looked at a pilot light again, and says when next."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    descent = models.ForeignKey(Descent, on_delete=models.PROTECT, related_name="reviews")
    note = models.TextField()
    next_on = models.DateField()
    at = models.DateTimeField()
    by_id = models.CharField(max_length=LENGTH_OF_NAME)
    by_name = models.CharField(max_length=LENGTH_OF_NAME)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="readiness_review_note")]

    def __str__(self) -> str:
        return self.note
