"""The indicators that come with the product."""

from __future__ import annotations

import pytest

from knooppunt.ground.figures.exchange.sources.minvws_region import BEHAVIOUR, PER_DAY, PER_WEEK
from knooppunt.ground.figures.exchange.sources.rivm_behaviour import SLUGS
from knooppunt.ground.figures.rules.catalogue import catalogue, parse_catalogue
from knooppunt.kit.problems import Invalid

ONE = """
[[indicator]]
slug = "{slug}"
name_nl = "n"
name_en = "n"
unit_nl = "u"
unit_en = "u"
definition_nl = "d"
definition_en = "d"
temporal = "{temporal}"
additive = true
{more}
"""


def declared(slug: str = "cases.new", temporal: str = "flow", more: str = "") -> str:
    return ONE.format(slug=slug, temporal=temporal, more=more)


def test_every_text_of_every_indicator_is_there_in_both_languages() -> None:
    for item in catalogue():
        texts = (item.name_nl, item.name_en, item.unit_nl, item.unit_en, item.definition_nl, item.definition_en)
        assert all(texts), item.slug
        assert "{" not in "".join(texts), item.slug


def test_every_indicator_that_a_source_names_is_declared() -> None:
    known = {item.slug for item in catalogue()}
    named = {slug for block in (*PER_DAY.values(), *PER_WEEK.values()) for slug in block.values()}
    assert (named | set(BEHAVIOUR.values()) | set(SLUGS.values())) <= known


def test_flows_derive_from_their_totals() -> None:
    derived = {item.slug: item.derived_from for item in catalogue() if item.derived_from}
    assert derived == {
        "cases.reported": "cases.reported_total",
        "deaths.reported": "deaths.reported_total",
        "hospital.admitted": "hospital.admitted_total",
    }


def test_what_is_surveyed_or_measured_does_not_add_up() -> None:
    assert not [item.slug for item in catalogue() if item.additive and item.temporal in ("survey", "measure")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[indicator", "cannot be read"),
        ('[[indicator]]\nslug = "a.b"', "misses additive, "),
        (declared(more='colour = "red"'), "unknown colour"),
        (declared() + declared(), "cases.new is declared twice"),
        (declared(slug="Cases new"), "cannot be the name of an indicator"),
        (declared(temporal="weekly"), "unknown temporal weekly"),
        (declared(more="low = 2\nhigh = 1"), "limits the wrong way round"),
        (declared(more='derived_from = "cases.total"'), "derived from cases.total"),
    ],
)
def test_a_wrong_declaration_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        parse_catalogue(text)
