"""Taking in an upload: to disk as it comes, never more than may be taken in."""

from __future__ import annotations

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and lets go of it as soon as it has more than ``most`` bytes.

    What still comes is read and thrown away, so that the browser can be told; ``too_large`` is then the name of the
    file.
    """

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.too_large = ""
        self.most = most

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            self.too_large = self.file_name or ""
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
