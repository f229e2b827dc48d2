"""The doors of the files room."""

from __future__ import annotations

from knooppunt.ground.files.actions import keep
from knooppunt.ground.files.cells import LARGEST_FILE, MEGABYTE, MOST_LINES, rows_of, text_of
from knooppunt.ground.files.downloads import asked_format, attached, download
from knooppunt.ground.files.queries import original_path, originals, vault
from knooppunt.ground.files.uploading import LimitedUpload
from knooppunt.ground.files.vault import Vault
from knooppunt.kit.tables import Table

__all__ = [
    "LARGEST_FILE",
    "MEGABYTE",
    "MOST_LINES",
    "LimitedUpload",
    "Table",
    "Vault",
    "asked_format",
    "attached",
    "download",
    "keep",
    "original_path",
    "originals",
    "rows_of",
    "text_of",
    "vault",
]
