"""The engine against a model of a hundred lines that keeps everything in a dictionary and knows no database."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from knooppunt.ground.figures.ledger.recounting import unequal_sums
from knooppunt.ground.figures.public import Ask, answer
from knooppunt.ground.figures.tests.bringing import ROSA, WIM, bring, counts
from knooppunt.kit.clock import clock_at

pytestmark = pytest.mark.usefixtures("catalogue")

FLOW, TOTAL = "tests.positive", "cases.reported_total"
FIRST, DAYS, DAY = date(2020, 9, 1), 10, timedelta(days=1)
OPENING = datetime(2020, 10, 1, 9, tzinfo=UTC)
MOVE = date(2022, 3, 24)  # Weesp into Amsterdam, and with it from VR14 to VR13
WEESP, AMSTERDAM = "GM0457", "GM0363"
REGION_OF = {AMSTERDAM: "VR13", "GM0362": "VR13", WEESP: "VR14", "GM0402": "VR14", "GM0344": "VR09"}
PROVINCE_OF = dict.fromkeys(REGION_OF, "PV27") | {"GM0344": "PV26"}
REGIONS, PROVINCES = ("VR09", "VR13", "VR14"), ("PV26", "PV27")
UNKNOWN = {"PV27-X": ("PV27", "NL"), "NL-X": ("NL",)}
ASKED = (*REGION_OF, *UNKNOWN, *REGIONS, *PROVINCES, "NL")
BORDERS = (None, date(2020, 1, 1), MOVE - DAY, MOVE, date(2023, 1, 1))

Key = tuple[str, str, date, date]
Period = tuple[date, date]
Length = tuple[date, int]
NOWHERE = (None, 0)
LENGTHS = (1, 7)
Held = Mapping[Key, float]


@dataclass
class Part:
    """What is said of one area about each period: the value, and how many areas are in it (a sum only)."""

    points: dict[Length, tuple[float | None, int]] = field(default_factory=dict)

    def at(self, day: date, days: int) -> float | None:
        return self.points.get((day, days), NOWHERE)[0]

    def has(self, day: date, *lengths: int) -> bool:
        return any((day, days) in self.points for days in lengths or LENGTHS)


@dataclass
class Oracle:
    """All that was ever said, with the moment at which it became known."""

    said: dict[Key, list[tuple[datetime, float]]] = field(default_factory=dict)

    def take(self, moment: datetime, rows: Mapping[Key, float | None]) -> None:
        for key, value in rows.items():
            versions = self.said.setdefault(key, []) if value is not None else []
            if value is not None and (not versions or versions[-1][1] != value):
                versions.append((moment, value))

    def held(self, known: datetime) -> Held:
        then = {key: [value for since, value in versions if since <= known] for key, versions in self.said.items()}
        return {key: values[-1] for key, values in then.items() if values}


def modelled(parts: list[Part], indicator: str, method: str, day: date, days: int) -> float | None:
    """What the model makes of an area: the first of its parts that knows the day, or else some of the days before."""
    back = days_under(indicator, method)
    knowing = [part for part in parts if knows(part, indicator, method, day, days)]
    near = [part for part in parts if any(part.has(day - n * DAY) for n in back)]
    part = next(iter([*knowing, *near]), Part())
    if method == "value":
        return part.at(day, days)
    if indicator == TOTAL:
        return difference(part, day, back[-1])
    if method == "daily":
        return part.at(day, 1)
    week = part.at(day - 6 * DAY, 7)
    week = known_sum([part.at(day - n * DAY, 1) for n in back]) if week is None else week
    return week if week is None or method == "sum7" else week / 7


def days_under(indicator: str, method: str) -> tuple[int, ...]:
    if method == "value":
        return (0,)
    if indicator == TOTAL:
        return (0, 1 if method == "daily" else 7)
    return (0,) if method == "daily" else tuple(range(7))


def knows(part: Part, indicator: str, method: str, day: date, days: int) -> bool:
    """Whether a part speaks of the very period that is asked about."""
    if method == "value":
        return part.has(day, days)
    if indicator == TOTAL:
        return part.has(day)
    return part.has(day, 1) or (method != "daily" and part.has(day - 6 * DAY, 7))


def difference(part: Part, day: date, back: int) -> float | None:
    """Of two totals over periods of one length that miss equally many areas."""
    then = day - back * DAY
    days = next((days for days in LENGTHS if None not in (part.at(day, days), part.at(then, days))), 0)
    (now, there), (before, there_then) = (part.points.get((on, days), NOWHERE) for on in (day, then))
    return now - before if now is not None and before is not None and there == there_then else None


def parts_of(held: Held, indicator: str, area: str, borders: date | None) -> Iterator[Part]:
    """What was delivered of the area, where that speaks of the same ground, and then the sum of its parts."""
    moved = borders is not None and borders >= MOVE
    periods = {key[2:] for key in held if key[0] == indicator}
    if area == WEESP and moved:
        return
    if not (moved and area in (AMSTERDAM, "VR13", "VR14")):
        own = ((p, held.get((indicator, area, *p))) for p in periods)
        yield Part({length(p): (value, 0) for p, value in own if value is not None})
    if area == AMSTERDAM and moved:
        both = ((p, [held.get((indicator, code, *p)) for code in (AMSTERDAM, WEESP)]) for p in periods)
        yield Part({length(p): (known_sum(two), 0) for p, two in both if two != [None, None]})
    elif area in (*REGIONS, *PROVINCES, "NL"):
        on = borders or date(2024, 1, 1)
        added = ((p, summed(held, indicator, area, p, on)) for p in periods)
        yield Part({length(p): found for p, found in added if found})


def length(period: Period) -> Length:
    return period[0], (period[1] - period[0]).days


def known_sum(values: list[float | None]) -> float | None:
    """Of all of them, or nothing."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def summed(held: Held, indicator: str, area: str, period: Period, on: date) -> tuple[float, int] | None:
    """The sum of the known parts, and how many municipalities (or regions) are in it; None without any."""
    there = {code: held[indicator, code, *period] for code in ASKED if (indicator, code, *period) in held}
    region = REGION_OF | ({WEESP: "VR13"} if on >= MOVE else {})
    places = [code for code in REGION_OF if code in there and area in (region[code], PROVINCE_OF[code], "NL")]
    if area == "NL" and not places:
        places = [code for code in REGIONS if code in there]
    unknown = [code for code, above in UNKNOWN.items() if code in there and area in above]
    values = [there[code] for code in (*places, *unknown)]
    return (sum(values), len(places)) if values else None


