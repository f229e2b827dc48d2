"""A report and its sheet: out with what the form begins with, in again, and out once more with what is wrong marked."""

from __future__ import annotations

from collections.abc import Mapping

from knooppunt.rooms.reporting.exchange.making import At, Fault
from knooppunt.rooms.reporting.exchange.marks import Facts
from knooppunt.rooms.reporting.exchange.reading import SheetRead, read_sheet
from knooppunt.rooms.reporting.exchange.writing import Before, write_sheet
from knooppunt.rooms.reporting.queries.reports import Form
from knooppunt.rooms.reporting.rules.entries import read_entries
from knooppunt.rooms.reporting.rules.questionnaire import Answers


def prefilled(shown: Form) -> bytes:
    """The sheet with the draft, or else the newest version, or else what was reported in an earlier round."""
    answers: Answers = {}
    if shown.draft.version:
        answers, _unread = read_entries(shown.questionnaire, shown.draft.entries)
    elif (last := before(shown)) is not None:
        answers = last.answers
    return write_sheet(shown.questionnaire, answers, _facts(shown), before(shown))


def read_report(shown: Form, content: bytes, file: str) -> SheetRead:
    """What a file says, when it is a sheet of this report; :class:`Invalid` when it is not."""
    return read_sheet(content, shown.questionnaire, _facts(shown), file)


def marked(shown: Form, found: SheetRead) -> bytes:
    """The sheet again with what is wrong marked in its cells, and listed with the cells of the file that came in."""
    faults, others = _faults(found)
    return write_sheet(shown.questionnaire, found.answers, _facts(shown), before(shown), faults, others)


def before(shown: Form) -> Before | None:
    """What was reported last: an earlier version, or in an earlier round."""
    last = shown.newest or shown.earlier
    return Before(last.answers, last.submitted_at) if last else None


def file_name(shown: Form) -> str:
    """The name under which a sheet is kept by who downloads it."""
    return f"{shown.round.title} {shown.round.number} {shown.place.name}.xlsx"


def _facts(shown: Form) -> Facts:
    asked = shown.round
    return Facts(
        round=str(asked.id),
        round_name=f"{asked.title} {asked.number}",
        organisation=str(shown.place.organisation),
        organisation_name=shown.place.name,
        version=str(asked.version),
        starts=asked.starts,
        ends=asked.ends,
        deadline=asked.deadline,
    )


def _faults(found: SheetRead) -> tuple[Mapping[At, Fault], list[Fault]]:
    """What is wrong in cells that the sheet has as well, and what is wrong elsewhere."""
    faults: dict[At, Fault] = {}
    others: list[Fault] = []
    for one in found.wrongs:
        fault = Fault(one.place, one.sentence, one.stood)
        if one.at is None or (one.at[1] is not None and not one.at[2]):
            others.append(fault)
        else:
            faults[one.at] = fault
    return faults, others
