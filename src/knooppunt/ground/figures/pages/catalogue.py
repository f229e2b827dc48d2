"""What is counted: every indicator the reader may see, by subject, to search in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.pages.offering import is_delivered
from knooppunt.ground.figures.pages.wording import TEMPORAL, group_name, group_of, in_order, own, source_name
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, indicators, streams_for


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator as the catalogue tells it. ``newest``: when its last delivery became known."""

    slug: str
    name: str
    unit: str
    definition: str
    temporal: str
    sources: tuple[str, ...]
    newest: datetime | None
    delivered: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators under one heading, by name; ``key`` for the address of the heading."""

    key: str
    name: str
    entries: list[Entry]


def catalogue_page(request: AskedRequest) -> HttpResponse:
    """Indicators by subject; ``q`` searches in names, units and definitions; those without figures stand apart."""
    found = {one.slug: one for one in indicators(actor=request.actor)}
    words = request.GET.get("q", "").casefold().split()
    entries = [_entry(one, found) for one in found.values() if all(word in _text(one) for word in words)]
    context = {
        "groups": _groups(one for one in entries if one.delivered),
        "empty": sorted((one for one in entries if not one.delivered), key=lambda one: one.name),
        "q": request.GET.get("q", ""),
        "count": len(entries),
        "may_import": request.actor.may_anywhere("figures.import"),
    }
    return render(request, "figures/catalogue.html", context)


def _text(one: KnownIndicator) -> str:
    told = (one.slug, one.name_nl, one.name_en, one.unit_nl, one.unit_en, one.definition_nl, one.definition_en)
    return " ".join(told).casefold()


def _entry(one: KnownIndicator, found: Mapping[str, KnownIndicator]) -> Entry:
    streams = [stream for _, stream in streams_for(one.slug, found)]
    return Entry(
        slug=one.slug,
        name=own(one, "name"),
        unit=own(one, "unit"),
        definition=own(one, "definition"),
        temporal=str(TEMPORAL.get(one.temporal, one.temporal)),
        sources=tuple(dict.fromkeys(source_name(stream.source) for stream in streams)),
        newest=streams[0].newest if streams else None,
        delivered=is_delivered(one, found),
    )


def _groups(entries: Iterable[Entry]) -> list[Group]:
    groups: dict[str, Group] = {}
    for entry in sorted(entries, key=lambda one: one.name):
        key = group_of(entry.slug)
        groups.setdefault(key, Group(key.replace(".", "-"), group_name(key), [])).entries.append(entry)
    return [groups[key] for key in in_order(groups)]
