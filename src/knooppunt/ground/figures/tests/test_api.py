"""Figures for machines: the same figures as everywhere, with what stands beside them, and no more than one may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.cast import account_of, browser
from tests.contract import told

from knooppunt.ground.access.public import TLP, actor_for
from knooppunt.ground.figures.public import DeclaredIndicator, define_indicator, figure
from knooppunt.ground.figures.rules.report import Report
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, bring, line

pytestmark = pytest.mark.usefixtures("catalogue")

LAST = date(2020, 9, 15)
ROOT = "/api/v1"
OWN = DeclaredIndicator(
    slug="own.beds", name_nl="Bedden", name_en="Beds", unit_nl="bedden", unit_en="beds", definition_nl="Bedden.",
    definition_en="Beds.", temporal="stock", additive=True,
)  # fmt: skip


@pytest.fixture
def reader(db: None) -> Client:
    return browser(account_of("Wim Lezer", bundle="commissioner"))


@pytest.fixture
def brought(tmp_path: Path) -> list[Report]:
    """Two files: fourteen days of two municipalities with a wrong row, and then a correction of the last day."""
    days = [LAST - timedelta(days=back) for back in range(14)]
    rows = [line(area, str(day), 10 + place) for area in ("GM0344", "GM0363") for place, day in enumerate(days)]
    first = bring(tmp_path, *rows, line("GM0344", str(LAST), '"1.234,5"'), name="first.csv", marking=TLP.CLEAR)
    return [first, bring(tmp_path, line("GM0363", str(LAST), 25), name="second.csv", marking=TLP.CLEAR)]


def figures(client: Client, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = told(client.get(f"{ROOT}/figures", {"indicator": CASES, **asked}))
    return found


def test_a_figure_comes_with_everything_beside_it(reader: Client, brought: list[Report]) -> None:
    answer = figures(reader, area=["GM0363", "NL"])
    assert (answer["from"], answer["until"], answer["known"]) == ("2020-09-15", "2020-09-15", None)
    amsterdam, nation = answer["figures"]
    assert (amsterdam["value"], amsterdam["areaName"], amsterdam["corrected"]) == (25, "Amsterdam", True)
    assert amsterdam["delivery"] == str(brought[1].delivery)
    assert (nation["value"], nation["made"], nation["contributors"]) == (35, "summed", 2)
    assert nation["expected"] > 300


def test_what_was_known_then_is_asked_with_the_moment_that_was_given(reader: Client, brought: list[Report]) -> None:
    newest = figures(reader, area="GM0363")["figures"][0]["knownSince"]
    assert figures(reader, area="GM0363", known=newest)["figures"][0]["value"] == 25
    just_before = datetime.fromisoformat(newest) - timedelta(microseconds=1)
    then = figures(reader, area="GM0363", known=just_before.astimezone(UTC).isoformat(timespec="microseconds"))
    assert then["figures"][0]["value"] == 10


def test_a_day_without_a_figure_is_unknown_and_says_why(reader: Client, brought: list[Report]) -> None:
    days = figures(reader, area="GM0344", **{"from": "2020-09-14", "until": "2020-09-16"})["figures"]
    assert [day["value"] for day in days] == [11, 10, None]
    never = figures(reader, indicator="nursing.deaths", until="2020-09-16")["figures"][0]
    assert never["value"] is None
    assert never["remarks"][0]["en"] == "No source has delivered this."


def test_a_derived_figure_has_the_unit_of_its_method(reader: Client, brought: list[Report]) -> None:
    answer = figures(reader, area="GM0363", method="sum7_per_100k")
    assert answer["unit"]["en"] == "per 100,000 inhabitants"
    same = figure(CASES, "GM0363", LAST, method="sum7_per_100k", actor=ROSA)
    assert answer["figures"][0]["value"] == same.value
    assert figures(reader, area="GM0363", method="rank:value")["unit"] == {"nl": "", "en": ""}


def test_a_delivery_tells_what_it_changed_and_what_it_could_not_take(reader: Client, brought: list[Report]) -> None:
    first = told(reader.get(f"{ROOT}/deliveries/{brought[0].delivery}"))
    assert (first["rows"]["read"], first["rows"]["quarantined"]) == (29, 1)
    assert [row["value"] for row in first["keptApart"]] == ["1.234,5"]
    assert first["keptApart"][0]["reason"]["en"]
    second = told(reader.get(f"{ROOT}/deliveries/{brought[1].delivery}"))
    changed = {"indicator": CASES, "area": "GM0363", "stratum": "", "old": 10, "new": 25}
    assert second["corrections"] == [changed | {"from": "2020-09-15", "until": "2020-09-15"}]


def test_a_list_says_whether_there_is_more(reader: Client, brought: list[Report]) -> None:
    def page(**asked: int) -> tuple[list[str], bool]:
        answer = told(reader.get(f"{ROOT}/deliveries", asked))
        return [one["fileName"] for one in answer["deliveries"]], answer["more"]

    assert page() == (["second.csv", "first.csv"], False)
    assert page(limit=1) == (["second.csv"], True)
    assert page(limit=1, offset=1) == (["first.csv"], False)
    assert told(reader.get(f"{ROOT}/indicators", {"limit": 1}))["more"] is True
    assert told(reader.get(f"{ROOT}/indicators"))["more"] is False


def test_what_is_not_yours_answers_as_what_does_not_exist(reader: Client, tmp_path: Path) -> None:
    define_indicator(indicator=OWN, marking=TLP.AMBER_STRICT, actor=ROSA)
    hidden = bring(tmp_path, line("VR09", str(LAST), 7, "own.beds"), marking=TLP.AMBER_STRICT)
    other = "0192f0aa-7c11-7def-9a0b-1c2d3e4f5a6b"
    pairs = [
        ("/indicators/own.beds", "/indicators/own.nothing"),
        ("/figures?indicator=own.beds", "/figures?indicator=own.nothing"),
        (f"/deliveries/{hidden.delivery}", f"/deliveries/{other}"),
        (
            "/figures?indicator=tests.positive&from=2020-09-15&source=generic",
            "/figures?indicator=tests.positive&from=2020-09-15&source=x",
        ),
    ]
    for pair in pairs:
        one, another = (told(reader.get(ROOT + address)) for address in pair)
        assert one | {"instance": ""} == another | {"instance": ""}
        assert one["status"] == 404
    assert "own.beds" not in reader.get(f"{ROOT}/indicators").content.decode()
    assert told(reader.get(f"{ROOT}/deliveries"))["deliveries"] == []


def test_the_figures_are_those_of_who_asks(brought: list[Report]) -> None:
    account = account_of("Rosa Redacteur", bundle="data_steward")
    answer = figures(browser(account), area="NL", method="sum7")["figures"][0]
    assert answer["value"] == figure(CASES, "NL", LAST, method="sum7", actor=actor_for(account)).value
