"""Stops the embedded server when nobody is left who uses it: ``python -m knooppunt.config.guardian HOME``.

Users normally do that themselves. The guardian is for those who were killed before they could.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from knooppunt.config.embedded import stop_when_unused

EVERY = 2.0


def main(home: Path) -> None:
    """Look every two seconds; leave when the server is down or the home is gone."""
    data = home / "postgres"
    while (data / "postmaster.pid").exists():
        time.sleep(EVERY)
        with suppress(FileNotFoundError), (home / "postgres.users").open() as hold:
            if stop_when_unused(data, hold):
                return


if __name__ == "__main__":
    os.nice(10)
    main(Path(sys.argv[1]))
