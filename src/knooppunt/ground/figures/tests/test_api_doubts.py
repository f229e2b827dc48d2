"""What is doubtful, for machines: flags, gaps and rows kept apart as on the pages, in parts, for the same eyes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.cast import account_of, browser
from tests.contract import told

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import answer_flag, flags, gaps, quarantined
from knooppunt.ground.figures.rules.report import Report
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, bring, line

pytestmark = pytest.mark.usefixtures("catalogue")

ROOT, DAYS = "/api/v1", ("2020-09-13", "2020-09-14", "2020-09-15")
LISTS = {"flags": "flags", "gaps": "gaps", "quarantined-rows": "quarantinedRows"}


@pytest.fixture
def reader(db: None) -> Client:
    return browser(account_of("Wim Lezer", bundle="commissioner"))


def doubtful(indicator: str = CASES) -> list[str]:
    """On each of three days a count below zero and a nation that is no sum; and three rows that cannot be taken."""
    rows = [line("VR09", day, -5, indicator=indicator) for day in DAYS]
    rows += [line("NL", day, 99, indicator=indicator) for day in DAYS]
    return rows + [line("GM9999", day, 17, indicator=indicator) for day in DAYS]


@pytest.fixture
def brought(tmp_path: Path) -> Report:
    return bring(tmp_path, *doubtful(), name="first.csv", marking=TLP.GREEN)


def asked(client: Client, name: str, **query: Any) -> list[dict[str, Any]]:
    found = told(client.get(f"{ROOT}/{name}", query))
    lines: list[dict[str, Any]] = found[LISTS[name]]
    return lines


def test_a_flag_says_what_is_hard_to_believe_in_both_languages(reader: Client, brought: Report) -> None:
    found = asked(reader, "flags", area="VR09")
    assert {one["id"] for one in found} == {str(one.id) for one in flags(area="VR09", actor=ROSA)}
    (first,) = (one for one in found if one["from"] == DAYS[0] and one["value"] == -5)
    assert (first["indicator"], first["area"], first["answer"]) == (CASES, "VR09", None)
    assert first["reason"]["nl"] != first["reason"]["en"]


def test_flags_are_open_until_they_have_an_answer(reader: Client, brought: Report) -> None:
    which = flags(area="VR09", actor=ROSA)[0]
    answer_flag(flag=which.id, note="Nagekeken", actor=ROSA)
    assert str(which.id) not in {one["id"] for one in asked(reader, "flags")}
    (answered,) = asked(reader, "flags", state="answered")
    assert (answered["id"], answered["answer"], answered["answeredBy"]) == (str(which.id), "Nagekeken", ROSA.name)
    assert len(asked(reader, "flags", state="all")) == len(asked(reader, "flags")) + 1


def test_a_gap_is_what_was_delivered_minus_the_sum(reader: Client, brought: Report) -> None:
    found = asked(reader, "gaps", indicator=CASES, **{"from": DAYS[1], "until": DAYS[1]})
    (known,) = (one for one in gaps(indicator=CASES, actor=ROSA) if one.starts.isoformat() == DAYS[1])
    (one,) = found
    assert (one["from"], one["until"], one["area"]) == (DAYS[1], DAYS[1], "NL")
    assert (one["delivered"], one["summed"], one["gap"]) == (known.delivered, known.summed, known.gap)
    assert one["gap"] == one["delivered"] - one["summed"]


def test_a_row_kept_apart_says_where_it_is_and_why(reader: Client, brought: Report) -> None:
    found = asked(reader, "quarantined-rows", delivery=str(brought.delivery))
    assert [one["id"] for one in found] == [str(one.id) for one in quarantined(actor=ROSA)]
    assert "GM9999" in found[0]["row"]
    assert (found[0]["state"], found[0]["fileName"], found[0]["decidedBy"]) == ("held", "first.csv", None)
    assert asked(reader, "quarantined-rows", state="released") == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_comes_in_parts_that_make_the_whole(name: str, reader: Client, brought: Report) -> None:
    whole = asked(reader, name)
    parts: list[dict[str, Any]] = []
    more = True
    while more:
        answer = told(reader.get(f"{ROOT}/{name}", {"limit": 2, "offset": len(parts)}))
        parts += answer[LISTS[name]]
        more = answer["more"]
    assert len(whole) >= len(DAYS)
    assert parts == whole


@pytest.mark.parametrize("name", LISTS)
def test_a_list_can_be_of_one_source(name: str, reader: Client, brought: Report) -> None:
    source = asked(reader, name)[0]["source"]
    assert asked(reader, name, source=source) == asked(reader, name)
    assert asked(reader, name, source="another") == []


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("flags?area=ZZ99", 400, "area"),
        ("gaps?area=ZZ99", 400, "area"),
        ("flags?indicator=none.such", 404, None),
        ("flags?state=x", 400, "state"),
        ("flags?limit=0", 400, "limit"),
        ("gaps?until=15-09-2020", 400, "until"),
        ("gaps?known=2999-01-01T00:00:00Z", 400, "known"),
        ("quarantined-rows?indicator=x", 400, "indicator"),
        ("quarantined-rows?delivery=0190b3a4-0000-7000-8000-0000000000ff", 404, None),
    ],
)
def test_what_cannot_be_asked_is_a_problem_with_its_place(
    path: str, status: int, place: str | None, reader: Client, brought: Report
) -> None:
    answer = reader.get(f"{ROOT}/{path}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    if place:
        assert answer.json()["place"] == place


@pytest.mark.parametrize("name", LISTS)
def test_of_a_delivery_that_is_hidden_nothing_stands_in_it(name: str, reader: Client, tmp_path: Path) -> None:
    bring(tmp_path, *doubtful("nursing.deaths"), name="eigen.csv", marking=TLP.AMBER_STRICT)
    outsider = browser(account_of("Omar Buiten", organisation="VRU", bundle="data_steward"))
    assert asked(outsider, name) == []


@pytest.mark.parametrize("name", LISTS)
def test_who_may_not_read_figures_gets_what_is_not_there(name: str, db: None) -> None:
    nobody = browser(account_of("Niels Niemand", organisation="NRK"))
    assert nobody.get(f"{ROOT}/{name}").status_code == 404
    assert Client().get(f"{ROOT}/{name}").status_code == 401
