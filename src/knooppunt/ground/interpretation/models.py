"""The tables of statements. Triggers in ``migrations/0002_truth.py`` keep what was said as it was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.ground.interpretation.rules import CONFIDENCE_NAMES, KIND_NAMES, Confidence, Kind, Likelihood
from knooppunt.ground.network.public import Section
from knooppunt.kit.ids import new_id


class Statement(Marked):
    """Something that a section says figures mean. What it says is in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    section = models.TextField()

    class Meta:
        db_table = "interpretation_statement"
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=[section.value for section in Section]), name="interpretation_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.id}"


class StatementVersion(models.Model):
    """What a statement said from ``known_from`` until the version after it. Of a withdrawn one the text still stands.

    ``valid_from``: the day from which it holds. ``note``: why it was confirmed, rewritten or withdrawn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    kind = models.TextField(choices=[(kind.value, _(KIND_NAMES[kind])) for kind in Kind])
    text = models.TextField()
    confidence = models.TextField(choices=[(one.value, _(CONFIDENCE_NAMES[one])) for one in Confidence])
    likelihood = models.TextField(blank=True)
    valid_from = models.DateField()
    note = models.TextField(blank=True)
    known_from = models.DateTimeField()
    by_id = models.TextField()
    by_name = models.TextField()

    class Meta:
        db_table = "interpretation_version"
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="interpretation_version_number"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="interpretation_version_kind"),
            models.CheckConstraint(condition=Q(confidence__in=list(Confidence)), name="interpretation_version_sure"),
            models.CheckConstraint(
                condition=Q(likelihood="") | Q(likelihood__in=list(Likelihood)), name="interpretation_version_likely"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="interpretation_version_text"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.number}"


class Ground(models.Model):
    """A figure that a version rests on: how it was asked, what it was, and the name of the versions under it."""

    version = models.ForeignKey(StatementVersion, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()
    indicator = models.TextField()
    area = models.TextField()
    starts = models.DateField()
    ends = models.DateField()
    method = models.TextField()
    source = models.TextField()
    stratum = models.TextField(blank=True)
    value = models.FloatField(null=True)
    token = models.TextField()
    known_since = models.DateTimeField()

    class Meta:
        db_table = "interpretation_ground"
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="interpretation_ground_place"),
            models.CheckConstraint(condition=~Q(token=""), name="interpretation_ground_token"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.starts}"


class ToldStale(models.Model):
    """That it was announced that a version turned stale by the correction that is known since ``known_at``."""

    version = models.ForeignKey(StatementVersion, on_delete=models.PROTECT, related_name="+")
    known_at = models.DateTimeField()

    class Meta:
        db_table = "interpretation_told_stale"
        constraints = [models.UniqueConstraint(fields=["version", "known_at"], name="interpretation_told_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.known_at}"
