"""The verbs of interpretation: a section says what figures mean, says it otherwise, confirms or withdraws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import Figure, hold_settling
from knooppunt.ground.interpretation.events import (
    StatementConfirmed,
    StatementRewritten,
    StatementTurnedStale,
    StatementWithdrawn,
    StatementWritten,
)
from knooppunt.ground.interpretation.models import Ground, Statement, StatementVersion, ToldStale
from knooppunt.ground.interpretation.queries import FigureAsked, figures_now, turned_stale
from knooppunt.ground.interpretation.rules import (
    Kind,
    checked_text,
    checked_words,
    require_newest,
    require_section,
)
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import Section
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, NotFound, phrase

WRITE = "interpretation.write"
TELL = "interpretation.tell"
TELLING = 7_305_001  # advisory lock: one at a time tells what turned stale
MOST_FIGURES = 50
STEP = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a version says, and how sure and likely it is."""

    text: str
    confidence: str
    likelihood: str
    valid_from: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resting:
    """A figure as it is now, of a part of the people ("": everyone)."""

    stratum: str
    figure: Figure


@action
def write_statement(
    *,
    section: str,
    text: str,
    figures: Sequence[FigureAsked],
    confidence: str,
    likelihood: str = "",
    valid_from: date,
    marking: TLP,
    shared_with: Sequence[str] = (),
    readers: Sequence[str] = (),
    actor: Actor,
) -> UUID:
    """A section says what ``figures`` mean; gives the statement, which rests on their versions of this moment.

    Needs ``interpretation.write`` and a function in that section, or ``interpretation.oversee``. :class:`Invalid`
    without text or figures, for words that are not on the scale, and for a figure that nobody knows.
    """
    require_section(actor, section)
    if section not in set(Section):
        raise Invalid(phrase("There is no section {section}."), place="section", section=section)
    said = _said(text, confidence, likelihood, valid_from)
    rests_on = _known_figures(figures, actor)
    made = Statement.objects.create(
        section=section,
        held_by=actor.organisation,
        marking=marking,
        shared_with=list(shared_with),
        readers=list(readers),
    )
    _add(made, 1, Kind.WRITTEN, said, rests_on, actor)
    record(StatementWritten(made.id, made.audience))
    return made.id


@action
def rewrite_statement(
    *,
    statement: UUID,
    seen_version: int,
    text: str,
    figures: Sequence[FigureAsked] | None = None,
    confidence: str,
    likelihood: str = "",
    valid_from: date,
    note: str = "",
    actor: Actor,
) -> int:
    """Say it otherwise, on ``figures`` or on the same ones as they are now; gives the number of the version.

    :class:`Conflict` when someone changed it after ``seen_version``; else as :func:`write_statement`.
    """
    found, last = _held(statement, seen_version, actor)
    said = _said(text, confidence, likelihood, valid_from, note)
    rests_on = _known_figures(_same(last) if figures is None else figures, actor)
    number = _add(found, last.number + 1, Kind.REWRITTEN, said, rests_on, actor)
    record(StatementRewritten(found.id, number, found.audience))
    return number


@action
def confirm_statement(*, statement: UUID, seen_version: int, note: str = "", actor: Actor) -> int:
    """Someone looked at the figures as they are now and says that it still holds; gives the number of the version."""
    found, last = _held(statement, seen_version, actor)
    said = Said(last.text, last.confidence, last.likelihood, last.valid_from, note.strip())
    number = _add(found, last.number + 1, Kind.CONFIRMED, said, _known_figures(_same(last), actor), actor)
    record(StatementConfirmed(found.id, number, found.audience))
    return number


@action
def withdraw_statement(*, statement: UUID, seen_version: int, note: str, actor: Actor) -> int:
    """Say it no longer, and why. What was said stays to be read by who looks at its versions."""
    found, last = _held(statement, seen_version, actor)
    if not note.strip():
        raise Invalid(phrase("Say why."), place="note")
    said = Said(last.text, last.confidence, last.likelihood, last.valid_from, note.strip())
    number = _add(found, last.number + 1, Kind.WITHDRAWN, said, None, actor)
    _carry(last, StatementVersion.objects.get(statement=found, number=number))
    record(StatementWithdrawn(found.id, number, found.audience))
    return number


