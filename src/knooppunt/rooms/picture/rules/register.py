"""The figures of one edition: each stands in it once, with where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from knooppunt.rooms.picture.rules.canonical import number
from knooppunt.rooms.picture.rules.wanting import Wanted


class Known(Protocol):
    """A figure as the figures room answers it. ``ends`` is exclusive; ``known_since`` tells its version."""

    @property
    def indicator(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def starts(self) -> date: ...
    @property
    def ends(self) -> date: ...
    @property
    def value(self) -> float | None: ...
    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...
    @property
    def n(self) -> int | None: ...
    @property
    def method(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def delivery(self) -> str | None: ...
    @property
    def as_of(self) -> date: ...
    @property
    def reported_at(self) -> datetime | None: ...
    @property
    def known_since(self) -> datetime | None: ...
    @property
    def flags(self) -> tuple[str, ...]: ...
    @property
    def gap(self) -> float | None: ...
    @property
    def gap_known(self) -> bool: ...
    @property
    def unknown_part(self) -> float | None: ...
    @property
    def contributors(self) -> int | None: ...
    @property
    def expected(self) -> int | None: ...
    @property
    def remarks(self) -> tuple[str, ...]: ...


Answers = Mapping[Wanted, Mapping[str, Sequence[Known]]]


class Register:
    """Collects figures, their series and their notes while an edition is composed."""

    def __init__(self, answers: Answers, on: date) -> None:
        self.answers = answers
        self.on = on
        self.figures: list[dict[str, Any]] = []
        self.series: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self._figures: dict[tuple[object, ...], int] = {}
        self._series: dict[tuple[object, ...], int] = {}
        self._notes: dict[tuple[object, ...], int] = {}
        self._preferred = preferred_sources(answers)

    def known(self, wanted: Wanted, area: str) -> list[Known]:
        """What is known on this question for this area, oldest first; nothing from after the day of the edition."""
        found = [each for each in self.answers.get(wanted, {}).get(area, ()) if each.starts <= self.on]
        return sorted(found, key=lambda each: each.starts)

    def chosen(self, candidates: Sequence[Wanted]) -> Wanted:
        """The first candidate with a value for any area, each indicator from its source in this edition."""
        sources = {(each.indicator, each.source) for each in candidates}
        fitting = [wanted for wanted in candidates if self._fits(wanted, sources)]
        for wanted in fitting:
            if any(each.value is not None for area in wanted.areas for each in self.known(wanted, area)):
                return wanted
        return fitting[0]

    def _fits(self, wanted: Wanted, sources: Collection[tuple[str, str]]) -> bool:
        """Whether this is the source for the indicator; a source that was declared leaves no choice."""
        preferred = self._preferred.get(wanted.indicator)
        return (wanted.indicator, preferred) not in sources or wanted.source == preferred

    def newest(self, wanted: Wanted, area: str) -> int:
        """The newest figure with a value; one that says unknown when there is none."""
        return self._enter(newest(self.known(wanted, area)), wanted, area)

    def before(self, wanted: Wanted, area: str, figure: int) -> int | None:
        """The newest figure from before ``figure``, when there is one with a value."""
        starts = date.fromisoformat(self.figures[figure]["starts"])
        earlier = [each for each in self.known(wanted, area) if each.starts < starts and each.value is not None]
        return self._enter(earlier[-1], wanted, area) if earlier else None

    def run(self, wanted: Wanted, area: str) -> int:
        """The whole series, as points from old to new."""
        key = (wanted, area)
        if key not in self._series:
            self._series[key] = len(self.series)
            self.series.append(_series(self.known(wanted, area), wanted, area))
        return self._series[key]

    def _enter(self, known: Known | None, wanted: Wanted, area: str) -> int:
        figure = _figure(known, wanted) if known else _unknown(wanted, area, self.on)
        key = tuple(figure[name] for name in ("indicator", "area", "stratum", "starts", "ends", "asked", "source"))
        if key not in self._figures:
            figure["note"] = self._note(figure)
            self._figures[key] = len(self.figures)
            self.figures.append(figure)
        return self._figures[key]

    def _note(self, figure: dict[str, Any]) -> int:
        note = {name: figure[name] for name in NOTE}
        key = tuple(note.values())
        if key not in self._notes:
            self._notes[key] = len(self.notes) + 1
            self.notes.append(note)
        return self._notes[key]


def preferred_sources(answers: Answers) -> dict[str, str]:
    """For each indicator the source that knows most of what is asked; of equals the first, which delivered last.

    One for the whole edition, so that regions and nation can be laid side by side.
    """
    known: dict[str, Counter[str]] = {}
    for wanted, found in answers.items():
        count = sum(any(each.value is not None for each in figures) for figures in found.values())
        known.setdefault(wanted.indicator, Counter())[wanted.source] += count
    return {slug: max(counts, key=lambda source: counts[source]) for slug, counts in known.items()}


NOTE = ("source", "delivery", "as_of", "reported_at", "known_since")


def newest(figures: Sequence[Known]) -> Known | None:
    """The last of ``figures`` (old to new) with a value; the last of all when none has one."""
    valued = [each for each in figures if each.value is not None]
    return valued[-1] if valued else figures[-1] if figures else None


def moment(value: datetime | None) -> str | None:
    """A moment as text: UTC, with ``Z``."""
    return value.isoformat().replace("+00:00", "Z") if value else None


def _figure(known: Known, wanted: Wanted) -> dict[str, Any]:
    return {
        "indicator": known.indicator,
        "area": known.area,
        "stratum": wanted.stratum,
        "starts": known.starts.isoformat(),
        "ends": known.ends.isoformat(),
        "method": known.method,
        "asked": wanted.method,
        "value": number(known.value),
        "lower": number(known.lower),
        "upper": number(known.upper),
        "n": known.n,
        "source": known.source,
        "delivery": known.delivery,
        "as_of": known.as_of.isoformat(),
        "reported_at": moment(known.reported_at),
        "known_since": moment(known.known_since),
        "flags": sorted(known.flags),
        "gap": number(known.gap),
        "gap_known": known.gap_known,
        "unknown_part": number(known.unknown_part),
        "contributors": known.contributors,
        "expected": known.expected,
        "remarks": list(known.remarks),
    }


def _unknown(wanted: Wanted, area: str, on: date) -> dict[str, Any]:
    blank = dict.fromkeys(("value", "lower", "upper", "n", "delivery", "reported_at", "known_since", "gap"))
    blank |= dict.fromkeys(("unknown_part", "contributors", "expected"))
    return blank | {
        "indicator": wanted.indicator,
        "area": area,
        "stratum": wanted.stratum,
        "starts": on.isoformat(),
        "ends": (on + timedelta(days=1)).isoformat(),
        "method": wanted.method,
        "asked": wanted.method,
        "source": wanted.source,
        "as_of": on.isoformat(),
        "flags": [],
        "remarks": [],
        "gap_known": False,
    }


def _series(known: Iterable[Known], wanted: Wanted, area: str) -> dict[str, Any]:
    points = list(known)
    return {
        "indicator": wanted.indicator,
        "area": area,
        "stratum": wanted.stratum,
        "method": wanted.method,
        "source": points[-1].source if points else wanted.source,
        "deliveries": sorted({each.delivery for each in points if each.delivery}),
        "from": wanted.starts.isoformat(),
        "until": wanted.ends.isoformat(),
        "points": [_point(each) for each in points],
    }


def _point(known: Known) -> dict[str, Any]:
    return {
        "on": known.starts.isoformat(),
        "ends": known.ends.isoformat(),
        "value": number(known.value),
        "lower": number(known.lower),
        "upper": number(known.upper),
        "n": known.n,
        "flags": sorted(known.flags),
    }
