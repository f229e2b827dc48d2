"""Pages that were made, kept in this process until anything happens."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Kept:
    """The newest ``most`` pages, one for each look; a page counts while the house stands as it did when it was made."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: OrderedDict[Hashable, tuple[str, str]] = OrderedDict()
        self._lock = Lock()

    def page(self, look: Hashable, standing: str, make: Callable[[], str]) -> str:
        """The page for ``look``, made when there is none or when ``standing`` (see the journal) is another or empty."""
        with self._lock:
            then, page = self._pages.get(look, ("", ""))
            if standing and then == standing:
                self._pages.move_to_end(look)
                return page
        page = make()
        if standing:
            self._keep(look, (standing, page))
        return page

    def _keep(self, look: Hashable, page: tuple[str, str]) -> None:
        with self._lock:
            self._pages[look] = page
            self._pages.move_to_end(look)
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)
