"""Django's connection (it looks for this name), that does not ask the server before each request whether it lives."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that stops, or ends the connection, tells so; that has arrived by the time of the next request."""

    def is_usable(self) -> bool:
        """Whether the connection can be used. Only when the server has said something it is asked, with a query."""
        if self.connection is None or self.connection.closed:
            return False
        heard = select.poll()
        heard.register(self.connection.fileno(), select.POLLIN)
        return super().is_usable() if heard.poll(0) else True
