"""The key that signs sessions: from the environment, or made once for an installation on loopback."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from knooppunt.config.environment import Environment


def installation_secret(environment: Environment) -> str:
    """``KNOOPPUNT_SECRET``, else the key in ``KNOOPPUNT_HOME/secret``: made at first use, for its owner only."""
    return environment.secret or _kept_secret(environment.home)


def _kept_secret(home: Path) -> str:
    place = home / "secret"
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"secret.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, place)  # of two first starts at once, one wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return place.read_text()
