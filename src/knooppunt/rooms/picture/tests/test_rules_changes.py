"""What changed since the edition before: also statements and whose report is missing."""

from __future__ import annotations

from typing import Any

from knooppunt.rooms.picture.rules.changes import changes_between, in_short
from knooppunt.rooms.picture.tests.made import made_content

WHICH = "0190b3a4-0000-7000-8000-0000000000aa"
TOKEN = f"{{{{duiding {WHICH}}}}}"
SAID = {"id": WHICH, "version": 1, "text": "Het loopt op.", "confidence": "high", "likelihood": "",
        "valid_from": "2020-09-15", "stale_since": None}  # fmt: skip
LATE = {"kind": "late", "about": "r", "series": "Zorg", "number": 1, "state": "missing", "count": 1}


def with_statement(**changed: Any) -> dict[str, Any]:
    return made_content("landelijk_beeld", {"zorg": TOKEN}, statements={TOKEN: SAID | changed})


def late(*names: str) -> dict[str, Any]:
    return made_content("landelijk_beeld", outside=(LATE | {"organisations": list(names)},) if names else ())


def how(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [each.how for each in changes_between(before, after) if each.kind == "statement"]


def test_a_statement_is_new_gone_rewritten_stale_or_no_longer_stale() -> None:
    plain, first = made_content("landelijk_beeld", {"zorg": "Niets."}), with_statement()
    stale = with_statement(stale_since="2020-09-16T08:00:00Z")
    assert how(plain, first) == ["new"]
    assert how(first, plain) == ["gone"]
    assert how(first, with_statement(version=2, text="Het daalt.")) == ["rewritten"]
    assert how(first, stale) == ["stale"]
    assert how(stale, with_statement(version=2)) == ["fresh"]
    assert how(first, first) == []


def test_the_same_statement_written_as_another_token_is_the_same() -> None:
    token = f"{{{{ duiding  {WHICH} }}}}"
    assert how(with_statement(), made_content("landelijk_beeld", {"zorg": token}, statements={token: SAID})) == []


def test_whose_report_is_missing_now_and_whose_no_longer() -> None:
    found = in_short(changes_between(late("Drenthe", "Utrecht"), late("Fryslân", "Utrecht"))).reports
    assert [(each.kind, each.label["nl"]) for each in found] == [
        ("late", "Fryslân (Zorg)"),
        ("reported", "Drenthe (Zorg)"),
    ]
    assert not in_short(changes_between(late("Utrecht"), late("Utrecht"))).reports
