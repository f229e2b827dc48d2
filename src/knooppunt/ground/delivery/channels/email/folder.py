"""The mails of a demo lie in a folder: nobody gets them, and everybody can look."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from knooppunt.ground.delivery.channels.channel import Pen
from knooppunt.ground.delivery.queries import Parcel
from knooppunt.ground.delivery.rules import Outcome, Receipt
from knooppunt.kit.problems import phrase


def place_of(parcel: Parcel) -> Path:
    """Where the mail of a dispatch lies."""
    return Path(settings.KNOOPPUNT.home) / "mail" / f"{parcel.id}.eml"


def deliver(parcel: Parcel, content: bytes, pen: Pen) -> None:
    """Write the mail whole, or not at all; a repeat writes the same."""
    place = place_of(parcel)
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    part.write_bytes(content)
    pen.handing()
    part.replace(place)
    pen.ended(Receipt(Outcome.SENT, phrase("A demo sends nothing: the mail lies in the folder mail of its home.")))
