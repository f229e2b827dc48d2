"""What several verbs share: an edition that takes a step, and approvals that fall because its content changed."""

from __future__ import annotations

from django.db import connection
from django.db.models import Max

from knooppunt.ground.journal.public import record
from knooppunt.ground.network.public import NODE_ID
from knooppunt.kit.audience import TLP, Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.picture.events import ApprovalFallen, EditionReturned
from knooppunt.rooms.picture.models import OUT, WITH_COMMISSIONERS, Approval, Edition, Fall, State, Turn
from knooppunt.rooms.picture.queries.rows import content_of
from knooppunt.rooms.picture.queries.standing import given_for, needed_for
from knooppunt.rooms.picture.rules.approving import step_of
from knooppunt.rooms.picture.rules.canonical import canonical, digest
from knooppunt.rooms.picture.rules.steps import Step, Verb, can, kept, may_step
from knooppunt.rooms.picture.written import open_texts


def may_do(row: Edition, verb: Verb, actor: Actor) -> Step:
    """Where the edition stands, when ``verb`` may be done there; :class:`Conflict` otherwise.

    What is approved is for approval too: only where that makes a difference is the content composed to find out.
    """
    step = Step(row.state)
    if step is Step.APPROVAL and can(Step.APPROVAL, verb) != can(Step.APPROVED, verb):
        step = step_of(step, needed_for(row), given_for(row), digest(canonical(content_of(row, actor))))
    may_step(step, verb)
    return step


def turn(row: Edition, verb: Verb, after: Step, actor: Actor, reason: str = "") -> None:
    """Let the edition take the step, and keep who did it and why. The caller saves the row."""
    Turn.objects.create(
        edition=row, at=now(), person=actor.id, name=actor.name, verb=verb, before=row.state, after=after, reason=reason
    )
    row.state = State(kept(after))


def audience_of(row: Edition, *, asked: bool = False) -> Audience:
    """Who may hear of an edition where it stands now: once it is out, whoever may see it; before, who works on it.

    That is the organisation that holds it and, from when they are asked, those of its commissioners. The events say
    with which permission: a marking of what is not out yet is for later. ``asked``: as if it were with them.
    """
    if row.state in OUT or row.marking == TLP.RED:
        return row.audience
    commissioners = row.shared_with if asked or row.state in WITH_COMMISSIONERS else ()
    return row.audience.narrowed(Audience(row.held_by or str(NODE_ID), TLP.AMBER, tuple(commissioners)))


def back_to_work(row: Edition) -> None:
    """Take away what an edition has only from when it goes for approval."""
    row.number, row.embargo, row.content_sha256, row.acknowledged_sha256 = None, None, "", ""
    row.unapproved, row.published_by_id, row.published_by_name = False, "", ""


def let_fall(row: Edition, sha256: str) -> int:
    """Let every approval of other bytes than these fall, once each; how many. Empty: all of them."""
    others = Approval.objects.filter(edition=row).exclude(sha256=sha256).exclude(pk__in=Fall.objects.values("approval"))
    fallen = [Fall(approval=each, at=now(), sha256=sha256) for each in others]
    Fall.objects.bulk_create(fallen)
    for each in fallen:
        record(ApprovalFallen(row.id, each.approval_id, audience_of(row, asked=True)))
    return len(fallen)


def given_back(row: Edition, reason: str, actor: Actor) -> None:
    """Make it a draft again, with a reason: all approvals fall. Saves the row."""
    hears = audience_of(row)
    turn(row, Verb.RETURN, Step.DRAFT, actor, reason)
    let_fall(row, "")
    open_texts(row)
    back_to_work(row)
    row.save()
    record(EditionReturned(row.id, hears))


def next_number(product: str) -> int:
    """One more than the last; two who ask at once come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"picture.number.{product}"])
    highest = Edition.objects.filter(product=product).aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1


def present_digest(row: Edition, actor: Actor) -> str:
    """SHA-256 of the content as it would be published now."""
    return digest(canonical(content_of(row, actor)))
