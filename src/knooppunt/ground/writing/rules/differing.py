"""How two texts differ: the edits that turn one into the other, and what to mark when they are shown side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORDS = re.compile(r"\w+|\s|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
MOST_WORDS = 4_000  # in a stretch that is compared word by word; a longer one is compared line by line


@dataclass(frozen=True, slots=True)
class Edit:
    """In the old text, replace the characters from ``start`` until ``end`` (exclusive) by ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one of the two texts: the same in both, taken away (old only) or added (new only)."""

    kind: Literal["same", "removed", "added"]
    text: str


def edits(old: str, new: str) -> list[Edit]:
    """What turns ``old`` into ``new``, word by word, from the beginning. What both share is left alone."""
    start, ends = _common(old, new)
    middle_old, middle_new = old[start : len(old) - ends], new[start : len(new) - ends]
    before, after = _pieces(middle_old, middle_new)
    at = _offsets(before, start)
    return [
        Edit(at[i1], at[i2], "".join(after[j1:j2]))
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def one_edit(old: str, new: str) -> Edit | None:
    """The one stretch that differs; ``None`` when nothing does."""
    if old == new:
        return None
    start, ends = _common(old, new)
    return Edit(start, len(old) - ends, new[start : len(new) - ends])


def applied(old: str, changes: Sequence[Edit]) -> str:
    """``old`` with the changes."""
    for change in reversed(changes):
        old = old[: change.start] + change.text + old[change.end :]
    return old


def parts(old: str, new: str) -> list[Part]:
    """Both texts in one line of parts, in reading order."""
    return list(_parts(old, edits(old, new)))


def _parts(old: str, changes: Sequence[Edit]) -> Iterator[Part]:
    at = 0
    for change in changes:
        if change.start > at:
            yield Part("same", old[at : change.start])
        if change.end > change.start:
            yield Part("removed", old[change.start : change.end])
        if change.text:
            yield Part("added", change.text)
        at = change.end
    if at < len(old):
        yield Part("same", old[at:])


def _common(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with, and how many of the rest both end with, in whole words."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    while start and _within_word(old, start) | _within_word(new, start):
        start -= 1
    most -= start
    ends = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    while ends and _within_word(old, len(old) - ends) | _within_word(new, len(new) - ends):
        ends -= 1
    return start, ends


def _within_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _pieces(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) <= MOST_WORDS:
        return before, after
    return LINES.findall(old), LINES.findall(new)


def _offsets(pieces: Sequence[str], start: int) -> list[int]:
    offsets = [start]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets
