"""The pages of phases, signals, scaling and the pilot light, without script."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from tests.cast import OPERATOR, account_of, browser, seen

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import indicator
from knooppunt.ground.incidents.public import Phase, current_incident
from knooppunt.kit.clock import today
from knooppunt.rooms.readiness.public import check_signals, descents, norm, proposals, signals
from knooppunt.rooms.readiness.tests.watched import INDICATOR, NODE, crisis, criterion, figures, signal, warm_norm

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Client:
    return browser(account_of("Ada de Vries", bundle="head_of_node"))


@pytest.fixture
def officer() -> Client:
    return browser(account_of("Olga Officier", bundle="node_officer"))


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"/readiness/{path}")
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def held() -> Phase:
    found = current_incident(actor=OPERATOR)
    assert found
    return found.phase


def proposed(folder: Path, marking: TLP = TLP.GREEN) -> str:
    signal()
    figures(folder, [150, 160], marking=marking)
    check_signals(actor=NODE)
    return str(proposals(is_open=True, actor=NODE)[0].id)


def day(offset: int) -> str:
    return str(today() + timedelta(days=offset))


def test_the_index_says_the_phase_what_waits_and_what_lacks(officer: Client, tmp_path: Path) -> None:
    crisis()
    warm_norm(within=30)
    which = proposed(tmp_path)
    text = page(officer, "")
    assert f"/readiness/proposals/{which}/" in text
    assert "1 persoon te weinig" in text
    assert "Opschalen" in text
    assert "/readiness/scale-down/" not in text


def test_scaling_up_is_one_form(officer: Client) -> None:
    crisis()
    warm_norm(within=30)
    assert "Officier van dienst" in page(officer, "scale-up/") or "30 minuten" in page(officer, "scale-up/")
    answer = officer.post("/readiness/scale-up/", {"phase": "warm", "plan": "", "reason": "Dijk doorgebroken"})
    assert answer["Location"] == "/readiness/"
    assert held() is Phase.WARM


def test_scaling_up_without_reason_is_refused_with_what_was_chosen(officer: Client) -> None:
    crisis()
    answer = officer.post("/readiness/scale-up/", {"phase": "lukewarm", "plan": "", "reason": ""})
    assert answer.status_code == 409
    assert held() is Phase.COLD


def test_without_an_incident_the_pages_of_scaling_say_so(head: Client) -> None:
    assert "Er is geen incident open" in page(head, "scale-up/")
    assert "Er is geen incident open" in page(head, "scale-down/")


def test_a_proposal_shows_the_figure_it_rests_on_and_is_confirmed(officer: Client, tmp_path: Path) -> None:
    crisis()
    which = proposed(tmp_path)
    text = page(officer, f"proposals/{which}/")
    assert "160" in text
    assert indicator(INDICATOR, actor=NODE).name_nl in text
    assert f"{INDICATOR} (" not in text
    answer = officer.post(f"/readiness/proposals/{which}/confirm/", {"scales": "on", "plan": "", "reason": "Stijgt"})
    assert answer.status_code == 302
    assert held() is Phase.WARM
    assert "Bevestigd" in page(officer, f"proposals/{which}/")


def test_a_second_decision_says_that_someone_was_first(officer: Client, tmp_path: Path) -> None:
    crisis()
    which = proposed(tmp_path)
    officer.post(f"/readiness/proposals/{which}/reject/", {"reason": "Meetfout"})
    answer = officer.post(f"/readiness/proposals/{which}/confirm/", {"scales": "on", "plan": "", "reason": "Stijgt"})
    assert answer.status_code == 409
    assert "Iemand heeft al over dit voorstel besloten" in answer.content.decode()
    assert held() is Phase.COLD


def test_a_figure_that_one_may_not_see_is_on_no_page(officer: Client, tmp_path: Path) -> None:
    crisis("cold")
    which = proposed(tmp_path, TLP.RED)
    for path in ("", f"proposals/{which}/", "signals/"):
        assert "160" not in re.sub(r"<[^>]+>", " ", page(officer, path))
    assert "niet mag zien" in page(officer, f"proposals/{which}/")


def test_a_reader_who_may_not_see_the_figure_is_not_told_of_the_proposal(tmp_path: Path) -> None:
    which = proposed(tmp_path, TLP.RED)
    reader = browser(account_of("Lia Lezer", bundle="information_manager", organisation="VRU", area="VR09"))
    assert seen(reader.get(f"/readiness/proposals/{which}/")) == seen(reader.get(f"/readiness/proposals/{uuid4()}/"))
    assert which not in page(reader, "")


def test_scaling_down_is_a_decision_with_its_page(head: Client, tmp_path: Path) -> None:
    crisis("warm")
    warm_norm()
    criterion()
    figures(tmp_path, [500, 60, 50])
    text = page(head, "scale-down/")
    form = {
        "reason": "Het daalt",
        "despite": "Het personeel is op",
        "review_on": day(10),
        "stays_duty_officer": "1",
        "seen": text.split('name="seen" value="')[1].split('"')[0],
    }
    refused = head.post("/readiness/scale-down/", form | {"despite": ""})
    assert refused.status_code == 409
    assert "Het daalt" in refused.content.decode()
    answer = head.post("/readiness/scale-down/", form)
    assert answer.status_code == 302
    assert held() is Phase.LUKEWARM
    kept = head.get(answer["Location"]).content.decode()
    for words in ("Het personeel is op", "Meldingen weer laag", "50", "Ada de Vries"):
        assert words in kept
    (made,) = descents(actor=OPERATOR)
    assert str(made.id) in page(head, "decisions/")
    head.post(f"/readiness/decisions/{made.id}/review/", {"note": "Gebeld", "next_on": day(20)})
    assert descents(actor=OPERATOR)[0].next_on == date.fromisoformat(day(20))


def test_the_norm_of_a_phase_is_set_from_its_page(head: Client) -> None:
    form = {"seen": "0", "review_days": "14", "within": "30", "plan": "", "note": "", "role_1": "lawyer"}
    answer = head.post("/readiness/phases/warm/", form | {"number_1": "", "organisation_1": ""})
    assert answer.status_code == 400
    answer = head.post("/readiness/phases/warm/", form | {"number_1": "2", "organisation_1": ""})
    assert answer.status_code == 302, answer.content.decode()
    found = norm(Phase.WARM, actor=OPERATOR)
    assert found
    assert [(one.role, one.number) for one in found.posts] == [("lawyer", 2)]
    assert "2 × Jurist" in page(head, "phases/")
    assert "Versie 1" in page(head, "phases/warm/")
    assert page(head, "phases/hot/", 404)


def test_a_figure_is_watched_from_the_page_and_ended(head: Client, tmp_path: Path) -> None:
    figures(tmp_path, [150, 160])
    form = {
        "kind": "signal", "name": "Piek", "phase": "warm", "indicator": INDICATOR, "method": "value", "area": "NL",
        "comparison": "above", "threshold": "100", "days": "1", "span": "0", "fresh": "7", "plan": "",
    }  # fmt: skip
    assert head.post("/readiness/signals/", form | {"area": "XX"}).status_code == 400
    assert head.post("/readiness/signals/", form).status_code == 302
    text = page(head, "signals/")
    assert "Piek" in text
    assert "Voldaan" in text
    (one,) = signals(actor=NODE)
    head.post(f"/readiness/signals/{one.watch.id}/end/")
    assert signals(actor=NODE) == []


def test_the_pilot_light_says_what_is_unknown(officer: Client) -> None:
    assert "heeft nog geen norm" in page(officer, "pilot-light/")
    warm_norm(within=30)
    text = page(officer, "pilot-light/")
    assert "Nee" in text
    assert "nooit" in text
    assert "onbekend" in text


def test_who_may_only_read_gets_no_forms_and_no_pilot_light() -> None:
    crisis("warm")
    reader = browser(account_of("Lia Lezer", bundle="information_manager", organisation="VRU", area="VR09"))
    nothing = seen(reader.get("/readiness/nowhere/"))
    for path in ("scale-up/", "scale-down/", "pilot-light/", "phases/warm/"):
        assert seen(reader.get(f"/readiness/{path}")) == nothing
    assert "<form" not in page(reader, "signals/").split("<main")[1]
    assert "pilot-light" not in page(reader, "")
