"""The indicators that come with the product, as they are declared in ``catalogue.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from knooppunt.kit.problems import Invalid, phrase

PLACE = "catalogue.toml"
TEMPORAL = ("cumulative", "flow", "stock", "survey", "measure")
SLUG = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredIndicator:
    """What is counted; the fields mean what the columns of the table of indicators mean."""

    slug: str
    name_nl: str
    name_en: str
    unit_nl: str
    unit_en: str
    definition_nl: str
    definition_en: str
    temporal: str
    additive: bool
    derived_from: str = ""
    low: float | None = None
    high: float | None = None
    higher_is_worse: bool = True


_TEXTS = ("name_nl", "name_en", "definition_nl", "definition_en")
_FIELDS = {field.name: field for field in fields(DeclaredIndicator)}
_NEEDED = {name for name, field in _FIELDS.items() if field.default is MISSING}


@cache
def catalogue() -> tuple[DeclaredIndicator, ...]:
    """The indicators of the package, sorted by slug. Read once."""
    return parse_catalogue(files("knooppunt.ground.figures").joinpath(PLACE).read_text(encoding="utf-8"))


def parse_catalogue(text: str) -> tuple[DeclaredIndicator, ...]:
    """The indicators that ``text`` (TOML) declares, sorted by slug; Invalid names the slug and key that is wrong."""
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise Invalid(phrase("The catalogue cannot be read: {why}."), place=PLACE, why=wrong) from wrong
    rows = [*declared.get("indicator", ()), *(row for family in declared.get("family", ()) for row in _members(family))]
    indicators: dict[str, DeclaredIndicator] = {}
    for row in rows:
        indicator = _indicator(row)
        if indicator.slug in indicators:
            raise _wrong(indicator.slug, phrase("Indicator {slug} is declared twice."))
        indicators[indicator.slug] = indicator
    for indicator in indicators.values():
        _check(indicator, indicators)
    return tuple(indicators[slug] for slug in sorted(indicators))


def _members(family: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """An indicator for every kind of question about every rule."""
    shared = {key: value for key, value in family.items() if key not in ("slug", "kinds", "rules")}
    for kind, texts in family["kinds"].items():
        for rule, words in family["rules"].items():
            spoken = {key: texts[key].replace("{rule}", words[key[-2:]]) for key in _TEXTS}
            yield {**shared, **texts, **spoken, "slug": f"{family['slug']}.{kind}.{rule}"}


def _indicator(row: Mapping[str, Any]) -> DeclaredIndicator:
    slug = str(row.get("slug", "?"))
    missing, unknown = sorted(_NEEDED - row.keys()), sorted(row.keys() - _FIELDS.keys())
    if missing or unknown:
        template = phrase("Indicator {slug} misses {missing} and has the unknown {unknown}.")
        raise _wrong(slug, template, missing=", ".join(missing) or "-", unknown=", ".join(unknown) or "-")
    limits = {key: None if row.get(key) is None else float(row[key]) for key in ("low", "high")}
    return DeclaredIndicator(**{**row, **limits})


def check_declared(indicator: DeclaredIndicator, known: Mapping[str, DeclaredIndicator]) -> None:
    """Invalid when ``indicator`` is wrong in itself, or among the ``known`` ones, by slug."""
    _check(indicator, known)


def _check(indicator: DeclaredIndicator, known: Mapping[str, DeclaredIndicator]) -> None:
    if not SLUG.fullmatch(indicator.slug):
        raise _wrong(indicator.slug, phrase("{slug} cannot be the name of an indicator: write it as subject.what."))
    if indicator.temporal not in TEMPORAL:
        raise _wrong(indicator.slug, phrase("Indicator {slug} has an unknown temporal {temporal}."),
                     temporal=indicator.temporal)  # fmt: skip
    if indicator.low is not None and indicator.high is not None and indicator.low > indicator.high:
        raise _wrong(indicator.slug, phrase("Indicator {slug} has its limits the wrong way round."))
    origin = known.get(indicator.derived_from)
    if indicator.derived_from and (origin is None or origin.temporal != "cumulative"):
        raise _wrong(indicator.slug, phrase("Indicator {slug} is derived from {origin}, which is no cumulative one."),
                     origin=indicator.derived_from)  # fmt: skip


def _wrong(slug: str, template: str, **values: object) -> Invalid:
    return Invalid(template, place=f"{PLACE}, {slug}", slug=slug, **values)
