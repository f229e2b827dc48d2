"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.writing.actions import (
    begin_text,
    close_text,
    decide_suggestion,
    leave_comment,
    note_changes,
    reopen_text,
    replace_text,
    resolve_comment,
    share_text,
    suggest_text,
)
from knooppunt.ground.writing.editing import Comparison, Editor, compared, editor_of
from knooppunt.ground.writing.live.gatherings import Gatherings
from knooppunt.ground.writing.live.visit import listen
from knooppunt.ground.writing.live.window import Shut, Window
from knooppunt.ground.writing.queries import (
    CommentLine,
    SuggestionLine,
    Written,
    WrittenText,
    authors_of,
    comments,
    right_to,
    suggestions,
    text_of,
    texts_about,
)
from knooppunt.ground.writing.rules.references import Reference, references
from knooppunt.ground.writing.rules.rights import Right
from knooppunt.ground.writing.rules.stale import Stale

__all__ = [
    "CommentLine",
    "Comparison",
    "Editor",
    "Gatherings",
    "Reference",
    "Right",
    "Shut",
    "Stale",
    "SuggestionLine",
    "Window",
    "Written",
    "WrittenText",
    "authors_of",
    "begin_text",
    "close_text",
    "comments",
    "compared",
    "decide_suggestion",
    "editor_of",
    "leave_comment",
    "listen",
    "note_changes",
    "references",
    "reopen_text",
    "replace_text",
    "resolve_comment",
    "right_to",
    "share_text",
    "suggest_text",
    "suggestions",
    "text_of",
    "texts_about",
]
