"""A figure over its threshold becomes a proposal, on which one person decides once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import OPERATOR, someone

from knooppunt.ground.access.public import TLP, Place, actor_for, welcome
from knooppunt.ground.delivery.public import dispatches
from knooppunt.ground.incidents.public import Phase, current_incident
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import Role, sync_organisations
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from knooppunt.rooms.readiness.models import Proposal, Watch
from knooppunt.rooms.readiness.public import (
    Comparison,
    Condition,
    ProposalLine,
    Verdict,
    check_signals,
    confirm_proposal,
    end_watch,
    proposals,
    reject_proposal,
    signals,
    watch_figure,
)
from knooppunt.rooms.readiness.reactions import signals_of_import
from knooppunt.rooms.readiness.tests.watched import INDICATOR, NODE, crisis, figures, signal

pytestmark = pytest.mark.django_db


def officer(name: str = "Olga Officier") -> Actor:
    """The officer on duty, of whom the network knows that they are."""
    sync_organisations(actor=OPERATOR)
    place = Place("KCR2", "Officier van dienst", role=Role.DUTY_OFFICER)
    made = welcome(
        name=name, email=f"{name.split()[0].lower()}@example.org", place=place, bundle="node_officer", actor=OPERATOR
    )
    return actor_for(made)


def waiting(actor: Actor = NODE) -> list[ProposalLine]:
    return list(proposals(is_open=True, actor=actor))


def test_a_crossing_becomes_one_proposal_with_the_figure_it_rests_on(tmp_path: Path) -> None:
    signal()
    figures(tmp_path, [50, 150, 160])
    assert check_signals(actor=NODE) == 1
    assert check_signals(actor=NODE) == 0
    (made,) = waiting()
    assert made.ground
    assert (made.ground.value, made.ground.longer) == (160, False)
    assert made.ground.as_of - made.ground.since == timedelta(days=1)
    assert made.ground.version
    assert made.ground.known_since


@pytest.mark.parametrize("values", [[50, 150, 60], [150, None, 150], [150], [None, None]])
def test_below_or_not_known_is_no_crossing(tmp_path: Path, values: list[float | None]) -> None:
    signal()
    figures(tmp_path, values)
    assert check_signals(actor=NODE) == 0
    assert waiting() == []


def test_what_is_not_known_is_shown_as_unknown(tmp_path: Path) -> None:
    signal()
    figures(tmp_path, [150, None, 150])
    (found,) = signals(actor=NODE)
    assert found.verdict is Verdict.UNKNOWN
    assert found.figure
    assert found.figure.value == 150


def test_the_duty_officers_are_told_that_there_is_one_and_not_what(tmp_path: Path) -> None:
    who = officer()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = waiting()
    assert made.told == 1
    sent = [one for one in dispatches(actor=NODE) if one.about == str(made.id)]
    assert [(one.to, one.urgent) for one in sent] == [(who.name, True)]
    assert all("160" not in str(one) and "Meldingen boven" not in str(one) for one in sent)


def test_an_import_makes_the_node_look(tmp_path: Path) -> None:
    signal()
    figures(tmp_path, [150, 160])
    assert "figures.FiguresImported" in {one.event for one in entries(actor=NODE)}
    signals_of_import(None)  # type: ignore[arg-type]  # what is in the event is not used: the figures are asked
    assert len(waiting()) == 1


def test_confirming_scales_up_in_the_same_transaction(tmp_path: Path) -> None:
    who = officer()
    crisis()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = waiting(who)
    confirm_proposal(proposal=made.id, reason="Het stijgt hard", scales=True, actor=who)
    held = current_incident(actor=who)
    assert held
    assert held.phase is Phase.WARM
    (done,) = proposals(is_open=False, actor=who)
    assert (done.outcome, done.by, done.scaled) == ("confirmed", "Olga Officier", True)


def test_when_scaling_up_is_refused_the_proposal_still_waits(tmp_path: Path) -> None:
    who = officer()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = waiting(who)
    with pytest.raises(Conflict, match="No incident is open"):
        confirm_proposal(proposal=made.id, reason="Het stijgt hard", scales=True, actor=who)
    with pytest.raises(Invalid, match="Choose what to do"):
        confirm_proposal(proposal=made.id, reason="Het stijgt hard", scales=False, actor=who)
    with pytest.raises(NotFound, match="no such plan"):
        confirm_proposal(proposal=made.id, reason="Het stijgt hard", scales=False, plan=uuid4(), actor=who)
    assert [one.id for one in waiting(who)] == [made.id]


def test_a_phase_is_not_raised_when_its_call_out_cannot_start(tmp_path: Path) -> None:
    who = officer()
    crisis()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = waiting(who)
    with pytest.raises(NotFound):
        confirm_proposal(proposal=made.id, reason="Het stijgt hard", scales=True, plan=uuid4(), actor=who)
    held = current_incident(actor=who)
    assert held
    assert held.phase is Phase.COLD
    assert len(waiting(who)) == 1


def test_a_rejection_needs_a_reason_and_is_quiet_for_a_day(tmp_path: Path) -> None:
    who = officer()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = waiting(who)
    with pytest.raises(Invalid):
        reject_proposal(proposal=made.id, reason=" ", actor=who)
    reject_proposal(proposal=made.id, reason="Meetfout", actor=who)
    assert check_signals(actor=NODE) == 0
    with clock_at(now() + timedelta(days=1)):
        assert check_signals(actor=NODE) == 1


def test_after_it_was_below_a_new_crossing_is_proposed_at_once(tmp_path: Path) -> None:
    who = officer()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    reject_proposal(proposal=waiting(who)[0].id, reason="Meetfout", actor=who)
    figures(tmp_path, [150, 60])
    assert check_signals(actor=NODE) == 0
    figures(tmp_path, [150, 170])
    assert check_signals(actor=NODE) == 1


def test_what_is_so_already_is_not_proposed(tmp_path: Path) -> None:
    crisis("warm")
    signal()
    figures(tmp_path, [150, 160])
    assert check_signals(actor=NODE) == 0


def test_who_may_not_see_the_figure_decides_without_it_and_others_learn_nothing(tmp_path: Path) -> None:
    who = officer()
    reader = someone("Lia Lezer", bundle="information_manager", organisation="VRU", area="VR09")
    signal()
    figures(tmp_path, [150, 160], marking=TLP.RED)
    check_signals(actor=NODE)
    assert [one.ground for one in waiting(who)] == [None]
    assert waiting(reader) == []
    assert [(one.verdict, one.figure and one.figure.value) for one in signals(actor=who)] == [(Verdict.UNKNOWN, None)]


def test_whoever_may_not_gets_nowhere(tmp_path: Path) -> None:
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = waiting()
    nobody = someone("Niels Niemand", organisation="NRK")
    for verb in (
        lambda: check_signals(actor=nobody),
        lambda: confirm_proposal(proposal=made.id, reason="x", scales=True, actor=nobody),
        lambda: reject_proposal(proposal=made.id, reason="x", actor=nobody),
        lambda: end_watch(watch=made.watch.id, actor=nobody),
        lambda: signal(nobody),
        lambda: waiting(nobody),
        lambda: signals(actor=nobody),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_what_cannot_be_watched_is_refused_where_it_is_wrong(tmp_path: Path) -> None:
    figures(tmp_path, [1])
    told = {"kind": "signal", "name": "x", "phase": Phase.WARM, "indicator": INDICATOR, "method": "value", "area": "NL"}
    condition = Condition(Comparison.ABOVE, 1, 1, 0, 7)
    wrong = {"name": " ", "phase": Phase.COLD, "indicator": "no.such", "area": "XX99", "plan": uuid4()}
    for place, value in wrong.items():
        with pytest.raises(Invalid) as refusal:
            watch_figure(**(told | {place: value}), condition=condition, actor=NODE)  # type: ignore[arg-type]
        assert refusal.value.place == place


def test_what_was_decided_and_what_it_rested_on_is_kept_by_the_database(tmp_path: Path) -> None:
    watch = signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    for change in ({"value": 1.0}, {"told": 9}):
        with pytest.raises(IntegrityError, match="keeps what it rested on"), transaction.atomic():
            Proposal.objects.update(**change)
    with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
        Watch.objects.filter(pk=watch).update(threshold=1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Proposal.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_decide_once(tmp_path: Path) -> None:
    people = [officer("Olga Officier"), officer("Piet Piket")]
    crisis()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = waiting()

    def confirm(who: Actor) -> bool:
        try:
            confirm_proposal(proposal=made.id, reason="Het stijgt", scales=True, actor=who)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, people)) == [False, True]
    assert [one.event for one in entries(actor=NODE)].count("incidents.PhaseChanged") == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_check_at_once_propose_once(tmp_path: Path) -> None:
    signal()
    figures(tmp_path, [150, 160])

    def check(_number: int) -> int:
        try:
            return check_signals(actor=NODE)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(check, range(4))) == 1
    assert len(waiting()) == 1