QUESTIONS = {
    (FLOW, "value"): (FLOW, "value"),
    (FLOW, "daily"): (FLOW, "daily"),
    (FLOW, "sum7"): (FLOW, "sum7"),
    (FLOW, "mean7"): (FLOW, "mean7"),
    (TOTAL, "value"): (TOTAL, "value"),
    (TOTAL, "daily"): (TOTAL, "daily"),
    (TOTAL, "sum7"): (TOTAL, "sum7"),
    ("cases.reported", "value"): (TOTAL, "daily"),
}
"""What is asked (indicator, method), and what the model answers it by."""


def same(one: float | None, other: float | None) -> bool:
    return one is other is None or (one is not None and other is not None and abs(one - other) < 1e-9)


def differences(oracle: Oracle, known: datetime, asked: datetime | None, borders: date | None) -> list[str]:
    """Where the engine and the model do not say the same; ``asked`` None asks for now."""
    since, until = FIRST - 2 * DAY, FIRST + (DAYS + 9) * DAY
    asks = [Ask(indicator, ASKED, since, until, method) for indicator, method in QUESTIONS]
    answers = answer(asks, known=asked, borders=borders, actor=WIM)
    held, wrong = oracle.held(known), []
    parts = {(slug, area): list(parts_of(held, slug, area, borders)) for slug in (FLOW, TOTAL) for area in ASKED}
    for (slug, asked_method), found in zip(QUESTIONS, answers, strict=True):
        indicator, method = QUESTIONS[slug, asked_method]
        for area in ASKED:
            engine = {length((one.starts, one.ends)): one.value for one in found[area]}
            lengths = LENGTHS if method == "value" else (1,)
            days = {(since + n * DAY, days) for n in range((until - since).days) for days in lengths}
            for period in sorted(days | engine.keys()):
                model, told = modelled(parts[indicator, area], indicator, method, *period), engine.get(period)
                if not same(told, model):
                    wrong.append(f"{slug} {asked_method} {area} {period} on {borders}: {told}, not {model}")
    return wrong


