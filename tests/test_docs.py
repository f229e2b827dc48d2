"""What the documents promise is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_decision_is_listed_with_its_own_title() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text()
    decisions = sorted(ROOT.glob("docs/decisions/[0-9]*.md"))
    numbers = [place.name[:4] for place in decisions]
    assert len(numbers) == len(set(numbers)), "two decisions carry the same number"
    assert [place.name for place in decisions if f"]({place.name})" not in listed] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert 0 < readme.index("make demo") < readme.index("make test") < readme.index("![")


def test_the_documents_name_no_path_of_a_machine() -> None:
    private = re.compile(r"/work/|/root/|/tmp/|/home/\w")
    assert [str(page) for page in PAGES if private.search(page.read_text())] == []
