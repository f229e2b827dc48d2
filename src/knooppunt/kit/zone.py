"""The time zone in which the node counts its days."""

from __future__ import annotations

from zoneinfo import ZoneInfo

NETHERLANDS = ZoneInfo("Europe/Amsterdam")
