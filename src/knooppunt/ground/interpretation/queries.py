"""Reading statements: what was said as known at a moment, on which figures, and whether these still stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from knooppunt.ground.figures.public import Ask, Asked, Figure, answer, answer_seen, corrected_since, sight
from knooppunt.ground.interpretation.models import Ground, Statement, StatementVersion
from knooppunt.ground.interpretation.rules import Kind
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.problems import Invalid, NotFound, phrase

READ = "interpretation.read"
FIGURES = "figures.read"
# Whether a statement is stale is the same for everyone who may see it, whatever figures they may read.
CLOCK = system_actor("interpretation")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """A figure that a statement rests on: of ``on``, by ``method``; of ``source``, or of the one that answers ("")."""

    indicator: str
    area: str
    on: date
    method: str = "value"
    source: str = ""
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class GroundLine:
    """A figure under a statement. ``then`` is its value as the statement was made.

    ``corrected_at``: since when another version of it is known (None: it stands). ``live``: the figure as it is now,
    for who may read it (None: may not, or was not asked for). Who may not read it is not told ``then`` either.
    """

    indicator: str
    area: str
    starts: date
    ends: date
    method: str
    source: str
    stratum: str
    then: float | None
    token: str
    known_since: datetime
    corrected_at: datetime | None
    readable: bool
    live: Figure | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A version of a statement, with its figures.

    ``stale_since``: the first correction of one of these that is known (None: it is fresh).
    """

    id: UUID
    section: str
    number: int
    kind: str
    text: str
    confidence: str
    likelihood: str
    valid_from: date
    note: str
    by_name: str
    known_from: datetime
    marking: str
    grounds: tuple[GroundLine, ...]
    stale_since: datetime | None

    @property
    def stale(self) -> bool:
        """Whether one of its figures has another version by now. A withdrawn statement is not stale."""
        return self.stale_since is not None


def statements(
    *,
    ids: Collection[UUID] | None = None,
    section: str | None = None,
    stale: bool | None = None,
    on: date | None = None,
    known: datetime | None = None,
    actor: Actor,
) -> Sequence[StatementLine]:
    """Statements the actor may see as known at ``known`` (aware; None: now), stale ones first and then the newest.

    Eleven queries at most, however many there are. ``on``: those that are valid on that day. Withdrawn ones only come
    when their ``ids`` are asked for. ``live`` figures are told when what is known now is asked.
    """
    actor.require(READ)
    rows = _versions(Statement.objects.visible_to(actor), known)
    rows = rows.filter(statement__in=list(ids)) if ids is not None else rows.exclude(kind=Kind.WITHDRAWN)
    rows = rows.filter(statement__section=section) if section else rows
    rows = rows.filter(valid_from__lte=on) if on else rows
    lines = _told(list(rows), known, actor)
    wanted = [line for line in lines if stale is None or line.stale is stale]
    return sorted(wanted, key=lambda line: (not line.stale, -line.known_from.timestamp(), str(line.id)))


def statement(which: UUID, *, known: datetime | None = None, actor: Actor) -> StatementLine:
    """One statement; :class:`NotFound` when it does not exist, was not made by then or may not be seen."""
    found = statements(ids=[which], known=known, actor=actor)
    if not found:
        raise NotFound(phrase("There is nothing here."), place="statement")
    return found[0]


def versions(which: UUID, *, actor: Actor) -> Sequence[StatementLine]:
    """All that a statement said, the newest first, each with the figures under it then."""
    actor.require(READ)
    visible = Statement.objects.visible_to(actor).filter(pk=which)
    rows = StatementVersion.objects.filter(statement__in=visible).select_related("statement").order_by("-number")
    found = _told(list(rows), None, actor)
    if not found:
        raise NotFound(phrase("There is nothing here."), place="statement")
    return found


def figures_now(asked: Sequence[FigureAsked], *, actor: Actor) -> list[Figure]:
    """These figures as they are now, each under the method it was asked by; five queries.

    :class:`NotFound` for one that the actor may not see, :class:`Invalid` for one that nobody knows.
    """
    asks = [Ask(one.indicator, (one.area,), one.on, one.on + DAY, one.method, one.source or None, one.stratum)
            for one in asked]  # fmt: skip
    found = answer(asks, actor=actor) if asks else []
    return [_known(one, told[one.area]) for one, told in zip(asked, found, strict=True)]


