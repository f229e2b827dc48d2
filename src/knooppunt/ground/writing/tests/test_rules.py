"""The decisions about texts, and laws that hold for all of them."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import merge_updates

from knooppunt.ground.writing.crdt import Shared
from knooppunt.ground.writing.rules.differing import Edit, applied, edits, one_edit, parts
from knooppunt.ground.writing.rules.paces import Pace
from knooppunt.ground.writing.rules.references import references
from knooppunt.ground.writing.rules.rights import Right, right_of
from knooppunt.ground.writing.rules.spans import Spans
from knooppunt.ground.writing.rules.stale import tidy
from knooppunt.ground.writing.rules.updates import NOTHING, Misplaced, Span, length_of, read_update
from knooppunt.ground.writing.rules.wire import (
    Garbled,
    Present,
    Reader,
    Step,
    awareness_message,
    number,
    read_clocks,
    read_message,
    read_present,
    sync_message,
)
from knooppunt.ground.writing.tests.people import actor
from knooppunt.kit.authority import NOBODY
from knooppunt.kit.problems import Invalid

few = settings(max_examples=40, deadline=None)
words = st.text(alphabet="ab \n-é🌟", max_size=40)


@given(words, words)
def test_the_edits_turn_the_old_text_into_the_new(old: str, new: str) -> None:
    assert applied(old, edits(old, new)) == new


@given(words, words)
def test_the_parts_read_as_either_text(old: str, new: str) -> None:
    found = parts(old, new)
    assert "".join(part.text for part in found if part.kind != "added") == old
    assert "".join(part.text for part in found if part.kind != "removed") == new


@given(words, words)
def test_the_one_stretch_that_differs_is_all_that_differs(old: str, new: str) -> None:
    change = one_edit(old, new)
    assert (applied(old, [change]) if change else old) == new


def test_a_change_is_of_whole_words() -> None:
    assert one_edit("het daalt snel", "het draait snel") == Edit(4, 9, "draait")


@st.composite
def histories(draw: st.DrawFn) -> list[bytes]:
    """What three people type in one text, each seeing some of what the others did."""
    people, updates = [Shared(client=number) for number in (1, 2, 3)], list[bytes]()
    for _ in range(draw(st.integers(1, 12))):
        who = draw(st.sampled_from(people))
        for update in updates:
            who.add(update)
        text = str(who)
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        updates.append(who.edit([Edit(start, end, draw(st.sampled_from(["a", "é🌟", "\n", "woord "])))]))
    return updates


@few
@given(histories())
def test_the_runs_are_the_text_in_order(updates: list[bytes]) -> None:
    shared = Shared(updates)
    assert "".join(run.text for run in shared.runs()) == str(shared)


@few
@given(histories())
def test_what_is_read_from_updates_is_what_the_library_makes_of_them(updates: list[bytes]) -> None:
    shared, clocks = Shared(), dict[int, int]()
    for update in updates:
        contents = read_update(update)
        before = length_of(str(shared))
        shared.add(update)
        grown = contents.length(clocks)
        clocks = contents.after(clocks)
        assert clocks == shared.clocks()
        assert length_of(str(shared)) <= before + grown


@few
@given(histories(), st.randoms(use_true_random=False))
def test_in_whatever_order_updates_come_once_they_can_be_placed_the_text_is_the_same(
    updates: list[bytes], chance: Random
) -> None:
    waiting, shared, clocks = list(updates), Shared(), dict[int, int]()
    while waiting:
        chance.shuffle(waiting)
        for update in waiting:
            try:
                clocks = read_update(update).after(clocks)
            except Misplaced:
                continue
            shared.add(update)
            waiting.remove(update)
            break
    assert str(shared) == str(Shared(updates))


@few
@given(histories(), st.integers(0, 12), st.integers(1, 12))
def test_updates_that_follow_each_other_say_the_same_as_one(updates: list[bytes], start: int, count: int) -> None:
    lot = updates[start : start + count] or [NOTHING]
    merged = [*updates[:start], merge_updates(*lot), *updates[start + count :]]
    assert str(Shared(merged)) == str(Shared(updates))


@few
@given(histories())
def test_an_update_whose_beginning_is_missing_is_not_placed(updates: list[bytes]) -> None:
    late = read_update(updates[-1])
    if late.refers_to or late.removed or any(span.start for span in late.added):
        with pytest.raises(Misplaced):
            late.after({})


@few
@given(histories(), st.data())
def test_what_is_spoiled_is_refused_or_does_no_harm(updates: list[bytes], data: st.DataObject) -> None:
    spoiled = bytearray(updates[-1])
    for _ in range(data.draw(st.integers(1, 3))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    shared = Shared(updates[:-1])
    try:
        read_update(bytes(spoiled)).after(shared.clocks())
    except (Garbled, Misplaced):
        return
    shared.add(bytes(spoiled))
    assert "".join(run.text for run in shared.runs()) == str(shared)


@given(st.binary(max_size=60))
def test_bytes_of_chance_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    for read in (read_update, read_message, read_present, read_clocks):
        try:
            read(content)
        except Garbled:
            continue


@given(st.integers(0, 2**53 - 1))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    assert Reader(number(value)).number() == value


@given(st.lists(st.builds(Present, st.integers(0, 2**32), st.integers(0, 9), st.just('{"user": 1}')), max_size=5))
def test_who_is_here_is_read_as_it_was_written(present: list[Present]) -> None:
    _kind, _step, content = read_message(awareness_message(present))
    assert read_present(content) == present


def test_a_message_of_a_synchronisation_has_its_step() -> None:
    assert read_message(sync_message(Step.ANSWER, b"abc"))[1:] == (Step.ANSWER, b"abc")


@pytest.mark.parametrize(
    "update",
    [
        b"\x01\x01\x07\x00\x04\x01\x04note\x01a\x00",  # another text in the document
        b"\x01\x01\x07\x00\x27\x01\x04text\x01a\x02\x00",  # a field of it
        b"\x01\x01\x07\x00\x08\x01\x04text\x01\x77\x01a\x00",  # a value that is no text
        b"\x01\x01\x07\x00\x04\x01\x04text\x01\x00\x00",  # a control character
        b"\x01\x01\x07\x00\x04\x01\x04text\x00\x00",  # nothing
        b"\x01\x01\x07\x00\x0a\x01\x00",  # a gap
        b"\x00\x00\x00",  # something after the end
    ],
)
def test_anything_but_plain_text_is_refused(update: bytes) -> None:
    with pytest.raises(Garbled):
        read_update(update)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=12), st.integers(0, 30), st.integers(0, 6))
def test_a_set_of_spans_holds_the_numbers_that_were_put_in(
    given_spans: list[tuple[int, int]], start: int, length: int
) -> None:
    held = {number for begin, size in given_spans for number in range(begin, begin + size)}
    spans = Spans(Span(1, begin, begin + size) for begin, size in given_spans)
    assert (Span(1, start, start + length) in spans) == ({*range(start, start + length)} <= held)


def test_references_are_found_and_other_braces_are_text() -> None:
    which = UUID("0190b3a4-0000-7000-8000-0000000000ff")
    text = "Er zijn {{cases.reported sum7 NL}} gevallen, {{duiding WHICH}} en {{iets anders}} {{x}}."
    text = text.replace("WHICH", str(which))
    figure, statement = references(text)
    assert (figure.indicator, figure.method, figure.area) == ("cases.reported", "sum7", "NL")
    assert statement.statement == which
    assert text[figure.start :].startswith(figure.token)


def test_who_is_faster_than_the_pace_waits_as_long_as_it_takes() -> None:
    pace = Pace.at_rest(rate=10, burst=2, at=0.0)
    assert [pace.wait(1, 0.0) for _ in range(4)] == [0.0, 0.0, 0.1, 0.2]
    assert pace.wait(1, 10.0) == 0.0


@pytest.mark.parametrize(
    ("who", "section", "closed", "right"),
    [
        (actor("A", sections={"health"}), "health", False, Right.WRITE),
        (actor("A", sections={"health"}), "health", True, Right.READ),
        (actor("A", sections={"plans"}), "health", False, Right.SUGGEST),
        (actor("A"), "", False, Right.WRITE),
        (actor("A", "writing.everywhere"), "health", False, Right.WRITE),
        (actor("A", write=False, sections={"health"}), "health", False, Right.READ),
        (NOBODY, "", False, None),
    ],
)
def test_the_section_writes_and_others_suggest(who: object, section: str, closed: object, right: Right | None) -> None:
    assert right_of(who, section, closed=bool(closed)) is right  # type: ignore[arg-type]


def test_line_ends_are_kept_as_one_sign() -> None:
    assert tidy("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("text", ["\x00", "a\x1bb", "x" * 100_001, "🌟" * 50_001])
def test_a_text_that_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        tidy(text)
