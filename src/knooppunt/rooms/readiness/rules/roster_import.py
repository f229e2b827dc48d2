"""What a line of a file with duties means, and what is wrong with it by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar
from uuid import UUID

from knooppunt.kit.problems import Invalid, Problem, phrase
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.readiness.rules.days import check_day
from knooppunt.rooms.readiness.rules.placing import Entry, Fault, Placing, check_size, placed
from knooppunt.rooms.readiness.rules.rosters import DAY, Held, Question, Shift, certain, shift_times

COLUMNS = ("roster", "day", "shift", "role", "person", "person_id", "email", "starts", "ends", "fixed")
ALSO = {
    "rooster": "roster", "dag": "day", "datum": "day", "date": "day", "dienst": "shift", "rol": "role",
    "persoon": "person", "naam": "person", "name": "person", "e-mail": "email", "mail": "email", "van": "starts",
    "vanaf": "starts", "from": "starts", "tot": "ends", "until": "ends", "vast": "fixed",
}  # fmt: skip
"""What people call the columns, beside the names that our own tables have."""
UNREAD = ("roster", "known_at")
YES, NO = ("", "1", "ja", "yes", "true"), ("0", "nee", "no", "false")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is compared with. ``names`` of who may stand on the roster, qualified or not; ``emails`` of those.

    ``moment`` is this one; ``roles`` are the roles by their key and their names; words and addresses in lower case.
    """

    question: Question
    first: date
    until: date
    moment: datetime
    names: Mapping[UUID, str]
    emails: Mapping[str, UUID]
    roles: Mapping[str, str]


@dataclass(slots=True)
class Reading:
    """All lines of a file: what they would come to, and whom they name."""

    placing: Placing
    names: Mapping[UUID, str]


def columns_of(header: Sequence[str]) -> list[str]:
    """The columns in the order of the file, by their own names; :class:`Invalid` for one that is not known."""
    names = [ALSO.get(name.strip().casefold(), name.strip().casefold()) for name in header]
    for name, told in zip(names, header, strict=True):
        if name and name not in COLUMNS and name not in UNREAD:
            known = ", ".join(COLUMNS)
            raise Invalid(phrase("There is no column {name}; known are {known}."), place="file", name=told, known=known)
        if name and names.count(name) > 1:
            raise Invalid(phrase("The column {name} stands there twice."), place="file", name=told)
    for some in (("role",), ("person", "person_id", "email"), ("shift", "starts")):
        if not set(some) & set(names):
            raise Invalid(phrase("There is no column {name} in the file."), place="file", name=some[0])
    return names


def read_duties(rows: Sequence[tuple[int, Mapping[str, str]]], known: Known) -> Reading:
    """What all lines mean, by the columns of :func:`columns_of`, with what is wrong in one, between them and beside
    what is on the roster. :class:`Invalid` for many more lines than the roster has room for."""
    check_size(len(rows), known.question.shifts)
    entries: list[Entry] = []
    wrong: list[Fault] = []
    for number, cells in rows:
        line = _Line(number, cells)
        duty = _read(line, known)
        wrong += line.faults
        if duty is not None and not line.faults:
            entries.append(Entry(number, duty))
    found = placed(known.question, entries, known.moment)
    found.faults = sorted([*wrong, *found.faults], key=lambda one: one.line)
    return Reading(found, known.names)


@dataclass(slots=True)
class _Line:
    """A line under way: its cells, and what turned out to be wrong with them."""

    number: int
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def told(self, column: str) -> str:
        return " ".join(self.cells.get(column, "").split())

    def read(self, column: str, reader: Callable[[], T]) -> T | None:
        """What ``reader`` makes of it; nothing when it refuses, which is noted at its place or else at ``column``."""
        try:
            return reader()
        except Problem as problem:
            place = problem.place if problem.place in COLUMNS else column
            self.faults.append(Fault(self.number, place, problem))
            return None


def _read(line: _Line, known: Known) -> Held | None:
    person = line.read("person", lambda: _person(line, known))
    role = line.read("role", lambda: _role(line.told("role"), known))
    shift = line.read("shift" if line.told("shift") else "starts", lambda: _shift(line, known))
    fixed = line.read("fixed", lambda: _fixed(line.told("fixed")))
    if person is None or role is None or shift is None or fixed is None:
        return None
    if role not in shift.needs:
        problem = Invalid(phrase("The shift {shift} needs nobody in this role."), shift=shift.key)
        line.faults.append(Fault(line.number, "role", problem))
    return Held(person, role, shift.starts, shift.ends, shift.key, fixed)


