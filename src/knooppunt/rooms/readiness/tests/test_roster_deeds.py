"""What people do on the pages of rosters: swap, ask leave and grant it, replace, change needs, lend, qualify."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import account_of, browser

from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import organisation
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, NotFound
from knooppunt.rooms.readiness.models import Swap
from knooppunt.rooms.readiness.public import (
    accept_swap,
    ask_leave,
    assign,
    cancel_duty,
    decide_leave,
    decline_swap,
    duties,
    leave_asked,
    leave_granted,
    make_roster,
    my_duties,
    offer_swap,
    own_leave,
    own_swaps,
    roster_swaps,
    set_needs,
    shift_kinds,
    swap_options,
    totals,
    withdraw_swap,
)
from knooppunt.rooms.readiness.rules.rosters import Rule
from knooppunt.rooms.readiness.tests.rostered import FIRST, KINDS, NODE, Made

pytestmark = pytest.mark.django_db
DAY, EVENING, NEXT = "2026-03-09 dag", "2026-03-09 avond", "2026-03-10 dag"


@pytest.fixture
def officer(made: Made) -> Client:
    return browser(account_of("Ola Vier", bundle="section_head"))


def put(made: Made, name: str, shift: str = DAY) -> UUID:
    return assign(roster=made.roster, person=made.person(name), role="lawyer", shift=shift, actor=made.officer)


def offered(made: Made) -> UUID:
    """Anna offers her first day for Bas's second one."""
    return offer_swap(offered=put(made, "Anna", DAY), wanted=put(made, "Bas", NEXT), actor=made.people["Anna"])


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def test_a_roster_is_a_table_of_days_and_shifts_with_totals_per_person(made: Made, officer: Client) -> None:
    put(made, "Anna", DAY)
    put(made, "Anna", "2026-03-14 avond")
    page = officer.get(f"/readiness/rosters/{made.roster}/").content.decode()
    assert page.count('role="rowheader"') == 7
    assert page.count('role="columnheader"') == 3
    (anna, *_others) = totals(made.roster, actor=made.officer)
    assert (anna.name, anna.duties, anna.nights, anna.weekends, anna.hours) == ("Anna Jansen", 2, 0, 1, 16)
    assert anna.fatigue > 0


def test_a_long_roster_is_shown_four_weeks_at_a_time(made: Made, officer: Client) -> None:
    node = organisation("KCR2", actor=NODE).pk
    until = FIRST + timedelta(days=70)
    long = make_roster(name="Lang", organisation=node, starts=FIRST, ends=until, kinds=KINDS, actor=made.officer)
    page = f"/readiness/rosters/{long}/"
    assert officer.get(page).content.decode().count('role="rowheader"') == 28
    last = officer.get(page, {"from": str(until - timedelta(days=1))}).content.decode()
    assert (last.count('role="rowheader"'), f'id="day-{until - timedelta(days=1)}"' in last) == (14, True)
    for wrong in (str(until), "x"):
        assert officer.get(page, {"from": wrong}).status_code == 400


def test_only_who_makes_rosters_finds_forms_and_links_to_them(made: Made) -> None:
    put(made, "Anna")
    reader = browser(account_of("Lena Lezer", bundle="node_officer"))
    page = reader.get(f"/readiness/rosters/{made.roster}/")
    assert (page.status_code, "Anna Jansen" in page.content.decode()) == (200, True)
    for link in ("/propose/", "/needs/", "/qualify/", "/readiness/leave/", "/readiness/duties/", "/shift/"):
        assert link not in page.content.decode()
    assert "readiness/loans/" not in re.findall(r'action="([^"]*)"', reader.get("/readiness/loans/").content.decode())
    for path in ("leave/", f"rosters/{made.roster}/needs/", f"rosters/{made.roster}/qualify/", f"duties/{uuid4()}/"):
        assert reader.get(f"/readiness/{path}").status_code == 404


def test_a_swap_is_chosen_from_what_breaks_no_rule_and_the_others_say_which(made: Made) -> None:
    mine = put(made, "Anna", "2026-03-12 dag")
    free, blocked = put(made, "Bas", "2026-03-14 dag"), put(made, "Cor", "2026-03-13 avond")
    put(made, "Anna", "2026-03-13 dag")
    _mine, options = swap_options(mine, actor=made.people["Anna"])
    assert [(one.duty.id, bool(one.broken)) for one in options] == [(free, False), (blocked, True)]
    client = browser(made.accounts["Anna"])
    page = client.get(f"/readiness/mine/duties/{mine}/swap/").content.decode()
    assert f'value="{free}"' in page
    assert f'value="{blocked}"' not in page
    assert "Anna Jansen: " in page
    assert client.post(f"/readiness/mine/duties/{mine}/swap/", {"wanted": str(blocked)}).status_code == 400
    assert client.post(f"/readiness/mine/duties/{mine}/swap/", {"wanted": str(free)}).status_code == 302
    again = client.post(f"/readiness/mine/duties/{mine}/swap/", {"wanted": str(free)})
    assert (again.status_code, 'id="id_wanted_error"' in again.content.decode()) == (400, True)


