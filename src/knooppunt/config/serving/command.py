"""``knooppunt serve``: the pages, the live stream, and the work behind them."""

from __future__ import annotations

import logging.config

import click
from django.conf import settings
from django.utils.translation import gettext as _

from knooppunt.config.logs import logging_settings
from knooppunt.config.serving.supervisor import Supervisor, reachable


@click.command()
@click.option("--web", is_flag=True, help="Only the pages and the live stream.")
@click.option("--worker", is_flag=True, help="Only the work behind the pages.")
def serve(*, web: bool, worker: bool) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Several machines serve as one when they share a database and the folder KNOOPPUNT_HOME/originals.
    """
    kinds = part_kinds(web=web or not worker, worker=worker or not web)
    environment = settings.KNOOPPUNT
    logging.config.dictConfig(logging_settings(environment.log_level, environment.log_format))
    supervisor = Supervisor(kinds, environment)
    address = f"http://{reachable(environment.address)}:{environment.port}/"
    supervisor.run(lambda: click.echo(_("Knooppunt answers at {address}").format(address=address) if web or not worker
                                      else _("Knooppunt is at work.")))  # fmt: skip


def part_kinds(*, web: bool, worker: bool) -> list[str]:
    """The children a node needs for these parts."""
    return ["pages", "live"] * web + (["worker"] * settings.KNOOPPUNT.worker_processes + ["delivery", "clock"]) * worker
