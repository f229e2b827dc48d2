"""A worker for tests to kill: says ready, and has a go at each dispatch that is named, or carries a channel.

python -m knooppunt.ground.delivery.tests.worker (carry CHANNEL | DISPATCH...)
"""

from __future__ import annotations

import sys
from uuid import UUID

import django

django.setup()

from knooppunt.ground.delivery.public import attempt, carry  # noqa: E402  Django is set up first

print("ready", flush=True)  # noqa: T201
if sys.argv[1] == "carry":
    carry(sys.argv[2])
else:
    for named in sys.argv[1:]:
        attempt(UUID(named))
