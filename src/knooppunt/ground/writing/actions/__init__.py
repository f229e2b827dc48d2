"""The verbs of texts."""

from __future__ import annotations

from knooppunt.ground.writing.actions.remarks import decide_suggestion, leave_comment, resolve_comment, suggest_text
from knooppunt.ground.writing.actions.texts import (
    begin_text,
    close_text,
    note_changes,
    reopen_text,
    replace_text,
    share_text,
)

__all__ = [
    "begin_text",
    "close_text",
    "decide_suggestion",
    "leave_comment",
    "note_changes",
    "reopen_text",
    "replace_text",
    "resolve_comment",
    "share_text",
    "suggest_text",
]
