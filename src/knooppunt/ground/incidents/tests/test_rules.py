"""Which changes of phase are allowed."""

from __future__ import annotations

from itertools import product

import pytest

from knooppunt.ground.incidents.rules import Phase, check_change, check_close, is_down, phase_of, reason_of
from knooppunt.kit.problems import Conflict, Invalid

COLD, LUKEWARM, WARM = Phase


def allowed(old: Phase, new: Phase) -> bool:
    try:
        check_change(old, new)
    except Conflict:
        return False
    return True


def test_up_goes_at_once_and_down_a_step_at_a_time() -> None:
    assert {(old, new) for old, new in product(Phase, Phase) if allowed(old, new)} == {
        (COLD, LUKEWARM),
        (COLD, WARM),
        (LUKEWARM, WARM),
        (LUKEWARM, COLD),
        (WARM, LUKEWARM),
    }


def test_scaling_down_is_going_to_a_colder_phase() -> None:
    assert [is_down(old, new) for old, new in ((WARM, LUKEWARM), (LUKEWARM, COLD), (COLD, WARM), (COLD, COLD))] == [
        True,
        True,
        False,
        False,
    ]


def test_only_a_cold_incident_is_closed() -> None:
    check_close(COLD)
    for phase in (LUKEWARM, WARM):
        with pytest.raises(Conflict, match="cold phase"):
            check_close(phase)


def test_an_unknown_phase_is_named_with_the_known_ones() -> None:
    with pytest.raises(Invalid, match="no phase hot; known are cold, lukewarm, warm"):
        phase_of("hot")


@pytest.mark.parametrize("nothing", ["", "  ", "\n\t"])
def test_a_reason_is_needed(nothing: str) -> None:
    with pytest.raises(Invalid) as refusal:
        reason_of(nothing)
    assert refusal.value.place == "reason"
