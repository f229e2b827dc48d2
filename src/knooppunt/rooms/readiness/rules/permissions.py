"""The permissions of this room by name, as ``ground/access/bundles.toml`` grants them."""

from __future__ import annotations

READ = "readiness.read"
OVERSEE = "readiness.oversee"
PLAN = "readiness.plan"
CALL = "readiness.call"
SCALE = "readiness.scale"
ROSTER = "readiness.roster"
BY_LINK = "readiness.answer_by_link"
"""Leave to answer by link or phone key; granted to nobody: the house does it for whoever holds the link."""
CHECK = "readiness.check"
"""Leave to hold signals to figures; granted to nobody: the node does it."""
REMIND = "readiness.remind"
"""Leave to remind of a review; granted to nobody: the clock does it."""
