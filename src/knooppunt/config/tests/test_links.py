"""The token of a link that answers a call is in no log."""

from __future__ import annotations

from uuid import uuid4

from knooppunt.config.logs import without_persons
from knooppunt.ground.delivery.public import capability


def test_a_token_never_stands_in_a_log() -> None:
    token = capability(uuid4(), "answer")
    assert token not in without_persons(f"Internal Server Error: /a/{token}/")
