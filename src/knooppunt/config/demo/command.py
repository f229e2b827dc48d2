"""``knooppunt demo``: the exercise, and the product with it, on this machine only."""

from __future__ import annotations

import logging.config
import threading
import time
import webbrowser

import click
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from knooppunt.config.database import bring_up_to_date
from knooppunt.config.demo.story import play
from knooppunt.config.logs import logging_settings
from knooppunt.config.serving.supervisor import Supervisor, reachable
from knooppunt.ground.incidents.public import current_incident
from knooppunt.kit.authority import system_actor


@click.command()
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--prepare-only", is_flag=True, help="Make the exercise and stop, without serving it.")
def demo(*, no_browser: bool, prepare_only: bool) -> None:
    """Make the exercise in a home of its own, if it is not there yet, and serve it until Ctrl-C.

    Sign in with one click as one of its people. To begin anew, remove the folder `demo` in KNOOPPUNT_HOME. An exercise
    that was broken off half-way is made again from the start.
    """
    ready = settings.KNOOPPUNT.home / "exercise.ready"
    if not ready.exists():
        if current_incident(actor=system_actor("demo")):
            click.echo(_("An exercise that was broken off is taken away first."), err=True)
            begin_anew()
        _make()
        ready.touch()
    if prepare_only:
        return
    environment = settings.KNOOPPUNT
    address = f"http://{reachable(environment.address)}:{environment.port}/"
    logging.config.dictConfig(logging_settings("WARNING", environment.log_format))
    Supervisor(["pages", "live", "worker", "delivery"], environment).run(lambda: _ready(address, opens=not no_browser))


def begin_anew() -> None:
    """Empty the database of this demo, which nobody else uses. Originals stay; the same files come again."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    bring_up_to_date()


def _make() -> None:
    began = time.monotonic()
    click.echo(_("Making the exercise: an outbreak that never was, over 25 regions and 120 days."), err=True)
    play(lambda what: click.echo(f"  {time.monotonic() - began:5.1f} s  {what}", err=True))
    click.echo(_("The exercise is ready."), err=True)


def _ready(address: str, *, opens: bool) -> None:
    click.echo(_("Knooppunt answers at {address} (Ctrl-C stops it)").format(address=address), err=True)
    if opens:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
