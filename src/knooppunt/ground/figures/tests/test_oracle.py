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
from knooppunt.ground.figures.public import Ask, answer, figure
from knooppunt.ground.figures.tests.bringing import ROSA, WIM, bring, counts, line
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
NOWHERE = (1, None, 0)
Held = Mapping[Key, float]


@dataclass
class Part:
    """What is said of one area at each first day: length, value, and how many areas are in it (a sum only)."""

    points: dict[date, tuple[int, float | None, int]] = field(default_factory=dict)

    def at(self, day: date) -> float | None:
        return self.points[day][1] if day in self.points else None


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


def modelled(parts: list[Part], indicator: str, method: str, day: date) -> float | None:
    """What the model makes of an area: the first of its parts that knows the day, or else some of the days before."""
    back = {"value": (0,), "daily": (0, 1), "sum7": (0, 7) if indicator == TOTAL else range(7)}[method]
    knowing = [part for part in parts if day in part.points]
    near = [part for part in parts if any(day - n * DAY in part.points for n in back)]
    part = next(iter([*knowing, *near]), Part())
    if method == "value":
        return part.at(day)
    if indicator == TOTAL:
        return difference(part, day, back[-1])
    days, value, _ = part.points.get(day - 6 * DAY, NOWHERE)
    week = [part.points.get(day - n * DAY, NOWHERE) for n in back]
    return value if days == 7 else known_sum([value if days == 1 else None for days, value, _ in week])


def difference(part: Part, day: date, back: int) -> float | None:
    """Of two totals that miss equally many areas."""
    now, then = part.points.get(day), part.points.get(day - back * DAY)
    if now is None or then is None or now[1] is None or then[1] is None or now[2] != then[2]:
        return None
    return now[1] - then[1]


def parts_of(held: Held, indicator: str, area: str, borders: date | None) -> Iterator[Part]:
    """What was delivered of the area, where that speaks of the same ground, and then the sum of its parts."""
    moved = borders is not None and borders >= MOVE
    periods = sorted({key[2:] for key in held if key[0] == indicator}, key=lambda p: (p[0], p[1]), reverse=True)
    if area == WEESP and moved:
        return
    if not (moved and area in (AMSTERDAM, "VR13", "VR14")):
        own = ((p, held.get((indicator, area, *p))) for p in periods)
        yield Part({p[0]: (length(p), value, 0) for p, value in own if value is not None})
    if area == AMSTERDAM and moved:
        both = ((p, [held.get((indicator, code, *p)) for code in (AMSTERDAM, WEESP)]) for p in periods)
        yield Part({p[0]: (length(p), known_sum(two), 0) for p, two in both if two != [None, None]})
    elif area in (*REGIONS, *PROVINCES, "NL"):
        on = borders or date(2024, 1, 1)
        added = ((p, summed(held, indicator, area, p, on)) for p in periods)
        yield Part({p[0]: (length(p), *found) for p, found in added if found})


def length(period: Period) -> int:
    return (period[1] - period[0]).days


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
    (FLOW, "sum7"): (FLOW, "sum7"),
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
            engine = {one.starts: one.value for one in found[area]}
            for day in sorted({since + n * DAY for n in range((until - since).days)} | engine.keys()):
                model = modelled(parts[indicator, area], indicator, method, day)
                if not same(engine.get(day), model):
                    wrong.append(f"{slug} {asked_method} {area} {day} on {borders}: {engine.get(day)}, not {model}")
    return wrong


def made_up(chance: random.Random) -> list[tuple[Key, float | None]]:
    """Rows of a delivery: some areas, some days, weeks among them, cells left empty, rows that say it twice."""
    rows: list[tuple[Key, float | None]] = []
    areas = chance.sample(ASKED, chance.randint(2, len(ASKED)))
    dense = chance.random() < 0.6
    for area in areas:
        for n in range(DAYS):
            if dense or chance.random() < 0.4:
                value = None if chance.random() < 0.05 else float(chance.choice((0, 1, 5, 12, -3, 2.5)))
                days = 7 if chance.random() < 0.08 else 1
                rows.append(((FLOW, area, FIRST + n * DAY, FIRST + (n + days) * DAY), value))
            if dense or chance.random() < 0.4:
                rows.append(((TOTAL, area, FIRST + n * DAY, FIRST + (n + 1) * DAY), 10.0 * n + chance.randint(0, 2)))
    return [*rows, *((key, chance.choice((value, 99.0))) for key, value in chance.sample(rows, len(rows) // 20))]


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


def test_a_count_of_a_month_is_found_on_each_of_its_days_and_on_no_other(tmp_path: Path) -> None:
    bring(tmp_path, f"{FLOW},{AMSTERDAM},2020-09-01,2020-09-30,5", line(AMSTERDAM, "2020-10-02", 1))
    found = [figure(FLOW, AMSTERDAM, date(2020, 8, 31) + n * DAY, actor=WIM) for n in (0, 1, 20, 30, 31, 32)]
    assert [one.value for one in found] == [None, 5, 5, 5, None, 1]
    assert found[2].as_of == date(2020, 9, 30)
    week = answer([Ask(FLOW, (AMSTERDAM,), date(2020, 10, 1), date(2020, 10, 4))], actor=WIM)[0][AMSTERDAM]
    assert [one.value for one in week] == [None, 1, None]


def test_a_region_is_unknown_on_borders_on_which_nothing_in_it_is_known(tmp_path: Path) -> None:
    bring(tmp_path, line(WEESP, str(FIRST), 3))
    told = [figure(FLOW, code, FIRST, borders=on, actor=WIM) for on in (MOVE - DAY, MOVE) for code in REGIONS[1:]]
    assert [one.value for one in told] == [None, 3, 3, None]
    assert [one.contributors for one in told] == [0, 1, 1, None]


def test_a_week_is_no_part_of_a_day(tmp_path: Path) -> None:
    week = f"{FLOW},{WEESP},{FIRST},{FIRST + 6 * DAY},70"
    bring(tmp_path, line(AMSTERDAM, str(FIRST), 10), line("GM0402", str(FIRST), 4), week)
    told = {code: figure(FLOW, code, FIRST, borders=MOVE - DAY, actor=WIM).value for code in ("VR13", "VR14")}
    assert told == {"VR13": 10, "VR14": 4}
    assert figure(FLOW, AMSTERDAM, FIRST, borders=MOVE, actor=WIM).value is None
    assert figure(FLOW, AMSTERDAM, FIRST, actor=WIM).value == 10
