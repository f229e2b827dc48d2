"""What a declaration says, and what is wrong with it."""

from __future__ import annotations

import pytest

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.picture.queries.products import ROOM
from knooppunt.rooms.picture.rules.declarations import read_measures, read_product
from knooppunt.rooms.picture.rules.products import Comparison, Headline, Table, Text

HEAD = """
slug = "proef"
title = { nl = "Proef", en = "Trial" }
purpose = { nl = "Om te proberen.", en = "To try." }
marking = "GREEN"
"""
HEADLINE = """
[[blocks]]
kind = "headline"
key = "kern"
title = { nl = "Kern", en = "Core" }
[[blocks.figures]]
indicator = ["cases.reported", "tests.positive"]
method = "sum7"
change = "change_week"
label = { nl = "Gemeld", en = "Reported" }
"""


@pytest.mark.parametrize("file", sorted((ROOM / "products").glob("*.toml")), ids=lambda file: file.stem)
def test_every_product_that_comes_with_the_house_can_be_read(file: object) -> None:
    product = read_product(file.read_text(), file.name)  # type: ignore[attr-defined]
    assert product.slug == file.stem  # type: ignore[attr-defined]
    assert product.blocks[0].kind == "headline"
    assert product.blocks[-1].kind == "sources"
    assert product.texts


def test_a_headline_keeps_its_candidates_in_order() -> None:
    (block,) = read_product(HEAD + HEADLINE, "proef.toml").blocks
    assert isinstance(block, Headline)
    assert block.items[0].indicators == ("cases.reported", "tests.positive")
    assert block.changes == ("change_week",)
    assert block.area == "NL"


@pytest.mark.parametrize(
    ("wrong", "place", "sentence"),
    [
        (HEAD.replace('slug = "proef"', "") + HEADLINE, "proef.toml, slug", "The key slug is missing."),
        (HEAD + HEADLINE.replace("method", "methode"), "proef.toml, blocks[1].figures[1].method", "missing"),
        (HEAD + HEADLINE.replace("sum7", "som7"), "proef.toml, blocks[1].figures[1].method", "som7 is not known here"),
        (HEAD + HEADLINE.replace("headline", "kop"), "proef.toml, blocks[1].kind", "headline, map, table"),
        (HEAD + HEADLINE + 'colour = "red"', "proef.toml, blocks[1].figures[1].colour", "colour is not known here"),
        (HEAD + HEADLINE.replace(', en = "Core"', ""), "proef.toml, blocks[1].title.en", "The key en is missing."),
        (HEAD + HEADLINE.replace('"GREEN"', "7"), "proef.toml", ""),
        (HEAD.replace('"GREEN"', "7") + HEADLINE, "proef.toml, marking", "must be a string"),
        (HEAD + HEADLINE + HEADLINE, "proef.toml, blocks[2].key", "Two blocks are called kern."),
        (HEAD, "proef.toml, blocks", "The key blocks is missing."),
        ("slug = ", "proef.toml", "This is not TOML"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_file_and_key(wrong: str, place: str, sentence: str) -> None:
    if not sentence:
        assert read_product(wrong, "proef.toml")
        return
    with pytest.raises(Invalid) as refused:
        read_product(wrong, "proef.toml")
    assert refused.value.place == place
    assert sentence in str(refused.value)


def test_a_comparison_needs_an_indicator_for_every_column() -> None:
    block = """
[[blocks]]
kind = "comparison"
key = "naast_elkaar"
title = { nl = "Naast elkaar", en = "Side by side" }
columns = [ { label = { nl = "A", en = "A" } }, { label = { nl = "B", en = "B" } } ]
[[blocks.rows]]
label = { nl = "Rij", en = "Row" }
indicators = ["one"]
"""
    with pytest.raises(Invalid) as refused:
        read_product(HEAD + block, "proef.toml")
    assert refused.value.place == "proef.toml, blocks[1].rows[1].indicators"
    (whole,) = read_product(HEAD + block.replace('["one"]', '["one", ""]'), "proef.toml").blocks
    assert isinstance(whole, Comparison)
    assert whole.rows[0].indicators == ("one", "")


def test_a_table_may_be_without_sparklines() -> None:
    block = HEADLINE.replace("headline", "table").replace("figures", "columns").replace('change = "change_week"\n', "")
    (table,) = read_product(HEAD + block, "proef.toml").blocks
    assert isinstance(table, Table)
    assert table.spark is None


def test_a_text_names_a_section_of_the_node() -> None:
    block = """
[[blocks]]
kind = "text"
key = "duiding"
title = { nl = "Duiding", en = "Interpretation" }
section = "health"
prompt = { nl = "Wat ziet u?", en = "What do you see?" }
"""
    (text,) = read_product(HEAD + block, "proef.toml").blocks
    assert isinstance(text, Text)
    with pytest.raises(Invalid, match="zorg is not known here"):
        read_product(HEAD + block.replace('"health"', '"zorg"'), "proef.toml")


def test_measures_come_in_order_of_day() -> None:
    text = "\n".join(
        f'[[measures]]\non = {day}\nkind = "national"\nlabel = {{ nl = "{day}", en = "{day}" }}'
        for day in ("2021-01-23", "2020-03-12")
    )
    assert [measure.on for measure in read_measures(text, "measures.toml")] == ["2020-03-12", "2021-01-23"]
    with pytest.raises(Invalid) as refused:
        read_measures(text.replace("2020-03-12\nkind", '"gisteren"\nkind'), "measures.toml")
    assert refused.value.place == "measures.toml, measures[2].on"
