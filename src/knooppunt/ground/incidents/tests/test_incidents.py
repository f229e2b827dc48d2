"""Opening an incident, scaling up and down, and closing it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from knooppunt.ground.incidents.models import PhaseChange
from knooppunt.ground.incidents.public import (
    Phase,
    change_phase,
    close_incident,
    current_incident,
    incident,
    incidents,
    name_participants,
    open_incident,
    phase_changes,
    remove_participants,
)
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import add_person
from knooppunt.kit.authority import NOBODY, Actor, Mandate, system_actor
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
READER = Actor("reader", "Reader")


def opened(phase: str = "cold") -> UUID:
    return open_incident(name="Hoogwater", exercise=False, phase=phase, reason="Waarschuwing", actor=NODE)


def test_what_is_open_is_known_to_whoever_is_signed_in_and_costs_one_query() -> None:
    assert current_incident(actor=READER) is None
    opened("lukewarm")
    with CaptureQueriesContext(connection) as queries:
        current = current_incident(actor=READER)
    assert current
    assert (current.name, current.exercise, current.phase) == ("Hoogwater", False, Phase.LUKEWARM)
    assert len(queries) == 1
    assert current_incident(actor=NOBODY) is None


def test_the_history_says_who_changed_the_phase_and_why_newest_first() -> None:
    which = opened()
    change_phase(incident=which, phase="warm", reason="Dijk doorgebroken", actor=NODE)
    change_phase(incident=which, phase="lukewarm", reason="Water zakt", decision="besluit 1", actor=NODE)
    assert [(line.phase, line.by, line.reason, line.down) for line in phase_changes(which, actor=NODE)] == [
        ("lukewarm", "test", "Water zakt", True),
        ("warm", "test", "Dijk doorgebroken", False),
        ("cold", "test", "Waarschuwing", False),
    ]
    assert [(line.event, line.payload.get("down")) for line in entries(actor=NODE)] == [
        ("incidents.PhaseChanged", True),
        ("incidents.PhaseChanged", False),
        ("incidents.IncidentOpened", None),
    ]


def test_scaling_down_without_reason_or_in_one_leap_is_refused_and_leaves_no_trace() -> None:
    which = opened("warm")
    with pytest.raises(Invalid, match="reason"):
        change_phase(incident=which, phase="lukewarm", reason=" ", decision="besluit", actor=NODE)
    with pytest.raises(Conflict, match="lukewarm first"):
        change_phase(incident=which, phase="cold", reason="Klaar", decision="besluit", actor=NODE)
    assert incident(which, actor=NODE).phase == Phase.WARM
    assert len(entries(actor=NODE)) == 1


def test_scaling_down_without_a_recorded_decision_is_refused_whoever_asks() -> None:
    which = opened("warm")
    with pytest.raises(Invalid, match="recorded decision") as refusal:
        change_phase(incident=which, phase="lukewarm", reason="Water zakt", actor=NODE)
    assert refusal.value.place == "decision"
    assert incident(which, actor=NODE).phase == Phase.WARM
    change_phase(incident=which, phase="lukewarm", reason="Water zakt", decision="besluit 7", actor=NODE)
    assert phase_changes(which, actor=NODE)[0].decision == "besluit 7"


def test_who_may_only_raise_does_not_lower() -> None:
    which, officer = opened("lukewarm"), Actor("officer", "Officer", mandates=frozenset({Mandate("incidents.raise")}))
    change_phase(incident=which, phase="warm", reason="Dijk doorgebroken", actor=officer)
    with pytest.raises(NotAllowed):
        change_phase(incident=which, phase="lukewarm", reason="Toch niet", decision="besluit", actor=officer)
    with pytest.raises(NotAllowed):
        close_incident(incident=which, reason="Toch niet", actor=officer)


def test_an_incident_is_closed_from_cold_and_then_nothing_changes_any_more() -> None:
    which = opened("lukewarm")
    with pytest.raises(Conflict, match="cold phase"):
        close_incident(incident=which, reason="Klaar", actor=NODE)
    change_phase(incident=which, phase="cold", reason="Rustig", decision="besluit 2", actor=NODE)
    close_incident(incident=which, reason="Klaar", actor=NODE)
    assert current_incident(actor=READER) is None
    assert [line.closed_at is not None for line in incidents(actor=NODE)] == [True]
    with pytest.raises(Conflict, match="has been closed"):
        change_phase(incident=which, phase="warm", reason="Toch", actor=NODE)


def test_a_second_incident_waits_until_the_first_is_closed() -> None:
    opened()
    with pytest.raises(Conflict, match="Hoogwater is still open"):
        open_incident(name="Storm", exercise=True, reason="Oefening", actor=NODE)


def test_the_database_keeps_the_history_as_it_was() -> None:
    opened()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PhaseChange.objects.update(reason="Anders")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PhaseChange.objects.all().delete()


def test_whoever_has_no_mandate_changes_nothing_and_reads_no_history() -> None:
    which = opened()
    for verb in (
        lambda: open_incident(name="Storm", exercise=True, reason="x", actor=READER),
        lambda: change_phase(incident=which, phase="warm", reason="x", actor=READER),
        lambda: change_phase(incident=uuid4(), phase="warm", reason="x", actor=READER),
        lambda: close_incident(incident=which, reason="x", actor=READER),
        lambda: phase_changes(which, actor=READER),
        lambda: incidents(actor=READER),
    ):
        with pytest.raises(NotAllowed):
            verb()
    with pytest.raises(NotFound):
        change_phase(incident=uuid4(), phase="warm", reason="x", actor=NODE)
    assert len(entries(actor=NODE)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_scale_up_at_once_change_the_phase_once() -> None:
    which = opened()

    def scale_up(_number: int) -> bool:
        try:
            change_phase(incident=which, phase="warm", reason="Dijk doorgebroken", actor=NODE)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(scale_up, range(4))) == [False, False, False, True]
    assert len(phase_changes(which, actor=NODE)) == 2


def test_whoever_took_no_part_is_removed_without_trace_and_naming_twice_is_naming_once() -> None:
    exercise = open_incident(name="Griep", exercise=True, reason="oefening", actor=NODE)
    anna = add_person(name="Anna", email="", actor=NODE).id
    assert remove_participants(incident=exercise, people=[anna], actor=NODE) == 0
    assert [name_participants(incident=exercise, people=[anna], actor=NODE) for _ in range(2)] == [1, 0]
    assert remove_participants(incident=exercise, people=[anna], actor=NODE) == 1
