"""The journal's tables. Triggers make them append-only and give each entry its digest (migration 0001)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from knooppunt.kit.ids import new_id


class Entry(models.Model):
    """One event. Names and ids are text: an entry outlives its subject and its actor."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=new_id, unique=True)
    at = models.DateTimeField(db_index=True)
    event = models.TextField()
    action = models.TextField()
    actor_id = models.TextField()
    actor_name = models.TextField()
    organisation = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    payload = models.JSONField()
    digest = models.BinaryField(null=True, help_text="SHA-256 of the row, set by the database")

    class Meta:
        db_table = "journal_entry"
        indexes = [
            models.Index(fields=["subject", "id"], name="journal_entry_subject"),
            models.Index(fields=["event", "id"], name="journal_entry_event"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.event}"


class Seal(models.Model):
    """A sealed batch: the entries, their digests, and a digest over these and the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    entries = ArrayField(models.BigIntegerField())
    digests = ArrayField(models.BinaryField())
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        db_table = "journal_seal"

    def __str__(self) -> str:
        return f"seal {self.number}"
