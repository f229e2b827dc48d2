"""Duties from a file: each fault is named with its line, and nothing is written while one stands."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import account_of, browser

from knooppunt.ground.files.public import MOST_LINES, original_path, originals
from knooppunt.ground.network.public import add_person, appoint, functions, organisation
from knooppunt.kit.tables import Table, xlsx
from knooppunt.rooms.readiness.exchange.duties import read_table
from knooppunt.rooms.readiness.models import Duty
from knooppunt.rooms.readiness.public import (
    ask_leave,
    assign,
    cancel_duty,
    decide_leave,
    duties,
    duties_in_file,
)
from knooppunt.rooms.readiness.tests.rostered import FIRST, MADE, NODE, Made

pytestmark = pytest.mark.django_db
HEAD = "day,shift,role,person,email,starts,ends,fixed"


def faults(made: Made, *lines: str, head: str = HEAD) -> list[tuple[int, str, str]]:
    rows = read_table("\n".join([head, *lines]).encode(), "x.csv")
    looked = duties_in_file(made.roster, rows, actor=made.officer)
    return [(one.line, one.column, str(one.problem)) for one in looked.placing.faults]


def put(made: Made, name: str, shift: str) -> UUID:
    return assign(roster=made.roster, person=made.person(name), role="lawyer", shift=shift, actor=made.officer)


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-09,dag,lawyer,Anna Jansen,,,,",
        "2026-03-09,DAG,Jurist,anna jansen,,,,1",
        ",2026-03-09 dag,lawyer,Anna Jansen,,,,ja",
        ",,lawyer,Anna Jansen,,2026-03-09T06:00:00Z,2026-03-09T14:00:00Z,",
        ",,lawyer,Anna Jansen,,2026-03-09 07:00,,",
        "2026-03-09,,lawyer,Anna Jansen,,07:00,15:00,",
        "2026-03-09,dag,lawyer,Anna Jansen,,07:00,15:00,",
    ],
)
def test_a_shift_is_told_by_name_and_day_or_by_its_times(made: Made, line: str) -> None:
    looked = duties_in_file(made.roster, read_table(f"{HEAD}\n{line}".encode(), "x.csv"), actor=made.officer)
    assert looked.placing.faults == []
    (one,) = looked.placing.fresh
    assert (one.duty.person, one.duty.shift, one.duty.fixed) == (made.person("Anna"), "2026-03-09 dag", True)


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("2026-03-09,dag,lawyer,Niemand,,,,", "person", "Nobody called Niemand"),
        ("2026-03-09,dag,lawyer,,,,,", "person", "Fill this in"),
        ("2026-03-09,dag,lawyer,Anna Jansen,x@y.example,,,", "email", "this e-mail address"),
        ("2026-03-09,dag,kok,Anna Jansen,,,,", "role", "no role kok"),
        ("2026-03-09,dag,analyst,Anna Jansen,,,,", "role", "needs nobody"),
        ("2026-03-09,nacht,lawyer,Anna Jansen,,,,", "shift", "no shift nacht on 2026-03-09"),
        ("2026-03-16,dag,lawyer,Anna Jansen,,,,", "day", "goes from 2026-03-09 to 2026-03-15"),
        (",2026-03-08 dag,lawyer,Anna Jansen,,,,", "shift", "outside"),
        ("morgen,dag,lawyer,Anna Jansen,,,,", "day", "Write a day"),
        ("2026-03-09,dag,lawyer,Anna Jansen,,07:00,16:00,", "starts", "does not last"),
        (",,lawyer,Anna Jansen,,2026-03-09 08:00,,", "starts", "No shift of this roster"),
        (",,lawyer,Anna Jansen,,gisteren,,", "starts", "Write a moment"),
        (",,lawyer,Anna Jansen,,2026-03-29 02:30,,", "starts", "the clock skips it"),
        (",,lawyer,Anna Jansen,,2026-10-25 02:30,,", "starts", "comes twice"),
        ("2026-03-09,dag,lawyer,Anna Jansen,,,,misschien", "fixed", "Write 1"),
    ],
)  # fmt: skip
def test_every_fault_names_its_line_and_column(made: Made, line: str, column: str, said: str) -> None:
    ((number, place, told),) = faults(made, line)
    assert (number, place) == (2, column)
    assert said in told


def test_who_is_not_qualified_is_told_so(made: Made) -> None:
    account_of("Zo Maar")
    ((number, column, told),) = faults(made, "2026-03-09,dag,lawyer,Zo Maar,,,,")
    assert (number, column) == (2, "role")
    assert "not qualified" in told


def test_two_people_with_one_name_need_their_address(made: Made) -> None:
    twin = add_person(name="Anna Jansen", email="twee@oefening.example", actor=NODE).id
    node = organisation("KCR2", actor=NODE).pk
    function = next(one for one in functions(organisation=node, actor=NODE) if one.title == "Medewerker")
    appoint(person=twin, function=function.id, starts=date(2026, 1, 1), actor=NODE)
    ((_number, column, told),) = faults(made, "2026-03-09,dag,lawyer,Anna Jansen,,,,")
    assert (column, "Several people" in told) == ("person", True)
    with_address = "2026-03-09,dag,lawyer,Anna Jansen,TWEE@oefening.example,,,"
    assert "not qualified" in faults(made, with_address)[0][2]
    by_id = f"2026-03-09,dag,lawyer,,{made.person('Anna')}"
    assert faults(made, by_id, head="day,shift,role,person,person_id") == []


def test_an_overlap_with_a_duty_says_with_which(made: Made) -> None:
    put(made, "Anna", "2026-03-09 dag")
    Duty.objects.update(shift="2026-03-09 avond", ends=Duty.objects.get().ends + timedelta(hours=1))
    ((number, column, told),) = faults(made, "2026-03-09,dag,lawyer,Anna Jansen,,,,")
    assert (number, column) == (2, "person")
    assert "2026-03-09 avond" in told


def test_an_overlap_between_two_lines_names_both(made: Made) -> None:
    found = faults(
        made, "2026-03-09,dag,lawyer,Anna Jansen,,,,", "2026-03-10,dag,lawyer,Bas Jansen,,,,",
        ",,lawyer,Anna Jansen,,2026-03-09 07:00,,",
    )  # fmt: skip
    assert [(line, told) for line, _column, told in found] == [
        (2, "This is the same as line 4."), (4, "This is the same as line 2."),
    ]  # fmt: skip


def test_a_broken_rule_stands_at_the_line_that_breaks_it(made: Made) -> None:
    leave = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.people["Bas"])
    decide_leave(leave=leave, granted=True, actor=made.officer)
    found = faults(
        made, "2026-03-10,dag,lawyer,Anna Jansen,,,,", "2026-03-09,avond,lawyer,Anna Jansen,,,,",
        "2026-03-10,avond,lawyer,Anna Jansen,,,,", "2026-03-09,dag,lawyer,Bas Jansen,,,,",
    )  # fmt: skip
    assert [(line, column) for line, column, _told in found] == [(4, "person"), (5, "person")]
    assert "5:3" in found[0][2]
    assert "on leave" in found[1][2]


def test_more_people_than_needed_is_a_warning(made: Made) -> None:
    lines = "\n".join([HEAD, *(f"2026-03-09,dag,lawyer,{name} Jansen,,,," for name in ("Anna", "Bas"))])
    looked = duties_in_file(made.roster, read_table(lines.encode(), "x.csv"), actor=made.officer)
    assert looked.placing.faults == []
    assert [(one.line, str(one.problem)) for one in looked.placing.warnings] == [
        (3, "2026-03-09 dag needs 1 people in this role; with this line it has 2.")
    ]


def uploaded(client: Client, made: Made, content: bytes, name: str = "diensten.csv") -> str:
    page = client.post(f"/readiness/rosters/{made.roster}/import/", {"file": SimpleUploadedFile(name, content)})
    return unescape(page.content.decode())


def ticket(page: str) -> str:
    return page.split('name="ticket" value="')[1].split('"')[0]


def test_a_file_is_looked_at_and_then_confirmed_once(made: Made) -> None:
    client = browser(account_of("Ola Vier", bundle="section_head"))
    content = f"{HEAD}\n2026-03-09,dag,lawyer,Anna Jansen,,,,\n2026-03-10,dag,lawyer,Bas Jansen,,,,0".encode()
    page = uploaded(client, made, content)
    assert Duty.objects.count() == 0
    confirm = f"/readiness/rosters/{made.roster}/import/confirm/"
    assert client.post(confirm, {"ticket": ticket(page)}).status_code == 302
    assert [(one.name, one.fixed) for one in duties(made.roster, actor=made.officer)] == [
        ("Anna Jansen", True), ("Bas Jansen", False),
    ]  # fmt: skip
    assert client.post(confirm, {"ticket": ticket(page)}).status_code == 302
    assert Duty.objects.count() == 2
    ((digest, _size),) = originals(actor=NODE)
    assert original_path(digest).read_bytes() == content


def test_what_changed_in_between_is_refused(made: Made) -> None:
    client = browser(account_of("Ola Vier", bundle="section_head"))
    page = uploaded(client, made, f"{HEAD}\n2026-03-09,dag,lawyer,Anna Jansen,,,,".encode())
    put(made, "Cor", "2026-03-12 dag")
    answer = client.post(f"/readiness/rosters/{made.roster}/import/confirm/", {"ticket": ticket(page)})
    assert answer.status_code == 409
    assert Duty.objects.count() == 1
    again = client.post(
        f"/readiness/rosters/{made.roster}/import/confirm/", {"ticket": ticket(unescape(answer.content.decode()))}
    )
    assert (again.status_code, Duty.objects.count()) == (302, 2)


def test_a_file_with_a_fault_writes_nothing_and_says_where(made: Made) -> None:
    client = browser(account_of("Ola Vier", bundle="section_head"))
    page = uploaded(client, made, f"{HEAD}\n2026-03-09,dag,lawyer,Anna Jansen,,,,\n,dag,lawyer,Bas Jansen,,,,".encode())
    assert ("ticket" in page, Duty.objects.count()) == (False, 0)
    assert client.post(f"/readiness/rosters/{made.roster}/import/confirm/", {"ticket": "x"}).status_code == 400


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_roster_gives_can_be_brought_in_again(made: Made, kind: str) -> None:
    which = put(made, "Anna", "2026-03-09 dag")
    client = browser(account_of("Ola Vier", bundle="section_head"))
    answer = client.get(f"/readiness/rosters/{made.roster}/", {"format": kind})
    content = answer.getvalue() if kind == "csv" else answer.content
    cancel_duty(duty=which, reason="Proef", actor=made.officer)
    looked = duties_in_file(made.roster, read_table(content, f"x.{kind}"), actor=made.officer)
    assert (looked.placing.faults, len(looked.placing.fresh)) == ([], 1)


def test_a_workbook_with_dates_is_read(made: Made) -> None:
    book = xlsx(Table("x", "x", ("dag", "dienst", "rol", "naam"), [(FIRST, "dag", "Jurist", "Anna Jansen")]), MADE)
    looked = duties_in_file(made.roster, read_table(book, "x.xlsx"), actor=made.officer)
    assert (looked.placing.faults, len(looked.placing.fresh)) == ([], 1)


def test_the_example_can_be_had(made: Made) -> None:
    client = browser(account_of("Ola Vier", bundle="section_head"))
    text = client.get(f"/readiness/rosters/{made.roster}/import/", {"format": "csv"}).getvalue().decode()
    assert text.splitlines()[1].startswith("2026-03-09,dag,")
    assert client.get("/readiness/rosters/0190b3a4-0000-7000-8000-0000000000ff/import/").status_code == 404


def test_a_file_that_is_no_table_is_refused_and_kept(made: Made) -> None:
    client = browser(account_of("Ola Vier", bundle="section_head"))
    book = xlsx(Table("x", "x", ("dag", "dienst", "rol", "naam"), [(FIRST, "dag", "Jurist", "Anna Jansen")]), MADE)
    line = "\n2026-03-09,dag,lawyer,Anna Jansen,,,,"
    files = {
        "half.xlsx": book[: len(book) // 2],
        "nul.csv": f"{HEAD}{line}\0".encode(),
        "long.csv": (HEAD + line * (MOST_LINES + 1)).encode(),
        "empty.csv": b" ",
    }
    for name, content in files.items():
        file = SimpleUploadedFile(name, content)
        answer = client.post(f"/readiness/rosters/{made.roster}/import/", {"file": file})
        assert (name, answer.status_code) == (name, 400)
    kept = {original_path(digest).read_bytes() for digest, _size in originals(actor=NODE)}
    assert kept == set(files.values())
