"""From the layers of a file to borders by kind and code, ready to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knooppunt.ground.geography import codes
from knooppunt.ground.geography.codes import Vintage
from knooppunt.ground.geography.exchange import shapes
from knooppunt.ground.geography.exchange.layers import Feature, Layer, Shape
from knooppunt.ground.geography.exchange.opening import read_layers
from knooppunt.ground.geography.rules import Atlas, parent
from knooppunt.kit.problems import Invalid, phrase

KINDS_WITH_BORDERS = ("region", "province", "ggd", "municipality")


@dataclass(frozen=True, slots=True)
class Borders:
    """The borders of one kind. ``repaired`` says per code what was wrong; ``missing`` are areas without a border."""

    kind: str
    derived: bool
    geometries: Mapping[str, dict[str, Any]]
    repaired: Mapping[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file of borders holds; ``not_read`` are its layers and features without codes or surfaces."""

    form: str
    vintage: Vintage
    borders: tuple[Borders, ...]
    not_read: tuple[str, ...]


def read_borders(
    atlas: Atlas, source: Path, name: str, *, asked: date | None, layers: Iterable[str], today: date
) -> Reading:
    """The borders in a file, whole and fit for a map.

    ``asked`` is the day they are of, when the caller knows; ``layers`` names the layers to read, all when empty.
    Raises :class:`Invalid` for anything that cannot be read, codes that are not known and areas without a shape.
    """
    form, found = read_layers(source, name)
    wanted = _wanted(found, tuple(layers), name)
    claimed = {layer.name: tuple(_claims(layer)) for layer in wanted}
    claimed = {title: claims for title, claims in claimed.items() if claims}
    everything = [claim for claims in claimed.values() for claim in claims]
    if not everything:
        raise Invalid(phrase("No property in the file holds CBS codes (VR01, GM0344, PV26, GG2514)."), place=name)
    every_code = {code for code, _feature in everything}
    codes.require_known(atlas, every_code, name)
    _require_one_layer_each(atlas, claimed, name)
    years = {year for _code, feature in everything if (year := codes.year_of(feature.properties))}
    vintage = codes.vintage_of(atlas, every_code, asked=asked, years=years, today=today, place=name)
    return Reading(form, vintage, tuple(_borders(atlas, everything, vintage.day, name)), _not_read(found, claimed))


def _wanted(found: tuple[Layer, ...], names: tuple[str, ...], place: str) -> tuple[Layer, ...]:
    present = {layer.name for layer in found}
    for absent in (name for name in names if name not in present):
        raise Invalid(
            phrase("There is no layer {layer} in the file; it has: {layers}."),
            place=place,
            layer=absent,
            layers=", ".join(sorted(present)),
        )
    return tuple(layer for layer in found if not names or layer.name in names)


def _claims(layer: Layer) -> Iterator[tuple[str, Feature]]:
    """Each feature of the layer that has a code, with that code; none for layers of points or lines."""
    land = [one for one in layer.features if not codes.is_water(one.properties)]
    key = codes.code_property([one.properties for one in land])
    if key and any(one.shape for one in land):
        yield from ((code, one) for one in land if (code := codes.text(one.properties, key)))


def _require_one_layer_each(atlas: Atlas, claimed: Mapping[str, tuple[tuple[str, Feature], ...]], place: str) -> None:
    seen: dict[str, str] = {}
    for title, claims in claimed.items():
        for kind in {atlas.areas[code].kind for code, _feature in claims}:
            if seen.setdefault(kind, title) != title:
                raise Invalid(
                    phrase("Two layers hold the same kind of borders: {one} and {other}. Say which one to read."),
                    place=place,
                    one=seen[kind],
                    other=title,
                )


def _not_read(found: tuple[Layer, ...], claimed: Mapping[str, tuple[tuple[str, Feature], ...]]) -> tuple[str, ...]:
    lines = []
    for layer in found:
        left = len(layer.features) - len(claimed.get(layer.name, ()))
        if left:
            lines.append(f"{layer.name}: {left}/{len(layer.features)}")
    return tuple(lines)


def _borders(atlas: Atlas, claims: list[tuple[str, Feature]], on: date, place: str) -> Iterator[Borders]:
    whole: dict[str, Mapping[str, Shape]] = {}
    for kind in KINDS_WITH_BORDERS:
        own = [(code, feature) for code, feature in claims if atlas.areas[code].kind == kind]
        if own:
            repaired = shapes.repair(_with_shape(own, place), place)
            whole[kind] = repaired.shapes
            absent = codes.missing(atlas, kind, repaired.shapes, on)
            yield Borders(
                kind, derived=False, geometries=_drawn(repaired.shapes), repaired=repaired.faults, missing=absent
            )
    municipalities = whole.get("municipality", {})
    if municipalities and not codes.missing(atlas, "municipality", municipalities, on):
        for kind in (kind for kind in KINDS_WITH_BORDERS if kind not in whole):
            together = _drawn(_put_together(atlas, kind, municipalities, on))
            yield Borders(kind, derived=True, geometries=together, repaired={}, missing=())


def _with_shape(claims: list[tuple[str, Feature]], place: str) -> Iterator[tuple[str, Shape]]:
    for code, feature in claims:
        if feature.shape is None or feature.shape.is_empty:
            raise Invalid(phrase("There is no surface for {code} in the file."), place=place, code=code)
        yield code, feature.shape


def _put_together(atlas: Atlas, kind: str, municipalities: Mapping[str, Shape], on: date) -> Mapping[str, Shape]:
    parents = {code: above for code in municipalities if (above := parent(atlas, code, kind, on))}
    return shapes.dissolve(municipalities, parents)


def _drawn(whole: Mapping[str, Shape]) -> dict[str, dict[str, Any]]:
    return {code: shapes.drawable(shape) for code, shape in sorted(shapes.lighten(whole).items())}
