"""``knooppunt import``: files with figures, unless the first word names something else to take in."""

from __future__ import annotations

from inspect import cleandoc

import click

from knooppunt.config.command import loaded

FIGURES = "figures"
PLACES = {
    FIGURES: "knooppunt.ground.figures.commands:import_",
    "borders": "knooppunt.ground.geography.commands:borders",
}


class Importing(click.Group):
    """A group in which files with figures need no word of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in PLACES:
            return None
        found = loaded(PLACES[cmd_name])
        assert isinstance(found, click.Command)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[:1] and args[0] not in PLACES:
            if args[0] in ctx.help_option_names:
                click.echo(f"{cleandoc(self.help or '')}\n")
            args = [FIGURES, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Importing, name="import", subcommand_metavar="[borders] FILE... [OPTIONS]")
def import_() -> None:
    """Take in files: figures (FILE...), or borders of areas (borders FILE).

    A file that is called borders is written ./borders. About borders: `knooppunt import borders --help`.
    """
