"""Incidents and the phases they went through."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.incidents.rules import PHASE_NAMES, Phase
from knooppunt.ground.network.public import Person
from knooppunt.kit.ids import new_id


class Incident(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    exercise = models.BooleanField(_("exercise"))
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="incidents_closed_after"
            ),
            # One crisis at a time is what a node shows; a second is refused, also when two open at once.
            models.UniqueConstraint(
                fields=["closed_at"],
                nulls_distinct=False,
                condition=Q(closed_at__isnull=True),
                name="incidents_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PhaseChange(models.Model):
    """Appended, never edited: the newest one tells the phase."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", verbose_name=_("incident"))
    phase = models.CharField(_("phase"), max_length=10, choices=[(p.value, _(PHASE_NAMES[p])) for p in Phase])
    reason = models.TextField(_("reason"))
    # Of the decision to scale down, in the room where it was taken: as text, because this room knows none above it.
    decision = models.CharField(_("decision"), max_length=100, blank=True, default="")
    by_id = models.CharField(max_length=200)
    by_name = models.CharField(_("by"), max_length=200)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(phase__in=[phase.value for phase in Phase]), name="incidents_phase_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="incidents_reason_given"),
        ]
        indexes = [models.Index(fields=["incident", "-at"], name="incidents_newest_change")]

    def __str__(self) -> str:
        return f"{self.phase}: {self.reason}"


class Participant(models.Model):
    """Someone who takes part in an exercise: the only people it may reach. Who was taken off is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", verbose_name=_("incident"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    named_at = models.DateTimeField(_("named at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"], condition=Q(ended_at__isnull=True), name="incidents_participant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.person_id}"
