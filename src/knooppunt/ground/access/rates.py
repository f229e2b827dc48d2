"""How often one asker may ask: counted in the database for all web processes together, in shares.

A process takes a share of what may still be asked in the present minute, and hands it out from memory. So together they
never let more through than the limit, and most requests cost no query. (Every write gives all that is committed another
name, see decision 0035: a count written on each request would keep anything from being kept.)
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.utils.crypto import salted_hmac

from knooppunt.ground.access.rules import got_of_share, share_of
from knooppunt.kit.authority import NOBODY, Actor
from knooppunt.kit.clock import now

WINDOW = 60
"""Seconds. A window begins on the minute."""
MOST_ASKERS = 10_000
A_DAY = 24 * 60 * 60

TAKE = """
INSERT INTO access_rate AS held (asker, starts, taken) VALUES (%(asker)s, %(starts)s, %(share)s)
ON CONFLICT (asker) DO UPDATE
SET taken = CASE WHEN held.starts = excluded.starts THEN held.taken + excluded.taken ELSE excluded.taken END,
    starts = excluded.starts
RETURNING taken
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request may go on; the limit, what is left of it as far as is known here, seconds until the next."""

    allowed: bool
    most: int
    left: int
    resets: int


@dataclass(slots=True)
class Share:
    """What this process may hand out in the window that begins at ``starts``; ``beyond`` is left for all of them."""

    starts: int
    mine: int = 0
    beyond: int = 1


class Rates:
    """The shares of one process."""

    def __init__(self) -> None:
        self._shares: OrderedDict[str, Share] = OrderedDict()
        self._lock = Lock()

    def ask(self, asker: str, most: int) -> Allowance:
        """Count one request of ``asker``, of at most ``most`` in a minute. At most one query."""
        moment = int(now().timestamp())
        starts = moment - moment % WINDOW
        with self._lock:
            share = self._share(asker, starts)
            if not share.mine and share.beyond:
                share.mine, share.beyond = _take(asker, starts, most)
            allowed = share.mine > 0
            share.mine -= allowed
            return Allowance(allowed, most, share.mine + share.beyond, starts + WINDOW - moment)

    def _share(self, asker: str, starts: int) -> Share:
        share = self._shares.get(asker)
        if share is None or share.starts != starts:
            share = self._shares[asker] = Share(starts)
        self._shares.move_to_end(asker)
        if len(self._shares) > MOST_ASKERS:
            self._shares.popitem(last=False)
        return share


RATES = Rates()


def asker_of(actor: Actor, address: str, *, by_token: str = "") -> str:
    """Under what name is counted: the token, the person, or for whoever is not known the address they come from.

    Of an address only a keyed digest is kept.
    """
    if by_token:
        return f"token {by_token}"
    if actor != NOBODY:
        return f"person {actor.id}"
    return f"address {salted_hmac('access.rate', address, algorithm='sha256').hexdigest()[:32]}"


def forget_old_counts() -> None:
    """Remove the counts of those who did not ask anything for a day."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_rate WHERE starts < %s", [int(now().timestamp()) - A_DAY])


def _take(asker: str, starts: int, most: int) -> tuple[int, int]:
    """What this process gets of the window, and what is left for all of them after that."""
    share = share_of(most)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"asker": asker, "starts": starts, "share": share})
        (taken,) = cursor.fetchone()
    return got_of_share(taken, share, most), max(0, most - taken)
