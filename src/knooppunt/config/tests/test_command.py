"""The command line: settings, help, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from knooppunt.config.command import COMMANDS, knooppunt, loaded, terminal_language
from knooppunt.config.embedded import hold_server
from knooppunt.config.environment import VARIABLES, demo_variables, read_environment
from knooppunt.config.tests.running import Installation
from knooppunt.kit.problems import Invalid


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"KNOOPPUNT_PROT": "8000"}, "KNOOPPUNT_PORT"),
        ({"KNOOPPUNT_PORT": "many"}, "KNOOPPUNT_PORT"),
        ({"KNOOPPUNT_PORT": "0"}, "KNOOPPUNT_PORT"),
        ({"KNOOPPUNT_TLS": "maybe"}, "KNOOPPUNT_TLS"),
        ({"KNOOPPUNT_SECRET": "short"}, "KNOOPPUNT_SECRET"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"KNOOPPUNT_ADDRESS": "0.0.0.0"}, "KNOOPPUNT_ADDRESS"),
        ({"KNOOPPUNT_ADDRESS": "0.0.0.0", "KNOOPPUNT_TLS": "1"}, "KNOOPPUNT_ADDRESS"),
        ({"KNOOPPUNT_ADDRESS": "0.0.0.0", "KNOOPPUNT_SECRET": "x" * 32}, "KNOOPPUNT_ADDRESS"),
        ({"KNOOPPUNT_ADDRESS": "0.0.0.0", "KNOOPPUNT_SECRET": "x" * 32, "KNOOPPUNT_TLS": "1", "KNOOPPUNT_DEMO": "1"},
         "KNOOPPUNT_ADDRESS"),
        ({"KNOOPPUNT_DEMO": "1", "DATABASE_URL": "postgresql://x/y"}, "DATABASE_URL"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_by_name(variables: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_environment(variables)
    assert named in str(refusal.value)
    assert "literal" not in str(refusal.value)


def test_beyond_loopback_it_listens_with_tls_and_a_secret() -> None:
    variables = {"KNOOPPUNT_ADDRESS": "0.0.0.0", "KNOOPPUNT_TLS": "1", "KNOOPPUNT_SECRET": "x" * 32}
    assert not read_environment(variables).on_loopback


def test_a_demo_has_a_home_of_its_own() -> None:
    variables = demo_variables({"KNOOPPUNT_HOME": "/srv/node"})
    assert read_environment(variables).home == Path("/srv/node/demo")
    assert read_environment(variables).demo
    assert not read_environment({}).demo


def test_a_wrong_setting_stops_the_start_with_its_name(folder: Path) -> None:
    done = Installation(folder / "home").run("journal", "list", KNOOPPUNT_COLOUR="red")
    assert (done.returncode, done.stdout) == (2, "")
    assert "KNOOPPUNT_COLOUR is not a setting" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "home").exists()


def test_the_demo_switch_is_not_for_a_real_installation(folder: Path) -> None:
    done = Installation(folder / "home").run("serve", KNOOPPUNT_DEMO="1")
    assert done.returncode == 2
    assert "KNOOPPUNT_DEMO is set by `knooppunt demo` only" in done.stderr


def test_settings_are_listed_and_secrets_are_not(folder: Path) -> None:
    told = Installation(folder / "home").run(
        "settings", "--json", KNOOPPUNT_SECRET="s" * 40, DATABASE_URL="postgresql://u:geheim@h/d"
    )
    assert {line["name"] for line in json.loads(told.stdout)} == {v.name for v in VARIABLES.values()}
    assert "sss" not in told.stdout
    assert "geheim" not in told.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    command = loaded(COMMANDS[name].place)
    said = CliRunner().invoke(command, ["--help"])
    assert said.exit_code == 0, said.output
    assert len(said.output.splitlines()) > 4


def test_help_lists_every_command_and_reads_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOOPPUNT_COLOUR", "red")
    said = CliRunner().invoke(knooppunt, ["--help"])
    assert said.exit_code == 0
    assert all(f"  {name} " in said.output for name in COMMANDS)


def test_the_terminal_chooses_the_language() -> None:
    assert terminal_language({"LANG": "nl_NL.UTF-8"}) == "nl"
    assert terminal_language({"LANG": "C.UTF-8"}) == "en"
    assert terminal_language({"LANGUAGE": "en", "LANG": "nl_NL"}) == "en"
    assert terminal_language({}) == "en"


def test_a_database_that_does_not_answer_is_a_sentence(folder: Path) -> None:
    url = "postgresql://someone:geheim@127.0.0.1:1/none"
    done = Installation(folder / "home").run("journal", "list", DATABASE_URL=url)
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stderr


def test_a_home_that_is_no_folder_is_a_sentence(folder: Path) -> None:
    (folder / "file").write_text("no folder")
    done = Installation(folder / "file").run("journal", "list")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert f"{folder / 'file'}" in done.stderr
    assert "cannot be used" in done.stderr


def test_another_server_is_brought_up_to_date_by_a_person_only(folder: Path) -> None:
    server = Installation(folder / "home")
    other = Installation(folder / "other")
    held = hold_server(server.home)
    done = other.run("journal", "list", DATABASE_URL=held.url)
    assert done.returncode == 1
    assert "knooppunt migrate" in done.stderr
    assert other.run("migrate", DATABASE_URL=held.url).returncode == 0
    assert other.run("journal", "verify", DATABASE_URL=held.url).returncode == 0
    held.release()
