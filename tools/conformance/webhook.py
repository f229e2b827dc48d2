"""A consumer in Node, with the reference libraries of Standard Webhooks and CloudEvents, gets our webhooks.

The libraries are installed from ``tools/conformance/webhook/package-lock.json`` the first time. Then the test runs in
which a real event goes to it, and one that was tampered with; 0 when it passes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.api_rules import program

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tools" / "conformance" / "webhook"
TEST = "src/knooppunt/ground/delivery/tests/test_consumer.py"


def install() -> None:
    """Install the libraries as the lock says, unless that was done already."""
    lock, mark = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".installed"
    if mark.exists() and mark.read_text() == lock.read_text():
        return
    path = os.pathsep.join([str(Path(program("node")).parent), os.environ.get("PATH", "")])
    subprocess.run([program("npm"), "ci", "--no-progress"], cwd=FOLDER, env={**os.environ, "PATH": path}, check=True)
    mark.write_text(lock.read_text())


def main() -> int:
    """0 when the consumer understood; a test that was skipped counts as one that failed."""
    install()
    command = [sys.executable, "-m", "pytest", "-rs", TEST]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    print(done.stdout + done.stderr, end="")
    return done.returncode or int("skipped" in done.stdout)


if __name__ == "__main__":
    sys.exit(main())
