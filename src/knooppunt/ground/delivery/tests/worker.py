"""A worker for tests to kill: says ready, and has a go at each dispatch that is named."""

from __future__ import annotations

import sys
from uuid import UUID

import django

django.setup()

from knooppunt.ground.delivery.public import attempt  # noqa: E402  Django is set up first

print("ready", flush=True)  # noqa: T201
for named in sys.argv[1:]:
    attempt(UUID(named))