def made_up(chance: random.Random) -> list[tuple[Key, float | None]]:
    """Rows of a delivery: some areas, some days, weeks among them, cells left empty, rows that say it twice."""
    rows: list[tuple[Key, float | None]] = []
    areas = chance.sample(ASKED, chance.randint(2, len(ASKED)))
    dense, weekly = chance.random() < 0.6, chance.choice((0.05, 0.3, 1))
    for area in areas:
        for n in range(DAYS):
            if dense or chance.random() < 0.4:
                value = None if chance.random() < 0.05 else float(chance.choice((0, 1, 5, 12, -3, 2.5)))
                for days in lengths_said(chance, weekly):
                    rows.append(((FLOW, area, FIRST + n * DAY, FIRST + (n + days) * DAY), value))
            if dense or chance.random() < 0.4:
                total = 10.0 * n + chance.randint(0, 2)
                for days in lengths_said(chance, weekly / 4):
                    rows.append(((TOTAL, area, FIRST + n * DAY, FIRST + (n + days) * DAY), total + days))
    return [*rows, *((key, chance.choice((value, 99.0))) for key, value in chance.sample(rows, len(rows) // 20))]


def lengths_said(chance: random.Random, weekly: float) -> tuple[int, ...]:
    """A day, a week, or a week beside the day it starts on."""
    return chance.choice(((7,), LENGTHS)) if chance.random() < weekly else (1,)


def text(key: Key, value: float | None) -> str:
    return f"{key[0]},{key[1]},{key[2]},{key[3] - DAY},{'' if value is None else value}"


def first_said(rows: list[tuple[Key, float | None]]) -> dict[Key, float | None]:
    """What counts of rows about the same: the first that says something; an empty one is kept apart."""
    taken: dict[Key, float | None] = {}
    for key, value in rows:
        if taken.get(key) is None:
            taken[key] = value
    return taken


SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_course_of_deliveries_the_engine_says_what_the_model_says(seed: int, tmp_path: Path) -> None:
    chance, oracle, moments = random.Random(seed), Oracle(), []
    for number in range(4):
        moment = OPENING + number * DAY
        rows = made_up(chance)
        with clock_at(moment):
            bring(tmp_path, *(text(*row) for row in rows), name=f"{number}.csv")
            before = counts()
            bring(tmp_path, *(text(*row) for row in rows), name="the same again.csv")
            assert counts() == before
        oracle.take(moment, first_said(rows))
        moments.append(moment)
        for borders in BORDERS:
            assert differences(oracle, moment, None, borders) == []
        for then in moments:
            assert differences(oracle, then, then + timedelta(hours=1), chance.choice(BORDERS)) == []
            assert gaps_kept(then) == gaps_counted(oracle.held(then))
        assert differences(oracle, OPENING - DAY, OPENING - DAY, None) == []
        assert list(unequal_sums(actor=ROSA)) == []
        assert faults() == []


def gaps_kept(known: datetime) -> dict[Key, float]:
    """The gaps that stood at a moment, each at most once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indicator_id, area, starts, ends, delivered - summed FROM figures_gap WHERE "
                       "known_from <= %s AND (known_until IS NULL OR known_until > %s)", [known, known])  # fmt: skip
        found = cursor.fetchall()
    assert len({row[:4] for row in found}) == len(found), "two gaps of one figure at one moment"
    return {row[:4]: round(row[4], 9) for row in found}


def gaps_counted(held: Held) -> dict[Key, float]:
    """Delivered minus summed on the latest borders, where both are there."""
    both = {
        key: (value, summed(held, key[0], key[1], key[2:], date(2024, 1, 1)))
        for key, value in held.items()
        if key[1] in (*REGIONS, *PROVINCES, "NL")
    }
    return {key: round(own - added[0], 9) for key, (own, added) in both.items() if added and abs(own - added[0]) > 1e-9}


VERSIONS = """
WITH version AS (
    SELECT series_id, starts, ends, value, lower, upper, n, known_from, 'infinity'::timestamptz AS known_until
      FROM figures_observation UNION ALL
    SELECT series_id, starts, ends, value, lower, upper, n, known_from, known_until FROM figures_superseded),
beside AS (
    SELECT *, lead(known_from, 1, 'infinity') OVER following AS next_from,
           (value, lower, upper, n) IS NOT DISTINCT FROM (lead(value) OVER following, lead(lower) OVER following,
               lead(upper) OVER following, lead(n) OVER following) AS same
      FROM version WINDOW following AS (PARTITION BY series_id, starts, ends ORDER BY known_from, known_until))
SELECT series_id, starts, ends, known_from, known_until, next_from FROM beside
 WHERE known_until <> next_from OR (same AND next_from <> 'infinity')
"""


def faults() -> list[object]:
    """Versions that overlap, leave a hole, or repeat the one before them."""
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS)
        found: list[object] = cursor.fetchall()
    return found
