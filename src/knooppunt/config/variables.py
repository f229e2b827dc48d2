"""What an environment variable is, and how each kind of value is read: ``ValueError`` says what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, a sentence for people, how it is read, and what holds without it."""

    name: str
    sentence: str
    read: Callable[[str], Any]
    default: Any
    hidden: bool = False  # its value is never shown


def text(value: str) -> str:
    """As it is written."""
    return value


def yes(value: str) -> bool:
    """Yes or no."""
    known = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if value.lower() not in known:
        raise ValueError("write 1 or 0")
    return known[value.lower()]


def count(value: str) -> int:
    """A whole number of at least 1."""
    number = int(value) if value.strip().isdecimal() else 0
    if number < 1:
        raise ValueError("write a whole number of at least 1")
    return number


def port(value: str) -> int:
    """A port."""
    number = int(value) if value.strip().isdecimal() else 0
    if not 1 <= number <= 65535:
        raise ValueError("write a number from 1 to 65535")
    return number


def words(value: str) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(word.strip() for word in value.split(",") if word.strip())


def folder(value: str) -> Path:
    """A folder."""
    return Path(value).expanduser().resolve()


def log_level(value: str) -> str:
    """How much is logged."""
    levels = ("debug", "info", "warning", "error")
    if value.lower() not in levels:
        raise ValueError(f"write one of {', '.join(levels)}")
    return value.upper()


def log_format(value: str) -> str:
    """How is logged."""
    if value not in ("json", "text"):
        raise ValueError("write json or text")
    return value


def database(value: str) -> str:
    """Where PostgreSQL is."""
    if urlsplit(value).scheme not in ("postgres", "postgresql"):
        raise ValueError("write postgresql://user:password@host:port/database")
    return value


def tls_mode(value: str) -> str:
    """How a mail server speaks TLS."""
    if value not in ("starttls", "tls", "none"):
        raise ValueError("write starttls, tls or none")
    return value


def uncertain(value: str) -> str:
    """What to do with a message of which nobody knows whether it arrived."""
    if value not in ("repeat", "stop"):
        raise ValueError("write repeat or stop")
    return value


def sender(value: str) -> str:
    """An e-mail address."""
    name, _, domain = value.partition("@")
    if not name or "." not in domain.strip(".") or any(sign in value for sign in " \t\r\n<>,;"):
        raise ValueError("write an e-mail address, as in node@example.org")
    return value


def web_address(value: str) -> str:
    """The beginning of a web address, without the last slash."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("write https://host, as in https://node.example.org")
    return value.rstrip("/")
