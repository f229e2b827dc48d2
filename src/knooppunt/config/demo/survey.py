"""The made behaviour survey and the made nursing homes of the exercise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from knooppunt.config.demo.outbreak import DAYS, SEED, daily, places, poisson
from knooppunt.ground.geography.public import areas, latest_borders

WAVES = (28, 56, 84, 112)  # the last day of each
WAVE_LENGTH = 5
RESPONDENTS = {"NL": 4100, "VR25": 24}  # elsewhere about 150
Z = 1.96
COMPLIANCE = {
    "wash_hands": (44, 88), "keep_distance": (52, 90), "avoid_crowds": (63, 91), "work_from_home": (67, 79),
    "symptoms_stay_home": (48, 90), "symptoms_get_tested": (41, 82), "sneeze_cough_elbow": (58, 91),
    "wear_mask_public_indoors": (71, 78), "wear_mask_public_transport": (86, 84), "max_visitors": (74, 66),
}  # fmt: skip
HOMES = 96  # nursing homes in a region, about


@dataclass(frozen=True, slots=True)
class Line:
    """One made figure: ``first`` and ``last`` are day numbers, both counted in."""

    indicator: str
    area: str
    first: int
    last: int
    value: float
    lower: float | None = None
    upper: float | None = None
    n: int | None = None


def _regions() -> list[str]:
    return [one.code for one in areas("region", latest_borders())]


def survey(wave: int) -> Iterator[Line]:
    """What people said in the wave that ends on day ``wave``: compliance and support per rule, nation and regions."""
    for area in ["NL", *_regions()]:
        chance = Random(f"{SEED} survey {wave} {area}")  # noqa: S311  an exercise
        n = RESPONDENTS.get(area) or chance.randint(110, 190)
        tired = (wave - WAVES[0]) / DAYS * 9
        for rule, (compliance, support) in COMPLIANCE.items():
            for kind, truth in (("compliance", compliance - tired), ("support", support - tired / 2)):
                yield _share(f"behaviour.{kind}.{rule}", area, wave, truth / 100, n, chance)


def _share(indicator: str, area: str, wave: int, truth: float, n: int, chance: Random) -> Line:
    spread = math.sqrt(truth * (1 - truth) / n)
    found = min(0.99, max(0.01, chance.gauss(truth, spread)))
    margin = Z * math.sqrt(found * (1 - found) / n)
    lower, upper = max(0.0, found - margin), min(1.0, found + margin)
    first = wave - WAVE_LENGTH + 1
    return Line(indicator, area, first, wave, round(found * 100, 1), round(lower * 100, 1), round(upper * 100, 1), n)


def nursing(first: int, last: int) -> Iterator[Line]:
    """Nursing homes per region and day: people, homes and deaths follow the cases around them."""
    for region in _regions():
        chance = Random(f"{SEED} homes {region}")  # noqa: S311  an exercise
        around = [sum(daily()[place.code]["cases"][day] for place in places() if place.region == region)
                  for day in range(DAYS)]  # fmt: skip
        infected = 0
        for day in range(DAYS):
            people, homes = poisson(around[day] * 0.035, chance), poisson(around[day] * 0.006, chance)
            infected = min(HOMES, max(0, infected + homes - poisson(infected / 21, chance)))
            deaths = poisson(around[max(0, day - 12)] * 0.004, chance)
            if first <= day <= last:
                yield Line("nursing.newly_infected_people", region, day, day, people)
                yield Line("nursing.newly_infected_locations", region, day, day, homes)
                yield Line("nursing.infected_locations_total", region, day, day, infected)
                yield Line("nursing.infected_locations_share", region, day, day, round(infected / HOMES * 100, 2))
                yield Line("nursing.deaths", region, day, day, deaths)
