"""The pages: building, asking, reporting, looking on. Everything with the forms themselves, so without script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import browser

from knooppunt.ground.access.public import Account
from knooppunt.ground.network.public import organisations
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.reporting.public import (
    QuestionnaireLine,
    draft,
    form,
    questionnaire,
    questionnaires,
    round_state,
    rounds,
    save_draft,
    series,
    start_series,
    submit_report,
)
from knooppunt.rooms.reporting.rules.built import write_built
from knooppunt.rooms.reporting.rules.entries import write_entries
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape
from knooppunt.rooms.reporting.tests.asked import ASKED, GOOD
from knooppunt.rooms.reporting.tests.made import (
    CLOSES,
    HOUR,
    NODE,
    OPENS,
    Made,
    ids,
    make,
    opened,
    released,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make()


def client(actor_id: str) -> Client:
    return browser(Account.objects.get(person=UUID(actor_id)))


@dataclass
class Page:
    status: int
    text: str


def get(made_by: str, name: str, *arguments: UUID, **query: str) -> Page:
    with clock_at(OPENS + HOUR):
        answer = client(made_by).get(reverse(f"reporting:{name}", args=arguments), query)
    return Page(answer.status_code, b"".join(answer).decode())


def post(made_by: str, name: str, *arguments: UUID, **fields: object) -> Page:
    with clock_at(OPENS + HOUR):
        answer = client(made_by).post(reverse(f"reporting:{name}", args=arguments), fields)
    return Page(answer.status_code, answer.content.decode())


def filled(**change: object) -> dict[str, object]:
    return {**write_entries(ASKED, {**GOOD, **change}), "do": "submit", "seen": "0", "draft": "0"}  # type: ignore[dict-item]


def test_a_region_sees_what_it_is_asked_reports_and_corrects(made: Made) -> None:
    me = made.fryslan.id
    assert "Zorg in de regio 1" in get(me, "index").text
    page = get(me, "report", made.fryslan_asked).text
    assert "Bedden in gebruik" in page
    assert "data-draft=" in page
    assert post(me, "report", made.fryslan_asked, **filled()).status == 302
    assert post(me, "report", made.fryslan_asked, **filled(beds=81) | {"seen": "1", "reason": "Geteld"}).status == 302
    versions = get(me, "versions", made.fryslan_asked).text
    assert "<del>80</del> <ins>81</ins>" in versions
    assert "Geteld" in versions
    newest = form(made.fryslan_asked, actor=made.fryslan).newest
    assert newest is not None
    assert '"beds": 81' in get(me, "original", newest.id).text


def test_what_is_wrong_stands_at_the_field_and_in_a_summary_and_what_was_typed_stays(made: Made) -> None:
    page = post(made.fryslan.id, "report", made.fryslan_asked, **filled() | {"q.beds": "1.200", "q.remark": "Mijn zin"})
    assert page.status == 400
    assert 'href="#f_beds"' in page.text
    assert 'id="f_beds_error"' in page.text
    assert 'value="1.200"' in page.text
    assert "Mijn zin" in page.text
    page = post(made.fryslan.id, "report", made.fryslan_asked, **filled() | {"q.places.0.used": "9"})
    assert 'href="#f_places_0_used"' in page.text
    assert "Bezet is niet meer dan plaatsen." in page.text


def test_a_draft_is_kept_by_the_button_and_shown_again(made: Made) -> None:
    me = made.fryslan.id
    assert post(me, "report", made.fryslan_asked, **{"do": "save", "draft": "0", "q.beds": "acht"}).status == 302
    assert 'value="acht"' in get(me, "report", made.fryslan_asked).text
    told = post(me, "draft", made.fryslan_asked, **{"draft": "1", "q.beds": "tachtig"})
    assert (told.status, told.text) == (200, '{"draft": 2}')
    assert post(me, "draft", made.fryslan_asked, draft="1").status == 409
    assert post(me, "draft", made.fryslan_asked, draft="x").status == 400


def test_two_people_at_once_see_both_versions(made: Made) -> None:
    save_draft(expectation=made.fryslan_asked, entries={"q.beds": ["77"]}, seen=0, actor=made.fryslan)
    page = post(made.fryslan.id, "report", made.fryslan_asked, **{"do": "save", "draft": "0", "q.beds": "66"})
    assert page.status == 409
    assert "<td>77</td><td>66</td>" in page.text
    assert 'name="draft" value="1"' in page.text
    with clock_at(OPENS):
        submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.officer)
    page = post(made.fryslan.id, "report", made.fryslan_asked, **filled(beds=66))
    assert page.status == 409
    assert "<td>80</td><td>66</td>" in page.text
    assert draft(made.fryslan_asked, actor=made.fryslan).version == 1


def test_the_form_begins_with_the_last_report_and_says_of_which_day(made: Made) -> None:
    with clock_at(OPENS):
        submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.fryslan)
    later = opened(made.series, made.officer, OPENS + timedelta(days=1))
    place = next(one for one in round_state(later, actor=made.officer).organisations if one.area == "VR02")
    page = get(made.fryslan.id, "report", place.expectation).text
    assert 'value="80"' in page
    assert "80 (3 maart 2026)" in page


def test_the_round_page_shows_who_stands_where(made: Made) -> None:
    with clock_at(OPENS):
        submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.officer)
    page = get(made.officer.id, "round", made.round).text
    assert page.index("Veiligheidsregio Drenthe") < page.index("Veiligheidsregio Fryslân"), "who is missing comes first"
    assert "Op tijd ontvangen" in page
    assert "Olga Officier" in page
    answers = get(made.officer.id, "answers", made.round).text
    assert "<td>Rustig</td>" in answers
    table = get(made.officer.id, "answers", made.round, format="csv").text
    assert "VR02;Veiligheidsregio Fryslân;80;100;" in table


def test_a_round_of_25_regions_and_40_questions_costs_at_most_15_queries(made: Made) -> None:
    many = Questionnaire("Veertig", tuple(Question(f"n{n}", f"Getal {n}", Shape.NUMBER) for n in range(40)))
    with clock_at(OPENS):
        from_all = _asked_of_25(made, released(many, made.officer))
    reader = client(made.officer.id)
    for name in ("round", "answers"):
        with clock_at(OPENS + HOUR), CaptureQueriesContext(connection) as found:
            answer = reader.get(reverse(f"reporting:{name}", args=[from_all]))
        assert answer.status_code == 200
        assert answer.content.decode().count('<th scope="row">') == 25
        assert len(found) <= 15, [one["sql"][:90] for one in found]


def _asked_of_25(made: Made, questionnaire: UUID) -> UUID:
    regions = [one.pk for one in organisations(kind="region", actor=NODE)]
    made_series = start_series(title="Alle", questionnaire=questionnaire, asked=regions, actor=made.officer)
    with clock_at(OPENS + timedelta(minutes=1)):
        which = opened(made_series, made.officer, OPENS + timedelta(minutes=1))
        answers = {f"n{n}": float(n) for n in range(40)}
        for place in round_state(which, actor=made.officer).organisations:
            submit_report(expectation=place.expectation, answers=answers, seen=0, actor=made.officer)
    return which


def test_a_questionnaire_is_built_by_buttons_and_released(made: Made) -> None:
    me = made.officer.id
    assert post(me, "questionnaires", title="Nieuw").status == 302
    (line,) = (one for one in _lines(made) if one.title == "Nieuw")
    fields: dict[str, object] = {"title": "Nieuw", "seen": "0", "questions": "0", "rules": "0"}
    assert post(me, "questionnaire", line.id, **fields | {"step": "add question number"}).status == 302
    page = get(me, "questionnaire", line.id).text
    assert 'name="q0.title"' in page
    assert "Deze vraag heeft geen tekst." in page
    built = {"q0.key": "beds", "q0.title": "Bedden", "q0.shape": "number", "q0.low": "0,5", "questions": "1"}
    assert post(me, "questionnaire", line.id, **fields | built | {"seen": "1", "step": "release"}).status == 302
    now_there = questionnaire(line.id, actor=made.officer)
    assert (now_there.number, now_there.content.questions[0].low) == (1, 0.5)
    wrong = post(me, "questionnaire", line.id, **fields | built | {"seen": "2", "step": "save", "q0.low": "nul"})
    assert wrong.status == 400
    assert 'value="nul"' in wrong.text
    assert post(me, "questionnaire", line.id, **fields | built | {"seen": "0", "step": "save"}).status == 409


def test_what_is_wrong_in_a_questionnaire_is_named_as_it_stands_on_the_page(made: Made) -> None:
    line = _lines(made)[0]
    fields = {**write_built(line.content), "seen": str(line.seen)}
    page = post(made.officer.id, "questionnaire", line.id, **fields | {"q0.low": "1.234,5"})
    assert f"Vraag 1: {line.content.questions[0].title}" in page.text
    assert "1.234,5 is geen getal" in page.text
    page = post(made.officer.id, "questionnaire", line.id, **fields | {"q0.help": "een\0woord"})
    assert page.status == 400


def _lines(made: Made) -> list[QuestionnaireLine]:
    return list(questionnaires(actor=made.officer))


def test_a_series_is_started_changed_and_ended_and_a_round_opened_and_closed(made: Made) -> None:
    me = made.officer.id
    page = get(me, "new_series")
    assert page.status == 200
    fields: dict[str, object] = {
        "title": "Dagstaat", "questionnaire": str(made.questionnaire), "asked": [str(one) for one in ids("VRU")],
        "marking": "AMBER", "reporters": "Informatiemanager", "leader": "Operationeel leider",
        "warm_every": "day", "warm_opens": "08:00", "warm_deadline": "12:00", "ladder_at": "0",
    }  # fmt: skip
    assert post(me, "new_series", **fields | {"warm_deadline": "07:00"}).status == 400
    assert post(me, "new_series", **fields | {"warm_opens": ""}).status == 400
    assert post(me, "new_series", **fields).status == 302
    (line,) = (one for one in series(actor=made.officer) if one.title == "Dagstaat")
    assert set(line.rhythm.beats) == {"warm"}
    assert get(me, "change_series", line.id).status == 200
    assert post(me, "change_series", line.id, **fields | {"title": "Dagbeeld"}).status == 302
    times = {"deadline": "2026-03-03T12:00", "closes": "2026-03-03T18:00", "starts": "2026-03-03", "last": "2026-03-03"}
    assert post(me, "open_round", line.id, **times | {"deadline": "2026-03-01T12:00"}).status == 400
    assert post(me, "open_round", line.id, **times).status == 302
    (one,) = rounds(series=line.id, actor=made.officer)
    assert post(me, "close_round", one.id).status == 302
    assert post(me, "end_series", line.id, reason="").status == 400
    assert post(me, "end_series", line.id, reason="Klaar").status == 302
    assert "Dagbeeld" in get(me, "series", line.id).text


def test_time_is_given_and_a_question_asked_and_answered(made: Made) -> None:
    me, region = made.officer.id, made.fryslan.id
    time = {"person": region, "until": "2026-03-03T20:00", "reason": "Storing"}
    assert post(me, "time", made.fryslan_asked, **time | {"until": "2026-03-01T20:00"}).status == 400
    assert post(me, "time", made.fryslan_asked, **time).status == 302
    assert "Storing" in get(me, "round", made.round).text
    assert post(me, "ask", made.fryslan_asked, key="beds", text="").status == 400
    assert post(me, "ask", made.fryslan_asked, key="beds", text="Klopt 80?").status == 302
    (inquiry,) = form(made.fryslan_asked, actor=made.fryslan).inquiries
    assert "Klopt 80?" in get(region, "report", made.fryslan_asked).text
    assert post(region, "reply", inquiry.id, text="").status == 400
    assert post(region, "reply", inquiry.id, text="Ja, geteld").status == 302
    assert "Ja, geteld" in get(me, "report", made.fryslan_asked).text


def test_another_region_meets_the_same_as_where_nothing_is(made: Made) -> None:
    with clock_at(OPENS):
        report = submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.fryslan)
    for name, arguments in (
        ("report", [made.fryslan_asked]), ("versions", [made.fryslan_asked]), ("original", [report]),
        ("round", [made.round]), ("answers", [made.round]), ("series", [made.series]), ("questionnaires", []),
        ("questionnaire", [made.questionnaire]), ("new_series", []),
    ):  # fmt: skip
        assert get(made.drenthe.id, name, *arguments).status == 404, name
    for name, arguments in (
        ("report", [made.fryslan_asked]), ("draft", [made.fryslan_asked]), ("ask", [made.fryslan_asked]),
        ("time", [made.fryslan_asked]), ("close_round", [made.round]), ("open_round", [made.series]),
        ("end_series", [made.series]), ("change_series", [made.series]), ("new_series", []),
    ):  # fmt: skip
        assert post(made.drenthe.id, name, *arguments, draft="0").status == 404, name
    assert "Fryslân" not in get(made.drenthe.id, "index").text


def test_a_closed_round_says_so_and_asks_for_a_reason(made: Made) -> None:
    with clock_at(OPENS):
        submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.fryslan)
    with clock_at(CLOSES + HOUR):
        answer = client(made.fryslan.id).post(
            reverse("reporting:report", args=[made.fryslan_asked]), filled(beds=3) | {"seen": "1"}
        )
    assert answer.status_code == 400
    assert "nieuwe versie" in answer.content.decode()