def _person(line: _Line, known: Known) -> UUID:
    name, email, which = line.told("person"), line.told("email").casefold(), line.told("person_id")
    if which:
        return _by_id(which, known)
    named = {one for one, told in known.names.items() if told.casefold() == name.casefold()}
    if email and (email not in known.emails or (name and known.emails[email] not in named)):
        template = phrase("Nobody on this roster has this name and this e-mail address.")
        raise Invalid(template, place="email")
    if email:
        return known.emails[email]
    if not name:
        raise Invalid(phrase("Fill this in."), place="person")
    return _by_name(name, named, known)


def _by_id(which: str, known: Known) -> UUID:
    try:
        found = UUID(which)
    except ValueError as wrong:
        raise Invalid(phrase("This is no identifier of a person."), place="person_id") from wrong
    if found not in known.names:
        raise Invalid(phrase("This person cannot be put on this roster."), place="person_id")
    return found


def _by_name(name: str, named: set[UUID], known: Known) -> UUID:
    if len(named) > 1:
        template = phrase("Several people are called {name}: say with their e-mail address which one.")
        raise Invalid(template, place="person", name=name)
    for one in named:
        return one
    template = phrase("Nobody called {name} works for this organisation or is lent to it.")
    raise Invalid(template, place="person", name=name)


def _role(told: str, known: Known) -> str:
    if told.casefold() not in known.roles:
        raise Invalid(phrase("There is no role {role}."), role=told)
    return known.roles[told.casefold()]


def _fixed(told: str) -> bool:
    if told.casefold() not in (*YES, *NO):
        raise Invalid(phrase("Write 1 for fixed by hand, 0 for what a proposal may change."))
    return told.casefold() in YES


def _shift(line: _Line, known: Known) -> Shift:
    """By its name and day, or by its times; when the line has both they must agree."""
    named = _by_key(line, known) if line.told("shift") else None
    if not line.told("starts"):
        if named is None:
            raise Invalid(phrase("Fill this in."), place="shift")
        return named
    starts, ends = _times(line)
    _within(starts.astimezone(NETHERLANDS).date(), "starts", known)
    for one in [named] if named else known.question.shifts:
        if one.starts == starts and ends in (None, one.ends):
            return one
    template = phrase("The shift {shift} does not last from then until then.") if named else phrase(
        "No shift of this roster begins and ends then.")  # fmt: skip
    raise Invalid(template, place="starts", shift=line.told("shift"))


def _by_key(line: _Line, known: Known) -> Shift:
    told, day = line.told("shift"), line.told("day")
    written, _space, kind = told.partition(" ")
    if _is_day(written):
        _within(date.fromisoformat(written), "shift", known)
        day = day or written
    else:
        kind = told
    if not day:
        starts = line.told("starts")
        day = _moment(starts, "starts").astimezone(NETHERLANDS).date().isoformat() if len(starts) > 5 else ""
    on = _day(day)
    _within(on, "day" if line.told("day") else "shift", known)
    key = f"{on} {kind}".casefold()
    found = next((one for one in known.question.shifts if one.key.casefold() == key), None)
    if found is None or (_is_day(written) and written != on.isoformat()):
        raise Invalid(phrase("There is no shift {shift} on {day}."), place="shift", shift=told, day=on.isoformat())
    return found


def _within(day: date, column: str, known: Known) -> None:
    if not known.first <= day < known.until:
        template = phrase("{day} is outside this roster, which goes from {first} to {last}.")
        raise Invalid(template, place=column, day=day, first=known.first, last=known.until - DAY)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> date:
    if not _is_day(text):
        raise Invalid(phrase("Write a day as 2026-03-01."), place="day")
    day = date.fromisoformat(text)
    check_day(day, "day")
    return day


def _times(line: _Line) -> tuple[datetime, datetime | None]:
    """From ``starts`` and ``ends``: moments, or times of the day in ``day``. Without a zone they are those here."""
    starts, ends = line.told("starts"), line.told("ends")
    if not _is_time(starts):
        return _moment(starts, "starts"), _moment(ends, "ends") if ends else None
    day, begin = _day(line.told("day")), time.fromisoformat(starts)
    if not ends:
        return certain(day, begin), None
    if not _is_time(ends):
        return certain(day, begin), _moment(ends, "ends")
    return shift_times(day, begin, time.fromisoformat(ends))


def _is_time(text: str) -> bool:
    if not 4 < len(text) < 9 or text[2:3] != ":":
        return False
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _moment(text: str, column: str) -> datetime:
    try:
        told = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(phrase("Write a moment as 2026-03-01 07:00."), place=column) from wrong
    check_day(told.date(), column)
    if told.tzinfo is not None:
        return told
    try:
        return certain(told.date(), told.time())
    except Invalid as wrong:
        raise Invalid(wrong.template, place=column, **wrong.values) from wrong
