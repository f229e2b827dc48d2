"""Organisations, people, functions, appointments and deputies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.network.rules import (
    KIND_NAMES,
    MEANS_NAMES,
    ROLE_NAMES,
    SECTION_NAMES,
    Kind,
    Means,
    Role,
    Section,
    Term,
)
from knooppunt.kit.ids import new_id


class DateRange(Func):
    """``daterange(starts, ends)``: from ``starts`` until just before ``ends``."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=[(k.value, _(KIND_NAMES[k])) for k in Kind])
    area = models.CharField(_("area"), max_length=10, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("merged into")
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="network_organisation_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="network_organisation_merged"
            ),
            models.UniqueConstraint(
                Lower("abbreviation"), condition=~Q(abbreviation=""), name="network_organisation_abbreviation"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="network_organisation_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email address"), blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("merged into")
    )
    left_on = models.DateField(_("last day"), null=True)

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="network_person_alike")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="network_person_merged"
            ),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="network_person_email"),
        ]

    def __str__(self) -> str:
        return self.name


class Function(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    section = models.CharField(
        _("section"), max_length=20, blank=True, choices=[(s.value, _(SECTION_NAMES[s])) for s in Section]
    )
    role = models.CharField(_("role"), max_length=30, blank=True, choices=[(r.value, _(ROLE_NAMES[r])) for r in Role])

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("title"), name="network_function_title"),
            models.CheckConstraint(
                condition=Q(section__in=["", *(section.value for section in Section)]), name="network_function_section"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["", *(role.value for role in Role)]), name="network_function_role"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContactQuerySet(models.QuerySet["ContactPoint"]):
    def current(self, moment: datetime) -> Self:
        """Those that count at ``moment``: whoever leaves is still reached on the last day."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment))


class ContactPoint(models.Model):
    """A way to reach a person, lowest ``rank`` first. What was ended is kept: it was used, and is not asked again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    means = models.CharField(_("means"), max_length=10, choices=[(m.value, _(MEANS_NAMES[m])) for m in Means])
    address = models.CharField(_("address"), max_length=1000)
    rank = models.PositiveSmallIntegerField(_("order"))
    made_at = models.DateTimeField(_("made at"))
    verified_at = models.DateTimeField(_("verified at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "means", "address"],
                condition=Q(ended_at__isnull=True),
                name="network_contact_once",
            ),
            models.CheckConstraint(condition=Q(means__in=[m.value for m in Means]), name="network_contact_means"),
            models.CheckConstraint(condition=~Q(address=""), name="network_contact_address"),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="network_contact_current")]

    def __str__(self) -> str:
        return f"{self.means} {self.id}"


P = TypeVar("P", bound=models.Model)


class PeriodQuerySet(models.QuerySet[P]):
    """Rows that hold from ``starts`` until just before ``ends`` (nothing: no end known)."""

    def on(self, day: date) -> Self:
        """Those in force on ``day``."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=day), starts__lte=day)

    def during(self, first: date, until: date) -> Self:
        """Those in force on some day from ``first`` until just before ``until``."""
        lasting = Q(ends__isnull=True) | Q(ends__gt=first) & Q(ends__gt=F("starts"))
        return self.filter(lasting, starts__lt=until)


class Appointment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+", verbose_name=_("function"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            # An appointment that ended on its first day never held: an empty range, and no overlap.
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="network_appointment_days"
            ),
            ExclusionConstraint(
                name="network_appointment_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("function", RangeOperators.EQUAL),
                    (DateRange("starts", "ends"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.function}"

    def term(self) -> Term:
        """This appointment as the rules see it; costs a query unless ``function`` was selected along."""
        return Term(self.function_id, self.function.organisation_id, self.starts, self.ends)


class Deputyship(models.Model):
    """Someone acts for the holder of a function for a time. ``person`` is that holder; nobody when the seat is empty.

    That it ends when one of the two leaves is read from the appointments (see ``queries.seat``), not written here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+", verbose_name=_("function"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("acts for")
    )
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("deputy"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    declared_by_id = models.CharField(_("declared by"), max_length=80)
    declared_by_name = models.CharField(_("declared by"), max_length=200)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="network_deputyship_days"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("deputy")), name="network_deputyship_of_another"
            ),
            ExclusionConstraint(
                name="network_deputyship_once",
                expressions=[
                    ("function", RangeOperators.EQUAL),
                    ("deputy", RangeOperators.EQUAL),
                    (DateRange("starts", "ends"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} – {self.function}"
