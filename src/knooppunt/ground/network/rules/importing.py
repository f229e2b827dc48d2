"""What a line of a directory file means, and what is wrong with it by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar
from uuid import UUID

from knooppunt.ground.network.rules.addresses import address_of
from knooppunt.ground.network.rules.organising import Means, role_of
from knooppunt.kit.problems import Invalid, Problem, phrase

COLUMNS = (
    "person_id", "name", "organisation", "function", "role", "from", "until", "email", "sms", "voice", "chat", "order",
)  # fmt: skip
ALSO = {
    "naam": "name", "organisatie": "organisation", "functie": "function", "rol": "role", "van": "from", "vanaf": "from",
    "tot": "until", "e-mail": "email", "mail": "email", "mobiel": "sms", "mobile": "sms", "telefoon": "voice",
    "phone": "voice", "vast": "voice", "volgorde": "order", "voorkeur": "order",
}  # fmt: skip
"""What people call the columns, beside the names that our own tables have."""
NEEDED = ("name",)
IGNORED = ("known_at",)
T = TypeVar("T")
ADDRESSES: tuple[Means, ...] = (Means.EMAIL, Means.SMS, Means.VOICE, Means.CHAT)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody, written as addresses are."""

    means: Means
    address: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone as a line tells it; ``person`` is who it is when they are known. ``contacts`` in order of preference."""

    line: int
    person: UUID | None
    name: str
    organisation: UUID | None
    organisation_name: str
    function: str
    role: str
    starts: date | None
    ends: date | None
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, where: ``line`` from 1, ``column`` by its name in the file."""

    line: int
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Known:
    """What the house knows already: organisations by name and abbreviation, people by identifier and by address.

    All words in lower case; an address that two people share leads to nobody.
    """

    organisations: Mapping[str, tuple[UUID, str]]
    people: Mapping[UUID, str]
    by_email: Mapping[str, UUID]


@dataclass(slots=True)
class Reading:
    """All lines of a file: what they mean, and what is wrong. Nothing is brought in while anything is."""

    lines: list[PersonLine] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)


def columns_of(header: Sequence[str]) -> list[str]:
    """The columns in the order of the file, by their own names; :class:`Invalid` for one that is not known."""
    names = [ALSO.get(name.strip().casefold(), name.strip().casefold()) for name in header]
    for name, told in zip(names, header, strict=True):
        if name and name not in COLUMNS and name not in IGNORED:
            known = ", ".join(COLUMNS)
            raise Invalid(phrase("There is no column {name}; known are {known}."), place="file", name=told, known=known)
        if name and names.count(name) > 1:
            raise Invalid(phrase("The column {name} stands there twice."), place="file", name=told)
    for name in NEEDED:
        if name not in names:
            raise Invalid(phrase("There is no column {name} in the file."), place="file", name=name)
    return names


def read_lines(rows: Sequence[tuple[int, Mapping[str, str]]], known: Known) -> Reading:
    """What all lines mean, by the columns of :func:`columns_of`, with what is wrong in one and between them.

    Someone may stand there once for each function; a contact point belongs to one name.
    """
    reading = Reading()
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for number, cells in rows:
        line = _Line(number, cells, [])
        read = _read(line, known)
        _compare(line, read, seen)
        reading.wrongs += line.wrongs
        if not line.wrongs:
            reading.lines.append(read)
    return reading


def _compare(line: _Line, read: PersonLine, seen: dict[tuple[str, ...], tuple[int, str]]) -> None:
    name = read.name.casefold()
    twin, _name = seen.setdefault((name, str(read.organisation), read.function.casefold()), (line.number, name))
    if twin != line.number:
        line.refuse("name", phrase("This is the same as line {line}."), line=twin)
    for one in read.contacts:
        first, owner = seen.setdefault((one.means, one.address), (line.number, name))
        if owner != name:
            line.refuse(one.means, phrase("This contact point is of somebody else on line {line}."), line=first)


