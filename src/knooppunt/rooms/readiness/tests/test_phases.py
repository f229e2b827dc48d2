"""Norms, going up, going down by a decision, looking again, and the pilot light."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import someone

from knooppunt.ground.access.public import TLP
from knooppunt.ground.delivery.public import dispatches
from knooppunt.ground.incidents.public import Phase, current_incident, phase_changes
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at, now, today
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from knooppunt.rooms.readiness.models import Descent, Norm
from knooppunt.rooms.readiness.public import (
    Could,
    Post,
    descent,
    descents,
    going_down,
    norm,
    norm_versions,
    overdue,
    pilot_light,
    review_pilot,
    scale_down,
    scale_up,
    set_norm,
)
from knooppunt.rooms.readiness.tasks import remind_when_due
from knooppunt.rooms.readiness.tests.test_signals import officer
from knooppunt.rooms.readiness.tests.watched import NODE, crisis, criterion, figures, warm_norm

pytestmark = pytest.mark.django_db


def head() -> Actor:
    return someone("Hedwig Hoofd", bundle="head_of_node")


def soon(days: int = 10) -> date:
    return today() + timedelta(days=days)


def down(actor: Actor, **changes: Any) -> UUID:
    """Go down on what stands now."""
    told: dict[str, Any] = {
        "reason": "Het daalt",
        "despite": "Besluit van de leiding",
        "stays": [],
        "review_on": soon(),
    }
    return scale_down(**(told | {"seen": going_down(actor=actor).seen} | changes), actor=actor)


def test_a_norm_is_a_version_and_the_earlier_ones_stay() -> None:
    warm_norm(within=30)
    set_norm(phase=Phase.WARM, posts=[Post("lawyer", 2)], within=None, review_days=7, seen=1, actor=NODE)
    assert [(one.version, one.within, one.posts[0].role) for one in norm_versions(Phase.WARM, actor=NODE)] == [
        (2, None, "lawyer"),
        (1, 30, "duty_officer"),
    ]
    assert norm(Phase.COLD, actor=NODE) is None
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Norm.objects.update(within=1)


def test_a_norm_that_someone_else_changed_is_refused() -> None:
    warm_norm()
    with pytest.raises(Conflict, match="in the meantime"):
        warm_norm(seen=0)


def test_a_norm_names_only_what_exists() -> None:
    common: dict[str, Any] = {"phase": Phase.WARM, "within": None, "review_days": 7, "seen": 0, "actor": NODE}
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("posts", {"posts": [Post("lawyer", 1, str(uuid4()))]}),
        ("told", {"posts": [], "told": ["no_such"]}),
        ("plan", {"posts": [], "plan": uuid4()}),
        ("posts", {"posts": [], "told_organisations": [uuid4()]}),
    ]
    for place, told in wrong:
        with pytest.raises(Invalid) as refusal:
            set_norm(**(common | told))
        assert refusal.value.place == place
    assert not Norm.objects.exists()


def test_the_officer_scales_up_with_one_verb_and_does_not_scale_down() -> None:
    which, who = crisis(), officer()
    scale_up(phase=Phase.WARM, reason="Dijk doorgebroken", actor=who)
    assert phase_changes(which, actor=who)[0].phase is Phase.WARM
    with pytest.raises(NotAllowed):
        down(who)
    assert Descent.objects.count() == 0


def test_scaling_up_and_its_call_out_are_done_both_or_neither() -> None:
    crisis()
    who = officer()
    with pytest.raises(NotFound, match="no such plan"):
        scale_up(phase=Phase.WARM, reason="Dijk doorgebroken", plan=uuid4(), actor=who)
    held = current_incident(actor=who)
    assert held
    assert held.phase is Phase.COLD


def test_up_does_not_go_down() -> None:
    crisis("warm")
    with pytest.raises(Invalid, match="not scaling up"):
        scale_up(phase=Phase.LUKEWARM, reason="Toch", actor=head())


def test_a_decision_keeps_what_was_known_then(tmp_path: Path) -> None:
    boss = head()
    which = crisis("warm")
    criterion()
    warm_norm()
    figures(tmp_path, [500, 60, 50])
    made = down(boss, stays=[Post("duty_officer", 1)])
    figures(tmp_path, [500, 60, 900])
    kept = descent(made, actor=boss)
    (one,) = kept.criteria
    assert (one.verdict, one.value) == ("met", 50)
    assert one.since == today() - timedelta(days=2)
    assert kept.check["stays"] == [{"role": "duty_officer", "number": 1}]
    assert kept.check["back_in_time"] is None
    newest = phase_changes(which, actor=boss)[0]
    assert (newest.phase, newest.down, newest.decision) == (Phase.LUKEWARM, True, str(made))


@pytest.mark.parametrize("values", [[500, 600], [50, None, 50], [None]])
def test_a_criterion_not_met_or_not_known_asks_why_and_says_so(tmp_path: Path, values: list[float | None]) -> None:
    boss = head()
    crisis("warm")
    criterion()
    figures(tmp_path, values)
    with pytest.raises(Invalid) as refusal:
        down(boss, despite="")
    assert refusal.value.place == "despite"
    assert descents(actor=boss) == []
    made = down(boss, despite="Het personeel is op")
    assert descent(made, actor=boss).despite == "Het personeel is op"


def test_a_decision_on_figures_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    boss = head()
    crisis("warm")
    criterion()
    figures(tmp_path, [60, 50])
    seen = going_down(actor=boss).seen
    figures(tmp_path, [60, 900])
    with pytest.raises(Conflict, match="look again"):
        down(boss, seen=seen)
    held = current_incident(actor=boss)
    assert held
    assert held.phase is Phase.WARM


def test_a_decision_looks_ahead_and_is_refused_whole() -> None:
    boss = head()
    crisis("warm")
    for wrong, place in (
        ({"review_on": today()}, "review_on"),
        ({"reason": " "}, "reason"),
        ({"stays": [Post("x", 1)]}, "posts"),
    ):
        with pytest.raises(Invalid) as refusal:
            down(boss, **wrong)
        assert refusal.value.place == place
    with pytest.raises(NotFound):
        down(boss, stand_down=[uuid4()])
    assert descents(actor=boss) == []


def test_from_cold_there_is_no_way_down() -> None:
    boss = head()
    with pytest.raises(Conflict, match="No incident"):
        going_down(actor=boss)
    crisis()
    with pytest.raises(Conflict, match="coldest"):
        going_down(actor=boss)


def test_a_figure_in_a_decision_is_only_for_who_may_see_it(tmp_path: Path) -> None:
    boss = head()
    crisis("warm")
    criterion()
    figures(tmp_path, [60, 50], someone("Sanne Sectie", bundle="section_head"), TLP.AMBER_STRICT)
    made = down(boss)
    assert descent(made, actor=boss).criteria[0].value == 50
    other = someone("Lia Lezer", bundle="information_manager", organisation="VRU", area="VR09")
    (hidden,) = descent(made, actor=other).criteria
    assert (hidden.seen, hidden.value, hidden.verdict, hidden.since) == (False, None, "unknown", None)


def test_an_overdue_review_is_shown_and_reminds_once_a_day() -> None:
    boss, who = head(), officer()
    crisis("warm")
    made = down(boss, review_on=soon(3))
    assert overdue(actor=boss) == []
    with clock_at(now() + timedelta(days=3)):
        assert [one.id for one in overdue(actor=boss)] == [made]
        for _time in range(2):
            remind_when_due()
        told = [one.to for one in dispatches(actor=NODE) if one.about == str(made)]
        assert sorted(told) == sorted([boss.name, who.name])
        review_pilot(descent=made, note="Iedereen gebeld", next_on=soon(7), actor=boss)
        assert overdue(actor=boss) == []
    with clock_at(now() + timedelta(days=10)):
        assert [one.id for one in overdue(actor=boss)] == [made]


def test_a_decision_that_another_phase_followed_is_not_looked_at_again() -> None:
    boss = head()
    crisis("warm")
    made = down(boss, review_on=soon(1))
    scale_up(phase=Phase.WARM, reason="Toch", actor=boss)
    with clock_at(now() + timedelta(days=2)):
        assert overdue(actor=boss) == []
        with pytest.raises(Conflict, match="not in force"):
            review_pilot(descent=made, note="x", next_on=soon(7), actor=boss)


def test_the_pilot_light_counts_people_and_says_what_is_not_known() -> None:
    boss = head()
    assert pilot_light(actor=boss).conclusion.could is Could.UNKNOWN
    warm_norm(within=30)
    assert pilot_light(actor=boss).conclusion.could is Could.NO
    officer()
    found = pilot_light(actor=boss)
    (line,) = found.lines
    assert (line.stock.people, line.stock.minutes, line.tested) == (1, None, None)
    assert found.conclusion.minutes is None
    assert found.untested_since is None


def test_what_is_for_few_is_not_for_others() -> None:
    nobody, officers = someone("Niels Niemand", organisation="NRK"), officer()
    for verb in (
        lambda: warm_norm(officers),
        lambda: pilot_light(actor=nobody),
        lambda: descents(actor=nobody),
        lambda: norm(Phase.WARM, actor=nobody),
        lambda: scale_up(phase=Phase.WARM, reason="x", actor=nobody),
        lambda: scale_down(reason="x", stays=[], review_on=soon(), seen="", actor=nobody),
        lambda: review_pilot(descent=uuid4(), note="x", next_on=soon(), actor=nobody),
    ):
        with pytest.raises(NotAllowed):
            verb()


@pytest.mark.django_db(transaction=True)
def test_two_who_scale_down_at_once_go_down_one_step() -> None:
    boss = head()
    which = crisis("warm")
    seen = going_down(actor=boss).seen

    def go(_number: int) -> bool:
        try:
            down(boss, seen=seen)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(go, range(3))) == [False, False, True]
    assert [one.phase for one in phase_changes(which, actor=boss)] == [Phase.LUKEWARM, Phase.WARM]
    assert Descent.objects.count() == 1
    assert [one.event for one in entries(actor=NODE)].count("readiness.ScaledDown") == 1
