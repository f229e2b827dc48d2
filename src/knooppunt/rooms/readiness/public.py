"""The door of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.actions.verifying import answer_code, answer_link, ask_proof, ask_stale
from knooppunt.rooms.readiness.queries.proofs import open_proofs

__all__ = ["answer_code", "answer_link", "ask_proof", "ask_stale", "open_proofs"]
