"""``knooppunt picture`` at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from knooppunt.kit.problems import Invalid, Problem
from knooppunt.rooms.picture.commands import picture
from knooppunt.rooms.picture.tests.outbreak import ON


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and what went to stdout; refusals are raised."""
    done = CliRunner().invoke(picture, arguments, catch_exceptions=False)
    return done.exit_code, done.stdout


def test_publish_prints_what_was_made_and_replay_the_same_sum(outbreak: Path) -> None:
    note = outbreak / "zorg.txt"
    note.write_text("Drukte.", encoding="utf-8")
    code, out = run("publish", "landelijk-beeld", "--on", str(ON), "--text", f"zorg={note}", "--json")
    made = json.loads(out)
    assert code == 0
    assert set(made["files"]) == {"json", "pdf", "xlsx", "html"}
    content = json.loads(Path(made["files"]["json"]).read_text(encoding="utf-8"))
    assert [block["text"] for block in content["blocks"] if block["key"] == "zorg"] == ["Drukte."]
    code, out = run("replay", made["id"], "--json")
    assert (code, json.loads(out)["same"], json.loads(out)["sha256"]) == (0, True, made["sha256"])
    code, out = run("list", "--json")
    assert [each["id"] for each in json.loads(out)] == [made["id"]]
    code, out = run("export", made["id"], "--to", str(outbreak / "uit"), "--language", "en", "--json")
    names = sorted(Path(path).name for path in json.loads(out)["files"].values())
    assert names == [
        "landelijk-beeld-1-2020-09-15.en.html", "landelijk-beeld-1-2020-09-15.en.pdf",
        "landelijk-beeld-1-2020-09-15.en.xlsx", "landelijk-beeld-1-2020-09-15.json"]  # fmt: skip


def test_replay_of_figures_that_were_tampered_with_exits_with_3_and_names_the_place(outbreak: Path) -> None:
    _code, out = run("publish", "landelijk-beeld", "--on", str(ON), "--json")
    which = json.loads(out)["id"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE figures_observation SET value = value + 1 WHERE starts = %s", [ON])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    code, out = run("replay", which, "--json")
    assert code == 3
    assert json.loads(out)["same"] is False
    assert json.loads(out)["difference"].startswith("figures[")


def test_the_products_are_listed_with_their_texts(outbreak: Path) -> None:
    _code, out = run("products", "--json")
    assert {each["product"]: each["texts"] for each in json.loads(out)}["kwetsbare_groepen"] == [
        "kernboodschap", "zorg", "samenleving"]  # fmt: skip
    assert "landelijk_beeld" in run("products")[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("publish", "landelijk-beeld", "--on", "gisteren"), "is not a day"),
        (("publish", "landelijk-beeld", "--on", "2020-09-15", "--known", "straks"), "is not a moment"),
        (("publish", "landelijk-beeld", "--on", "2020-09-15", "--text", "zorg"), "KEY=TEXT"),
        (("publish", "weerbeeld", "--on", "2020-09-15"), "There is no product weerbeeld"),
        (("publish", "landelijk-beeld", "--on", "2019-09-15"), "begins on"),
    ],
)
def test_a_wrong_argument_is_refused_in_a_sentence(outbreak: Path, arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        run(*arguments)


def test_a_day_as_known_moment_is_the_end_of_that_day(outbreak: Path) -> None:
    with pytest.raises(Invalid, match="lies in the future"):
        run("publish", "landelijk-beeld", "--on", str(ON), "--known", "2099-01-01")
