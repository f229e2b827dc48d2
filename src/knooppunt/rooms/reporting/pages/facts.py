"""A report as its sheet speaks of it."""

from __future__ import annotations

from knooppunt.rooms.reporting import public as reporting
from knooppunt.rooms.reporting.exchange.making import At, Fault
from knooppunt.rooms.reporting.exchange.marks import Facts
from knooppunt.rooms.reporting.exchange.reading import SheetRead


def facts_of(shown: reporting.Form) -> Facts:
    """Which report a sheet is for."""
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


def file_name(shown: reporting.Form) -> str:
    """The name under which a sheet is kept by who downloads it."""
    return f"{shown.round.title} {shown.round.number} {shown.place.name}.xlsx"


def faults_of(found: SheetRead) -> tuple[dict[At, Fault], list[Fault]]:
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
