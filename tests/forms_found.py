"""The forms of a page as a browser would send them, read from its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "date", "datetime-local", "time", "number", "email", "url", "search", "textarea"}
"""Kinds of fields in which one types; the others are chosen from."""


@dataclass(slots=True)
class Found:
    """A form: where it goes, what stands in it, and the names of the fields in which one types."""

    action: str
    told: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Found] = []
        self.form: Found | None = None
        self.area = ""
        self.select = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Found(told.get("action", "")) if told.get("method", "").lower() == "post" else None
        if self.form is None:
            return
        name, kind = told.get("name", ""), told.get("type", "text" if tag == "input" else "submit")
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in told:
            self._add(self.select, told.get("value", ""))
        elif tag == "textarea":
            self.area, self.text = name, []
        elif tag == "button" and name and "formnovalidate" not in told:
            self.form.told.setdefault(name, [told.get("value", "")])  # the first button, as when one presses Enter
        elif tag == "input" and name and (kind not in ("checkbox", "radio", "file") or "checked" in told):
            self._add(name, told.get("value", ""))
            self.form.typed += [name] if kind in TYPED else []

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.form is not None:
            self._add(self.area, "".join(self.text).removeprefix("\n"))
            self.form.typed.append(self.area)
            self.area = ""
        if tag == "form" and self.form is not None:
            self.forms.append(self.form)
            self.form = None

    def _add(self, name: str, value: str) -> None:
        if self.form is not None and name:
            self.form.told.setdefault(name, []).append(value)


def forms_of(page: str) -> list[Found]:
    """The forms of ``page`` that write something."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
