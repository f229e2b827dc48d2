"""Decisions about seeing and acting: no Django, no database, no clock. The rule is the kit's: events obey it too."""

from __future__ import annotations

from knooppunt.kit.audience import TLP, may_see, sees_everything

__all__ = ["TLP", "may_see", "sees_everything"]
