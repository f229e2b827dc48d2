"""The directory as vCards: version 3.0 out (RFC 2426), 3.0 and 4.0 (RFC 6350) in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import vobject
from vobject.base import ParseError, VObjectError

from knooppunt.ground.files.public import LARGEST_FILE, MEGABYTE, MOST_LINES, text_of
from knooppunt.ground.network.queries.listing import Entry
from knooppunt.ground.network.rules import Means
from knooppunt.kit.problems import Invalid, phrase

BEGIN, END = "begin:vcard", "end:vcard"
MOBILE, FIXED = {"cell", "text", "mobile"}, {"fax", "pager", "textphone"}
UID = "urn:uuid:"


def is_cards(content: bytes) -> bool:
    """Whether a file begins as vCards do."""
    return content.lstrip(b"\xef\xbb\xbf \r\n")[: len(BEGIN)].lower() == BEGIN.encode()


def cards(entries: Sequence[Entry]) -> Iterator[str]:
    """A card for each person and function; the most preferred number and address bear PREF."""
    for one in entries:
        card = vobject.vCard()
        card.add("fn").value = one.name
        given, _space, family = one.name.partition(" ")
        card.add("n").value = vobject.vcard.Name(family=family, given=given)
        card.add("uid").value = f"{UID}{one.person}"
        if one.organisation:
            card.add("org").value = [one.organisation]
            card.add("title").value = one.function
        if one.role:
            card.add("role").value = one.role
        _reached(card, one)
        yield card.serialize()


def _reached(card: Any, one: Entry) -> None:
    numbers: dict[str, list[str]] = {}
    for at in one.contacts:
        if at.means in (Means.SMS, Means.VOICE):
            numbers.setdefault(at.address, []).append("CELL" if at.means is Means.SMS else "VOICE")
    emails = [at.address for at in one.contacts if at.means is Means.EMAIL]
    lines = [("tel", number, kinds) for number, kinds in numbers.items()]
    for name, value, kinds in [*lines, *(("email", address, ["INTERNET"]) for address in emails)]:
        line = card.add(name)
        line.value = value
        line.type_param = kinds


def read_cards(content: bytes, file: str) -> list[tuple[int, Mapping[str, str]]]:
    """The cards by the columns of our tables, each with the line on which it begins."""
    if len(content) > LARGEST_FILE:
        raise Invalid(
            phrase("{file} is larger than {most} MB."), place="file", file=file, most=LARGEST_FILE // MEGABYTE
        )
    # No further than that: half a million cards take a minute to read.
    found = list(islice(_each(text_of(content, file), file), MOST_LINES + 1))
    if len(found) > MOST_LINES:
        raise Invalid(phrase("{file} has more than {most} lines."), place="file", file=file, most=MOST_LINES)
    return found


def _each(text: str, file: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    begun, block = 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip().lower()
        if bare == BEGIN:
            if begun:
                raise _broken(file, begun)
            begun, block = number, []
        block.append(line)
        if bare == END and begun:
            yield begun, _columns("\r\n".join(block), file, begun)
            begun = 0
    if begun:
        raise _broken(file, begun)


def _columns(block: str, file: str, line: int) -> Mapping[str, str]:
    try:
        card = vobject.readOne(block)
    except (ParseError, VObjectError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as wrong:
        raise _broken(file, line) from wrong
    told = {
        "name": _first(card, "fn"),
        "organisation": _first(card, "org"),
        "function": _first(card, "title"),
        "role": _first(card, "role"),
        "email": ";".join(_text(one) for one in card.contents.get("email", [])),
    }
    uid = _first(card, "uid")
    # The identifier of another house says nothing here: only ours look like this, and are looked up.
    if uid.startswith(UID):
        told["person_id"] = uid.removeprefix(UID)
    return told | _numbers(card)


def _numbers(card: Any) -> dict[str, str]:
    texts, calls = list[str](), list[str]()
    for one in card.contents.get("tel", []):
        kinds = {kind.casefold() for value in one.params.get("TYPE", []) for kind in value.split(",")}
        number = _text(one).removeprefix("tel:")
        if kinds & FIXED:
            continue
        if kinds & MOBILE:
            texts.append(number)
        if not kinds & MOBILE or "voice" in kinds:
            calls.append(number)
    return {"sms": ";".join(texts), "voice": ";".join(calls)}


def _first(card: Any, name: str) -> str:
    found = card.contents.get(name, [])
    return _text(found[0]) if found else ""


def _text(one: Any) -> str:
    value = one.value
    return str(value[0] if isinstance(value, list) and value else value).strip()


def _broken(file: str, line: int) -> Invalid:
    return Invalid(phrase("{file} is no vCard from line {line} on."), place="file", file=file, line=line)
