"""Calling 1,000 people over two channels, beside a bare loop that posts the same messages.

    python -m benchmarks.bench_callout [--people 1000] [--rounds 3] [--json]

The gateway is a process of its own. Ours counts from ``send`` until every dispatch is settled: dispatches, attempts and
journal committed before the wire and after it. The peer posts the same bodies over as many connections by the same
HTTP client, and writes nothing down. Beside it stands what GoAlert's own limit (one message a second per channel) comes
to, which is computed and not measured.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from django.conf import settings
from django.db import connection

from benchmarks.opening import opened
from knooppunt.config.database import ready
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import Message, carry, send
from knooppunt.ground.network.public import ContactPoint, Person
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now

AIM = 2.0
CHANNELS = ("sms", "voice")
CALL = Message("Oproep", "U wordt opgeroepen. Antwoord via", "/answer/{token}/", purpose="answer")
