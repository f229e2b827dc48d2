"""Accounts, mandates, and the columns that say who may see a row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.rules import LONGEST_LIFE, LONGEST_NAME, TLP, sees_everything
from knooppunt.ground.network.public import Appointment, Function, Organisation, Person
from knooppunt.kit.authority import Actor
from knooppunt.kit.ids import new_id

LENGTH_OF_ID = 36
LENGTH_OF_MARKING = 12

M = TypeVar("M", bound=models.Model)


class MarkingField(models.CharField):  # type: ignore[type-arg]  # it takes no type arguments at run time
    """A TLP 2.0 marking. The database refuses any other word, also from code that bypasses Django."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = LENGTH_OF_MARKING
        kwargs["choices"] = [(marking.value, marking.label) for marking in TLP]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["choices"]
        # Migrations of other rooms enter this one by its door.
        return str(name), "knooppunt.ground.access.public.MarkingField", list(args), kwargs

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        words = ", ".join(f"'{marking.value}'" for marking in TLP)
        return f"{connection.ops.quote_name(self.column or '')} IN ({words})"


class MarkedQuerySet(models.QuerySet[M]):
    """Rows that carry who may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Only the rows ``actor`` sees. Costs no query of its own; the rule is ``rules.may_see``."""
        if sees_everything(actor):
            return self
        if not actor.id:
            return self.none()
        seen = Q(marking=TLP.CLEAR) | Q(marking=TLP.RED, readers__contains=[actor.id])
        if actor.organisation:
            seen |= Q(marking=TLP.GREEN)
            seen |= Q(marking__in=(TLP.AMBER, TLP.AMBER_STRICT), held_by=actor.organisation)
            seen |= Q(marking=TLP.AMBER, shared_with__contains=[actor.organisation])
        return self.filter(seen)


class Marked(models.Model):
    """Abstract: the columns of a row that not everyone may see.

    Identifiers are text, because a row outlives the organisations and people it names. There is no default marking:
    whoever makes a row says who may see it.
    """

    held_by = models.CharField(_("held by"), max_length=LENGTH_OF_ID)
    marking = MarkingField(_("marking"))
    shared_with = ArrayField(models.CharField(max_length=LENGTH_OF_ID), default=list, blank=True)
    readers = ArrayField(models.CharField(max_length=LENGTH_OF_ID), default=list, blank=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        abstract = True


class GrantQuerySet(models.QuerySet["MandateGrant"]):
    def in_force(self, moment: datetime) -> Self:
        """Those that count at ``moment``."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=moment), starts__lte=moment)

    def changes_after(self, moment: datetime) -> QuerySet[Any, Any]:
        """The moments after ``moment`` at which one begins or ends, the first one first."""
        first = Case(When(starts__gt=moment, then=F("starts")), default=F("ends"))
        return self.filter(Q(starts__gt=moment) | Q(ends__gt=moment)).order_by(first).values(change=first)


class MandateGrant(models.Model):
    """Leave for a person, or for whoever holds a function, to use a permission in an area for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person"))
    function = models.ForeignKey(
        Function, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("function")
    )
    permission = models.CharField(_("permission"), max_length=60)
    area = models.CharField(_("area"), max_length=10)
    bundle = models.CharField(_("bundle"), max_length=60, blank=True)
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"), null=True)
    granted_by = models.CharField(_("granted by"), max_length=200)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["permission", "area", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, function__isnull=False)
                | Q(person__isnull=False, function__isnull=True),
                name="access_grant_to_one",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="access_grant_moments"
            ),
            # Not even by hand: leave for everything is for the node itself.
            models.CheckConstraint(condition=~Q(permission="*"), name="access_grant_not_everything"),
        ]

    def __str__(self) -> str:
        return f"{self.permission} {self.area}"


class AccountQuerySet(models.QuerySet["Account"]):
    def with_authority(self, moment: datetime, day: date) -> Self:
        """With ``known_as``, ``acts_for`` (identifier or ``None``) and ``leave`` (``permission area`` words): 1 query.

        ``works_in`` are the sections of the functions that are held on ``day``.

        ``next_change`` is the next moment at which some mandate, of whomever, begins or ends.
        """
        held = Appointment.objects.on(day)
        # One step out of the appointments is the grant, a second one the account.
        functions = held.filter(person=OuterRef(OuterRef("person"))).values("function")
        grants = MandateGrant.objects.in_force(moment).filter(Q(person=OuterRef("person")) | Q(function__in=functions))
        return self.annotate(
            known_as=F("person__name"),
            acts_for=Subquery(held.filter(person=OuterRef("person")).values("function__organisation")[:1]),
            leave=ArraySubquery(grants.values_list(Concat("permission", Value(" "), "area"))),
            works_in=ArraySubquery(
                held.filter(person=OuterRef("person")).exclude(function__section="").values("function__section")
            ),
            next_change=Subquery(MandateGrant.objects.changes_after(moment)[:1]),
        )


class Account(AbstractBaseUser):
    """Lets a person sign in. There is no account that may do everything."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=2, default="nl")
    created_at = models.DateTimeField(_("created at"))

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = BaseUserManager.from_queryset(AccountQuerySet)()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="access_account_email_in_lower_case"),
        ]

    def __str__(self) -> str:
        return self.email


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self, moment: datetime) -> Self:
        """Those that let in at ``moment``: not revoked, not expired."""
        return self.filter(revoked_at__isnull=True, expires__gt=moment)


class Token(models.Model):
    """Lets a program in with part of what its owner may do. Of the secret only a digest is kept.

    The owner is an account, or an organisation: then it rests on what the functions of the organisation were granted.
    ``leave`` are ``permission area`` words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    digest = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    leave = ArrayField(models.CharField(max_length=80))
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    expires = models.DateTimeField(_("until"))
    last_used = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True, default="")

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=True, organisation__isnull=False)
                | Q(account__isnull=False, organisation__isnull=True),
                name="access_token_of_one",
            ),
            # Not even by hand: a token without an end, or one that outlives the year.
            models.CheckConstraint(
                condition=Q(expires__gt=F("created_at"), expires__lte=F("created_at") + LONGEST_LIFE),
                name="access_token_ends",
            ),
            models.CheckConstraint(condition=Q(leave__len__gt=0), name="access_token_for_something"),
            models.UniqueConstraint(
                "account", Lower("name"), condition=Q(revoked_at__isnull=True), name="access_token_name_of_account"
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                condition=Q(revoked_at__isnull=True),
                name="access_token_name_of_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name
