"""Saving a whole text: it must be sensible, and nobody may have changed it in between."""

from __future__ import annotations

from knooppunt.ground.writing.rules.updates import MOST_LENGTH, is_plain, length_of
from knooppunt.kit.problems import Conflict, Invalid, phrase


class Stale(Conflict):
    """Someone else changed the text since it was read."""

    def __init__(self) -> None:
        super().__init__(phrase("Someone changed this text while you were writing. Yours was not saved; compare them."))


def tidy(text: str, place: str = "text") -> str:
    """The text with line ends as they are kept; :class:`Invalid` when it is too long or holds control characters."""
    words = text.replace("\r\n", "\n").replace("\r", "\n")
    if not is_plain(words):
        raise Invalid(phrase("The text holds control characters."), place=place)
    if (length := length_of(words)) > MOST_LENGTH:
        raise Invalid(
            phrase("The text has {length} characters; it may have {most}."),
            place=place,
            length=length,
            most=MOST_LENGTH,
        )
    return words
