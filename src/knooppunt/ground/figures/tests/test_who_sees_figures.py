"""Whoever may not see an indicator or a delivery gets the answer that is given for what does not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import (
    DeclaredIndicator,
    attention,
    corrected_since,
    define_indicator,
    deliveries,
    delivery,
    delivery_lines,
    figure,
    flags,
    gaps,
    indicators,
    latest_day,
    provenance,
    quarantined,
    sources_of,
)
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, WIM, bring, line
from knooppunt.kit.authority import NOBODY
from knooppunt.kit.problems import NotAllowed, NotFound, Problem

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = date(2020, 9, 15)
STRANGER = replace(WIM, id="0190b3a4-0000-7000-8000-0000000000ff", organisation="0190b3a4-0000-7000-8000-0000000000fe")
OWN = DeclaredIndicator(
    slug="own.beds", name_nl="Bedden", name_en="Beds", unit_nl="bedden", unit_en="beds", definition_nl="Bedden.",
    definition_en="Beds.", temporal="stock", additive=True,
)  # fmt: skip


def refusal(slug: str) -> str:
    with pytest.raises(Problem) as refused:
        figure(slug, "VR09", DAY, actor=STRANGER)
    assert type(refused.value) is NotFound
    return str(refused.value).replace(slug, "SLUG")


def test_a_hidden_indicator_answers_as_one_that_does_not_exist(tmp_path: Path) -> None:
    define_indicator(indicator=OWN, marking=TLP.AMBER, actor=ROSA)
    bring(tmp_path, line("VR09", str(DAY), 7, "own.beds"))
    assert figure("own.beds", "VR09", DAY, actor=ROSA).value == 7
    assert refusal("own.beds") == refusal("own.nothing")
    assert "own.beds" not in {each.slug for each in indicators(actor=STRANGER)}


def test_a_hidden_delivery_takes_its_source_with_it_and_nothing_else(tmp_path: Path) -> None:
    bring(tmp_path, line("VR09", str(DAY), 7, "tests.total"), name="open.csv")
    bring(tmp_path, line("GM0344", str(DAY), -5), line("VR09", str(DAY), 9), line("?", str(DAY), 1),
          name="secret.csv", marking=TLP.AMBER)  # fmt: skip
    known, hidden = figure(CASES, "VR09", DAY, actor=WIM), figure(CASES, "VR09", DAY, actor=STRANGER)
    assert (known.value, known.gap) == (9, 14)
    assert (hidden.value, hidden.source, hidden.version) == (None, "", "")
    assert figure(CASES, "NL", DAY, actor=STRANGER).value is None
    assert figure("tests.total", "VR09", DAY, actor=STRANGER).value == 7
    assert (sources_of(CASES, actor=STRANGER), latest_day(CASES, actor=STRANGER)) == ((), None)
    assert [len(look(actor=STRANGER)) for look in (flags, gaps, quarantined, deliveries)] == [0, 0, 0, 1]
    assert [len(look(actor=WIM)) for look in (flags, gaps, quarantined, deliveries)] == [1, 1, 1, 2]
    assert provenance(CASES, "VR09", DAY, actor=STRANGER).versions == ()


def test_a_hidden_delivery_cannot_be_opened_or_counted(tmp_path: Path) -> None:
    hidden = str(bring(tmp_path, line("GM0344", str(DAY), -5), marking=TLP.AMBER).delivery)
    for which in (hidden, "0190b3a4-0000-7000-8000-00000000000f", "nonsense"):
        with pytest.raises(NotFound, match="There is nothing here"):
            delivery(which, actor=STRANGER)
        with pytest.raises(NotFound, match="There is nothing here"):
            quarantined(which, actor=STRANGER)
    assert delivery(hidden, actor=WIM).file_name == "table.csv"
    assert delivery_lines([hidden], actor=STRANGER) == {}
    assert attention(actor=STRANGER).flags == 0
    assert (attention(actor=ROSA).flags, attention(actor=WIM).flags) == (1, 0)


def test_a_version_of_a_hidden_indicator_is_never_newer(tmp_path: Path) -> None:
    define_indicator(indicator=OWN, marking=TLP.AMBER, actor=ROSA)
    bring(tmp_path, line("VR09", str(DAY), 7, "own.beds"), name="a.csv")
    version = figure("own.beds", "VR09", DAY, actor=ROSA).version
    bring(tmp_path, line("VR09", str(DAY), 8, "own.beds"), name="b.csv")
    assert corrected_since([version], actor=ROSA)
    assert not corrected_since([version], actor=STRANGER)


def test_without_the_mandate_to_read_nothing_is_said() -> None:
    for look in (indicators, deliveries, quarantined, flags, gaps, attention):
        with pytest.raises(NotAllowed):
            look(actor=NOBODY)
    with pytest.raises(NotAllowed):
        corrected_since([], actor=NOBODY)
