"""The ``knooppunt`` command: a table of commands, each loaded from its room only when it is used."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import click

from knooppunt import __version__
from knooppunt.config.environment import demo_variables
from knooppunt.kit.problems import Problem

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Listed:
    """One command: where its click object is, what it is for, and what must stand before it runs.

    ``needs``: ``nothing``; ``settings``; a database that is ``held`` (it answers, whatever is in it); or one that is
    ``ready`` (migrated, with the package tables in it). ``seals`` closes the journal behind the command.
    """

    place: str
    sentence: str
    needs: Literal["nothing", "settings", "held", "ready"] = "ready"
    seals: bool = False


COMMANDS: dict[str, Listed] = {
    "demo": Listed(
        "knooppunt.config.demo.command:demo", "A made outbreak to look at, in a home of its own.", seals=True
    ),
    "serve": Listed("knooppunt.config.serving.command:serve", "Serve the pages and do the work behind them."),
    "import": Listed("knooppunt.config.importing:import_", "Take in files with figures, or borders.", seals=True),
    "figures": Listed("knooppunt.ground.figures.commands:figures", "Show figures, and judge rows.", seals=True),
    "picture": Listed("knooppunt.rooms.picture.commands:picture", "Compile, publish and replay editions.", seals=True),
    "readiness": Listed("knooppunt.rooms.readiness.commands:readiness", "Hold signals to the figures.", seals=True),
    "reporting": Listed("knooppunt.rooms.reporting.commands:reporting", "Bring in reports as sheets.", seals=True),
    "journal": Listed("knooppunt.ground.journal.commands:journal", "List, seal and verify what happened."),
    "delivery": Listed(
        "knooppunt.ground.delivery.commands:delivery", "What was sent; send again; try out.", seals=True
    ),
    "user": Listed("knooppunt.ground.access.commands:user", "People, their accounts and mandates.", seals=True),
    "backup": Listed("knooppunt.config.safekeeping.command:backup", "Write everything to one file."),
    "restore": Listed("knooppunt.config.safekeeping.command:restore", "Bring a backup back.", "held"),
    "doctor": Listed("knooppunt.config.doctor:doctor", "Examine this installation.", "held"),
    "migrate": Listed("knooppunt.config.upgrading:migrate", "Bring the database up to this version.", "held"),
    "settings": Listed("knooppunt.config.shown:settings", "List every setting and its value.", "settings"),
}


class WrongSetting(click.ClickException):
    """A setting is wrong or unknown: nothing starts."""

    exit_code = 2


class House(click.Group):
    """The commands of :data:`COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        if listed.needs != "nothing":
            _read_settings(cmd_name, ctx.params.get("lang"))
        found = loaded(listed.place)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        listed = COMMANDS.get(name or "")
        if listed and not {"--help", "-h"} & set(rest):
            _prepare(ctx, listed)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.sentence) for name, listed in COMMANDS.items()])


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of answers; else that of the terminal.")
@click.version_option(__version__, prog_name="knooppunt", message="%(prog)s %(version)s")
def knooppunt(lang: str | None) -> None:
    """The software of a national crisis-coordination node.

    Settings are environment variables: see `knooppunt settings`.
    """


def loaded(place: str) -> Any:
    """The object at ``module:name``; late, so that a command loads only what it uses."""
    module, name = place.split(":")
    return getattr(import_module(module), name)


def terminal_language(variables: Mapping[str, str]) -> str:
    """Dutch when the terminal is Dutch, otherwise English (the order is that of gettext)."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if variables.get(name):
            return "nl" if variables[name].lower().startswith("nl") else "en"
    return "en"


def translated(template: str) -> str:
    """``template`` in the language of the terminal; as it is when the settings were never read."""
    translation = import_module("django.utils.translation")
    try:
        return str(translation.gettext(template)) if template else ""
    except Exception:  # a refusal of the settings themselves: there is nothing to translate with
        return template


def _read_settings(command: str, language: str | None) -> None:
    if command == "demo":
        os.environ.update(demo_variables(os.environ))
    elif os.environ.get("KNOOPPUNT_DEMO"):
        raise WrongSetting("KNOOPPUNT_DEMO is set by `knooppunt demo` only.")
    try:
        import_module("django").setup()
    except Problem as wrong:
        raise WrongSetting(str(wrong)) from wrong
    import_module("django.utils.translation").activate(language or terminal_language(os.environ))


def _prepare(ctx: click.Context, listed: Listed) -> None:
    if listed.needs in ("nothing", "settings"):
        return
    prepared: Callable[..., AbstractContextManager[None]] = loaded(f"knooppunt.config.database:{listed.needs}")
    ctx.with_resource(prepared(seals=listed.seals))
