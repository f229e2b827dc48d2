"""A place in a declaration: reads values there and says exactly which key of which file is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.picture.rules.products import Words


class Spot:
    """One table of a TOML file. Remembers which keys were read, so that a key nobody knows is refused too."""

    def __init__(self, values: Mapping[str, Any], file: str, path: str = "") -> None:
        self.values = values
        self.file = file
        self.path = path
        self.read: set[str] = set()

    def place(self, key: str) -> str:
        """``file, key`` with the whole path of the key (``blocks[2].title.nl``)."""
        return f"{self.file}, {self.path}.{key}" if self.path else f"{self.file}, {key}"

    def wrong(self, key: str, template: str, **values: object) -> Invalid:
        return Invalid(template, place=self.place(key), key=key, **values)

    def has(self, key: str) -> bool:
        return key in self.values

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        """The value of ``key``; refused when it is missing without a default, or not of this kind."""
        self.read.add(key)
        if key not in self.values:
            if default is None:
                raise self.wrong(key, phrase("The key {key} is missing."))
            return default
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, phrase("The key {key} must be a {kind}."), kind=NAMES[kind])
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = str(self.take(key, str, default))
        if not value and default is None:
            raise self.wrong(key, phrase("The key {key} is empty."))
        return value

    def whole(self, key: str, default: int, lowest: int, highest: int) -> int:
        value = int(self.take(key, int, default))
        if not lowest <= value <= highest:
            template = phrase("The key {key} must be between {lowest} and {highest}.")
            raise self.wrong(key, template, lowest=lowest, highest=highest)
        return value

    def one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            template = phrase("{value} is not known here; known are {allowed}.")
            raise self.wrong(key, template, value=value, allowed=", ".join(allowed))
        return value

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        if isinstance(self.values.get(key), str):
            return (self.text(key),)
        values = self.take(key, list, None if default is None else list(default))
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key, phrase("The key {key} must be a list of texts."))
        return tuple(values)

    def numbers(self, key: str) -> tuple[float, ...]:
        values = self.take(key, list, [])
        if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            raise self.wrong(key, phrase("The key {key} must be a list of numbers."))
        if list(values) != sorted(set(values)):
            raise self.wrong(key, phrase("The numbers of {key} must rise."))
        return tuple(float(value) for value in values)

    def words(self, key: str) -> Words:
        """A table with ``nl`` and ``en``."""
        below = self.below(key)
        words = Words(below.text("nl"), below.text("en"))
        below.done()
        return words

    def below(self, key: str) -> Spot:
        return Spot(self.take(key, dict), self.file, f"{self.path}.{key}" if self.path else key)

    def each(self, key: str) -> list[Spot]:
        """The tables of a list; refused when there are none."""
        tables = self.take(key, list)
        path = f"{self.path}.{key}" if self.path else key
        if not tables or not all(isinstance(table, dict) for table in tables):
            raise self.wrong(key, phrase("The key {key} must be a list of tables."))
        return [Spot(table, self.file, f"{path}[{number}]") for number, table in enumerate(tables, start=1)]

    def done(self) -> None:
        """Refuse keys that were not read: a misspelt key must not be silently without effect."""
        for key in self.values:
            if key not in self.read:
                template = phrase("The key {key} is not known here; known are {allowed}.")
                raise self.wrong(key, template, allowed=", ".join(sorted(self.read)))


# The words of TOML itself, in every language.
NAMES: dict[type, str] = {str: "string", int: "integer", bool: "boolean", list: "array", dict: "table", date: "date"}
