"""Reading texts: each question asks who reads, and gives nothing of what they may not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.writing.crdt import Shared
from knooppunt.ground.writing.history import shared_text, shared_texts
from knooppunt.ground.writing.models import Comment, Contributor, Document, Remark, Suggestion
from knooppunt.ground.writing.rules.rights import READ, WRITE, Right, right_of
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotAllowed, NotFound, phrase


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text at a version, and what the reader may do to it. Moments are aware, UTC."""

    id: UUID
    about: str
    key: str
    section: str
    marking: str
    version: int
    text: str
    right: Right
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Written:
    """A stretch of text and who typed it; ``person`` is an identifier."""

    text: str
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment; ``start`` and ``end`` are where its words are now (characters), ``None`` for the whole text.

    ``gone`` when the words it was about were taken away.
    """

    id: UUID
    quote: str
    text: str
    by_id: str
    by: str
    at: datetime
    start: int | None
    end: int | None
    gone: bool
    resolved_by: str
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """Put ``text`` in the place of ``quote``; ``fits`` while the quoted words still stand there."""

    id: UUID
    quote: str
    text: str
    reason: str
    by: str
    at: datetime
    fits: bool
    accepted: bool | None
    decided_by: str
    decided_at: datetime | None


def text_of(document: UUID, *, version: int | None = None, actor: Actor) -> WrittenText:
    """A text as it stands, or at an earlier version; :class:`NotFound`. Two queries."""
    found, right = readable(document, actor)
    at = found.version if version is None else version
    if not 0 <= at <= found.version:
        raise NotFound(phrase("There is nothing here."))
    return _written(found, right, at, shared_text(document, at))


def texts_about(about: str, *, actor: Actor) -> Sequence[WrittenText]:
    """All texts that belong to something and that the actor may read, by key. Two queries."""
    actor.require(READ)
    seen = [(one, right_in(one, actor)) for one in Document.objects.visible_to(actor).filter(about=about)]
    shared = shared_texts(one.id for one, _right in seen)
    return [_written(one, right, one.version, shared.get(one.id)) for one, right in seen if right]


def authors_of(document: UUID, *, actor: Actor) -> Sequence[Written]:
    """The text in stretches with who typed them, in reading order; :class:`NotFound`. Three queries."""
    found, _right = readable(document, actor)
    clients = Contributor.objects.filter(document=found).values_list("client", "person", "name")
    known = {client: (person, name) for client, person, name in clients}
    lines: list[Written] = []
    for run in shared_text(document).runs():
        person, name = known[run.client]
        text = lines.pop().text + run.text if lines and lines[-1].person == person else run.text
        lines.append(Written(text, person, name))
    return lines


def comments(document: UUID, *, actor: Actor) -> Sequence[CommentLine]:
    """What was said about a text, the oldest first; :class:`NotFound`. Three queries."""
    found, _right = readable(document, actor)
    listed = list(Comment.objects.filter(document=found))
    shared = shared_text(document) if any(one.starts for one in listed) else Shared()
    return [_comment(one, shared) for one in listed]


def suggestions(document: UUID, *, actor: Actor) -> Sequence[SuggestionLine]:
    """What others suggest, the oldest first; :class:`NotFound`. Three queries."""
    found, _right = readable(document, actor)
    listed = list(Suggestion.objects.filter(document=found))
    shared = shared_text(document) if listed else Shared()
    return [_suggestion(one, shared) for one in listed]


def right_to(document: UUID, *, actor: Actor) -> Right | None:
    """What the actor may do to a text; ``None`` also when there is no such text. One query."""
    found = Document.objects.visible_to(actor).filter(pk=document).first()
    return right_in(found, actor) if found else None


def readable(document: UUID, actor: Actor, *, lock: bool = False) -> tuple[Document, Right]:
    """The text and what the actor may do to it; :class:`NotFound` when not even read."""
    actor.require(READ)
    rows = Document.objects.visible_to(actor).filter(pk=document)
    found = (rows.select_for_update() if lock else rows).first()
    right = right_in(found, actor) if found else None
    if found is None or right is None:
        raise NotFound(phrase("There is nothing here."))
    return found, right


def writable(document: UUID, actor: Actor, *, also_closed: bool = False) -> Document:
    """The text, locked, for whoever may write in it; :class:`NotFound`, :class:`NotAllowed`."""
    actor.require(WRITE)
    found, right = readable(document, actor, lock=True)
    if also_closed:
        right = right_of(actor, found.section, closed=False) or right
    if right is not Right.WRITE:
        raise NotAllowed(phrase("There is nothing here."))
    return found


def right_in(document: Document, actor: Actor) -> Right | None:
    """What the actor may do to a text that they may see."""
    return right_of(actor, document.section, closed=document.closed_at is not None)


def place_of(remark: Remark, shared: Shared) -> tuple[int, int] | None:
    """Where the words of a remark are now; ``None`` when it is about the whole text."""
    if remark.starts is None or remark.ends is None:
        return None
    return shared.between(bytes(remark.starts), bytes(remark.ends))


def _written(found: Document, right: Right, version: int, shared: Shared | None) -> WrittenText:
    return WrittenText(
        found.id,
        found.about,
        found.key,
        found.section,
        found.marking,
        version,
        str(shared or ""),
        right,
        found.closed_at,
    )


def _comment(one: Comment, shared: Shared) -> CommentLine:
    place = place_of(one, shared)
    start, end = place or (None, None)
    gone = place is not None and start == end
    return CommentLine(
        one.id, one.quote, one.text, one.by_id, one.by_name, one.at, start, end, gone, one.resolved_by, one.resolved_at
    )


def _suggestion(one: Suggestion, shared: Shared) -> SuggestionLine:
    return SuggestionLine(
        one.id,
        one.quote,
        one.text,
        one.reason,
        one.by_name,
        one.at,
        fits(one, shared),
        one.accepted,
        one.decided_by,
        one.decided_at,
    )


def fits(one: Suggestion, shared: Shared) -> bool:
    """Whether the words a suggestion replaces still stand where they stood."""
    place = place_of(one, shared)
    return str(shared)[slice(*place)] == one.quote if place else not str(shared)
