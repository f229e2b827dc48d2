"""A process of its own that publishes a draft, for the tests that kill it. Arguments: the identifier of the draft."""

from __future__ import annotations

import os
import sys
from uuid import UUID

import django


def main() -> None:
    """Say ``ready`` when everything is loaded, then publish."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    django.setup()
    from knooppunt.kit.authority import system_actor  # noqa: PLC0415  # needs the settings
    from knooppunt.rooms.picture.public import publish  # noqa: PLC0415  # needs the settings

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    publish(edition=UUID(sys.argv[1]), actor=system_actor("publisher"))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
