"""What the front end leaves behind, and the translations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tools import messages

ROOT = Path(__file__).resolve().parents[4]
BUILT = ROOT / "src" / "knooppunt" / "web" / "static" / "built"


@pytest.fixture(autouse=True)
def _built() -> None:
    assert BUILT.exists(), "the front end is not built: run `make setup`"


def test_the_fonts_of_the_pdf_are_there_whole() -> None:
    faces = {path.name for path in (BUILT / "fonts").glob("*.ttf")}
    assert faces == {
        f"AtkinsonHyperlegibleNext_{face}.ttf" for face in ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")
    }
    assert (BUILT / "fonts" / "OFL.txt").exists()


def test_the_style_sheet_fetches_nothing_from_outside() -> None:
    sheet = (BUILT / "knooppunt.css").read_text()
    assert "utrecht-button" not in sheet
    assert not [url for url in re.findall(r"url\(([^)]*)\)", sheet) if not url.strip("\"'").startswith("./fonts/")]


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


def test_every_sentence_has_its_dutch() -> None:
    assert not list(messages.faults())


def test_a_sentence_without_dutch_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "page.html").write_text("{% load i18n %}{% translate 'A planted sentence' %}")
    (tmp_path / "room" / "rules.py").write_text("raise Invalid(phrase('Planted {code}.'), code=1)\n")
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    monkeypatch.setattr(messages, "homes", lambda: {tmp_path / "room": [tmp_path / "room"]})
    assert list(messages.faults()) == [
        "room: no Dutch for 'A planted sentence'",
        "room: no Dutch for 'Planted {code}.'",
    ]
