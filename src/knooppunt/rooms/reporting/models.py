"""Questionnaires, rounds and reports. What never changes is guarded by triggers in ``migrations/0002_truth.py``."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.ground.network.public import Organisation
from knooppunt.kit.ids import new_id
from knooppunt.rooms.reporting.rules.ladder import RUNG_NAMES, Rung
from knooppunt.rooms.reporting.rules.submitting import WAY_NAMES, Way

LENGTH_OF_NAME = 200


def _id() -> models.UUIDField[UUID, UUID]:
    return models.UUIDField(primary_key=True, default=new_id, editable=False)


def _someone() -> models.CharField[Any, Any]:
    """A person or a system as text, which outlives whom it names."""
    return models.CharField(max_length=LENGTH_OF_NAME)


def _nobody() -> models.CharField[Any, Any]:
    return models.CharField(max_length=LENGTH_OF_NAME, blank=True, default="")


class Questionnaire(models.Model):
    """A questionnaire and what its next version will be. ``seen`` counts the changes, so that none is overwritten."""

    id = _id()
    title = models.CharField(_("title"), max_length=LENGTH_OF_NAME)
    content = models.JSONField()
    seen = models.IntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by_id = _someone()
    changed_by_name = _someone()

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class QuestionnaireVersion(models.Model):
    """A questionnaire as it was put to people; never changed."""

    id = _id()
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by_id = _someone()
    made_by_name = _someone()

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="reporting_version_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reporting_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.number}"


class Series(Marked):
    """A questionnaire put to organisations on a rhythm. The marking is that of the reports; the node holds it.

    ``reporters`` and ``leader`` are titles of functions: who is reminded, and who is told when nothing comes.
    """

    id = _id()
    title = models.CharField(_("title"), max_length=LENGTH_OF_NAME)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    rhythm = models.JSONField()
    ladder = models.JSONField()
    reporters = models.CharField(max_length=LENGTH_OF_NAME)
    leader = models.CharField(max_length=LENGTH_OF_NAME)
    looked_at = models.DateTimeField()
    started_at = models.DateTimeField()
    started_by_name = _someone()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            # The node must be able to read what it asks for.
            models.CheckConstraint(condition=Q(marking__in=["CLEAR", "GREEN", "AMBER"]), name="reporting_series_read"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="reporting_series_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SeriesMember(models.Model):
    """An organisation that is asked, from the next round on."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["series", "organisation"]
        constraints = [models.UniqueConstraint(fields=["series", "organisation"], name="reporting_member_once")]

    def __str__(self) -> str:
        return str(self.organisation_id)


class Round(models.Model):
    """One round, on the version of the questionnaire that was newest when it opened.

    The days it is about run from ``starts`` until just before ``ends``. ``closed_at``: when it was closed in fact.
    """

    id = _id()
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="rounds")
    number = models.IntegerField()
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=10, blank=True, default="")
    starts = models.DateField()
    ends = models.DateField()
    opens_at = models.DateTimeField()
    deadline = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    opened_by_name = _someone()

    class Meta:
        ordering = ["-opens_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="reporting_round_number"),
            models.UniqueConstraint(fields=["series", "opens_at"], name="reporting_round_once"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("deadline"), deadline__lte=F("closes_at"), starts__lt=F("ends")),
                name="reporting_round_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"


class Expectation(Marked):
    """That an organisation reports in a round. Held by that organisation, shared with the node."""

    id = _id()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="expectations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by_id = _nobody()
    opened_by_name = _nobody()

    class Meta:
        ordering = ["round", "organisation"]
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="reporting_expected_once")]
        indexes = [models.Index(fields=["organisation", "round"], name="reporting_own_rounds")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.organisation_id}"


class Draft(models.Model):
    """What was typed and not submitted: the fields of the form as they stand.

    The organisation and a colleague of the node who reports on its behalf have each their own, and do not see the
    other's. ``version`` counts the saves, so that two people do not overwrite one another.
    """

    expectation = models.ForeignKey(Expectation, on_delete=models.PROTECT, related_name="drafts")
    behalf = models.BooleanField()
    entries = models.JSONField()
    version = models.IntegerField()
    saved_at = models.DateTimeField()
    saved_by_id = _someone()
    saved_by_name = _someone()

    class Meta:
        ordering = ["expectation", "behalf"]
        constraints = [models.UniqueConstraint(fields=["expectation", "behalf"], name="reporting_one_draft_a_side")]

    def __str__(self) -> str:
        return f"{self.expectation_id} {self.version}"


class Report(Marked):
    """A version of a report; never changed. A correction is the next version."""

    id = _id()
    expectation = models.ForeignKey(Expectation, on_delete=models.PROTECT, related_name="reports")
    version = models.IntegerField()
    answers = models.JSONField()
    empty = models.BooleanField()
    late = models.BooleanField()
    way = models.CharField(max_length=10, choices=[(way.value, _(WAY_NAMES[way])) for way in Way])
    reason = models.TextField(blank=True, default="")
    submitted_at = models.DateTimeField()
    by_id = _someone()
    by_name = _someone()
    by_organisation = models.CharField(max_length=36, blank=True, default="")
    original = models.ForeignKey("files.Original", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["expectation", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["expectation", "version"], name="reporting_report_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="reporting_report_from_one"),
            models.CheckConstraint(condition=Q(way__in=[way.value for way in Way]), name="reporting_report_way"),
        ]

    def __str__(self) -> str:
        return f"{self.expectation_id} {self.version}"


class Extension(models.Model):
    """Time that one person was given, and why. The newest one counts."""

    id = _id()
    expectation = models.ForeignKey(Expectation, on_delete=models.PROTECT, related_name="extensions")
    person_id = models.CharField(max_length=36)
    person_name = _someone()
    until = models.DateTimeField()
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by_id = _someone()
    given_by_name = _someone()

    class Meta:
        ordering = ["expectation", "-given_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reporting_extension_reason")]

    def __str__(self) -> str:
        return f"{self.expectation_id} {self.until}"


class Reminder(models.Model):
    """A rung of the ladder that was sent, to whom (identifiers of persons; none when there was nobody)."""

    expectation = models.ForeignKey(Expectation, on_delete=models.PROTECT, related_name="reminders")
    rung = models.CharField(max_length=10, choices=[(rung.value, _(RUNG_NAMES[rung])) for rung in Rung])
    at = models.DateTimeField()
    to = ArrayField(models.CharField(max_length=36), default=list, blank=True)

    class Meta:
        ordering = ["expectation", "at"]
        constraints = [models.UniqueConstraint(fields=["expectation", "rung"], name="reporting_rung_once")]

    def __str__(self) -> str:
        return f"{self.expectation_id} {self.rung}"


class Inquiry(Marked):
    """A question of the node about a report. ``key``: the question of the questionnaire it is about, if one."""

    id = _id()
    expectation = models.ForeignKey(Expectation, on_delete=models.PROTECT, related_name="inquiries")
    key = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by_id = _someone()
    asked_by_name = _someone()

    class Meta:
        ordering = ["expectation", "asked_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reporting_inquiry_text")]

    def __str__(self) -> str:
        return f"{self.expectation_id} {self.asked_at}"


class Reply(models.Model):
    """What the organisation answered to an inquiry, once."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField()
    at = models.DateTimeField()
    by_id = _someone()
    by_name = _someone()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reporting_reply_text")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.at}"
