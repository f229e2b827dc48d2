"""Statements rest on exact figures, turn stale when these are corrected, and keep all that was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.events import FiguresImported
from knooppunt.ground.figures.public import choose_source, figure, sync_catalogue
from knooppunt.ground.interpretation.models import Ground, Statement, StatementVersion
from knooppunt.ground.interpretation.public import (
    FigureAsked,
    confirm_statement,
    rewrite_statement,
    statement,
    statements,
    tell_what_turned_stale,
    versions,
    withdraw_statement,
)
from knooppunt.ground.interpretation.reactions import tell_stale
from knooppunt.ground.interpretation.tests.people import (
    BEDS,
    DAY,
    HANNA,
    HEAD,
    NEXT,
    NODE,
    OUTSIDER,
    READER,
    SAM,
    reported,
    said,
)
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import NOBODY, Actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

figures = pytest.mark.usefixtures("figures")
STALE = "interpretation.StatementTurnedStale"


@figures
def test_a_statement_rests_on_the_version_of_the_figure_that_it_was_made_with() -> None:
    line = statement(said(), actor=READER)
    (ground,) = line.grounds
    assert (line.text, line.section, line.number, line.by_name) == ("De druk blijft hoog.", "health", 1, HANNA.name)
    assert (ground.then, ground.source, ground.token) == (7, "reports", figure(BEDS, "VR09", DAY, actor=READER).version)
    assert not line.stale


@figures
def test_it_is_stale_as_soon_as_the_figure_is_corrected_and_says_from_what_to_what_and_since_when() -> None:
    which, other = said(), said(text="Iets anders.")
    reported(9)
    (first, *_) = statements(actor=READER)
    line = statement(which, actor=READER)
    (ground,) = line.grounds
    assert (ground.then, ground.live and ground.live.value) == (7, 9)
    assert ground.corrected_at == line.stale_since == figure(BEDS, "VR09", DAY, actor=READER).known_since
    assert {line.id for line in statements(stale=True, actor=READER)} == {which, other}
    assert (first.stale, statements(stale=False, actor=READER)) == (True, [])


@figures
def test_a_correction_of_another_figure_leaves_it_fresh() -> None:
    which = said()
    reported(9, area="VR13")
    assert not statement(which, actor=READER).stale


@figures
def test_confirming_rests_the_same_text_on_the_figures_as_they_are_now() -> None:
    which = said()
    reported(9)
    assert confirm_statement(statement=which, seen_version=1, note="Nagekeken", actor=HANNA) == 2
    line = statement(which, actor=READER)
    assert (line.text, line.kind, line.note, line.stale) == ("De druk blijft hoog.", "confirmed", "Nagekeken", False)
    assert [each.grounds[0].then for each in versions(which, actor=READER)] == [9, 7]


@figures
def test_rewriting_says_it_otherwise_and_keeps_what_was_said() -> None:
    which = said()
    reported(9, area="VR13")
    number = rewrite_statement(statement=which, seen_version=1, text="Het zakt.", confidence="low", valid_from=NEXT,
                               figures=[FigureAsked(BEDS, "VR13", DAY)], actor=HANNA)  # fmt: skip
    told = versions(which, actor=READER)
    assert (number, [line.text for line in told]) == (2, ["Het zakt.", "De druk blijft hoog."])
    assert [line.grounds[0].area for line in told] == ["VR13", "VR09"]


@figures
def test_a_withdrawn_statement_is_no_longer_listed_nor_stale_and_can_be_looked_up() -> None:
    which = said()
    with pytest.raises(Invalid):
        withdraw_statement(statement=which, seen_version=1, note=" ", actor=HANNA)
    withdraw_statement(statement=which, seen_version=1, note="Achterhaald", actor=HANNA)
    reported(9)
    assert statements(actor=READER) == []
    line = statement(which, actor=READER)
    assert (line.kind, line.stale, line.grounds[0].then) == ("withdrawn", False, 7)
    with pytest.raises(Conflict):
        confirm_statement(statement=which, seen_version=2, actor=HANNA)


@figures
def test_as_known_before_it_is_what_it_was_then() -> None:
    start = now()
    with clock_at(start + timedelta(hours=1)):
        which = said()
    with clock_at(start + timedelta(hours=2)):
        reported(9)
    with clock_at(start + timedelta(hours=3)):
        rewrite_statement(statement=which, seen_version=1, text="Het stijgt.", confidence="low", valid_from=DAY,
                          actor=HANNA)  # fmt: skip
    then = [statements(known=start + timedelta(minutes=minutes), actor=READER) for minutes in (30, 90, 150, 210)]
    assert [[(line.text, line.stale) for line in lines] for lines in then] == [
        [], [("De druk blijft hoog.", False)], [("De druk blijft hoog.", True)], [("Het stijgt.", False)]
    ]  # fmt: skip
    assert then[1][0].grounds[0].live is None


@figures
def test_lists_are_narrowed_down_to_ids_a_section_and_a_day() -> None:
    one, two = said(), said(section="society", valid_from=NEXT, actor=SAM)
    assert [line.id for line in statements(ids=[one], actor=READER)] == [one]
    assert [line.id for line in statements(section="society", actor=READER)] == [two]
    assert [line.id for line in statements(on=DAY, actor=READER)] == [one]


@figures
def test_many_statements_cost_no_more_queries_than_one() -> None:
    said()
    with CaptureQueriesContext(connection) as one:
        statements(actor=READER)
    for number in range(10):
        said(text=f"Duiding {number}.")
    reported(9)
    with CaptureQueriesContext(connection) as many:
        assert len(statements(actor=READER)) == 11
    assert len(many) == len(one) <= 11


@figures
@pytest.mark.parametrize("actor", [SAM, READER, OUTSIDER, NOBODY], ids=lambda actor: actor.name or "nobody")
def test_only_who_works_in_the_section_writes_for_it(actor: Actor) -> None:
    which = said()
    with pytest.raises(NotAllowed):
        said(actor=actor)
    with pytest.raises(NotAllowed):
        confirm_statement(statement=which, seen_version=1, actor=actor)
    assert len(versions(which, actor=READER)) == 1


@figures
def test_who_oversees_all_sections_writes_for_each() -> None:
    assert confirm_statement(statement=said(actor=HEAD), seen_version=1, actor=HEAD) == 2


@figures
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [({"text": " "}, Invalid), ({"figures": []}, Invalid), ({"confidence": "sure"}, Invalid),
     ({"figures": [FigureAsked(BEDS, "VR13", DAY)]}, Invalid),
     ({"figures": [FigureAsked("no.such", "NL", DAY)]}, NotFound),
     ({"section": "kitchen", "actor": HEAD}, Invalid)],
    ids=["no text", "no figures", "no such confidence", "unknown figure", "no such indicator", "no such section"],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(wrong: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        said(**wrong)
    assert not Statement.objects.exists()


@figures
def test_someone_who_did_not_see_the_last_version_does_not_overwrite_it() -> None:
    which = said()
    confirm_statement(statement=which, seen_version=1, actor=HANNA)
    with pytest.raises(Conflict):
        rewrite_statement(statement=which, seen_version=1, text="x", confidence="low", valid_from=DAY, actor=HANNA)


@figures
def test_what_turned_stale_is_told_once_for_each_correction_and_without_what_it_says() -> None:
    which = said()
    reported(9)
    assert (tell_what_turned_stale(actor=NODE), tell_what_turned_stale(actor=NODE)) == (1, 0)
    reported(11)
    assert tell_what_turned_stale(actor=NODE) == 1
    told = entries(event=STALE, actor=NODE)
    assert [set(line.payload) for line in told] == [{"statement", "version", "known_at"}] * 2
    assert {line.subject for line in told} == {str(which)}
    with pytest.raises(NotAllowed):
        tell_what_turned_stale(actor=HEAD)


@figures
def test_a_delivery_that_comes_in_makes_it_told() -> None:
    said()
    reported(9)
    (line,) = entries(event="figures.FiguresImported", actor=NODE)[:1]
    from_journal = FiguresImported.from_payload(line.payload)
    tell_stale(from_journal)
    tell_stale(from_journal)
    assert len(entries(event=STALE, actor=NODE)) == 1


@figures
def test_a_figure_that_one_may_not_read_is_not_told_but_the_statement_is_stale_all_the_same() -> None:
    reported(5, area="VR13", marking=TLP.AMBER)
    which = said(figures=[FigureAsked(BEDS, "VR13", DAY, source="report_vr13")])
    reported(6, area="VR13", marking=TLP.AMBER)
    line = statement(which, actor=OUTSIDER)
    assert (line.stale, line.grounds[0].then, line.grounds[0].live, line.grounds[0].readable) == (
        True,
        None,
        None,
        False,
    )
    without = replace(OUTSIDER, mandates=frozenset(m for m in OUTSIDER.mandates if m.permission != "figures.read"))
    assert statement(which, actor=without).stale


@figures
def test_a_decision_about_sources_is_no_correction() -> None:
    which = said()
    choose_source(indicator=BEDS, area="VR09", starts=DAY, source="", reason="om het even", actor=NODE)
    assert not statement(which, actor=READER).stale


@figures
def test_the_database_keeps_what_was_said() -> None:
    said()
    changes = (
        lambda: Statement.objects.update(section="plans"),
        lambda: StatementVersion.objects.update(text="anders"),
        lambda: Ground.objects.update(value=0),
        Ground.objects.all().delete,
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            change()


@figures
def test_a_statement_that_is_not_there_and_one_that_may_not_be_seen_answer_alike() -> None:
    which = said(marking=TLP.AMBER)
    for hidden in (which, uuid4()):
        for look in (statement, versions):
            with pytest.raises(NotFound, match="There is nothing here"):
                look(hidden, actor=OUTSIDER)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_told_of_the_other() -> None:
    sync_catalogue(actor=NODE)
    reported(7)
    which, ready, refused = said(), Barrier(2, timeout=30), []

    def confirm() -> None:
        ready.wait()
        try:
            confirm_statement(statement=which, seen_version=1, actor=HANNA)
        except Conflict as problem:
            refused.append(problem)
        connection.close()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), len(versions(which, actor=READER))) == (1, 2)
