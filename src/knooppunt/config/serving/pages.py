"""What a page process loads: the pages, tied to the life of the server that made the process."""

from __future__ import annotations

import threading

from knooppunt.config.serving.lifeline import live_as_worker

live_as_worker()

from django.urls import reverse  # noqa: E402  a process that must die should not load first

from knooppunt.config.wsgi import application  # noqa: E402  Django first
from knooppunt.rooms.picture.public import warm_up  # noqa: E402  Django first

CALM = 10.0  # seconds; by then a node has started

__all__ = ["application"]

reverse("health")  # loads the pages of all rooms now, not at the first request of each process
drawing = threading.Timer(CALM, warm_up)
drawing.daemon = True
drawing.start()
