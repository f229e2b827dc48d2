"""What people say about a text, and what people of other sections suggest."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.writing.appending import append_edits
from knooppunt.ground.writing.crdt import Shared
from knooppunt.ground.writing.events import ChangeSuggested, CommentLeft, CommentResolved, SuggestionDecided
from knooppunt.ground.writing.history import shared_text
from knooppunt.ground.writing.models import Comment, Document, Suggestion
from knooppunt.ground.writing.queries import fits, place_of, readable, writable
from knooppunt.ground.writing.rules.differing import Edit, one_edit
from knooppunt.ground.writing.rules.rights import WRITE, Right
from knooppunt.ground.writing.rules.stale import Stale, tidy
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound, phrase

LONGEST_REMARK = 4_000


@action
def leave_comment(*, document: UUID, quote: str, near: int | None, text: str, actor: Actor) -> UUID:
    """Say something about the words ``quote`` (empty: about the whole text); its identifier.

    Where they stand more than once, the place nearest to character ``near`` is meant, or else the first.
    """
    found = _may_say(document, actor)
    words, quoted = _said(text, "text"), tidy(quote, "quote").strip("\n")
    shared = shared_text(document, found.version)
    anchors = _anchors(shared, quoted, near) if quoted else None
    starts, ends = anchors or (None, None)
    comment = Comment.objects.create(
        document=found,
        version=found.version,
        starts=starts,
        ends=ends,
        quote=quoted,
        text=words,
        by_id=actor.id,
        by_name=actor.name,
        at=now(),
    )
    record(CommentLeft(found.id, comment.id, found.audience))
    return comment.id


@action
def resolve_comment(*, document: UUID, comment: UUID, actor: Actor) -> None:
    """Say that it was dealt with: by whoever left it, or whoever may write in the text."""
    found = _may_say(document, actor)
    said = Comment.objects.select_for_update().filter(document=found, pk=comment).first()
    if said is None:
        raise NotFound(phrase("There is nothing here."))
    if said.by_id != actor.id:
        writable(document, actor)
    if said.resolved_at is not None:
        raise Conflict(phrase("{name} has resolved this comment already."), name=said.resolved_by)
    said.resolved_by, said.resolved_at = actor.name, now()
    said.save(update_fields=["resolved_by", "resolved_at"])
    record(CommentResolved(found.id, said.id, found.audience))


@action
def suggest_text(*, document: UUID, seen_version: int, text: str, reason: str, actor: Actor) -> UUID:
    """Suggest that the text become ``text``: the stretch that differs is put to the section; its identifier.

    :class:`Stale` when the text is no longer what it was at ``seen_version``.
    """
    found = _may_say(document, actor)
    new, shared = tidy(text), shared_text(document, found.version)
    if not 0 <= seen_version <= found.version or str(shared_text(document, seen_version)) != str(shared):
        raise Stale
    change = _stretch(str(shared), new)
    anchors = shared.anchors(change.start, change.end)
    starts, ends = anchors or (None, None)
    suggestion = Suggestion.objects.create(
        document=found,
        version=found.version,
        starts=starts,
        ends=ends,
        quote=str(shared)[change.start : change.end],
        text=change.text,
        reason=_said(reason, "reason") if reason.strip() else "",
        by_id=actor.id,
        by_name=actor.name,
        at=now(),
    )
    record(ChangeSuggested(found.id, suggestion.id, found.audience))
    return suggestion.id


@action
def decide_suggestion(*, document: UUID, suggestion: UUID, accept: bool, actor: Actor) -> None:
    """Take a suggestion over into the text, or not; :class:`Conflict` when the words it replaces have changed."""
    found = writable(document, actor)
    made = Suggestion.objects.select_for_update().filter(document=found, pk=suggestion).first()
    if made is None:
        raise NotFound(phrase("There is nothing here."))
    if made.accepted is not None:
        raise Conflict(phrase("{name} has decided on this suggestion already."), name=made.decided_by)
    if accept:
        _take_over(found, made, actor)
    made.accepted, made.decided_by, made.decided_at = accept, actor.name, now()
    made.save(update_fields=["accepted", "decided_by", "decided_at"])
    record(SuggestionDecided(found.id, made.id, accept, found.audience))


def _take_over(found: Document, made: Suggestion, actor: Actor) -> None:
    shared = shared_text(found.id, found.version)
    if not fits(made, shared):
        raise Conflict(phrase("The words that this suggestion replaces have changed since; take it over by hand."))
    start, end = place_of(made, shared) or (0, 0)
    append_edits(found, [Edit(start, end, made.text)], actor)


def _may_say(document: UUID, actor: Actor) -> Document:
    """The text, locked, for whoever may at least suggest."""
    actor.require(WRITE)
    found, right = readable(document, actor, lock=True)
    if right is Right.READ:
        raise NotAllowed(phrase("There is nothing here."))
    return found


def _said(text: str, place: str) -> str:
    words = tidy(text, place).strip()
    if not words:
        raise Invalid(phrase("Write something."), place=place)
    if len(words) > LONGEST_REMARK:
        raise Invalid(phrase("This has at most {most} characters."), place=place, most=LONGEST_REMARK)
    return words


def _anchors(shared: Shared, quote: str, near: int | None) -> tuple[bytes, bytes] | None:
    text, at = str(shared), list[int]()
    while (found := text.find(quote, at[-1] + 1 if at else 0)) >= 0:
        at.append(found)
    if not at:
        raise Invalid(phrase("These words are not in the text."), place="quote")
    start = min(at, key=lambda place: abs(place - (near or 0)))
    return shared.anchors(start, start + len(quote))


def _stretch(old: str, new: str) -> Edit:
    """What differs, with a character beside it when something is only added: an anchor hangs on a character."""
    change = one_edit(old, new)
    if change is None:
        raise Invalid(phrase("This is the text as it stands; change something first."), place="text")
    if change.start == change.end and old:
        start = max(0, change.start - 1)
        end = max(change.end, 1)
        return Edit(start, end, new[start : len(new) - (len(old) - end)])
    return change