@action
def tell_what_turned_stale(*, actor: Actor) -> int:
    """Announce each version that turned stale, once for each correction; gives how many. For the node itself."""
    actor.require(TELL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TELLING])
    stale = turned_stale()
    told = set(ToldStale.objects.filter(version__in=list(stale)).values_list("version", "known_at"))
    fresh = [(row, moment) for row, moment in stale.items() if (row.id, moment) not in told]
    ToldStale.objects.bulk_create(ToldStale(version=row, known_at=moment) for row, moment in fresh)
    for row, moment in fresh:
        record(StatementTurnedStale(row.statement_id, row.number, moment, row.statement.audience))
    return len(fresh)


def _said(text: str, confidence: str, likelihood: str, valid_from: date, note: str = "") -> Said:
    checked_words(confidence, likelihood)
    return Said(checked_text(text), confidence, likelihood, valid_from, note.strip())


def _held(which: UUID, seen: int, actor: Actor) -> tuple[Statement, StatementVersion]:
    """The statement, locked, with its last version; refused as if it were not there to who may not write in it."""
    actor.require(WRITE)
    found = Statement.objects.visible_to(actor).select_for_update().filter(pk=which).first()
    if found is None:
        raise NotFound(phrase("There is nothing here."), place="statement")
    require_section(actor, found.section)
    last = StatementVersion.objects.filter(statement=found).latest("number")
    require_newest(seen, last.number, last.kind)
    return found, last


def _same(last: StatementVersion) -> list[FigureAsked]:
    rows = Ground.objects.filter(version=last).order_by("place")
    return [FigureAsked(row.indicator, row.area, row.starts, row.method, row.source, row.stratum) for row in rows]


def _known_figures(asked: Sequence[FigureAsked], actor: Actor) -> list[Resting]:
    """The figures as they are now; a statement cannot rest on what nobody knows or the actor may not see."""
    each = list(dict.fromkeys(asked))
    if not 0 < len(each) <= MOST_FIGURES:
        sentence = phrase("Choose the figures that it rests on: at least one and at most {most}.")
        raise Invalid(sentence, place="figures", most=MOST_FIGURES)
    found = figures_now(each, actor=actor)
    return [Resting(one.stratum, figure) for one, figure in zip(each, found, strict=True)]


def _add(
    found: Statement, number: int, kind: Kind, said: Said, rests_on: Sequence[Resting] | None, actor: Actor
) -> int:
    hold_settling()
    version = StatementVersion.objects.create(
        statement=found,
        number=number,
        kind=kind,
        text=said.text,
        confidence=said.confidence,
        likelihood=said.likelihood,
        valid_from=said.valid_from,
        note=said.note,
        known_from=_moment(found),
        by_id=actor.id,
        by_name=actor.name,
    )
    Ground.objects.bulk_create(_ground(version, place, one) for place, one in enumerate(rests_on or (), 1))
    return number


def _moment(found: Statement) -> datetime:
    """From when the version under way counts: now, and later than the one before it."""
    moment = now()
    last = StatementVersion.objects.filter(statement=found).order_by("-number").values_list("known_from", flat=True)
    before = last.first()
    return moment if before is None or moment > before else before + STEP


def _ground(version: StatementVersion, place: int, one: Resting) -> Ground:
    figure = one.figure
    assert figure.known_since is not None  # nobody rests on a figure that is not known
    return Ground(
        version=version,
        place=place,
        indicator=figure.indicator,
        area=figure.area,
        starts=figure.starts,
        ends=figure.ends,
        method=figure.method,
        source=figure.source,
        stratum=one.stratum,
        value=figure.value,
        token=figure.version,
        known_since=figure.known_since,
    )


def _carry(last: StatementVersion, version: StatementVersion) -> None:
    """A withdrawn statement rests on what it rested on."""
    grounds = list(Ground.objects.filter(version=last))
    for ground in grounds:
        ground.pk, ground.version = None, version
    Ground.objects.bulk_create(grounds)
