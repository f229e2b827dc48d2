"""Taking in an upload: to disk as it comes, never more than may be imported."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

MEGABYTE = 1 << 20


def most_megabytes() -> int:
    """The largest file that is taken in, in MiB."""
    return int(settings.KNOOPPUNT.import_max_mb)


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and lets go of it as soon as it is too large.

    What still comes is read and thrown away, so that the browser can be told; ``too_large`` is then the name of the
    file.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = ""
        self.most = most_megabytes() * MEGABYTE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            self.too_large = self.file_name or ""
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
