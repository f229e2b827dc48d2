"""A roster of 40 people, 28 days, 3 shifts a day and 6 functions: how long until it is solved, and how well?

    python -m benchmarks.bench_roster [--seed 1] [--others 5] [--json]

The roster of the tests, and others with roles, leave and organisations by chance. There is no peer: the aim is the
10 seconds of issue 4, on two processors, with what was found proven optimal or its gap told. The checker reads each.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from knooppunt.rooms.readiness.rules.checking import findings
from knooppunt.rooms.readiness.rules.rosters import Question
from knooppunt.rooms.readiness.solving.proposing import propose
from knooppunt.rooms.readiness.tests.crews import ROLES, crew, large, leave, shifts

LIMIT, SECONDS = 10.0, 9.0


def main() -> int:
    """Solve them, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--others", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    facts = [solved(name, question) for name, question in rosters(asked.seed, asked.others)]
    if asked.json:
        print(json.dumps(facts))
        return 0
    for one in facts:
        reached = "reached" if one["seconds"] < LIMIT else "NOT REACHED"
        proof = "optimal" if one["optimal"] else f"value {one['value']}, proven at least {one['bound']}"
        print(
            f"{one['name']}: {one['seconds']:.1f} s, aim under {LIMIT:.0f} s: {reached}; {proof}; "
            f"{one['short']} needs unfilled, {one['broken']} rules broken"
        )
    return 0


def rosters(seed: int, others: int) -> Iterator[tuple[str, Question]]:
    yield "roster of the tests", large()
    dice = random.Random(seed)
    for number in range(others):
        people = [
            crew(
                at + 1,
                *{ROLES[at % 6], *([dice.choice(ROLES)] if dice.random() < 0.35 else [])},
                organisation=dice.choice("KLMNO"),
                away=[leave(dice.randrange(25), dice.randrange(1, 9))] if dice.random() < 0.4 else [],
            )
            for at in range(40)
        ]
        yield f"roster by chance {number + 1}", Question(shifts(28, dict.fromkeys(ROLES, 1)), people)


def solved(name: str, question: Question) -> dict[str, Any]:
    begun = perf_counter()
    answer = propose(question, SECONDS)
    return {
        "name": name,
        "seconds": perf_counter() - begun,
        "optimal": answer.optimal,
        "value": answer.value,
        "bound": answer.bound,
        "short": sum(need.short for need in answer.short),
        "broken": len(findings(question.people, list(answer.duties))),
    }


if __name__ == "__main__":
    sys.exit(main())
