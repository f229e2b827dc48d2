"""Texts, what was typed in them, by whom, and what others say about them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.ground.network.public import SECTION_NAMES, Section
from knooppunt.kit.ids import new_id


class Document(Marked):
    """A text; ``about`` is the identifier of what it belongs to, ``key`` its place there.

    ``version`` is the number of the newest update, ``noted`` the one up to which the journal was told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(_("about"), max_length=200)
    key = models.CharField(_("key"), max_length=100)
    section = models.CharField(
        _("section"), max_length=20, blank=True, choices=[(s.value, _(SECTION_NAMES[s])) for s in Section]
    )
    version = models.BigIntegerField(_("version"), default=0)
    noted = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(_("created at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        ordering = ["about", "key"]
        constraints = [
            # Of two who begin it at the same moment one is first; the other finds it.
            models.UniqueConstraint(fields=["about", "key"], name="writing_one_text_in_a_place"),
            models.CheckConstraint(condition=~Q(about="") & ~Q(key=""), name="writing_text_has_a_place"),
            models.CheckConstraint(
                condition=Q(section__in=["", *(section.value for section in Section)]), name="writing_section_known"
            ),
            models.CheckConstraint(condition=Q(version__gte=F("noted"), noted__gte=0), name="writing_versions"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.key}"


class Contributor(models.Model):
    """Who is behind the number that a window of a browser types under, in one text."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="contributors")
    client = models.BigIntegerField()
    person = models.CharField(max_length=200)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "client"], name="writing_one_person_per_client"),
            models.CheckConstraint(condition=Q(client__gte=0), name="writing_client_number"),
        ]

    def __str__(self) -> str:
        return f"{self.client} {self.name}"


class Update(models.Model):
    """What was typed, in the format of yjs; appended, never changed. ``client`` is empty when it only takes away."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="updates")
    seq = models.BigIntegerField()
    content = models.BinaryField()
    person = models.CharField(max_length=200)
    client = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["document", "seq"], name="writing_one_update_per_number"),
            models.CheckConstraint(condition=Q(seq__gt=0), name="writing_update_number"),
        ]

    def __str__(self) -> str:
        return str(self.seq)


class Snapshot(models.Model):
    """All updates up to and with ``seq`` in one, so that a text is read quickly; the updates themselves stay."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="snapshots")
    seq = models.BigIntegerField()
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "seq"]
        constraints = [models.UniqueConstraint(fields=["document", "seq"], name="writing_one_snapshot_per_number")]

    def __str__(self) -> str:
        return str(self.seq)


class Remark(models.Model):
    """Abstract: said about a place in a text; ``starts`` and ``ends`` are positions that move along with the text.

    ``quote`` is what stood there then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.BigIntegerField()
    starts = models.BinaryField(null=True)
    ends = models.BinaryField(null=True)
    quote = models.TextField(_("words"), blank=True)
    by_id = models.CharField(max_length=200)
    by_name = models.CharField(_("by"), max_length=200)
    at = models.DateTimeField(_("at"))

    class Meta:
        abstract = True


class Comment(Remark):
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"))
    resolved_by = models.CharField(_("resolved by"), max_length=200, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="writing_comment_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by="")
                | Q(resolved_at__isnull=False) & ~Q(resolved_by=""),
                name="writing_resolved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Suggestion(Remark):
    """Put ``text`` in the place of the quoted words."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="suggestions")
    text = models.TextField(_("instead"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    accepted = models.BooleanField(_("accepted"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=F("quote")), name="writing_suggestion_changes_something"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, decided_at__isnull=True, decided_by="")
                | Q(accepted__isnull=False, decided_at__isnull=False) & ~Q(decided_by=""),
                name="writing_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.text
