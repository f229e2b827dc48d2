"""Dispatches, the attempts to hand them over, and the pace of each lane. Triggers keep them true (migration 0002)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import Marked
from knooppunt.ground.delivery.rules.announcing import STANDING_NAMES, Standing
from knooppunt.ground.delivery.rules.dispatching import OUTCOME_NAMES, SETTLED, STATE_NAMES, Outcome, State
from knooppunt.kit.audience import TLP, Audience
from knooppunt.kit.ids import new_id


class Dispatch(Marked):
    """One message to one addressee. Held by who sends it, shared with the organisation of the addressee."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(_("channel"), max_length=20)
    addressee = models.UUIDField(_("addressee"))
    key = models.CharField(max_length=200)
    about = models.CharField(_("about"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    link = models.CharField(_("link"), max_length=500, blank=True)
    purpose = models.CharField(max_length=40, blank=True)  # of the token in the link, which stands nowhere
    language = models.CharField(_("language"), max_length=2, default="nl")
    contact = models.UUIDField(null=True)  # a certain contact point; without it the most preferred when it is sent
    incident = models.UUIDField(null=True)  # the one that was open when it was made
    urgent = models.BooleanField(_("urgent"))
    exercise = models.BooleanField(_("exercise"))
    state = models.CharField(_("state"), max_length=10, choices=[(s.value, _(STATE_NAMES[s])) for s in State])
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("due at"))
    settled_at = models.DateTimeField(_("settled at"), null=True)
    expires_at = models.DateTimeField(_("of use until"), null=True)
    withdrawn_at = models.DateTimeField(null=True)  # also of what is being sent: it is not tried again
    confirmed_at = models.DateTimeField(_("delivered at"), null=True)  # the carrier says it arrived
    tries = models.PositiveIntegerField(default=0)  # since it last began to wait; attempts are numbered on
    has_turn = models.BooleanField(default=False)  # ``due_at`` is a place in its lane, not only a moment

    class Meta:
        ordering = ["-id"]
        constraints = [
            # The same thing is never sent twice to anyone.
            models.UniqueConstraint(fields=["key", "addressee"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="delivery_state"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, state__in=["waiting", "attempting"])
                | Q(settled_at__isnull=False, state__in=sorted(state.value for state in SETTLED)),
                name="delivery_settled",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="delivery_key"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(settled_at__isnull=True), name="delivery_open"),
            # What was sent is nearly all there is, for ever; what is not must be found and counted at once.
            models.Index(fields=["state", "-id"], condition=~Q(state="sent"), name="delivery_not_sent"),
            models.Index(fields=["about"], name="delivery_about"),
            # What a channel takes next.
            models.Index(
                fields=["channel", "-urgent", "due_at", "id"], condition=Q(state="waiting"), name="delivery_next"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"

    @property
    def senders(self) -> Audience:
        """Who may hear of it together with others about the same thing: an addressee knows of their own only."""
        return Audience(self.held_by, TLP(self.marking), readers=tuple(self.readers))


class Attempt(models.Model):
    """One try, written down before the wire; ended once. At most one of a dispatch is under way."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField(_("begun at"))
    handing_at = models.DateTimeField(null=True)  # from here it may have been delivered, whatever happens to us
    batch = models.UUIDField(null=True)  # those handed over together; whoever is at it holds the lock of this number
    ended_at = models.DateTimeField(_("ended at"), null=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, blank=True, choices=[(o.value, _(OUTCOME_NAMES[o])) for o in Outcome]
    )
    reason = models.TextField(_("reason"), blank=True)
    code = models.PositiveSmallIntegerField(_("code"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "number"], name="delivery_attempt_number"),
            models.UniqueConstraint(
                fields=["dispatch"], condition=Q(ended_at__isnull=True), name="delivery_one_attempt_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome__in=[outcome.value for outcome in Outcome]),
                name="delivery_attempt_outcome",
            ),
        ]
        indexes = [models.Index(fields=["batch"], condition=Q(ended_at__isnull=True), name="delivery_batch")]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.number}"


class Lane(models.Model):
    """How busy one way out is: its next free moment, and until when it is closed because nobody answers there."""

    name = models.CharField(primary_key=True, max_length=80)
    free_at = models.DateTimeField(null=True)
    closed_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)  # nothing went through since

    def __str__(self) -> str:
        return self.name


class Heard(models.Model):
    """A message of a gateway that was taken in, by the identifier it gave it: the same one again changes nothing."""

    id = models.CharField(primary_key=True, max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Subscription(models.Model):
    """Where an organisation is told by webhook what happens. It hears what ``person``, who made it, may hear."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.CharField(_("organisation"), max_length=36)
    person = models.CharField(max_length=36)
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=100), verbose_name=_("events"))
    secret = models.CharField(max_length=100)
    standing = models.CharField(
        _("state"), max_length=10, choices=[(one.value, _(STANDING_NAMES[one])) for one in Standing]
    )
    reason = models.TextField(_("reason"), blank=True)
    cursor = models.BigIntegerField()  # the last entry of the journal that was looked at
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]), name="delivery_subscription_standing"
            ),
            models.CheckConstraint(condition=~Q(events=[]), name="delivery_subscription_events"),
            models.CheckConstraint(condition=~Q(organisation=""), name="delivery_subscription_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audience(self) -> Audience:
        """Who may hear what becomes of it: its organisation."""
        return Audience(self.organisation, TLP.AMBER_STRICT)
