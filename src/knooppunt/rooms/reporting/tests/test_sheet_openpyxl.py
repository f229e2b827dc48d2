"""A sheet that was filled in with openpyxl, or with anything else: taken, or refused with the exact cell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import override

from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Row, Shape
from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.sheets import (
    ADMITTED,
    BEDS,
    CAPACITY,
    MOOD,
    NEEDS,
    PLACES,
    QUESTIONS,
    SHIFTS,
    edited,
    filled,
    read,
    sheet,
    swap_columns,
    wrong,
)


def test_a_sheet_that_was_not_touched_gives_the_answers_it_was_filled_with() -> None:
    found = read(sheet())
    assert (found.answers, found.wrongs) == (GOOD, ())


def test_a_sheet_that_was_saved_by_another_program_gives_the_same() -> None:
    assert read(edited(lambda book: None)).answers == GOOD


def test_what_is_filled_in_is_read() -> None:
    found = read(filled(**{BEDS: 81, MOOD: "gespannen", NEEDS: "Maskers; Personeel"}))
    assert found.wrongs == ()
    assert {key: found.answers[key] for key in ("beds", "mood", "needs")} == {
        "beds": 81,
        "mood": "tense",
        "needs": ("masks", "staff"),
    }


def test_an_emptied_cell_is_not_known_and_not_zero() -> None:
    assert read(filled(**{CAPACITY: None})).answers["capacity"] is None


def move_everything(book: Any) -> None:
    """As people do: rows and columns put in, columns swapped, sheets renamed and put in another order."""
    book[QUESTIONS].insert_rows(8)
    book[QUESTIONS].insert_rows(5)
    book[QUESTIONS]["A9"] = "Eigen kopje"
    book[QUESTIONS].insert_cols(1)
    swap_columns(book[QUESTIONS], 3, 6)
    book[PLACES].insert_cols(2)
    swap_columns(book[PLACES], 1, 4)
    book[PLACES].insert_rows(8, 3)
    book[SHIFTS].insert_rows(9)
    for name, other in ((QUESTIONS, "Onze cijfers"), (PLACES, "Blad2"), (SHIFTS, "Rooster 'nacht'")):
        book[name].title = other
    book.move_sheet("Rooster 'nacht'", -2)


def test_inserted_rows_moved_columns_and_renamed_sheets_change_nothing() -> None:
    found = read(edited(move_everything))
    assert (found.answers, found.wrongs) == (GOOD, ())


def test_a_wrong_cell_is_named_where_it_was_moved_to() -> None:
    def edit(book: Any) -> None:
        move_everything(book)
        book["Onze cijfers"]["F10"] = "ca. 12"

    assert list(wrong(edited(edit))) == ["Onze cijfers!F10"]


def test_text_in_a_number_cell_is_refused_with_what_is_expected_in_dutch() -> None:
    with override("nl"):
        found = wrong(filled(**{CAPACITY: "ca. 12"}))
    assert found == {"Vragen!B8": "Hier hoort een geheel getal van 0 tot en met 5000; er staat: ‘ca. 12’."}


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 12 ", 12), ("1.234", 1234), ("1 234", 1234), ("1,234", 1234), ("12,0", 12), ("\u22120", 0)],
)
def test_text_that_is_one_whole_number_is_taken(text: str, number: float) -> None:
    found = read(filled(**{CAPACITY: text, BEDS: 0}))
    assert (found.answers["capacity"], found.wrongs) == (number, ())


@pytest.mark.parametrize(
    "text", ["1.000", "1,000", "12,5", "1.2.3", "12 bedden", "1e3", "n.v.t.", "-", "½", "12%", "1.23,4"]
)
def test_text_that_is_no_whole_number_or_may_be_two_is_refused_with_its_cell(text: str) -> None:
    assert list(wrong(filled(**{CAPACITY: text, BEDS: 0}))) == ["Vragen!B8"]


@pytest.mark.parametrize("content", [True, datetime(2026, 3, 12), 12.5, -1])
def test_what_is_no_whole_number_within_bounds_is_refused_with_its_cell(content: object) -> None:
    assert list(wrong(filled(**{ADMITTED: content}))) == ["Vragen!B9"]


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.500"])
def test_where_a_fraction_is_possible_text_with_two_meanings_is_refused(text: str) -> None:
    asked = Questionnaire("Uren", (Question("hours", "Uren", Shape.NUMBER),))
    written = edited(lambda book: book[QUESTIONS].__setitem__("B7", text), sheet({}, asked))
    assert list(wrong(written, asked)) == ["Vragen!B7"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("0,123", 0.123),
        ("0.5", 0.5),
    ],
)
def test_where_a_fraction_is_possible_text_with_one_meaning_is_taken(text: str, number: float) -> None:
    asked = Questionnaire("Uren", (Question("hours", "Uren", Shape.NUMBER),))
    written = edited(lambda book: book[QUESTIONS].__setitem__("B7", text), sheet({}, asked))
    assert read(written, asked).answers == {"hours": number}


def percent(book: Any) -> None:
    book[QUESTIONS]["B7"] = 0.07
    book[QUESTIONS]["B7"].number_format = "0.00%"


def test_a_percentage_counts_as_it_is_shown_where_a_percentage_is_asked() -> None:
    asked = Questionnaire("Verzuim", (Question("ill", "Verzuim", Shape.NUMBER, high=100, unit="%"),))
    assert read(edited(percent, sheet({}, asked)), asked).answers == {"ill": 7}


def test_a_percentage_is_refused_where_a_number_is_asked() -> None:
    assert list(wrong(edited(percent))) == ["Vragen!B7"]


def test_a_formula_that_was_never_counted_is_refused_with_its_cell() -> None:
    assert list(wrong(filled(**{BEDS: "=40+40"}))) == ["Vragen!B7"]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A"])
def test_an_error_value_is_refused_with_its_cell_and_is_not_taken_for_empty(error: str) -> None:
    found = wrong(filled(**{CAPACITY: error}))
    assert list(found) == ["Vragen!B8"]
    assert error in found["Vragen!B8"]


def test_merged_cells_are_refused_with_the_cell() -> None:
    assert list(wrong(edited(lambda book: book[PLACES].merge_cells("B8:C8")))) == ["Locaties!B8"]


def test_answers_in_hidden_rows_are_read_and_counted() -> None:
    def hide(book: Any) -> None:
        book[PLACES].row_dimensions[9].hidden = True

    found = read(edited(hide))
    assert (found.answers, found.hidden) == (GOOD, 1)


def test_a_sign_that_cannot_be_printed_is_refused_with_its_cell() -> None:
    assert list(wrong(filled(B12="a_x0000_b"))) == ["Vragen!B12"]


def test_a_choice_that_is_not_there_is_refused_with_its_cell() -> None:
    assert list(wrong(filled(**{MOOD: "Druk"}))) == ["Vragen!B10"]


def test_numbers_that_do_not_fit_each_other_are_refused_with_the_cell() -> None:
    def edit(book: Any) -> None:
        book[QUESTIONS][BEDS] = 101
        book[PLACES]["B8"] = 5

    assert wrong(edited(edit)) == {
        "Vragen!B7": "Er zijn niet meer bedden bezet dan er {zijn}.",
        "Locaties!B8": "Bezet is niet meer dan plaatsen.",
    }


def test_what_is_needed_and_empty_is_named_with_its_cell() -> None:
    def edit(book: Any) -> None:
        book[QUESTIONS][BEDS] = None
        book[PLACES]["A9"] = " "

    assert list(wrong(edited(edit))) == ["Vragen!B7", "Locaties!A9"]


def test_more_rows_than_a_table_may_have_are_refused_with_the_first_that_is_too_much() -> None:
    def edit(book: Any) -> None:
        for row in range(8, 15):
            book[PLACES].cell(row, 1).value = "Ergens"

    assert list(wrong(edited(edit))) == ["Locaties!A13"]


def test_ten_thousand_rows_are_read_and_one_more_is_refused() -> None:
    columns = (Question("name", "Naam", Shape.TEXT), Question("beds", "Bedden", Shape.NUMBER))
    asked = Questionnaire("Locaties", (Question("all", "Alle", Shape.TABLE, columns=columns, most_rows=10_000),))
    rows: tuple[Row, ...] = tuple({"name": f"Locatie {number}", "beds": float(number)} for number in range(10_000))
    assert read(sheet({"all": rows}, asked), asked).answers == {"all": rows}
    assert list(wrong(sheet({"all": (*rows, rows[0])}, asked), asked)) == ["Alle!A10008"]


def test_a_line_a_column_and_a_sheet_that_are_gone_are_named() -> None:
    def edit(book: Any) -> None:
        book[QUESTIONS].delete_rows(8)
        book[PLACES].delete_cols(2)
        del book[SHIFTS]

    found = [one.sentence for one in read(edited(edit)).wrongs]
    assert len(found) == 3
    assert "Bedden in totaal" in found[0]
    assert "Bezet" in found[1]
    assert "Diensten" in found[2]


def test_a_copy_of_a_sheet_is_refused() -> None:
    found = list(wrong(edited(lambda book: book.copy_worksheet(book[PLACES]))))
    assert found == ["Locaties Copy!A7", "Locaties Copy!B7", "Locaties Copy!C7"]


def test_what_stands_where_no_answer_is_read_is_named() -> None:
    def edit(book: Any) -> None:
        book[QUESTIONS]["B15"] = 12
        book[PLACES]["B2"] = 3

    assert list(wrong(edited(edit))) == ["Vragen!B15", "Locaties!B2"]


def test_a_row_of_a_table_with_fixed_rows_that_has_another_name_is_named() -> None:
    found = wrong(edited(lambda book: book[SHIFTS].__setitem__("A8", "Ochtend")))
    assert "Diensten!A8" in found


def test_text_that_looks_like_a_formula_is_written_so_that_nothing_runs_it_and_comes_back_as_it_was() -> None:
    answers = {**GOOD, "remark": "=HYPERLINK(1)", "places": ({"name": "-Noord", "used": None, "room": None},)}
    written = sheet(answers)
    cells: list[object] = []
    edited(lambda book: cells.extend((book[QUESTIONS]["B12"].value, book[PLACES]["A8"].value)), written)
    assert cells == ["'=HYPERLINK(1)", "'-Noord"]
    assert read(written).answers["remark"] == "=HYPERLINK(1)"
    assert read(written).answers["places"] == answers["places"]
