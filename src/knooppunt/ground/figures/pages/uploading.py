"""How large an upload may be."""

from __future__ import annotations

from django.conf import settings

MEGABYTE = 1 << 20


def most_megabytes() -> int:
    """The largest file that is taken in, in MiB."""
    return int(settings.KNOOPPUNT.import_max_mb)
