"""A child that cannot outlive its parent, however the parent dies."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
EVERY = 1.0


def die_with(parent: int) -> None:
    """Let the system kill this process when the process ``parent`` ends; call it in the main thread.

    Linux does it in the kernel; elsewhere a thread looks once a second whether the parent is still the same.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def live_as_worker() -> None:
    """For a process that granian forks: tie it to its server, and let it be stopped while it still loads.

    It inherits handlers that only tell the server itself to stop; granian sets its own once the application is loaded.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with(os.getppid())


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(EVERY)
    os._exit(1)
