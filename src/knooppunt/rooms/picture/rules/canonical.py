"""Canonical JSON: the same content is always the same bytes (the spirit of RFC 8785, with our own rule for numbers)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

DIGITS = 12


def number(value: float | None) -> float | int | None:
    """A number without the noise of floating-point sums: whole when it is whole, else 12 significant digits.

    Two orders of adding up the same observations differ in the 15th digit; the bytes of an edition may not.
    """
    if value is None:
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def canonical(content: dict[str, Any]) -> bytes:
    """UTF-8, keys sorted, no space, one newline at the end. NaN and infinities are refused with :class:`ValueError`."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode() + b"\n"


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of a text, without the space around it."""
    return digest(text.strip().encode())


def first_difference(one: Any, other: Any, path: str = "") -> str:
    """Where two contents first differ, as a path (``blocks[2].rows[0].cells[1]``); empty when they are the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        return _difference_of_tables(one, other, path)
    if isinstance(one, list) and isinstance(other, list):
        return _difference_of_lists(one, other, path)
    return "" if type(one) is type(other) and one == other else path or "."


def _difference_of_tables(one: dict[str, Any], other: dict[str, Any], path: str) -> str:
    for key in sorted(one.keys() | other.keys()):
        below = f"{path}.{key}" if path else key
        if key not in one or key not in other:
            return below or "."
        if found := first_difference(one[key], other[key], below):
            return found
    return ""


def _difference_of_lists(one: list[Any], other: list[Any], path: str) -> str:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if found := first_difference(left, right, f"{path}[{place}]"):
            return found
    return "" if len(one) == len(other) else f"{path}[{min(len(one), len(other))}]"
