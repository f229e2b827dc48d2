"""The address of this node as others reach it, and links that say for which dispatch they were given out."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from knooppunt.ground.delivery.rules.dispatching import CODE, TOKEN

CODE_DIGITS = 8
MARK = 16  # bytes: 128 bits that cannot be guessed


def web_address() -> str:
    """The beginning of every link, without the last slash."""
    known = settings.KNOOPPUNT
    if known.url:
        return str(known.url)
    return f"https://{known.hosts[0]}" if known.tls else f"http://{known.hosts[0]}:{known.port}"


def capability(dispatch: UUID, purpose: str) -> str:
    """The token of a dispatch for one purpose: made of both and of the secret of this installation, kept nowhere."""
    return urlsafe_b64encode(dispatch.bytes + _mark(dispatch.bytes, purpose)).rstrip(b"=").decode()


def dispatch_of(token: str, purpose: str) -> UUID | None:
    """The dispatch whose token for ``purpose`` this is, or ``None``. Asks no database: every wrong one costs the same.

    That there is such a dispatch, and whether it still matters, is for whoever asks to find out.
    """
    try:
        told = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    dispatch, mark = told[:MARK], told[MARK:]
    if not hmac.compare_digest(mark, _mark(dispatch, purpose)) or len(dispatch) != MARK:
        return None
    found = UUID(bytes=dispatch)
    return found if hmac.compare_digest(token, capability(found, purpose)) else None


def code_for(dispatch: UUID, purpose: str) -> str:
    """Eight digits for who has to type or say them. Whoever checks them counts the attempts: they can be guessed."""
    return f"{int.from_bytes(_mark(dispatch.bytes, f'{purpose} code')) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def full_text(text: str, dispatch: UUID, purpose: str) -> str:
    """The text with its code where ``{code}`` stands."""
    return text.replace(CODE, code_for(dispatch, purpose)) if purpose else text


def full_link(link: str, dispatch: UUID, purpose: str) -> str:
    """The whole address of a link, with its token; empty when there is no link."""
    return web_address() + full_path(link, dispatch, purpose) if link else ""


def full_path(link: str, dispatch: UUID, purpose: str) -> str:
    """A link as a path of this node, with its token."""
    return link.replace(TOKEN, capability(dispatch, purpose)) if purpose else link


def _mark(dispatch: bytes, purpose: str) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"knooppunt.capability {purpose}".encode(), sha256)
    return hmac.digest(key, dispatch, sha256)[:MARK]
