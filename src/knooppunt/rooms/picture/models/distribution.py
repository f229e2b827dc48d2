"""The tables of who is told of an edition and reads it, of when a product is due, and of secret calendar addresses."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from knooppunt.ground.access.public import Marked
from knooppunt.kit.ids import new_id
from knooppunt.rooms.picture.models.editions import Edition

LENGTH_OF_ID = 36
LENGTH_OF_DIGEST = 64


def _ids() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=LENGTH_OF_ID), default=list)


class Distribution(models.Model):
    """Who a person chose to be told of an edition: organisations and people by identifier. Without it: as declared."""

    edition = models.OneToOneField(Edition, primary_key=True, on_delete=models.PROTECT, related_name="+")
    organisations = _ids()
    people = _ids()
    chosen_at = models.DateTimeField()
    chosen_by_id = models.TextField()
    chosen_by_name = models.TextField()

    class Meta:
        db_table = "picture_distribution"


class Receipt(models.Model):
    """A person was told of an edition; when they first and last opened it, and when they were reminded. Once each.

    Only for those who were told: nobody else's reading is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=LENGTH_OF_ID)
    organisation = models.CharField(max_length=LENGTH_OF_ID, blank=True)
    told_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "picture_receipt"
        ordering = ["told_at", "id"]
        indexes = [
            models.Index(
                fields=["told_at"],
                condition=Q(first_at__isnull=True, reminded_at__isnull=True),
                name="picture_receipt_unread",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="picture_receipt_once"),
            models.CheckConstraint(
                condition=Q(first_at__isnull=True, last_at__isnull=True) | Q(last_at__gte=F("first_at")),
                name="picture_receipt_read",
            ),
        ]


class Rhythm(Marked):
    """When a product is due: a beat for each phase (``rules.rhythm``), and under which commission.

    A change ends one and begins the next of the same ``series``, so that what was due stays as it was due. ``version``
    counts them; those who follow the calendar recognise by it what moved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.UUIDField(default=new_id)
    product = models.TextField()
    commission = models.TextField(blank=True)
    beats = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    begins_at = models.DateTimeField()
    begun_by_id = models.TextField()
    begun_by_name = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "picture_rhythm"
        ordering = ["product", "begins_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(ended_at__isnull=True), name="picture_rhythm_one_a_product"
            ),
            models.UniqueConstraint(fields=["series", "version"], name="picture_rhythm_version"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begins_at")), name="picture_rhythm_ends"
            ),
        ]


class CalendarAddress(models.Model):
    """The secret address of someone's calendar: only the digest of the secret is kept. One in force for each person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.CharField(max_length=LENGTH_OF_ID)
    digest = models.CharField(max_length=LENGTH_OF_DIGEST, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "picture_calendar_address"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="picture_calendar_one_address"
            )
        ]
