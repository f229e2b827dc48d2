"""What the process of the live stream loads, tied to the life of the server that made the process."""

from __future__ import annotations

from knooppunt.config.serving.lifeline import live_as_worker

live_as_worker()

from knooppunt.config.live.application import application  # noqa: E402  a process that must die should not load first

__all__ = ["application"]
