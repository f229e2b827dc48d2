"""The programs of PostgreSQL that come with Knooppunt, pointed at the database of this installation."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from psycopg import pq

from knooppunt.config.embedded import BINARIES, server_url
from knooppunt.kit.problems import Problem, phrase


class ProgramProblem(Problem):
    """A program of PostgreSQL failed."""


def connection_variables(url: str) -> dict[str, str]:
    """What libpq reads from its environment to reach ``url``; a password on a command line would be seen by others."""
    found = {}
    for option in pq.Conninfo.parse(url.encode()):
        if option.val is not None and option.envvar is not None:
            found[option.envvar.decode()] = option.val.decode()
    return found


@contextmanager
def program(name: str, *arguments: str, stdin: IO[bytes] | int, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program around the block; :class:`ProgramProblem` with its own words when it fails."""
    known = settings.KNOOPPUNT
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    variables = kept | connection_variables(known.database_url or server_url(known.home)) | {"LC_ALL": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603  one of PostgreSQL itself
        [str(BINARIES / name), *arguments], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=variables, cwd="/"
    ) as running:
        try:
            yield running
        except BaseException:
            running.kill()
            raise
        said = running.stderr.read().decode(errors="replace") if running.stderr else ""
        if running.wait():
            raise ProgramProblem(phrase("{program} failed: {said}"), program=name, said=said.strip()[-2000:])
