"""The doors of the files room."""

from __future__ import annotations

from knooppunt.ground.files.actions import keep
from knooppunt.ground.files.queries import original_path, originals, vault
from knooppunt.ground.files.vault import Vault

__all__ = ["Vault", "keep", "original_path", "originals", "vault"]
