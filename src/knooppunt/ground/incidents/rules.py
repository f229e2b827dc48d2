"""Which changes of phase are allowed: no Django, no database, no clock."""

from __future__ import annotations

from enum import StrEnum

from knooppunt.kit.problems import Conflict, Invalid, phrase


class Phase(StrEnum):
    """How much the node is at work."""

    COLD = "cold"
    LUKEWARM = "lukewarm"
    WARM = "warm"


PHASE_NAMES = {
    Phase.COLD: phrase("Cold"),
    Phase.LUKEWARM: phrase("Lukewarm"),
    Phase.WARM: phrase("Warm"),
}

# Up may go at once, for a crisis does not wait; down goes a step at a time, so that each step is decided on.
ALLOWED_CHANGES: dict[Phase, frozenset[Phase]] = {
    Phase.COLD: frozenset({Phase.LUKEWARM, Phase.WARM}),
    Phase.LUKEWARM: frozenset({Phase.COLD, Phase.WARM}),
    Phase.WARM: frozenset({Phase.LUKEWARM}),
}

_HEAT = {Phase.COLD: 0, Phase.LUKEWARM: 1, Phase.WARM: 2}


def phase_of(word: str) -> Phase:
    """The phase called ``word``; :class:`Invalid` that lists the known ones."""
    try:
        return Phase(word)
    except ValueError as unknown:
        known = ", ".join(Phase)
        raise Invalid(
            phrase("There is no phase {phase}; known are {known}."), place="phase", phase=word, known=known
        ) from unknown


def is_down(old: Phase, new: Phase) -> bool:
    """Whether this change scales down."""
    return _HEAT[new] < _HEAT[old]


def check_change(old: Phase, new: Phase) -> None:
    """Refuse (:class:`Conflict`) a change of phase that the table does not allow."""
    if new == old:
        raise Conflict(phrase("The incident is already in this phase."), place="phase")
    if new not in ALLOWED_CHANGES[old]:
        raise Conflict(phrase("From warm it goes to lukewarm first: each step down is decided on."), place="phase")


def check_decision(old: Phase, new: Phase, decision: str) -> None:
    """Refuse (:class:`Invalid`) to scale down without the identifier of a recorded decision."""
    if is_down(old, new) and not decision:
        raise Invalid(phrase("Scaling down needs a recorded decision."), place="decision")


def check_close(phase: Phase) -> None:
    """Refuse (:class:`Conflict`) closing an incident that has not been scaled down to cold."""
    if phase != Phase.COLD:
        raise Conflict(phrase("Only an incident in the cold phase can be closed; scale down first."))


def check_exercise(*, exercise: bool) -> None:
    """Refuse (:class:`Conflict`) naming who takes part in what is real: that concerns everyone."""
    if not exercise:
        raise Conflict(phrase("Only an exercise has participants; what is real concerns everyone."))


def reason_of(text: str) -> str:
    """The reason, without space around it; :class:`Invalid` when there is none."""
    reason = text.strip()
    if not reason:
        raise Invalid(phrase("Give the reason, also for scaling down."), place="reason")
    return reason
