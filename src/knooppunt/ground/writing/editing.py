"""What a page needs to show a text with its editor: for the page of the text, and for pages of rooms above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.network.public import SECTION_NAMES, Section
from knooppunt.ground.writing.queries import (
    CommentLine,
    SuggestionLine,
    Written,
    WrittenText,
    authors_of,
    comments,
    suggestions,
    text_of,
)
from knooppunt.ground.writing.rules.differing import Part, parts
from knooppunt.ground.writing.rules.rights import Right
from knooppunt.kit.authority import Actor


@dataclass(frozen=True, slots=True)
class Editor:
    """A text with what was said about it. ``title`` is what the page calls it.

    ``resolve`` is where the page looks up live references, ``references`` where it finds which there are; both may be
    empty. ``back`` is the page to go back to after saving.
    """

    text: WrittenText
    title: str
    authors: Sequence[Written]
    comments: Sequence[CommentLine]
    suggestions: Sequence[SuggestionLine]
    resolve: str = ""
    references: str = ""
    back: str = ""

    @property
    def writes(self) -> bool:
        """Whether the reader may write in it."""
        return self.text.right is Right.WRITE

    @property
    def suggests(self) -> bool:
        """Whether the reader may only suggest."""
        return self.text.right is Right.SUGGEST

    @property
    def section(self) -> str | Promise:
        """The name of the section it belongs to; empty when it is of everyone."""
        return _(SECTION_NAMES[Section(self.text.section)]) if self.text.section else ""

    @property
    def open_comments(self) -> list[CommentLine]:
        """Those that nobody resolved."""
        return [one for one in self.comments if one.resolved_at is None]

    @property
    def open_suggestions(self) -> list[SuggestionLine]:
        """Those that nobody decided on."""
        return [one for one in self.suggestions if one.accepted is None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side, in parts: what stands there now, and what someone wanted to save."""

    theirs: Sequence[Part]
    mine: Sequence[Part]


def editor_of(
    document: UUID, *, title: str = "", resolve: str = "", references: str = "", back: str = "", actor: Actor
) -> Editor:
    """The context ``editor`` of ``writing/_editor.html``; :class:`NotFound`."""
    text = text_of(document, actor=actor)
    return Editor(
        text,
        title or text.key,
        authors_of(document, actor=actor),
        comments(document, actor=actor),
        suggestions(document, actor=actor),
        resolve,
        references,
        back,
    )


def compared(theirs: str, mine: str) -> Comparison:
    """What differs between the text as it stands and as someone wanted it, marked in both."""
    found = parts(theirs, mine)
    return Comparison([one for one in found if one.kind != "added"], [one for one in found if one.kind != "removed"])