def _known(asked: FigureAsked, figures: Sequence[Figure]) -> Figure:
    known = [figure for figure in figures if figure.version and figure.known_since is not None]
    if not known:
        template = phrase("No figure {indicator} of {area} on {day} is known.")
        raise Invalid(template, place="on", indicator=asked.indicator, area=asked.area, day=asked.on.isoformat())
    return known[-1]._replace(method=asked.method)


def turned_stale() -> dict[StatementVersion, datetime]:
    """The versions that stand and are stale, each with its newest correction. Three queries; for the node itself."""
    rows = list(_versions(Statement.objects.all(), None).exclude(kind=Kind.WITHDRAWN))
    grounds = _grounds(rows)
    corrected = corrected_since([one.token for some in grounds.values() for one in some], actor=CLOCK)
    found = {row: [corrected[one.token] for one in grounds.get(row.id, ()) if one.token in corrected] for row in rows}
    return {row: max(moments) for row, moments in found.items() if moments}


def _versions(which: QuerySet[Statement], known: datetime | None) -> QuerySet[StatementVersion]:
    """The version of each that stood at ``known``."""
    by_then = StatementVersion.objects.filter(statement=OuterRef("statement"))
    by_then = by_then.filter(known_from__lte=known) if known else by_then
    last = Subquery(by_then.order_by("-number").values("id")[:1])
    return StatementVersion.objects.filter(statement__in=which, id=last).select_related("statement")


def _grounds(rows: Iterable[StatementVersion]) -> dict[UUID, list[Ground]]:
    found: dict[UUID, list[Ground]] = {}
    for ground in Ground.objects.filter(version__in=[row.id for row in rows]).order_by("version", "place"):
        found.setdefault(ground.version_id, []).append(ground)
    return found


def _told(rows: Sequence[StatementVersion], known: datetime | None, actor: Actor) -> list[StatementLine]:
    grounds = _grounds(rows)
    every = [ground for some in grounds.values() for ground in some]
    corrected = corrected_since([ground.token for ground in every], known=known, actor=CLOCK)
    live = _live(every, actor)
    return [_line(row, [_ground(one, corrected, live) for one in grounds.get(row.id, ())], known) for row in rows]


def _live(grounds: Sequence[Ground], actor: Actor) -> dict[int, Figure]:
    """The figures as they are now, by the key of what they are the ground of, those that the actor may read."""
    if not grounds or not actor.may(FIGURES):
        return {}
    asks = [
        Ask(one.indicator, (one.area,), one.starts, one.starts + DAY, one.method, one.source, one.stratum)
        for one in grounds
    ]
    answers = answer_seen([Asked(asks, None)], seen=sight(actor=actor), with_delivery=True)[0]
    found = {}
    for ground, told in zip(grounds, answers, strict=True):
        same = [figure for figure in told.get(ground.area, ()) if figure.starts == ground.starts]
        if same:
            found[ground.pk] = same[-1]
    return found


def _ground(one: Ground, corrected: Mapping[str, datetime], live: Mapping[int, Figure]) -> GroundLine:
    readable = one.pk in live
    return GroundLine(
        indicator=one.indicator,
        area=one.area,
        starts=one.starts,
        ends=one.ends,
        method=one.method,
        source=one.source,
        stratum=one.stratum,
        then=one.value if readable else None,
        token=one.token,
        known_since=one.known_since,
        corrected_at=corrected.get(one.token),
        readable=readable,
        live=live.get(one.pk),
    )


def _line(row: StatementVersion, grounds: Sequence[GroundLine], known: datetime | None) -> StatementLine:
    moments = [one.corrected_at for one in grounds if one.corrected_at is not None]
    if known is not None:
        grounds = [_as_then(one) for one in grounds]
    return StatementLine(
        id=row.statement_id,
        section=row.statement.section,
        number=row.number,
        kind=row.kind,
        text=row.text,
        confidence=row.confidence,
        likelihood=row.likelihood,
        valid_from=row.valid_from,
        note=row.note,
        by_name=row.by_name,
        known_from=row.known_from,
        marking=row.statement.marking,
        grounds=tuple(grounds),
        stale_since=min(moments) if moments and row.kind != Kind.WITHDRAWN else None,
    )


def _as_then(one: GroundLine) -> GroundLine:
    """The same for who asks what was known before: what is known now is left out."""
    return replace(one, live=None)
