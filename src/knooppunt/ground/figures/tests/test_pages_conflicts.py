"""The page with sources that differ, and the form that decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.cast import account_of, browser

from knooppunt.ground.figures.public import figure
from knooppunt.ground.figures.tests.bringing import CASES, WIM, bring, line
from knooppunt.ground.figures.tests.reports import DAY, report, row

pytestmark = pytest.mark.usefixtures("catalogue")

PAGE = "/figures/conflicts/"
SENT = {"indicator": CASES, "area": "VR09", "source": "report_vr09", "starts": str(DAY), "until": "",
        "reason": "De regio telt zelf"}  # fmt: skip


@pytest.fixture
def steward(db: None) -> Client:
    return browser(account_of("Sanne Steward", bundle="data_steward"))


@pytest.fixture
def reader(db: None) -> Client:
    return browser(account_of("Rik Reader", bundle="commissioner"))


@pytest.fixture
def differing(tmp_path: Path, catalogue: None) -> None:
    bring(tmp_path, line("VR09", str(DAY), 2))
    report(row("VR09", 7), reported_by="Rosa van Utrecht")


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # an answer of the client


@pytest.mark.usefixtures("differing")
def test_both_sources_stand_on_the_page_with_who_said_it(steward: Client) -> None:
    shown = text_of(steward.get(PAGE))
    assert "Veiligheidsregio Utrecht" in shown
    assert "Rosa van Utrecht" in shown
    assert "decide=tests.positive&amp;in=VR09" in shown


@pytest.mark.usefixtures("differing")
def test_a_decision_is_made_on_the_page_and_stands_there_and_with_the_figure(steward: Client) -> None:
    form = text_of(steward.get(f"{PAGE}?decide={CASES}&in=VR09&from={DAY}"))
    assert 'id="choice_source"' in form
    assert "De beslissing is bewaard." in text_of(steward.post(PAGE, SENT, follow=True))
    assert "Geen bronnen die verschillen" in text_of(steward.get(PAGE))
    assert "De regio telt zelf" in text_of(steward.get(f"{PAGE}?tab=decided"))
    told = text_of(steward.get(f"/figures/provenance/?indicator={CASES}&area=VR09&starts={DAY}"))
    assert "De regio telt zelf" in told
    assert "Sanne Steward" in told


@pytest.mark.usefixtures("differing")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"reason": ""}, "Dit veld is verplicht"), ({"until": "2020-01-01"}, "De periode eindigt voordat zij begint"),
     ({"source": "nergens"}, "heeft tests.positive niet"), ({"indicator": "no.such"}, "no.such")],
)  # fmt: skip
def test_a_decision_that_makes_no_sense_is_told_on_the_form(
    steward: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = steward.post(PAGE, SENT | wrong)
    assert (answer.status_code, sentence in text_of(answer)) == (400, True)
    assert figure(CASES, "VR09", DAY, actor=WIM).value == 2


@pytest.mark.usefixtures("differing")
def test_who_may_not_decide_sees_no_form_and_gets_the_answer_for_what_does_not_exist(reader: Client) -> None:
    shown = text_of(reader.get(f"{PAGE}?decide={CASES}&in=VR09"))
    assert "Rosa van Utrecht" in shown
    assert "#decide" not in shown
    assert 'id="choice_source"' not in shown
    assert reader.post(PAGE, SENT).status_code == 404
    assert Client().get(PAGE).status_code == Client().get("/figures/gaps/").status_code
