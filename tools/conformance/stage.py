"""The exercise that is checked: with borders, a token that reads everything, and the server running."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.exercise import HOME, KNOOPPUNT, bare
from benchmarks.measuring import ADDRESS, free_port, serving

from knooppunt.config.database import ready
from knooppunt.ground.access.public import accounts, actor_by_email, make_token, operator, own_tokens, revoke_token
from knooppunt.ground.geography.actions import import_borders
from knooppunt.ground.geography.public import areas, borders_held, tiles
from knooppunt.kit.authority import NATION, Mandate
from knooppunt.kit.clock import now

ROOT = Path(__file__).resolve().parents[2]
BORDERS = ROOT.parent / "shared" / "data" / "geo" / "nl-vr-gm_2023.topo.json"
READS = "figures.read", "picture.read"
NAME = "conformance"


class Skipped(Exception):
    """A check that cannot be done here, with the reason."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where it runs (``http://127.0.0.1:8123``), a token that reads, and a folder for what checks write."""

    url: str
    secret: str
    folder: Path

    @property
    def header(self) -> str:
        """The header that lets a program in."""
        return f"Authorization: Bearer {self.secret}"


@contextmanager
def stage() -> Iterator[Stage]:
    """Prepare the exercise and serve it until the end of the block."""
    with ready(), tempfile.TemporaryDirectory(prefix="knooppunt-conformance-") as folder:
        place_borders(Path(folder))
        secret, port = new_token(), free_port()
        chosen = {"PORT": port, "LIVE_PORT": free_port(), "API_RATE": 10**6, "API_RATE_STRANGERS": 10**6}
        named = {f"KNOOPPUNT_{name}": str(value) for name, value in chosen.items()}
        environment = bare() | {"KNOOPPUNT_HOME": str(HOME), "KNOOPPUNT_LOG_LEVEL": "warning"} | named
        with serving("knooppunt", port, [*KNOOPPUNT, "serve", "--web"], environment, Path(folder)):
            yield Stage(f"http://{ADDRESS}:{port}", secret, Path(folder))


def place_borders(folder: Path) -> None:
    """Real borders where they lie beside the project; else squares in the place of the regions' tiles."""
    if borders_held("region"):
        return
    source = BORDERS if BORDERS.exists() else _squares(folder / "squares.geojson")
    if source != BORDERS:
        print(f"There is no {BORDERS.name} beside the project: the regions are squares.", file=sys.stderr)
    import_borders(source=source, name=source.name, vintage=date(2023, 1, 1), actor=operator())


def _squares(place: Path) -> Path:
    names = {one.code: one.name for one in areas("region", date(2023, 1, 1))}
    features = []
    for tile in tiles():
        west, north = 3.5 + tile.column * 0.5, 53.5 - tile.row * 0.4
        ring = [[west, north], [west, north - 0.4], [west + 0.5, north - 0.4], [west + 0.5, north], [west, north]]
        features.append(
            {
                "type": "Feature",
                "properties": {"statcode": tile.code, "statnaam": names[tile.code]},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    place.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return place


def new_token() -> str:
    """A token of the first person in the exercise who may read figures and pictures everywhere."""
    for account in accounts(actor=operator()):
        actor = actor_by_email(account.email) if account.active else None
        if actor and all(actor.may(permission, NATION) for permission in READS):
            for old in own_tokens(actor=actor):
                if old.name == NAME and old.state != "revoked":
                    revoke_token(token=old.id, actor=actor)
            leave = [Mandate(permission, NATION) for permission in READS]
            return make_token(name=NAME, leave=leave, expires=now() + timedelta(days=1), actor=actor).secret
    raise RuntimeError("Nobody in the exercise reads figures and pictures.")
