"""Whether the kept sums still are what a full recount gives."""

from __future__ import annotations

from collections.abc import Iterator

from knooppunt.ground.figures.ledger.held import read_delivered, read_indicators_of, read_series, read_summed
from knooppunt.ground.figures.ledger.naming import name_series
from knooppunt.ground.figures.ledger.weighing import ALWAYS
from knooppunt.ground.figures.models import Series
from knooppunt.ground.figures.rules.adding import totals
from knooppunt.ground.figures.rules.comparing import compare
from knooppunt.kit.authority import Actor

MOST = 100


def unequal_sums(*, actor: Actor) -> Iterator[str]:
    """The kept sums that are not the sum of what is held below them, named; at most 100 for each source.

    Reads every figure: minutes for many millions.
    """
    actor.require("figures.read")
    for source in Series.objects.order_by("source").values_list("source", flat=True).distinct():
        yield from _unequal(source)


def _unequal(source: str) -> Iterator[str]:
    indicators = read_indicators_of(source)
    for slug in sorted(slug for slug, indicator in indicators.items() if indicator.additive):
        known = read_series(source, [slug])
        named = name_series(known.head(0), known, [slug], lambda count: range(-count, 0))
        kept = read_summed(named.numbers("summed"), *ALWAYS)
        counted = totals(read_delivered(named.numbers("delivered"), *ALWAYS), named.parts)
        wrong = compare(counted, kept)
        for which, why in ((wrong.changed, "{old_value} ≠ {value}"), (wrong.fresh, "– ≠ {value}")):
            for row in which.head(MOST).join(named.series, left_on="series", right_on="id").iter_rows(named=True):
                about = f"{source} {slug} {row['area']} {row['stratum']} {row['starts']}".replace("  ", " ")
                yield f"{about}: {why.format(**row)}"
