"""Writes the OpenAPI documents into docs/reference; with --check it only says whether they are as the code has them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def drawn() -> dict[Path, str]:
    """Each document as the code has it now, by its place."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    django.setup()
    from knooppunt.config.api import api  # noqa: PLC0415  needs the settings
    from knooppunt.rooms.picture.ogc.document import document  # noqa: PLC0415

    documents = {"openapi.json": api.document, "ogc-openapi.json": document()}
    return {FOLDER / name: json.dumps(one, ensure_ascii=False, indent=2) + "\n" for name, one in documents.items()}


def main() -> int:
    """0 when the documents are as the code has them; 1 when one is not."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing")
    texts = drawn()
    if arguments.parse_args().check:
        old = [place.name for place, text in texts.items() if not place.exists() or place.read_text() != text]
        print(f"old: {', '.join(old)}: make docs" if old else "The OpenAPI documents are as the code has them.")
        return int(bool(old))
    for place, text in texts.items():
        place.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
