"""A process of its own that tells of an edition, for the test that kills it. Arguments: its identifier."""

from __future__ import annotations

import os
import sys
from uuid import UUID

import django


def main() -> None:
    """Say ``ready`` when everything is loaded, then tell, as the reaction does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    django.setup()
    from knooppunt.kit.authority import system_actor  # noqa: PLC0415  # needs the settings
    from knooppunt.rooms.picture.public import distribute  # noqa: PLC0415  # needs the settings

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    distribute(edition=UUID(sys.argv[1]), actor=system_actor("picture"))


if __name__ == "__main__":
    main()
