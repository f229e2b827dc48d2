"""How the house logs: one JSON object a line, or text for people; never a name, an address or a query of anyone."""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+\.[^\s@<>\"'(),;:=]+")
QUERY = re.compile(r"(?<=[\w/])\?\S+")
SECRET = re.compile(r"(?<=/a/)[\w-]{20,}")  # the token of a link that answers a call
DETAIL = re.compile(r"^\s*(DETAIL|CONTEXT|PARAMETERS|QUERY):.*$", re.MULTILINE)  # PostgreSQL quotes the row here
EXTRA = ("method", "route", "status", "ms", "process", "code", "job", "task")


def without_persons(text: str) -> str:
    """``text`` without email addresses, query strings, tokens of links and the rows that PostgreSQL quotes."""
    return SECRET.sub("[token]", EMAIL.sub("[email]", QUERY.sub("", DETAIL.sub("", text))))


class Redacted(logging.Formatter):
    """Formats a record, and leaves persons out of it."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is that of logging
        return without_persons(super().formatException(ei))

    def format(self, record: logging.LogRecord) -> str:
        return without_persons(super().format(record))


class Lines(Redacted):
    """One JSON object a line. ``at`` is in UTC, ``ms`` a duration in milliseconds."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_persons(record.getMessage()),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {key: getattr(record, key) for key in EXTRA if isinstance(vars(record).get(key), str | int | float)}
        line["process"] = record.process
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logging_settings(level: str, form: str) -> dict[str, Any]:
    """What ``logging.config.dictConfig`` needs; ``level`` as ``INFO``, ``form`` ``json`` or ``text``."""
    handlers = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": Lines},
            "text": {"()": Redacted, "format": "%(asctime)s %(levelname)-7s %(name)s  %(message)s"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "knooppunt": {**handlers, "level": level},
            "django": {**handlers, "level": "WARNING"},
            # Django would log the path of every 404, and a path can hold a name.
            "django.request": {**handlers, "level": "ERROR"},
            "django.server": {**handlers, "level": "ERROR"},
            "procrastinate": {**handlers, "level": "WARNING"},
            "_granian": {**handlers, "level": "WARNING"},
            "granian.access": {**handlers, "level": "ERROR"},
        },
    }
