"""An edition as one HTML file that needs nothing else: no script, no style sheet, no font from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from knooppunt.rooms.picture.exchange.labels import labels
from knooppunt.rooms.picture.exchange.pdf import drawn
from knooppunt.rooms.picture.exchange.showing import Shown
from knooppunt.rooms.picture.rules.canonical import canonical, digest


def html(content: Mapping[str, Any], shown: Shown) -> bytes:
    """The file, with the SHA-256 of the content at its end."""
    context = {"shown": drawn(shown), "words": labels(shown["language"]), "sha256": digest(canonical(dict(content)))}
    with translation.override(shown["language"]):
        return render_to_string("picture/edition_file.html", context).encode()
