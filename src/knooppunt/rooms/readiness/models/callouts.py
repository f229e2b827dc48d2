"""Plans, call-outs, calls and the clock. Triggers guard what never changes (``migrations/0003_callouts_truth.py``)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.ground.network.public import Organisation, Person
from knooppunt.kit.ids import new_id
from knooppunt.rooms.readiness.rules.callouts import (
    ANSWERED,
    PURPOSE_NAMES,
    STATE_NAMES,
    WAY_NAMES,
    Purpose,
    State,
    Way,
)
from knooppunt.rooms.readiness.rules.quorum import STANDING_NAMES, Standing

LENGTH_OF_NAME = 200


def _id() -> models.UUIDField[UUID, UUID]:
    return models.UUIDField(primary_key=True, default=new_id, editable=False)


def _someone(**kwargs: Any) -> models.CharField[Any, Any]:
    """A person or a system as text, which outlives whom it names."""
    return models.CharField(max_length=LENGTH_OF_NAME, **kwargs)


def _nobody() -> models.CharField[Any, Any]:
    return _someone(blank=True, default="")


class Plan(Marked):
    """A call-out plan; what it says stands in its versions. ``test_days``: a test each so many days, at ``test_at``."""

    id = _id()
    name = models.CharField(_("name"), max_length=LENGTH_OF_NAME)
    test_days = models.PositiveSmallIntegerField(null=True)
    test_at = models.TimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at__isnull=True), name="readiness_plan_name"),
            models.CheckConstraint(
                condition=Q(test_days__isnull=True, test_at__isnull=True) | Q(test_days__gte=1, test_at__isnull=False),
                name="readiness_plan_test",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """What a plan says; never changed. A call-out keeps the version it started with."""

    id = _id()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by_id = _someone()
    made_by_name = _someone()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="readiness_plan_version_number")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class Callout(Marked):
    """A plan put to work. Shared with the organisations of those it asks, who see their own part."""

    id = _id()
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=[(one.value, _(PURPOSE_NAMES[one])) for one in Purpose])
    reason = models.CharField(_("reason"), max_length=300)
    incident = models.UUIDField(null=True)
    proposal = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    started_by_id = _someone()
    started_by_name = _someone()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = _nobody()
    ended_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=[one.value for one in Purpose]), name="readiness_purpose"),
            # One call-out for one proposal, also when two people confirm it at once.
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(proposal__isnull=False), name="readiness_proposal_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class Group(models.Model):
    """One quorum to fill: a line of the plan, for one organisation or for all of them together."""

    id = _id()
    callout = models.ForeignKey(Callout, on_delete=models.PROTECT, related_name="groups")
    line = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)
    needed = models.PositiveIntegerField()
    at_once = models.PositiveIntegerField(null=True)
    minutes = models.PositiveIntegerField()
    escalates_to = models.PositiveSmallIntegerField()
    standing = models.CharField(max_length=10, choices=[(one.value, _(STANDING_NAMES[one])) for one in Standing])
    complete_at = models.DateTimeField(null=True)
    turn = models.PositiveIntegerField(default=0)  # the clock only heeds what it was set to last

    class Meta:
        ordering = ["line", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]), name="readiness_standing"
            ),
            models.UniqueConstraint(
                fields=["callout", "line", "organisation"], nulls_distinct=False, name="readiness_group_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.callout_id} {self.line}"


class Call(Marked):
    """One person in one call-out. Held by their organisation, shared with who calls out.

    ``rounds``: how often they were asked (again only after *later*, or when they were let go and are needed after all).
    ``answer`` stays when they are stood down. ``bound``: digest of the mark in the browser that answered by link.
    """

    id = _id()
    callout = models.ForeignKey(Callout, on_delete=models.PROTECT, related_name="calls")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="calls")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(one.value, _(STATE_NAMES[one])) for one in State])
    step = models.PositiveSmallIntegerField(default=0)
    rounds = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, blank=True, default="", choices=[(w.value, _(WAY_NAMES[w])) for w in Way])
    answered_by_name = _nobody()
    at = models.DateTimeField(null=True)
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    bound = models.CharField(max_length=64, blank=True, default="")
    elsewhere_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["group", "rank", "id"]
        constraints = [
            models.UniqueConstraint(fields=["callout", "person"], name="readiness_call_once"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="readiness_call_state"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ANSWERED)) | Q(answered_at__isnull=False, answer__in=sorted(ANSWERED)),
                name="readiness_call_answered",
            ),
            models.CheckConstraint(condition=~Q(state="later") | Q(at__isnull=False), name="readiness_call_later_when"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="readiness_call_of")]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Sent(models.Model):
    """A dispatch of ``delivery`` that asks: of which call, by which step of the plan. Appended only."""

    dispatch = models.UUIDField(primary_key=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="sent")
    channel = models.CharField(max_length=20)
    step = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "dispatch"]

    def __str__(self) -> str:
        return f"{self.channel} {self.dispatch}"


class LogLine(models.Model):
    """What happened in a call-out, in its order. Appended only. ``what`` is a word of ``rules.log``."""

    id = models.BigAutoField(primary_key=True)
    callout = models.ForeignKey(Callout, on_delete=models.PROTECT, related_name="log")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    by_name = _nobody()
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.what} {self.at}"


class Due(models.Model):
    """A moment at which something must happen. Only the clock takes rows away; one that is moot does no harm."""

    id = models.BigAutoField(primary_key=True)
    due_at = models.DateTimeField()
    what = models.CharField(max_length=10)
    callout = models.ForeignKey(Callout, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.IntegerField(default=0)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["due_at", "id"], name="readiness_due_at")]

    def __str__(self) -> str:
        return f"{self.what} {self.due_at}"
