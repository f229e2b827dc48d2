"""``knooppunt migrate``: bring the database up to the version of the software."""

from __future__ import annotations

import json

import click
from django.utils.translation import gettext as _

from knooppunt.config.database import bring_up_to_date, pending_migrations


@click.command()
@click.option("--check", is_flag=True, help="Only say what waits; exit code 3 when something does.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def migrate(*, check: bool, as_json: bool) -> None:
    """Apply the migrations that wait, and bring the tables of the package in.

    The embedded database does this by itself. Make a backup first.
    """
    found = pending_migrations() if check else bring_up_to_date()
    if as_json:
        click.echo(json.dumps({"waiting" if check else "applied": found}))
    else:
        said = _("{count} migrations wait.") if check else _("{count} migrations applied.")
        click.echo("\n".join([said.format(count=len(found)), *found]))
    if check and found:
        click.get_current_context().exit(3)
