"""What follows on what other rooms announce, as jobs of the node itself."""

from __future__ import annotations

from knooppunt.ground.delivery.events import KeyPressed
from knooppunt.ground.journal.public import react_to
from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.public import answer_by_key

BY_PHONE = system_actor("phone", ["readiness.answer_by_link"])


@react_to(KeyPressed)
def answer_of_key(event: KeyPressed) -> None:
    """A key on the phone answers the call, when the dispatch was one of ours."""
    answer_by_key(dispatch=event.dispatch, digit=event.digit, actor=BY_PHONE)