@dataclass(slots=True)
class _Line:
    """A line under way: its cells, and what turned out to be wrong with them."""

    number: int
    cells: Mapping[str, str]
    wrongs: list[Wrong]

    def read(self, column: str, reader: Callable[[str], T], otherwise: T) -> T:
        """What ``reader`` makes of a cell; ``otherwise`` when it refuses, which is noted."""
        try:
            return reader(self.cells.get(column, ""))
        except Problem as problem:
            self.wrongs.append(Wrong(self.number, column, problem))
            return otherwise

    def refuse(self, column: str, template: str, line: int | None = None) -> None:
        """Note that a cell is wrong, unless something is wrong with it already."""
        if not any(one.column == column for one in self.wrongs):
            self.wrongs.append(Wrong(self.number, column, Invalid(template, line=line)))


def _read(line: _Line, known: Known) -> PersonLine:
    contacts = _contacts(line)
    person = line.read("person_id", lambda text: _person(text, contacts, known), None)
    name = line.read("name", _name, "")
    place, function = _place(line, known)
    starts, ends = line.read("from", _day, None), line.read("until", _day, None)
    if starts and ends and ends <= starts:
        line.refuse("until", phrase("It ends after the day on which it begins."))
    role = line.read("role", lambda text: role_of(text.strip().casefold()), "")
    return PersonLine(line.number, person, name, place[0], place[1], function, role, starts, ends, contacts)


def _contacts(line: _Line) -> tuple[Contact, ...]:
    nothing: tuple[Contact, ...] = ()
    found = {means: line.read(means.value, partial(_addresses, means), nothing) for means in ADDRESSES}
    if not any(line.cells.get(means.value) for means in ADDRESSES):
        template = phrase("This person can be reached in no way: fill in at least one contact point.")
        line.refuse(ADDRESSES[0].value, template)
    return tuple(one for means in line.read("order", _order, ADDRESSES) for one in found[means])


def _place(line: _Line, known: Known) -> tuple[tuple[UUID | None, str], str]:
    nowhere: tuple[UUID | None, str] = (None, "")
    place = line.read("organisation", lambda text: _organisation(text, known), nowhere)
    function = line.read("function", _short, "")
    told = line.cells.get("organisation", "")
    if bool(told) != bool(function):
        template = phrase("A function needs its organisation, and the other way round.")
        line.refuse("function" if told else "organisation", template)
    return place, function


def _addresses(means: Means, text: str) -> tuple[Contact, ...]:
    parts = [part for part in text.split(";") if part.strip()]
    return tuple(dict.fromkeys(Contact(means, address_of(means, part)) for part in parts))


def _order(text: str) -> tuple[Means, ...]:
    words = [word.strip().casefold() for word in text.replace(";", ",").split(",") if word.strip()]
    for word in words:
        if word not in ADDRESSES:
            raise Invalid(phrase("There is no way to reach people called {means}; known are {known}."),
                          means=word, known=", ".join(ADDRESSES))  # fmt: skip
    told = tuple(dict.fromkeys(Means(word) for word in words))
    return (*told, *(means for means in ADDRESSES if means not in told))


def _person(text: str, contacts: Sequence[Contact], known: Known) -> UUID | None:
    if not text:
        told = (known.by_email.get(one.address) for one in contacts if one.means is Means.EMAIL)
        return next((person for person in told if person), None)
    try:
        which = UUID(text)
    except ValueError as wrong:
        raise Invalid(phrase("This is no identifier of a person.")) from wrong
    if which not in known.people:
        raise Invalid(phrase("There is no such person."))
    return which


def _organisation(text: str, known: Known) -> tuple[UUID | None, str]:
    if not text:
        return None, ""
    found = known.organisations.get(" ".join(text.split()).casefold())
    if found is None:
        raise Invalid(phrase("There is no organisation {which}."), which=text)
    return found


def _name(text: str) -> str:
    name = _short(text)
    if not name:
        raise Invalid(phrase("Fill this in."))
    return name


def _short(text: str) -> str:
    told = " ".join(text.split())
    if len(told) > LONGEST:
        raise Invalid(phrase("At most {most} signs."), most=LONGEST)
    return told


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(phrase("Write a day as 2026-03-01.")) from wrong
