"""What scaling down asks for: criteria on figures, who stays, and a reason where something is not met or not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.readiness.rules.piloting import Post
from knooppunt.rooms.readiness.rules.watching import Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """The pilot light at the moment of deciding. ``back_in_time``: None is not known."""

    stays: tuple[Post, ...]
    minutes: int | None
    within: int | None

    @property
    def back_in_time(self) -> bool | None:
        """Whether we can be back in the warm phase within the norm."""
        return None if self.minutes is None or self.within is None else self.minutes <= self.within


def against(verdicts: Sequence[Verdict], check: Check) -> bool:
    """Whether something speaks against it: a criterion not met or not known, none at all, not surely back in time."""
    return not verdicts or any(one is not Verdict.MET for one in verdicts) or check.back_in_time is not True


def check_despite(verdicts: Sequence[Verdict], check: Check, despite: str) -> str:
    """Why it is done although; :class:`Invalid` when something speaks against it and nothing is said."""
    said = despite.strip()
    if against(verdicts, check) and not said:
        raise Invalid(
            phrase("Not every criterion is met and known: say why you scale down all the same."), place="despite"
        )
    return said


def check_seen(seen: str, present: str) -> None:
    """Refuse (:class:`Conflict`) a decision on other figures than stood on the page."""
    if seen != present:
        raise Conflict(phrase("The figures or the norm changed since you opened this page; look again."))
