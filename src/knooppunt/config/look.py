"""Static files straight from the package: no collecting, and an address that changes with the content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest
from whitenoise.middleware import WhiteNoiseFileResponse, WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

WHOLE = 1 << 20  # bytes that are sent at once; Django would send a file in pieces of 4 kB


class VersionedFiles(StaticFilesStorage):
    """Adds a digest of the content to each address, so that browsers may keep a file for long."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        version = _version(name or "")
        return f"{address}?v={version}" if version else address


@cache
def _version(name: str) -> str:
    place = finders.find(name)
    return hashlib.sha256(Path(place).read_bytes()).hexdigest()[:12] if isinstance(place, str) else ""


class WholeFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """Serves the files of the look in one piece, most of them."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> WhiteNoiseFileResponse:
        response = WhiteNoiseMiddleware.serve(static_file, request)
        response.block_size = WHOLE
        return response
