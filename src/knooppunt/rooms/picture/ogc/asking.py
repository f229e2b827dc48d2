"""What is asked of a collection, from the address. What is not understood is refused with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Collection as Container
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import shapely
from django.http import QueryDict

from knooppunt.kit.clock import NETHERLANDS
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.picture.ogc.places import CRS84, CRSS, RD, Collection

USUAL, MOST = 100, 1000
"""Features on a page; who asks for more gets the most there is, with a link to the next, as the standard has it."""
MOST_OFFSET = 1_000_000
MOST_INDICATORS = 5
LONGEST = 200
OF_ITEMS = ("limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "indicators", "method")
OF_ITEM = ("crs", "indicators", "method")
A_NUMBER = re.compile(r"[-+]?\d{1,20}(\.\d{0,20})?([eE][-+]?\d{1,2})?", re.ASCII)
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[-+]\d\d:\d\d))?", re.ASCII)
ALWAYS = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked. ``box`` is in ``box_crs``; ``days`` are the first and last that count; ``filters`` by property."""

    limit: int = USUAL
    offset: int = 0
    box: Any = None
    box_crs: str = CRS84
    crs: str = CRS84
    days: tuple[date, date] = ALWAYS
    filters: tuple[tuple[str, str], ...] = ()
    indicators: tuple[str, ...] = ()
    method: str = "value"
    given: Mapping[str, str] = field(default_factory=dict)


def filterable(collection: Collection) -> tuple[str, ...]:
    """The properties by which features can be chosen."""
    return ("code", "name", *collection.parents)


def items_asked(query: QueryDict, collection: Collection) -> Wanted:
    """What is asked of ``items``. :class:`Invalid` names the parameter that is wrong or unknown."""
    given = _given(query, (*OF_ITEMS, *filterable(collection)))
    crs, box_crs = _crs(given, "crs"), _crs(given, "bbox-crs")
    return Wanted(
        limit=min(_whole(given, "limit", USUAL, 1), MOST),
        offset=_whole(given, "offset", 0, 0, MOST_OFFSET),
        box=_box(given["bbox"], box_crs) if "bbox" in given else None,
        box_crs=box_crs,
        crs=crs,
        days=_days(given["datetime"]) if "datetime" in given else ALWAYS,
        filters=tuple((name, given[name]) for name in filterable(collection) if name in given),
        **_figures(given),
        given=given,
    )


def item_asked(query: QueryDict) -> Wanted:
    """What is asked of one feature."""
    given = _given(query, OF_ITEM)
    return Wanted(crs=_crs(given, "crs"), **_figures(given), given=given)


def nothing_asked(query: QueryDict) -> None:
    """Refuse every parameter, at an address that has none."""
    _given(query, ())


def _given(query: QueryDict, known: Container[str]) -> dict[str, str]:
    for key, values in query.lists():
        if key not in known:
            raise Invalid(phrase("There is no parameter {key}."), place=key, key=key)
        if len(values) > 1:
            raise Invalid(phrase("{key} can be given once."), place=key, key=key)
        if len(values[0]) > LONGEST or "\0" in values[0]:
            raise Invalid(phrase("This is not understood."), place=key)
    return {key: str(query[key]) for key in query}


def _whole(given: Mapping[str, str], name: str, usual: int, least: int, most: int | None = None) -> int:
    if name not in given:
        return usual
    text = given[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(phrase("This is not a whole number."), place=name)
    number = int(text)
    if number < least:
        raise Invalid(phrase("This is at least {ge}."), place=name, ge=least)
    if most is not None and number > most:
        raise Invalid(phrase("This is at most {le}."), place=name, le=most)
    return number


def _crs(given: Mapping[str, str], name: str) -> str:
    asked = given.get(name, CRS84)
    if asked not in CRSS:
        raise Invalid(phrase("This is one of {expected}."), place=name, expected=", ".join(CRSS))
    return asked


def _box(text: str, crs: str) -> Any:
    """A box as a geometry. Over the line of 180 degrees it is two boxes; heights are read and do not matter."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(A_NUMBER.fullmatch(part.strip()) for part in parts):
        raise Invalid(phrase("A box is four numbers, or six with heights, with commas between them."), place="bbox")
    numbers = [float(part) for part in parts]
    half = len(numbers) // 2
    (left, bottom), (right, top) = numbers[:2], numbers[half : half + 2]
    if not all(map(math.isfinite, numbers)) or bottom > top or (crs == RD and left > right):
        raise Invalid(phrase("The first corner of a box lies below and left of the second."), place="bbox")
    if left > right:
        return shapely.union(shapely.box(left, bottom, 180, top), shapely.box(-180, bottom, right, top))
    return shapely.box(left, bottom, right, top)


def _days(text: str) -> tuple[date, date]:
    """An instant, or an interval that may be open on either side (RFC 3339), as days in the Netherlands."""
    parts = text.split("/")
    if len(parts) == 1:
        day = _day(text)
        return day, day
    if len(parts) != 2 or all(part in ("", "..") for part in parts):
        raise _no_moment()
    first = date.min if parts[0] in ("", "..") else _day(parts[0])
    last = date.max if parts[1] in ("", "..") else _day(parts[1])
    if first > last:
        raise Invalid(phrase("The period ends before it begins."), place="datetime")
    return first, last


def _day(text: str) -> date:
    if not A_MOMENT.fullmatch(text):
        raise _no_moment()
    try:
        if len(text) == len("2020-09-15"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(re.sub(r"\.(\d{6})\d+", r".\1", text.upper()))
        return moment.astimezone(UTC).astimezone(NETHERLANDS).date()
    except (ValueError, OverflowError):
        raise _no_moment() from None


def _no_moment() -> Invalid:
    sentence = phrase("This is not a moment or period: write 2020-09-15T12:00:00Z, or two with a slash between them.")
    return Invalid(sentence, place="datetime")


def _figures(given: Mapping[str, str]) -> dict[str, Any]:
    indicators = tuple(dict.fromkeys(filter(None, given.get("indicators", "").split(","))))
    if "indicators" in given and not indicators:
        raise Invalid(phrase("Name the indicators, with commas between them."), place="indicators")
    if len(indicators) > MOST_INDICATORS:
        raise Invalid(phrase("This may be given at most {max_length} times."), place="indicators",
                      max_length=MOST_INDICATORS)  # fmt: skip
    if "method" in given and not indicators:
        raise Invalid(phrase("A method belongs to indicators: name them too."), place="method")
    return {"indicators": indicators, "method": given.get("method", "value")}
