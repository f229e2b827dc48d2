"""The tables of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.models.proofs import Proof

__all__ = ["Proof"]
