"""Keeps the translations: `update` gathers sentences, `compile` makes .mo files, `check` finds what is missing.

English sentences in Python (`gettext`, `_`, `phrase`, …) and in templates (`{% translate %}`, `{% blocktranslate %}`)
are the keys; each room keeps its Dutch in `locale/nl/LC_MESSAGES/django.po`. Needs no gettext programs.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "knooppunt"
LANGUAGE = "nl"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ugettext": None,
    "phrase": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
NOT_FOR_PEOPLE = {"tests", "migrations", "locale", "static"}
BRACES = re.compile(r"\{(\w+)[^{}]*\}")
PERCENTS = re.compile(r"%\((\w+)\)s")


def homes() -> dict[Path, list[Path]]:
    """Each folder that keeps a catalogue, with the folders whose sentences go there."""
    rooms = [path for floor in ("ground", "rooms") for path in sorted((SOURCE / floor).iterdir()) if _is_room(path)]
    found = {room: [room] for room in rooms}
    found[SOURCE / "config"] = [SOURCE / "config"]
    found[SOURCE / "web"] = [SOURCE / "web", SOURCE / "kit"]
    return found


def _is_room(path: Path) -> bool:
    return path.is_dir() and (path / "apps.py").exists()


def catalogue_of(home: Path) -> Path:
    """Where a room keeps its Dutch."""
    return home / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def gathered(folders: list[Path]) -> Catalog:
    """All sentences in the Python and the templates of ``folders``."""
    catalogue = Catalog(locale=LANGUAGE, project="Knooppunt", charset="utf-8")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            apart = NOT_FOR_PEOPLE & set(path.relative_to(SOURCE).parts)
            if path.suffix in (".py", ".html", ".txt") and not apart:
                _add(catalogue, path)
    return catalogue


def _add(catalogue: Catalog, path: Path) -> None:
    place = path.relative_to(SOURCE).as_posix()
    for line, words, comments, context in extract("python", BytesIO(_python(path)), KEYWORDS, ["Translators:"]):
        catalogue.add(words, None, [(place, line)], auto_comments=comments, context=context)


def _python(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Only the calls matter; the indents of HTML are none of Python.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    return text.encode()


def update(rooms: list[str]) -> None:
    """Bring the catalogues (of ``rooms``, or all) in step with the sources; what was translated stays."""
    for home, folders in homes().items():
        found = gathered(folders)
        if not len(found) or (rooms and home.name not in rooms):
            continue
        path = catalogue_of(home)
        present = _read(path) if path.exists() else Catalog(locale=LANGUAGE, charset="utf-8")
        present.update(found, no_fuzzy_matching=True, update_header_comment=False)
        present.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_written(present), encoding="utf-8")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _written(catalogue: Catalog) -> str:
    # Without dates, names and line numbers: a catalogue changes only when its sentences do.
    buffer = BytesIO()
    write_po(buffer, catalogue, omit_header=True, include_lineno=False, sort_output=True, width=120)
    head = (
        'msgid ""\nmsgstr ""\n"Language: nl\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head + buffer.getvalue().decode()


def compile_all() -> None:
    """Make the .mo file beside each .po file."""
    for path in sorted(SOURCE.glob("**/LC_MESSAGES/django.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, _read(path))


def faults() -> Iterator[str]:
    """What is not translated, left over, or has other places for values than the English."""
    for home, folders in homes().items():
        found, path = gathered(folders), catalogue_of(home)
        present = _read(path) if path.exists() else Catalog(locale=LANGUAGE)
        for message in found:
            if message.id:
                yield from _faults_of(home.name, message, present.get(message.id, message.context))
        for message in present:
            if message.id and found.get(message.id, message.context) is None:
                yield f"{home.name}: no longer used: {_key(message)!r}"

    yield from _contradictions()


def _contradictions() -> Iterator[str]:
    """Sentences with two translations: the running house has one for all rooms, that of the first it comes upon."""
    told: dict[tuple[str, str | None], dict[tuple[str, ...], str]] = {}
    for home in homes():
        path = catalogue_of(home)
        for message in _read(path) if path.exists() else ():
            if message.id:
                ways = told.setdefault((_key(message), message.context), {})
                ways.setdefault(_texts(message.string), home.name)
    for (words, _), ways in told.items():
        if len(ways) > 1:
            yield f"{' and '.join(ways.values())}: two translations of {words!r}"


def _faults_of(home: str, message: Message, dutch: Message | None) -> Iterator[str]:
    if dutch is None or not all(_texts(dutch.string)) or not dutch.string:
        yield f"{home}: no Dutch for {_key(message)!r}"
    elif dutch.fuzzy:
        yield f"{home}: only guessed: {_key(message)!r}"
    elif any(_places(text) - _places(" ".join(_texts(message.id))) for text in _texts(dutch.string)):
        yield f"{home}: other places for values than the English: {_key(message)!r}"


def _texts(words: Any) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (tuple, list)) else (words,)


def _key(message: Message) -> str:
    return _texts(message.id)[0]


def _places(text: str) -> set[str]:
    return {*BRACES.findall(text), *PERCENTS.findall(text)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("update", "compile", "check"))
    parser.add_argument("rooms", nargs="*", help="only these rooms (update)")
    asked = parser.parse_args()
    # Only the lexer of the templates is used; it asks for no more than that settings exist.
    settings.configure(USE_I18N=False)
    if asked.what == "update":
        update(asked.rooms)
    if asked.what == "compile":
        compile_all()
    found = list(faults()) if asked.what == "check" else []
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
