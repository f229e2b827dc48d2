"""Hands a mail over by SMTP (RFC 5321). Django's backend connects, speaks TLS and signs in; the talk is ours.

A server is responsible for a mail from its answer to the last dot on. Before that dot is sent a broken connection is
certainly no delivery; after it nobody knows. That moment is written down before it comes.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from knooppunt.ground.delivery.channels.channel import Pen
from knooppunt.ground.delivery.channels.email.wording import sender
from knooppunt.ground.delivery.rules import Outcome, Receipt
from knooppunt.kit.problems import phrase

GO_AHEAD = 354
FAREWELL = 2.0  # seconds to take leave
LONGER = 20  # times, for the answer to the message: RFC 5321, 4.5.3.2.6 asks for ten minutes
UNREACHABLE = phrase("The mail server could not be reached.")
NOT_NOW = phrase("The mail server does not take this now.")
REFUSED = phrase("The mail server refuses this.")
BROKEN = phrase("The connection to the mail server broke before the message was handed over.")
UNANSWERED = phrase("The mail server has the whole message and never said whether it took it.")


class Answered(Exception):
    """The server answered with a code that ends the talk."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt
        super().__init__(receipt.reason)


def deliver(address: str, content: bytes, pen: Pen) -> None:
    """One connection, one mail."""
    backend = _backend()
    try:
        backend.open()
    except (OSError, ValueError) as fault:  # SMTPException is an OSError; ValueError: a certificate, a host name
        pen.ended(_fault(UNREACHABLE, fault, closed=True))
        return
    line: smtplib.SMTP = backend.connection  # type: ignore[assignment]  # stubs: also SSL, which is one
    try:
        _talk(line, address, content, pen)
    finally:
        _take_leave(line)


def _backend() -> EmailBackend:
    known = settings.KNOOPPUNT
    return EmailBackend(
        host=known.mail_host,
        port=known.mail_port,
        username=known.mail_user,
        password=known.mail_password,
        use_tls=known.mail_tls == "starttls",
        use_ssl=known.mail_tls == "tls",
        timeout=known.mail_seconds,
        fail_silently=False,
    )


def _talk(line: smtplib.SMTP, address: str, content: bytes, pen: Pen) -> None:
    try:
        _announce(line, address)
        line.send(_dotted(content))
    except Answered as answered:
        pen.ended(answered.receipt)
        return
    except OSError as fault:
        pen.ended(_fault(BROKEN, fault, closed=True))
        return
    pen.handing()
    pen.ended(_handed_over(line))


def _announce(line: smtplib.SMTP, address: str) -> None:
    line.ehlo_or_helo_if_needed()
    # A server that refuses the sender is set up wrongly, here or there: that is no word about the addressee.
    _expect(line.mail(sender()), good=2, final=False)
    _expect(line.rcpt(address), good=2, final=True)
    _expect(line.docmd("DATA"), good=3, final=True)


def _expect(answer: tuple[int, bytes], *, good: int, final: bool) -> None:
    """:class:`Answered` unless the code begins with ``good``; ``final``: a 5xx is about this mail, and for good."""
    code, words = answer
    if code // 100 != good:
        raise Answered(_answer(code, words, final=final))


def _answer(code: int, words: bytes, *, final: bool) -> Receipt:
    refused = final and code // 100 == 5
    return Receipt(
        Outcome.REFUSED if refused else Outcome.POSTPONED,
        REFUSED if refused else NOT_NOW,
        code,
        words.decode("utf-8", "replace"),
        closed=not final,
    )


def _handed_over(line: smtplib.SMTP) -> Receipt:
    """Send the last dot, and wait for the one answer that counts."""
    assert line.sock is not None
    line.sock.settimeout(settings.KNOOPPUNT.mail_seconds * LONGER)
    try:
        line.send(b".\r\n")
        code, words = line.getreply()
    except OSError as fault:
        return _fault(UNANSWERED, fault, outcome=Outcome.UNCERTAIN)
    if code // 100 == 2:
        return Receipt(Outcome.SENT, code=code, answer=words.decode("utf-8", "replace"))
    return _answer(code, words, final=True)


def _dotted(content: bytes) -> bytes:
    """The content as it travels: a dot before each line that begins with one (RFC 5321, 4.5.2)."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"^\.", b"..", ended, flags=re.MULTILINE)


def _fault(reason: str, fault: Exception, *, outcome: Outcome = Outcome.POSTPONED, closed: bool = False) -> Receipt:
    code = getattr(fault, "smtp_code", None)
    said = getattr(fault, "smtp_error", None)
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else f"{type(fault).__name__}: {fault}"
    return Receipt(outcome, reason, code if code and code > 0 else None, words, closed)


def _take_leave(line: smtplib.SMTP) -> None:
    with suppress(OSError):
        if line.sock is not None:
            line.sock.settimeout(FAREWELL)
            line.quit()
    line.close()
