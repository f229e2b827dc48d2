"""A real SMTP server on a port of this machine, which answers as a test tells it to."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

CONTENT = "DATA"


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as the server took it."""

    sender: str
    to: str
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        found = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


class MailServer:
    """``answers`` holds what it answers, in order, to each RCPT and each whole message; without one it takes it.

    ``"die"`` as an answer to a message breaks the connection off, with the message taken: ``kept`` has it.
    ``"silent"`` never answers.
    """

    def __init__(self) -> None:
        self.kept: list[Received] = []
        self.to_recipient: deque[str] = deque()
        self.to_message: deque[str] = deque()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self.thread.start()
        self._listening = asyncio.run_coroutine_threadsafe(self._listen(0), self.loop).result(10)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def stop(self) -> None:
        """Be down: connections are refused."""
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(10)

    def start(self) -> None:
        """Be up again, on the same port."""
        self._listening = asyncio.run_coroutine_threadsafe(self._listen(self.port), self.loop).result(10)

    async def _listen(self, port: int) -> asyncio.Server:
        return await self.loop.create_server(lambda: SMTP(self, hostname="mail.example"), "127.0.0.1", port)

    async def _close(self) -> None:
        self._listening.close()

    # What aiosmtpd calls.

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        said = self.to_recipient.popleft() if self.to_recipient else "250 OK"
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        said = self.to_message.popleft() if self.to_message else "250 OK"
        content = envelope.content
        assert isinstance(content, bytes)
        if said[:1] not in "45":
            self.kept += [Received(envelope.mail_from or "", to, content) for to in envelope.rcpt_tos]
        if said == "silent":
            await asyncio.sleep(3600)
        if said == "die":
            assert server.transport
            server.transport.abort()  # type: ignore[attr-defined]  # a socket transport
        return said
