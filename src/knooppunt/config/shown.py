"""``knooppunt settings``: every setting with its sentence and its present value."""

from __future__ import annotations

import json
import os

import click
from django.conf import settings as django_settings

from knooppunt.config.environment import VARIABLES, shown_value


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def settings(*, as_json: bool) -> None:
    """List every setting: its environment variable, its value now, and what it is for. Secrets are not shown."""
    found = [
        {
            "name": variable.name,
            "value": shown_value(field, django_settings.KNOOPPUNT),
            "set": bool(os.environ.get(variable.name)),
            "sentence": variable.sentence,
        }
        for field, variable in VARIABLES.items()
    ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in found:
        click.echo(f"{line['name']}={line['value']}{'' if line['set'] else '  (default)'}\n    {line['sentence']}")
