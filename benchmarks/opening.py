"""Opens the house for a benchmark: import this before anything of ``knooppunt`` that needs the settings.

The home is ``KNOOPPUNT_HOME``, or a temporary one that is gone afterwards.
"""

from __future__ import annotations

import atexit
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import django

REAL = Path(__file__).resolve().parents[2] / "shared/data/covid"
REAL_TESTS = REAL / "minvws_gm_tested_overall_archived_20230331.csv.gz"
"""384,750 rows: positive tests per municipality per day."""


def _open() -> None:
    if "KNOOPPUNT_HOME" not in os.environ:
        home = tempfile.mkdtemp(prefix="knooppunt-bench-")
        os.environ["KNOOPPUNT_HOME"] = home
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    django.setup()


def best_ms(runs: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The best time of each in milliseconds, after one run to warm up; they take turns, so that what else the machine
    does falls on all alike.
    """
    taken: list[list[float]] = [[] for _ in runs]
    for number in range(rounds + 1):
        for run, times in zip(runs, taken, strict=True):
            began = time.perf_counter()
            run()
            times += [(time.perf_counter() - began) * 1000] if number else []
    return [min(times) for times in taken]


def median_ms(run: Callable[[], object], rounds: int) -> float:
    """The median time of ``rounds`` runs in milliseconds, after one to warm up."""
    run()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


_open()
