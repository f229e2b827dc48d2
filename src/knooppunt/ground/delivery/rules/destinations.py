"""Where a webhook may go: no door into the network of the node itself (OWASP: server-side request forgery)."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from knooppunt.kit.problems import Invalid, phrase

TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): the last four bytes are an IPv4 address
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_ADDRESS = 500


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large, also the one that it wraps."""
    found = ip_address(address)
    return found.is_global and not found.is_multicast and all(is_public(str(one)) for one in _wrapped(found))


def _wrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    teredo = address.teredo[1] if address.teredo else None
    translated = IPv4Address(address.packed[-4:]) if address in TRANSLATED else None
    return [one for one in (address.ipv4_mapped, address.sixtofour, teredo, translated) if one is not None]


def checked_address(written: str, *, private: bool) -> str:
    """The address of a webhook, when it may be one; :class:`Invalid` with what is wrong.

    ``private``: whether addresses of this machine and its network are allowed here. Names are looked up when sending.
    """
    address = written.strip()
    parts = _parts(address)
    loopback = parts.hostname in LOOPBACK_NAMES
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise Invalid(phrase("The address of a webhook begins with https://."), place="address")
    if parts.username is not None or parts.fragment:
        raise Invalid(phrase("An address without a user name and without a #, please."), place="address")
    if not private and (loopback or not _may_be_public(parts.hostname or "")):
        raise Invalid(phrase("Webhooks go to public addresses only."), place="address")
    return address


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        wrong = not parts.hostname or parts.port == 0 or not address.isprintable() or len(address) > LONGEST_ADDRESS
    except ValueError:
        wrong = True
    if wrong or " " in address:
        raise Invalid(phrase("This is no web address."), place="address")
    return parts


def _may_be_public(host: str) -> bool:
    """Whether a host that is written as a number is public; of names that is found out when sending."""
    try:
        return is_public(host)
    except ValueError:
        return True