def test_of_a_colleague_one_hears_that_they_cannot_swap_and_not_why(made: Made) -> None:
    mine, theirs = put(made, "Anna"), put(made, "Bas", "2026-03-12 dag")
    away = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.people["Bas"])
    decide_leave(leave=away, granted=True, actor=made.officer)
    _mine, options = swap_options(mine, actor=made.people["Anna"])
    assert [one.broken for one in options] == [[("Bas Jansen", None)]]
    page = browser(made.accounts["Anna"]).get(f"/readiness/mine/duties/{mine}/swap/").content.decode()
    assert "Bas Jansen: kan dit niet overnemen" in page
    assert "verlof" not in page
    swap = offer_swap(offered=theirs, wanted=mine, actor=made.people["Bas"])
    with pytest.raises(Conflict) as refused:
        accept_swap(swap=swap, actor=made.people["Anna"])
    assert "leave" not in str(refused.value)
    assert [one.broken for one in roster_swaps(made.roster, actor=made.officer)] == [[("Bas Jansen", Rule.LEAVE)]]
    assert own_swaps(actor=made.people["Bas"]).outgoing[0].broken == [("Bas Jansen", Rule.LEAVE)]


def test_nobody_looks_for_a_swap_with_the_duty_of_another(made: Made) -> None:
    theirs = put(made, "Bas")
    assert browser(made.accounts["Anna"]).get(f"/readiness/mine/duties/{theirs}/swap/").status_code == 404


def test_an_offer_is_accepted_on_ones_own_page(made: Made) -> None:
    swap = offered(made)
    client = browser(made.accounts["Bas"])
    assert f"/readiness/mine/swaps/{swap}/accept/" in client.get("/readiness/mine/").content.decode()
    assert client.post(f"/readiness/mine/swaps/{swap}/accept/").status_code == 302
    assert [one.shift for one in my_duties(actor=made.people["Bas"])] == [DAY]
    assert own_swaps(actor=made.people["Bas"]).incoming == []


def test_an_offer_that_is_declined_is_over_and_its_maker_sees_it(made: Made) -> None:
    swap = offered(made)
    with pytest.raises(NotFound):
        decline_swap(swap=swap, actor=made.people["Anna"])
    decline_swap(swap=swap, actor=made.people["Bas"])
    assert entries(event="readiness.SwapDeclined", actor=NODE)
    seen = own_swaps(actor=made.people["Anna"])
    assert (seen.outgoing, [one.id for one in seen.declined]) == ([], [swap])
    with pytest.raises(Conflict):
        accept_swap(swap=swap, actor=made.people["Bas"])
    with pytest.raises(Conflict):
        decline_swap(swap=swap, actor=made.people["Bas"])


def test_an_offer_is_taken_back_by_who_made_it_only(made: Made) -> None:
    swap = offered(made)
    with pytest.raises(NotFound):
        withdraw_swap(swap=swap, actor=made.people["Bas"])
    assert [one.id for one in roster_swaps(made.roster, actor=made.officer)] == [swap]
    assert browser(made.accounts["Anna"]).post(f"/readiness/mine/swaps/{swap}/withdraw/").status_code == 302
    assert entries(event="readiness.SwapWithdrawn", actor=NODE)
    assert roster_swaps(made.roster, actor=made.officer) == []
    answer = browser(made.accounts["Bas"]).post(f"/readiness/mine/swaps/{swap}/decline/", follow=True)
    assert "beantwoord of teruggenomen" in text(answer)


def test_an_offer_lapses_when_one_of_the_duties_is_cancelled_or_begins(made: Made) -> None:
    swap = Swap.objects.get(pk=offered(made))
    with clock_at(swap.offered.starts):
        assert own_swaps(actor=made.people["Bas"]).incoming == []
    cancel_duty(duty=swap.offered_id, reason="Ziek", actor=made.officer)
    assert own_swaps(actor=made.people["Bas"]).incoming == []
    answer = browser(made.accounts["Bas"]).post(f"/readiness/mine/swaps/{swap.id}/accept/", follow=True)
    assert "Een van deze diensten is er niet meer" in text(answer)


def test_a_duty_that_has_begun_is_not_offered_and_nothing_is_offered_twice(made: Made) -> None:
    swap = Swap.objects.get(pk=offered(made))
    with pytest.raises(Conflict, match="already"):
        offer_swap(offered=swap.offered_id, wanted=swap.wanted_id, actor=made.people["Anna"])
    with clock_at(swap.offered.starts), pytest.raises(Conflict, match="begun"):
        offer_swap(offered=swap.offered_id, wanted=swap.wanted_id, actor=made.people["Anna"])


