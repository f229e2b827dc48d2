"""The tables of what was counted. What they refuse beyond their columns: triggers in ``migrations/0002_truth.py``."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.ground.figures.models.choice import SourceChoice
from knooppunt.ground.figures.models.quarantine import Fate, Quarantined
from knooppunt.kit.ids import new_id

__all__ = [
    "Delivery",
    "Fate",
    "Flag",
    "Gap",
    "Indicator",
    "Made",
    "Observation",
    "Quarantined",
    "Series",
    "SourceChoice",
    "Superseded",
    "Temporal",
    "Version",
]


class Temporal(models.TextChoices):
    """How the values of an indicator relate to time."""

    CUMULATIVE = "cumulative", _("counted since the beginning")
    FLOW = "flow", _("counted in the period")
    STOCK = "stock", _("counted at a moment")
    SURVEY = "survey", _("estimated from a sample")
    MEASURE = "measure", _("measured")


class Indicator(Marked):
    """What is counted, and how it is to be understood. Declared in ``catalogue.toml`` or by ``define_indicator``.

    ``additive``: areas may be added up. ``derived_from``: the cumulative indicator whose daily difference this is.
    ``low`` and ``high``: limits beyond which a value is not plausible.
    """

    slug = models.TextField(primary_key=True)
    name_nl = models.TextField()
    name_en = models.TextField()
    unit_nl = models.TextField()
    unit_en = models.TextField()
    definition_nl = models.TextField()
    definition_en = models.TextField()
    temporal = models.TextField(choices=Temporal.choices)
    additive = models.BooleanField()
    derived_from = models.TextField(blank=True, default="")
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    higher_is_worse = models.BooleanField(default=True)

    class Meta:
        db_table = "figures_indicator"
        constraints = [
            models.CheckConstraint(condition=Q(temporal__in=Temporal.values), name="figures_indicator_temporal"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="figures_indicator_limits",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Delivery(Marked):
    """One file that was imported, at the moment from which we know what it says.

    ``content_sha256`` is of the unpacked bytes. ``repeats`` is set when someone asked to import the same bytes once
    more. ``report`` counts rows and observations as the importer saw them. ``indicators`` are the slugs the file speaks
    about, changed or not; empty when that is not told, and then it counts as being about all of its source.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.IntegerField(unique=True)
    source = models.TextField()
    indicators = ArrayField(models.TextField(), default=list, blank=True)
    original = models.ForeignKey("files.Original", on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    repeats = models.BooleanField(default=False)
    file_name = models.TextField()
    reported_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    by_id = models.TextField()
    by_name = models.TextField()
    report = models.JSONField()

    class Meta:
        db_table = "figures_delivery"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "content_sha256"], condition=Q(repeats=False), name="figures_delivery_once"
            ),
            models.UniqueConstraint(fields=["source", "known_at"], name="figures_delivery_order"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"


class Made(models.TextChoices):
    """Where the values of a series come from."""

    DELIVERED = "delivered", _("as delivered")
    SUMMED = "summed", _("added up by Knooppunt")


class Series(models.Model):
    """One indicator of one source for one area and one stratum (``""``: everyone), through time.

    ``known_from``: since when we know that the source speaks about this; before that a question must not find it.
    """

    id = models.AutoField(primary_key=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.TextField()
    area = models.TextField()
    stratum = models.TextField(blank=True, default="")
    made = models.TextField(choices=Made.choices)
    known_from = models.DateTimeField()

    class Meta:
        db_table = "figures_series"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "source", "stratum", "made"], name="figures_series_unique"
            ),
            models.CheckConstraint(condition=Q(made__in=Made.values), name="figures_series_made"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area} {self.stratum} ({self.source}, {self.made})"


class Version(models.Model):
    """Abstract: what was said about one period of one series, in one delivery, known from one moment.

    ``ends`` is exclusive. ``value`` is NULL when the source itself says there is no value. ``n`` is the number of
    respondents, or in a summed series the number of areas with a value. ``series`` and ``delivery`` are numbers
    without a foreign key per row: a trigger checks each statement as a whole.
    """

    series = models.ForeignKey(
        Series, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    starts = models.DateField()
    ends = models.DateField()
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    n = models.IntegerField(null=True)
    delivery = models.IntegerField()
    known_from = models.DateTimeField()

    class Meta:
        abstract = True


class Observation(Version):
    """What we now hold for true. What we held for true before is in :class:`Superseded`."""

    pk = models.CompositePrimaryKey("series_id", "starts", "ends")

    class Meta:
        db_table = "figures_observation"
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="figures_observation_period")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.starts}: {self.value}"


class Superseded(Version):
    """A version that a later delivery (``closed_by``) replaced. It held from ``known_from`` up to ``known_until``."""

    pk = models.CompositePrimaryKey("series_id", "starts", "ends", "known_from")
    known_until = models.DateTimeField()
    closed_by = models.IntegerField()

    class Meta:
        db_table = "figures_superseded"
        constraints = [
            models.CheckConstraint(condition=Q(known_until__gt=F("known_from")), name="figures_superseded_known")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.starts}: {self.value} until {self.known_until}"


class Gap(models.Model):
    """Where what was delivered for a region or the nation differs from the sum of its parts. Bitemporal.

    ``known_until`` is NULL while the gap stands. ``gap`` is delivered minus summed; a zero is not kept.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    stratum = models.TextField(blank=True, default="")
    area = models.TextField()
    starts = models.DateField()
    ends = models.DateField()
    delivered = models.FloatField()
    summed = models.FloatField()
    gap = models.GeneratedField(
        expression=F("delivered") - F("summed"), output_field=models.FloatField(), db_persist=True
    )
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "figures_gap"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "indicator", "stratum", "area", "starts", "ends"],
                condition=Q(known_until__isnull=True),
                name="figures_gap_open",
            ),
            models.CheckConstraint(condition=Q(known_until__gt=F("known_from")), name="figures_gap_known"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area} {self.starts}: {self.gap}"


class Flag(models.Model):
    """A value that is hard to believe, and why. ``value`` is the one that was flagged; the answer is a note.

    ``kind`` is one of ``backlog``, ``dip``, ``jump``, ``negative``, ``outside``. ``reason`` is an English template,
    ``values`` fills it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    kind = models.TextField()
    value = models.FloatField()
    reason = models.TextField()
    values = models.JSONField(default=dict)
    delivery = models.IntegerField()
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by_id = models.TextField(blank=True, default="")
    answered_by_name = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "figures_flag"
        constraints = [
            models.UniqueConstraint(fields=["series", "starts", "kind", "value"], name="figures_flag_unique"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | ~Q(answer=""), name="figures_flag_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.series_id} {self.starts}"
