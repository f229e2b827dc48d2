"""How the appointments of two records of one person fit together."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.network.rules import Term, join_terms
from knooppunt.kit.problems import Conflict

DAYS = st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
TERMS = st.lists(st.tuples(st.integers(1, 2), DAYS, st.integers(1, 12)), max_size=4)


@given(TERMS, TERMS)
def test_after_a_merge_every_day_is_held_that_was_held_before_and_no_other(
    kept: list[tuple[int, date, int]], merged: list[tuple[int, date, int]]
) -> None:
    place = UUID(int=7)

    def terms(told: list[tuple[int, date, int]], start: int) -> dict[UUID, Term]:
        found: dict[UUID, Term] = {}
        for n, (function, starts, length) in enumerate(told):
            term = Term(UUID(int=function), place, starts, starts + timedelta(days=length))
            if not any(term.function == one.function and term.overlaps(one) for one in found.values()):
                found[UUID(int=start + n)] = term
        return found

    def held(some: dict[UUID, Term]) -> list[tuple[UUID, date]]:
        days = [(one.function, one.starts + timedelta(days=n)) for one in some.values() if one.ends
                for n in range((one.ends - one.starts).days)]  # fmt: skip
        return sorted(days)

    one, other = terms(kept, 100), terms(merged, 200)
    try:
        joining = join_terms(one, other)
    except Conflict:
        return
    after = one | {which: other[which] for which in joining.moves}
    for which, (starts, ends) in joining.widened.items():
        after[which] = Term(after[which].function, place, starts, ends)
    assert held(after) == sorted({*held(one), *held(other)})
