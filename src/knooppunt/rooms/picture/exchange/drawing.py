"""Drawing a Vega-Lite specification as SVG, for where no script runs: the PDF, the file, the page without script."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Lock

import vl_convert
from django.conf import settings

from knooppunt.rooms.picture.exchange.charts import Spec

WIDTH = 640  # of a drawn chart, in pixels
FAMILY = "Atkinson Hyperlegible Next"
PLACES = re.compile(r'(?: d="|translate\()[^")]*')
DECIMALS = re.compile(r"(?<=\d\.)(\d\d)\d+")
ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
COUNTED = re.compile(r'(?<=["#(])((?:clip|gradient_)\d+)')

_ready = Lock()
_fonts: list[Path] = []


def svg(spec: Spec, width: int = WIDTH) -> str:
    """The drawing. The same specification gives the same text: the renderer's running numbers start again at 1."""
    _prepare()
    # The renderer would name every mark by its fields; what the drawing says stands beside it, in words and a table.
    config = spec["config"] | {"font": FAMILY, "aria": False}
    drawn = str(vl_convert.vegalite_to_svg(spec | {"width": width, "config": config}))
    return _renumbered(_coarse(ROLES.sub("", drawn)))


def warm_up() -> None:
    """Start the renderer: its first drawing takes more than a second, later ones a tenth."""
    svg({"width": 10, "config": {}, "data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}})


def _prepare() -> None:
    with _ready:
        if not _fonts and (folder := font_folder()).exists():
            vl_convert.register_font_directory(str(folder))
            _fonts.append(folder)


def font_folder() -> Path:
    """Where the fonts of the house lie."""
    return Path(settings.PACKAGE) / "web" / "static" / "built" / "fonts"


def _coarse(text: str) -> str:
    """Places to a hundredth of a pixel, of which the renderer gives fifteen decimals: half of the drawing."""
    return PLACES.sub(lambda found: DECIMALS.sub(r"\1", found[0]), text)


def _renumbered(text: str) -> str:
    names: dict[str, str] = {}
    return COUNTED.sub(lambda found: names.setdefault(found[1], f"c{len(names) + 1}"), text)
