"""Reading a product from its declaration (TOML)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.picture.rules.products import (
    METHODS,
    PREVIOUS,
    SECTIONS,
    Block,
    Chart,
    Choice,
    Commissioner,
    ComparedRow,
    Comparison,
    Headline,
    Line,
    Map,
    Measure,
    Product,
    Sources,
    Table,
    Text,
)
from knooppunt.rooms.picture.rules.spot import Spot

MARKINGS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
LONGEST = 1100  # days in one chart: three years
FORM_OF_SLUG = re.compile(r"[a-z][a-z0-9_]*\Z")


def read_product(text: str, file: str) -> Product:
    """The product that ``text`` declares. Raises :class:`Invalid` whose place names the file and the key."""
    spot = Spot(_parsed(text, file), file)
    product = Product(
        slug=_slug(spot, "slug"),
        title=spot.words("title"),
        purpose=spot.words("purpose"),
        marking=spot.one_of("marking", MARKINGS),
        small_sample=spot.whole("small_sample", 100, 1, 100_000),
        blocks=tuple(_block(each) for each in spot.each("blocks")),
        commissioners=_commissioners(spot),
        receivers=spot.texts("receivers", ()),
    )
    spot.done()
    _keys_differ(product, spot)
    return product


def read_measures(text: str, file: str) -> tuple[Measure, ...]:
    """Dated measures, oldest first."""
    spot = Spot(_parsed(text, file), file)
    measures = []
    for each in spot.each("measures"):
        day = each.take("on", date)
        measures.append(Measure(day.isoformat(), each.text("kind"), each.words("label")))
        each.done()
    spot.done()
    return tuple(sorted(measures, key=lambda measure: (measure.on, measure.label.nl)))


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(phrase("This is not TOML: {error}."), place=file, error=error) from error


def _slug(spot: Spot, key: str) -> str:
    slug = spot.text(key)
    if not FORM_OF_SLUG.match(slug):
        raise spot.wrong(key, phrase("The key {key} may hold small letters, digits and underscores only."))
    return slug


def _keys_differ(product: Product, spot: Spot) -> None:
    seen: set[str] = set()
    for number, block in enumerate(product.blocks, start=1):
        if block.key in seen:
            raise spot.wrong(f"blocks[{number}].key", phrase("Two blocks are called {name}."), name=block.key)
        seen.add(block.key)


def _commissioners(spot: Spot) -> tuple[Commissioner, ...]:
    """The seats that must approve, in order; the same one twice is refused."""
    found: list[Commissioner] = []
    for each in spot.each("commissioners") if spot.has("commissioners") else ():
        commissioner = Commissioner(each.text("organisation"), each.text("function"))
        if commissioner in found:
            raise each.wrong("function", phrase("The commissioner {name} is declared twice."), name=commissioner.said)
        found.append(commissioner)
        each.done()
    return tuple(found)


def _block(spot: Spot) -> Block:
    make = KINDS[spot.one_of("kind", list(KINDS))]
    block = make(spot)
    spot.done()
    return block


def _choice(spot: Spot) -> Choice:
    return Choice(
        indicators=_indicators(spot),
        method=_method(spot, "method"),
        label=spot.words("label"),
        source=spot.text("source", ""),
        stratum=spot.text("stratum", ""),
        within=spot.whole("within", 0, 0, LONGEST),
    )


def _method(spot: Spot, key: str) -> str:
    """``rank:METHOD`` is as good as its method; ``share:INDICATOR`` is a share of that indicator."""
    text = spot.text(key)
    name, _, rest = text.removeprefix("rank:").partition(":")
    if name not in METHODS or (rest and name not in ("share", "share7")):
        template = phrase("{value} is not known here; known are {allowed}.")
        raise spot.wrong(key, template, value=text, allowed=", ".join(METHODS))
    return text


def _indicators(spot: Spot, key: str = "indicator") -> tuple[str, ...]:
    indicators = spot.texts(key)
    if not indicators or not all(indicators):
        raise spot.wrong(key, phrase("The key {key} is empty."))
    return indicators


def _headline(spot: Spot) -> Headline:
    items, changes = [], []
    for each in spot.each("figures"):
        items.append(_choice(each))
        changes.append(each.one_of("change", ("", PREVIOUS, *METHODS), ""))
        each.done()
    area = spot.text("area", "NL")
    return Headline(_slug(spot, "key"), spot.words("title"), area, tuple(items), tuple(changes))


def _map(spot: Spot) -> Map:
    spot.one_of("level", ("region",), "region")
    return Map(_slug(spot, "key"), spot.words("title"), _choice(spot), spot.numbers("breaks"))


def _table(spot: Spot) -> Table:
    columns = tuple(_closed(each) for each in spot.each("columns"))
    spark = _closed(spot.below("spark")) if spot.has("spark") else None
    days = spot.whole("days", 28, 2, LONGEST)
    return Table(_slug(spot, "key"), spot.words("title"), columns, spark, days)


def _closed(spot: Spot) -> Choice:
    choice = _choice(spot)
    spot.done()
    return choice


def _chart(spot: Spot) -> Chart:
    lines = tuple(_line(each) for each in spot.each("series"))
    return Chart(
        _slug(spot, "key"),
        spot.words("title"),
        lines,
        days=spot.whole("days", 90, 2, LONGEST),
        measures=spot.texts("measures", ()),
        from_zero=bool(spot.take("from_zero", bool, True)),  # noqa: FBT003  # the default is the value itself
    )


def _line(spot: Spot) -> Line:
    bar = spot.one_of("shape", ("line", "bar"), "line") == "bar"
    line = Line(_choice(spot), spot.text("area", "NL"), "bar" if bar else "line")
    spot.done()
    return line


def _comparison(spot: Spot) -> Comparison:
    columns = []
    for each in spot.each("columns"):
        columns.append(each.words("label"))
        each.done()
    rows = []
    for each in spot.each("rows"):
        rows.append(_compared(each, len(columns)))
    within = spot.whole("within", 0, 0, LONGEST)
    area = spot.text("area", "NL")
    return Comparison(_slug(spot, "key"), spot.words("title"), area, tuple(columns), tuple(rows), within)


def _compared(spot: Spot, width: int) -> ComparedRow:
    indicators = spot.texts("indicators")
    if len(indicators) != width:
        template = phrase("The key {key} must name {width} indicators, one for each column.")
        raise spot.wrong("indicators", template, width=width)
    row = ComparedRow(spot.words("label"), indicators)
    spot.done()
    return row


def _text(spot: Spot) -> Text:
    return Text(_slug(spot, "key"), spot.words("title"), spot.one_of("section", SECTIONS), spot.words("prompt"))


def _sources(spot: Spot) -> Sources:
    return Sources(_slug(spot, "key"), spot.words("title"))


KINDS: dict[str, Callable[[Spot], Block]] = {
    "headline": _headline,
    "map": _map,
    "table": _table,
    "chart": _chart,
    "comparison": _comparison,
    "text": _text,
    "sources": _sources,
}
