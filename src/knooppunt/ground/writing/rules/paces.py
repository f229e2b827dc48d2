"""How fast one window may send: what is too fast waits, nothing is dropped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Pace:
    """Leave for ``rate`` pieces a second, and ``burst`` at once. Moments are seconds of any one clock."""

    rate: float
    burst: float
    left: float
    at: float

    @classmethod
    def at_rest(cls, rate: float, burst: float, at: float) -> Pace:
        """A full pace from the moment ``at``."""
        return cls(rate, burst, burst, at)

    def wait(self, pieces: float, at: float) -> float:
        """Take leave for ``pieces`` at the moment ``at``; the seconds to wait before going on."""
        self.left = min(self.burst, self.left + (at - self.at) * self.rate) - pieces
        self.at = at
        return max(0.0, -self.left / self.rate)
