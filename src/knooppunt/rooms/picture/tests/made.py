"""Made figures: what the figures room could answer, deterministic, for tests that need no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from knooppunt.rooms.picture.queries.products import declaration, measures
from knooppunt.rooms.picture.rules.composing import Circumstances, compose
from knooppunt.rooms.picture.rules.wanting import Frame, Wanted, wanted

ON = date(2020, 9, 15)
MOMENT = datetime(2020, 9, 15, 12, 0, tzinfo=UTC)
REGIONS = {f"VR{number:02d}": f"Regio {number}" for number in range(1, 26)}
AREAS = {"NL": "Nederland"} | REGIONS
LATE = "VR12"  # delivers nothing


@dataclass(frozen=True, slots=True)
class Made:
    """A figure as the figures room gives it."""

    indicator: str
    area: str
    starts: date
    ends: date
    value: float | None
    method: str
    source: str = "made"
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    delivery: str | None = "0192f0c0-0000-7000-8000-000000000001"
    reported_at: datetime | None = None
    known_since: datetime | None = MOMENT
    flags: tuple[str, ...] = ()
    gap: float | None = None
    gap_known: bool = True
    unknown_part: float | None = None
    contributors: int | None = None
    expected: int | None = None
    remarks: tuple[str, ...] = ()

    @property
    def as_of(self) -> date:
        return self.ends - timedelta(days=1)


def answered(questions: Iterable[Wanted], steps: int = 1) -> dict[Wanted, Mapping[str, list[Made]]]:
    """An answer to every question; ``steps`` is the number of days between two figures."""
    return {each: {area: list(_answer(each, area, steps)) for area in each.areas} for each in questions}


def _answer(each: Wanted, area: str, steps: int) -> Iterable[Made]:
    day = each.ends - timedelta(days=1)
    survey = each.indicator.startswith("behaviour")
    while day >= each.starts:
        value = None if area == LATE else _value(each, area, day)
        limits = {"lower": value - 9.5, "upper": value + 9.5, "n": 42} if survey and value is not None else {}
        whole = area == "NL" and not survey
        marks = {"unknown_part": 718.0, "gap": -3.0, "contributors": 24, "expected": 25} if whole else {}
        yield Made(each.indicator, area, day, day + timedelta(days=1), value, each.method, **limits, **marks)  # type: ignore[arg-type]  # by name
        day -= timedelta(days=steps)


def _value(each: Wanted, area: str, day: date) -> float:
    seed = sum(map(ord, each.indicator + area)) + day.toordinal()
    if each.method == "change_week":
        return (seed % 61) - 30 + 0.5
    if each.indicator.startswith("behaviour") or "share" in each.indicator:
        return 30 + seed % 47 + 0.5
    return float((seed % 97) * (100 if area == "NL" else 3)) + (0.25 if each.method != "value" else 0)


def circumstances(product: str, **changed: object) -> Circumstances:
    """Everything around the figures of a made edition."""
    slugs = {each.indicator for each in questions(product)}
    names = {"name": {"nl": "Naam", "en": "Name"}, "unit": {"nl": "personen", "en": "people"}}
    texts = {"definition": {"nl": "Wat het is.", "en": "What it is."}, "higher_is_worse": True, "temporal": "flow"}
    given: dict[str, object] = {
        "on": ON,
        "known_at": "2020-09-15T12:00:00Z",
        "borders": ON,
        "marking": "GREEN",
        "exercise": True,
        "incident": {"name": "Virus X", "phase": "warm"},
        "indicators": dict.fromkeys(slugs, names | texts),
        "areas": AREAS,
        "measures": measures(),
    }
    return Circumstances(**given | changed)  # type: ignore[arg-type]  # by name


def questions(product: str) -> tuple[Wanted, ...]:
    return wanted(declaration(product).product, Frame(ON, tuple(REGIONS)))


def made_content(
    product: str, texts: Mapping[str, str] | None = None, steps: int = 1, **changed: object
) -> dict[str, Any]:
    """The content of a product filled with made figures."""
    given = declaration(product).product
    content = compose(given, circumstances(product, **changed), texts or {}, answered(questions(product), steps))
    delivered = {"file": "made.csv", "reported_at": None, "known_at": "2020-09-15T12:00:00Z"}
    return content | {"sources": [each | delivered for each in content["sources"]]}
