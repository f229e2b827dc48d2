"""Runs ``ogctests`` (features/core) against URL with the token in KNOOPPUNT_TOKEN: it knows no way to say who one is.

python core_tests.py URL REPORT.xml
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import httpx


def main() -> int:
    """The exit code of pytest."""
    url, report = sys.argv[1:]
    os.environ["CLIENT_OVERRIDDEN"] = "True"
    from ogctests import main as suite  # noqa: PLC0415  reads the environment when it is imported

    # The environment lies within our project: its pytest must see nothing of ours.
    alone = ["-c", os.devnull, "--rootdir", str(Path(report).parent), "--confcutdir", str(Path(suite.__file__).parent)]

    headers = {"Authorization": f"Bearer {os.environ['KNOOPPUNT_TOKEN']}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60, follow_redirects=True) as client:
        flags = [*alone, "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", f"--junit-xml={report}"]
        return int(suite.run_ogctests("features/core", url, flags, client))


if __name__ == "__main__":
    ending = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # All is said. The suite loads pyarrow and GDAL, whose threads can keep an interpreter from ending in the usual way.
    os._exit(ending)
