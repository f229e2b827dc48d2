"""Texts in a running installation: begun and read by programs that run with the house around them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from knooppunt.config.tests.running import Browser, Installation, Node

ANNA, NIELS = "anna@example.org", "niels@example.org"
SET_UP = (
    "import django; django.setup()\n"
    "from knooppunt.ground.access.public import operator, actor_by_email\n"
    "from knooppunt.ground.writing.public import *\n"
)


def program(installation: Installation, said: str) -> str:
    """What a program prints that runs with the house around it."""
    environment = {"DJANGO_SETTINGS_MODULE": "knooppunt.config.settings", **installation.environment()}
    done = subprocess.run([sys.executable, "-c", SET_UP + said], env=environment, capture_output=True, text=True,
                          timeout=90, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def begin(installation: Installation, text: str = "", section: str = "", marking: str = "CLEAR") -> str:
    return program(
        installation,
        f"print(begin_text(about='editie', key='{uuid4()}', section={section!r}, text={text!r}, held_by='kcr2', "
        f"marking={marking!r}, shared_with=[], readers=[], actor=operator()), end='')",
    )


def text_in(installation: Installation, document: str) -> str:
    return program(
        installation, f"from uuid import UUID\nprint(text_of(UUID('{document}'), actor=operator()).text, end='')"
    )


def signed_in(node: Node, email: str = ANNA) -> str:
    browser = Browser()
    browser.sign_in(node, email)
    return browser.cookies()


def live_process(node: Node) -> int:
    """The process of the live stream, a child of the supervisor."""
    found = Path(f"/proc/{node.process.pid}/task/{node.process.pid}/children").read_text().split()
    return next(int(one) for one in found if b"live" in Path(f"/proc/{one}/cmdline").read_bytes())
