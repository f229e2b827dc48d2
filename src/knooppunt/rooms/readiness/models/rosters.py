"""Rosters, who can do what, and duties. That nobody is in two places at once is the database's to keep."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.network.public import Organisation, Person, Role
from knooppunt.kit.ids import new_id

ROLES = [role.value for role in Role]
LENGTH_OF_ROLE, LENGTH_OF_ID, LENGTH_OF_DIGEST = 30, 80, 64


class MomentRange(Func):
    """``tstzrange(starts, ends)``: from ``starts`` until just before ``ends``."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Roster(models.Model):
    """Who works when, in one organisation, from ``starts`` until just before ``ends``. ``version`` counts changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-starts", "name"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="readiness_roster_days")]

    def __str__(self) -> str:
        return self.name


class ShiftKind(models.Model):
    """A shift of every day of a roster, in local time; ``needs`` is role → number of people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="kinds")
    name = models.CharField(_("name"), max_length=60)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    needs = models.JSONField(default=dict)

    class Meta:
        ordering = ["starts", "name"]
        db_table = "readiness_shift_kind"
        constraints = [models.UniqueConstraint(fields=["roster", "name"], name="readiness_shift_kind_name")]


class Qualification(models.Model):
    """Someone can do the work of a role from ``starts`` until just before ``ends`` (nothing: no end known)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=LENGTH_OF_ROLE)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="readiness_qualification_role"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="readiness_qualification_days"
            ),
        ]


class Leave(models.Model):
    """Days on which someone is not there; it counts once it is granted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    asked_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="readiness_leave_days"),
            models.CheckConstraint(
                condition=Q(granted_at__isnull=True) | Q(refused_at__isnull=True), name="readiness_leave_one_answer"
            ),
        ]


class Loan(models.Model):
    """Someone whom an organisation lends to another; the hours to settle are those of their duties there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="readiness_loan_days"),
            models.CheckConstraint(condition=~Q(lender=F("borrower")), name="readiness_loan_to_another"),
        ]


class Duty(models.Model):
    """Someone works in a role. What is cancelled is kept. ``overruled`` is the reason a rule was set aside for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=LENGTH_OF_ROLE)
    shift = models.CharField(max_length=80, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    fixed = models.BooleanField(default=False)
    overruled = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["starts", "role", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="readiness_duty_moments"),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="readiness_duty_role"),
            ExclusionConstraint(
                name="readiness_duty_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (MomentRange("starts", "ends"), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["starts", "ends"], name="readiness_duty_when")]


class Making(models.TextChoices):
    """How far a proposal is."""

    ASKED = "asked", _("asked")
    READY = "ready", _("ready")
    NONE = "none", _("none found")


class Draft(models.Model):
    """What the solver proposes for a roster as it was seen (``digest``), until someone adopts it.

    One at a time is being made for a roster; ``made_at`` is when it was asked for, ``done_at`` when it was done.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Making.choices, default=Making.ASKED)
    digest = models.CharField(max_length=LENGTH_OF_DIGEST, blank=True)
    duties = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Making.values), name="readiness_draft_state"),
            models.CheckConstraint(
                condition=Q(state=Making.ASKED, done_at__isnull=True) | ~Q(state=Making.ASKED),
                name="readiness_draft_done",
            ),
            models.CheckConstraint(
                condition=Q(state=Making.READY) | Q(adopted_at__isnull=True), name="readiness_draft_adopted"
            ),
            models.UniqueConstraint(fields=["roster"], condition=Q(state=Making.ASKED), name="readiness_draft_one"),
        ]


class Swap(models.Model):
    """Someone offers a duty for one of another; nothing changes until that other accepts.

    ``ended_at``: it was declined, or else taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offered = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    wanted = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    declined = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(ended_at__isnull=True), name="readiness_swap_one_answer"
            ),
            models.UniqueConstraint(
                fields=["offered", "wanted"],
                condition=Q(accepted_at__isnull=True, ended_at__isnull=True),
                name="readiness_swap_once",
            ),
        ]


class DutyAddress(models.Model):
    """The secret address of someone's duties: only the digest of the secret is kept. One in force for each person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.CharField(max_length=LENGTH_OF_ID)
    digest = models.CharField(max_length=LENGTH_OF_DIGEST, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "readiness_duty_address"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="readiness_one_address"
            )
        ]
