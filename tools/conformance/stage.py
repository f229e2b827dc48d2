"""The exercise that is checked: with borders, a token that reads everything, and the server running."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from math import isqrt
from pathlib import Path

from benchmarks.exercise import HOME, KNOOPPUNT, bare
from benchmarks.measuring import ADDRESS, free_port, serving

from knooppunt.config.database import ready
from knooppunt.ground.access.public import accounts, actor_by_email, make_token, operator, own_tokens, revoke_token
from knooppunt.ground.geography.actions import import_borders
from knooppunt.ground.geography.public import area_name, borders_held, members, tiles
from knooppunt.kit.authority import NATION, Mandate
from knooppunt.kit.clock import now
from tools.conformance import ROOT, Stage

BORDERS = ROOT.parent / "shared" / "data" / "geo" / "nl-vr-gm_2023.topo.json"
VINTAGE = date(2023, 1, 1)
READS = "figures.read", "picture.read"
NAME = "conformance"


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
    """Real borders where they lie beside the project; else squares, in the place of the regions' tiles."""
    if borders_held("municipality"):
        return
    source = BORDERS if BORDERS.exists() else _squares(folder / "squares.geojson")
    if source != BORDERS:
        print(f"There is no {BORDERS.name} beside the project: all areas are squares.", file=sys.stderr)
    import_borders(source=source, name=source.name, vintage=VINTAGE, actor=operator())


def _squares(place: Path) -> Path:
    """A square for each municipality, beside those of its region; the other areas are put together from them."""
    features = []
    for tile in tiles():
        inside = members(tile.code, VINTAGE)
        across = isqrt(len(inside) - 1) + 1
        for number, code in enumerate(inside):
            row, column = divmod(number, across)
            west, north = 3.5 + 0.5 * (tile.column + column / across), 53.5 - 0.3 * (tile.row + row / across)
            features.append(_square(code, west, north, west + 0.5 / across, north - 0.3 / across))
    place.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return place


def _square(code: str, west: float, north: float, east: float, south: float) -> dict[str, object]:
    ring = [[west, north], [west, south], [east, south], [east, north], [west, north]]
    return {
        "type": "Feature",
        "properties": {"statcode": code, "statnaam": area_name(code)},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


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