def test_an_officer_sees_what_leave_hits_and_is_told_what_to_replace(made: Made, officer: Client) -> None:
    duty = put(made, "Anna")
    leave = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.people["Anna"])
    (asked,) = leave_asked(actor=made.officer)
    assert (asked.id, [one.duty.id for one in asked.hits], asked.gaps) == (leave, [duty], 1)
    page = officer.get("/readiness/leave/").content.decode()
    assert f"/readiness/duties/{duty}/" in page
    told = officer.post(f"/readiness/leave/{leave}/decide/", {"answer": "grant"}, follow=True)
    assert "Anna Jansen heeft daarin nog 1 dienst" in text(told)
    again = officer.post(f"/readiness/leave/{leave}/decide/", {"answer": "refuse"}, follow=True)
    assert "al beslist" in text(again)
    assert [one.id for one in leave_granted(actor=made.officer) if one.hits] == [leave]
    person = str(made.person("Bas"))
    assert officer.post(f"/readiness/duties/{duty}/", {"person": person, "reason": "Verlof"}).status_code == 302
    assert [one.id for one in leave_granted(actor=made.officer) if one.hits] == []


def test_one_sees_what_became_of_ones_own_leave(made: Made) -> None:
    leave = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.people["Anna"])
    client = browser(made.accounts["Anna"])
    assert "nog niet beslist" in text(client.get("/readiness/mine/"))
    decide_leave(leave=leave, granted=False, actor=made.officer)
    assert "geweigerd" in text(client.get("/readiness/mine/"))
    (own,) = own_leave(actor=made.people["Anna"])
    assert (own.decided, own.by) == ("refused", "Olga Officier")
    assert own_leave(actor=made.people["Bas"]) == []


def test_an_answer_that_is_none_decides_nothing(made: Made, officer: Client) -> None:
    leave = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.people["Anna"])
    assert officer.post(f"/readiness/leave/{leave}/decide/", {"answer": "perhaps"}).status_code == 400
    assert len(leave_asked(actor=made.officer)) == 1


def test_who_is_ill_is_replaced_from_the_duty_itself(made: Made, officer: Client) -> None:
    duty = put(made, "Anna")
    put(made, "Bas", EVENING)
    where = f"/readiness/duties/{duty}/"
    page = officer.get(where).content.decode()
    order = [page.index(f'id="person-{made.person(name)}"') for name in ("Cor", "Dina", "Bas")]
    assert order == sorted(order)
    assert f'id="person-{made.person("Anna")}"' not in page
    cor, bas = str(made.person("Cor")), str(made.person("Bas"))
    wrong = officer.post(where, {"person": cor, "reason": ""})
    assert (wrong.status_code, 'id="id_reason_error"' in wrong.content.decode()) == (400, True)
    broken = officer.post(where, {"person": bas, "reason": "Ziek"})
    assert (broken.status_code, 'id="id_person_error"' in broken.content.decode()) == (400, True)
    assert officer.post(where, {"person": cor, "reason": "Ziek"}).status_code == 302
    assert [one.name for one in duties(made.roster, actor=made.officer)] == ["Cor Jansen", "Bas Jansen"]
    assert officer.post(where, {"person": cor, "reason": "Ziek"}).status_code == 404


def test_a_duty_is_cancelled_with_a_reason_and_leads_back_to_its_roster(made: Made, officer: Client) -> None:
    where = f"/readiness/duties/{put(made, 'Anna')}/cancel/"
    wrong = officer.post(where, {"reason": " "})
    assert (wrong.status_code, 'id="cancel_reason_error"' in wrong.content.decode()) == (400, True)
    assert officer.post(where, {"reason": "Ziek"})["Location"] == f"/readiness/rosters/{made.roster}/"
    assert duties(made.roster, actor=made.officer) == []


def test_the_needs_of_a_shift_are_changed_and_two_officers_do_not_undo_one_another(made: Made, officer: Client) -> None:
    where = f"/readiness/rosters/{made.roster}/needs/?kind=dag"
    seen = {"seen": '{"lawyer": 1}'}
    assert officer.post(where, seen | {"lawyer": "51"}).status_code == 400
    assert officer.post(where, seen | {"lawyer": "2", "analyst": "0"}).status_code == 302
    assert shift_kinds(made.roster, actor=made.officer)[0].needs == {"lawyer": 2}
    late = officer.post(where, seen | {"lawyer": "3"})
    assert (late.status_code, "heeft dit intussen veranderd" in text(late)) == (400, True)
    with pytest.raises(Conflict):
        set_needs(roster=made.roster, kind="dag", needs={}, seen={"lawyer": 1}, actor=made.officer)
    assert officer.get(f"/readiness/rosters/{made.roster}/needs/?kind=x").status_code == 404
