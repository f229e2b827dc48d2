"""The bytes of an e-mail (RFC 5322): the same dispatch gives the same bytes, also when it is sent again."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from django.conf import settings
from django.utils.html import format_html, linebreaks

from knooppunt.ground.delivery.links import full_link
from knooppunt.ground.delivery.queries.work import Parcel

EXERCISE = "OEFENING"
POLICY = SMTP.clone(cte_type="7bit")  # every server takes it, also one without 8BITMIME
DEMO_SENDER = "knooppunt@oefening.example"


def sender() -> str:
    """The address mails come from."""
    return settings.KNOOPPUNT.mail_from or DEMO_SENDER


def message_id(parcel: Parcel) -> str:
    """Made of the dispatch alone, so that a receiver recognises a repeat."""
    return f"<{parcel.id}@{sender().rpartition('@')[2]}>"


def as_bytes(parcel: Parcel, address: str) -> bytes:
    """The whole mail: plain text and the same as minimal HTML, lines ended by CR LF."""
    text = _text(parcel)
    mail = EmailMessage(POLICY)
    mail["Subject"] = f"{EXERCISE} {parcel.subject}" if parcel.exercise else parcel.subject
    mail["From"] = Address("Knooppunt", addr_spec=sender())
    mail["To"] = address
    mail["Date"] = parcel.made_at
    mail["Message-ID"] = message_id(parcel)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(_html(parcel), subtype="html")
    mail.set_boundary(f"={parcel.id}=")
    return mail.as_bytes()


def _warning(parcel: Parcel) -> str:
    return f"{EXERCISE} {EXERCISE} {EXERCISE}\n\n" if parcel.exercise else ""


def _text(parcel: Parcel) -> str:
    address = full_link(parcel.link, parcel.id, parcel.purpose)
    link = f"\n\n{address}" if address else ""
    return f"{_warning(parcel)}{parcel.text}{link}\n"


def _html(parcel: Parcel) -> str:
    body = linebreaks(_warning(parcel) + parcel.text, autoescape=True)
    address = full_link(parcel.link, parcel.id, parcel.purpose)
    link = format_html('<p><a href="{}">{}</a></p>', address, address) if address else ""
    return format_html(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head><body>{}{}</body></html>',
        *(parcel.language, parcel.subject, body, link),
    )
