"""What phases ask of call-outs, within one transaction with the phase; the one place where the two meet."""

from __future__ import annotations

from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, phrase


def _begin(plan: UUID, reason: str, incident: UUID | None, proposal: UUID | None, actor: Actor) -> UUID:
    """Start the call-out of ``plan``; its identifier."""
    raise NotFound(phrase("There is no such call-out plan."), place="plan")


def _end(callout: UUID, reason: str, actor: Actor) -> None:
    """Stand a call-out down."""
    raise NotFound(phrase("There is no such call-out."), place="callouts")


begin_callout, end_callout = _begin, _end
