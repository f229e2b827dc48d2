"""An edition as PDF/UA-1, set by typst. No fonts of the machine, no clock: the same edition gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from knooppunt.rooms.picture.exchange.drawing import font_folder, svg
from knooppunt.rooms.picture.exchange.labels import labels
from knooppunt.rooms.picture.exchange.showing import Shown

TEMPLATE = Path(__file__).with_name("edition.typ")
CHARTED = ("map", "chart", "comparison")
WIDTHS = {"map": 430, "chart": 640, "comparison": 560}


def pdf(content: Mapping[str, Any], shown: Shown) -> bytes:
    """Tagged PDF with title, language, alternative texts and a numbered provenance of every figure."""
    inputs = {"shown": json.dumps(drawn(shown)), "words": json.dumps(labels(shown["language"]))}
    made = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(datetime.fromisoformat(content["known_at"]).timestamp()),
    )
    return bytes(made)


def drawn(shown: Shown) -> Shown:
    """The same with every specification drawn as SVG (``svg``)."""
    blocks = [_drawn(block) if block["kind"] in CHARTED else block for block in shown["blocks"]]
    return shown | {"blocks": blocks}


def _drawn(block: Shown) -> Shown:
    without = {name: value for name, value in block.items() if name != "spec"}
    return without | {"svg": svg(block["spec"], WIDTHS[block["kind"]])}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(font_folder())])
