"""The settings of an installation: environment variables, typed, each with a sentence, read once at the start."""

from __future__ import annotations

import dataclasses
import difflib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knooppunt.config.outward import OUTWARD, Outward
from knooppunt.config.variables import Variable, count, database, folder, log_format, log_level, port, text, words, yes
from knooppunt.kit.problems import Invalid, phrase

LEAST_SECRET = 32


VARIABLES: dict[str, Variable] = {
    "home": Variable(
        "KNOOPPUNT_HOME", "Folder with the embedded database and the files that came in.", folder, folder("var")
    ),
    "database_url": Variable(
        "DATABASE_URL", "Any PostgreSQL from version 16, instead of the embedded one.", database, "", hidden=True
    ),
    "secret": Variable(
        "KNOOPPUNT_SECRET", "Signs sessions; at least 32 characters, kept secret.", text, "", hidden=True
    ),
    "hosts": Variable(
        "KNOOPPUNT_HOSTS",
        "Host names under which the node is reached, with commas between them.",
        words,
        ("127.0.0.1", "localhost", "[::1]"),
    ),
    "address": Variable("KNOOPPUNT_ADDRESS", "Address on which the web server listens.", text, "127.0.0.1"),
    "port": Variable("KNOOPPUNT_PORT", "Port of the pages.", port, 8000),
    "live_port": Variable("KNOOPPUNT_LIVE_PORT", "Port of the live stream.", port, 8001),
    "live_url": Variable(
        "KNOOPPUNT_LIVE_URL",
        "Address of the live stream as browsers reach it, when a proxy stands before it: /live/.",
        text,
        "",
    ),
    "web_processes": Variable("KNOOPPUNT_WEB_PROCESSES", "Number of processes that serve pages.", count, 2),
    "web_threads": Variable(
        "KNOOPPUNT_WEB_THREADS", "Requests that one page process handles at once; each keeps a connection.", count, 4
    ),
    "worker_processes": Variable(
        "KNOOPPUNT_WORKER_PROCESSES", "Number of processes that do the work behind the pages.", count, 1
    ),
    "tls": Variable(
        "KNOOPPUNT_TLS",
        "1 when a proxy before this node speaks TLS; cookies then travel over TLS only.",
        yes,
        default=False,
    ),
    "import_max_mb": Variable(
        "KNOOPPUNT_IMPORT_MAX_MB", "Largest file that may be imported, in MiB after unpacking.", count, 512
    ),
    "api_rate": Variable("KNOOPPUNT_API_RATE", "Requests a minute to the APIs by one person or one token.", count, 600),
    "api_rate_strangers": Variable(
        "KNOOPPUNT_API_RATE_STRANGERS", "Requests a minute to the APIs from one address without signing in.", count, 60
    ),
    "metrics_token": Variable(
        "KNOOPPUNT_METRICS_TOKEN",
        "Whoever sends this as a bearer token may read /metrics and the details of /health.",
        text,
        "",
        hidden=True,
    ),
    "log_format": Variable(
        "KNOOPPUNT_LOG_FORMAT", "How is logged: json, one object a line, or text for people.", log_format, "json"
    ),
    "log_level": Variable(
        "KNOOPPUNT_LOG_LEVEL", "How much is logged: debug, info, warning or error.", log_level, "INFO"
    ),
    "demo": Variable(
        "KNOOPPUNT_DEMO", "Set by `knooppunt demo` only: sign in with one click, on loopback only.", yes, default=False
    ),
    **OUTWARD,
}


@dataclass(frozen=True, slots=True)
class Environment(Outward):
    """What the environment says. Field by field: see :data:`VARIABLES`."""

    home: Path
    database_url: str
    secret: str
    hosts: tuple[str, ...]
    address: str
    port: int
    live_port: int
    live_url: str
    web_processes: int
    web_threads: int
    worker_processes: int
    tls: bool
    import_max_mb: int
    api_rate: int
    api_rate_strangers: int
    metrics_token: str
    log_format: str
    log_level: str
    demo: bool

    @property
    def embedded(self) -> bool:
        """Whether the embedded database is used."""
        return not self.database_url

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the web server."""
        if self.address == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.address).is_loopback
        except ValueError:
            return False


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The settings in ``variables``; raises :class:`Invalid` that names the first wrong or unknown variable."""
    _refuse_unknown(variables)
    values = {field.name: _value(VARIABLES[field.name], variables) for field in dataclasses.fields(Environment)}
    environment = Environment(**values)
    _refuse_unsafe(environment)
    return environment


def shown_value(field: str, environment: Environment) -> str:
    """The value of a field as text; of a hidden one only whether it is set."""
    value = getattr(environment, field)
    if VARIABLES[field].hidden:
        return "(set, not shown)" if value else ""
    if isinstance(value, tuple):
        return ",".join(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def demo_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """``variables`` as ``knooppunt demo`` uses them: a home of its own, so that made figures never meet real ones."""
    home = Path(variables.get("KNOOPPUNT_HOME") or "var") / "demo"
    quiet = {"KNOOPPUNT_LOG_LEVEL": "warning", "KNOOPPUNT_LOG_FORMAT": "text"}
    return {**quiet, **variables, "KNOOPPUNT_DEMO": "1", "KNOOPPUNT_HOME": str(home.expanduser().resolve())}


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    known = {variable.name for variable in VARIABLES.values()}
    for name in sorted(variables):
        if name.startswith("KNOOPPUNT_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise Invalid(
                phrase("{name} is not a setting of Knooppunt.{hint}"),
                place=name,
                name=name,
                hint=f" Did you mean {near[0]}?" if near else "",
            )


def _value(variable: Variable, variables: Mapping[str, str]) -> Any:
    written = variables.get(variable.name, "")
    if not written:
        return variable.default
    try:
        return variable.read(written)
    except ValueError as wrong:
        raise Invalid(
            phrase("{name} is wrong ({wrong}). {sentence}"),
            place=variable.name,
            name=variable.name,
            wrong=wrong,
            sentence=variable.sentence,
        ) from wrong


def _refuse_unsafe(environment: Environment) -> None:
    if environment.demo and environment.database_url:
        raise Invalid(phrase("A demo has its own embedded database; take DATABASE_URL away."), place="DATABASE_URL")
    if environment.secret and len(environment.secret) < LEAST_SECRET:
        raise Invalid(phrase("KNOOPPUNT_SECRET is too short: at least 32 characters."), place="KNOOPPUNT_SECRET")
    if environment.on_loopback:
        return
    if environment.demo:
        raise Invalid(
            phrase("A demo listens on loopback only: take KNOOPPUNT_ADDRESS away."), place="KNOOPPUNT_ADDRESS"
        )
    if not environment.tls or not environment.secret:
        raise Invalid(
            phrase(
                "KNOOPPUNT_ADDRESS {address} can be reached from elsewhere: that needs KNOOPPUNT_TLS=1 and"
                " KNOOPPUNT_SECRET."
            ),
            place="KNOOPPUNT_ADDRESS",
            address=environment.address,
        )
