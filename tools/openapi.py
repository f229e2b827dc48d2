"""Writes docs/reference/openapi.json; with --check it only says whether that is still as the code has it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import django

PLACE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "openapi.json"


def drawn() -> str:
    """The document as the code has it now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    django.setup()
    from knooppunt.config.api import api  # noqa: PLC0415  needs the settings

    return json.dumps(api.document, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """0 when the document is as the code has it; 1 when it is not."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing")
    text, held = drawn(), PLACE.read_text() if PLACE.exists() else ""
    if arguments.parse_args().check:
        print("The OpenAPI document is as the code has it." if text == held else f"{PLACE.name} is old: make docs")
        return int(text != held)
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
