"""A process of its own that publishes what is due, as the worker does, for the tests that kill it."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Say ``ready`` when everything is loaded, then do the job of the clock once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    django.setup()
    from knooppunt.rooms.picture.tasks import release_job  # noqa: PLC0415  # needs the settings

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    release_job(timestamp=0)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
