"""Asking people to answer on a contact point, and taking the answer."""

from __future__ import annotations

import hmac
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.delivery.public import Message, code_for, dispatch_of, send
from knooppunt.ground.incidents.public import current_incident
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import (
    ContactLine,
    confirm_contact,
    contact_points,
    person_of_contact,
    stale_contacts,
)
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.readiness.events import ProofAnswered, ProofAsked, ProofFailed
from knooppunt.rooms.readiness.models import Proof
from knooppunt.rooms.readiness.queries.proofs import last_asked
from knooppunt.rooms.readiness.rules.proving import (
    LIFETIME,
    MOST_TRIES,
    PURPOSE,
    Outcome,
    asked_before,
    may_ask,
    rests,
)

NODE = system_actor("readiness")
CONTACTS, PROVE = "network.contacts", "network.prove"
LINK = "/readiness/verify/{token}/"
MOST_AT_ONCE = 500


@action
def ask_proof(*, contact: UUID, actor: Actor) -> UUID:
    """Send a link and a code to a contact point; the one sent before no longer counts. The identifier of the question.

    For one's own contact points, or those of others with ``network.contacts``. :class:`Conflict` within ten minutes.
    """
    owner = person_of_contact(contact, actor=actor)
    actor.require(OWN_ACCOUNT if str(owner) == actor.id else CONTACTS)
    line = next((one for one in contact_points([owner], actor=actor)[owner] if one.id == contact), None)
    if line is None:
        raise NotFound(phrase("There is no such contact point."), place="contact")
    may_ask(last_asked([contact], actor=NODE).get(contact), now())
    return _ask(line, now())


@action
def ask_stale(*, actor: Actor) -> int:
    """Ask on every contact point whose answer is too old within two weeks, each at most once in two weeks; how many.

    Nobody is asked during an exercise, in which only who takes part may be reached. Needs ``network.contacts``.
    """
    actor.require(CONTACTS)
    crisis, at = current_incident(actor=NODE), now()
    if crisis is not None and crisis.exercise:
        return 0
    due = stale_contacts(before=asked_before(at), actor=actor)
    last = last_asked([one.id for one in due], actor=actor)
    asking = [one for one in due if not rests(last.get(one.id), at)][:MOST_AT_ONCE]
    for line in asking:
        _ask(line, at)
    return len(asking)


@action
def answer_code(*, contact: UUID, code: str, actor: Actor) -> int | None:
    """Confirm one's own contact point with the code that came; ``None`` when it is right, else how many tries are left.

    :class:`Conflict` when no code counts there any more. A wrong one is counted and noted, so it is no refusal.
    """
    actor.require(OWN_ACCOUNT)
    if str(person_of_contact(contact, actor=actor)) != actor.id:
        raise NotFound(phrase("There is no such contact point."), place="contact")
    proof = Proof.objects.select_for_update().open(now()).filter(contact=contact).first()
    if proof is None:
        raise Conflict(phrase("No code counts here any more: ask for a new one."), place="code")
    typed = "".join(sign for sign in code if sign.isalnum())
    if hmac.compare_digest(typed.encode(), code_for(proof.dispatch, PURPOSE).encode()):
        _settle(proof, Outcome.ANSWERED, "code")
        return None
    proof.tries += 1
    left = MOST_TRIES - proof.tries
    proof.save(update_fields=["tries"])
    if not left:
        _close(proof, Outcome.TRIED_OUT)
    record(ProofFailed(proof.id, contact, left))
    return left


@action
def answer_link(*, token: str, actor: Actor) -> None:
    """Confirm the contact point that this link was sent to. Needs ``network.prove``: the house answers for a stranger.

    :class:`NotFound` for what was never given out, :class:`Conflict` for what no longer counts.
    """
    actor.require(PROVE)
    dispatch = dispatch_of(token, PURPOSE)
    if dispatch is None:
        raise NotFound(phrase("There is nothing here."))
    proof = Proof.objects.select_for_update().open(now()).filter(dispatch=dispatch).first()
    if proof is None:
        raise Conflict(phrase("This link was used before, or is too old."))
    _settle(proof, Outcome.ANSWERED, "link")


def _ask(line: ContactLine, at: datetime) -> UUID:
    for old in Proof.objects.select_for_update().filter(contact=line.id, settled_at__isnull=True):
        _close(old, Outcome.REPLACED)
    which = new_id()
    (dispatch,) = send(
        channel=line.means,
        to=[line.person],
        message=_question,
        about=str(which),
        key=f"proof {which}",
        contacts={line.person: line.id},
        lifetime=LIFETIME,
        actor=NODE,
    )
    proof = Proof(id=which, contact_id=line.id, dispatch=dispatch, asked_at=at, expires_at=at + LIFETIME)
    proof.save(force_insert=True)
    record(ProofAsked(which, line.id, line.person, line.means))
    return which


def _question() -> Message:
    """Made anew in the language of who gets it. The braces are filled in by ``delivery``."""
    return Message(
        gettext("Are you reached here?"),
        gettext("Open the link and confirm, or type this code in Knooppunt under “How I am reached”: {code}"),
        LINK,
        purpose=PURPOSE,
    )


def _settle(proof: Proof, outcome: Outcome, how: str) -> None:
    _close(proof, outcome)
    confirm_contact(contact=proof.contact_id, proof=proof.id, actor=NODE)
    record(ProofAnswered(proof.id, proof.contact_id, how))


def _close(proof: Proof, outcome: Outcome) -> None:
    proof.settled_at, proof.outcome = now(), outcome
    proof.save(update_fields=["settled_at", "outcome"])
