"""Questions on contact points: does anybody answer there?"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from knooppunt.ground.network.public import ContactPoint
from knooppunt.kit.ids import new_id
from knooppunt.rooms.readiness.rules.proving import MOST_TRIES, Outcome


class ProofQuerySet(models.QuerySet["Proof"]):
    def open(self, moment: datetime) -> Self:
        """Those that can still be answered."""
        return self.filter(settled_at__isnull=True, expires_at__gt=moment)


class Proof(models.Model):
    """A question that was sent to a contact point. Link and code are made of ``dispatch`` anew, and kept nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="+")
    dispatch = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(settled_at__isnull=True), name="readiness_proof_one_open"
            ),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="readiness_proof_tries"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="readiness_proof_expires"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False, outcome__in=[one.value for one in Outcome]),
                name="readiness_proof_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
