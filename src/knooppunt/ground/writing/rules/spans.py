"""Sets of numbers per client, kept as spans: what of a text was taken away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from knooppunt.ground.writing.rules.updates import Span


class Spans:
    """Numbers per client, as spans in order that do not touch each other."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        for span in spans:
            self.add(span)

    def __contains__(self, span: Span) -> bool:
        if span.start >= span.end:
            return True
        starts, ends = self._starts.get(span.client, []), self._ends.get(span.client, [])
        at = bisect_right(starts, span.start) - 1
        return at >= 0 and ends[at] >= span.end

    def add(self, span: Span) -> None:
        """Put a span in; it grows together with what it touches."""
        if span.start >= span.end:
            return
        starts, ends = self._starts.setdefault(span.client, []), self._ends.setdefault(span.client, [])
        first, last = bisect_left(ends, span.start), bisect_right(starts, span.end)
        start = min([span.start, *starts[first : first + 1]]) if first < last else span.start
        end = max([span.end, *ends[last - 1 : last]]) if first < last else span.end
        starts[first:last], ends[first:last] = [start], [end]
