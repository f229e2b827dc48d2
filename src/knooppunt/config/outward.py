"""The settings of sending out: e-mail and webhooks."""

from __future__ import annotations

from dataclasses import dataclass

from knooppunt.config.variables import Variable, count, port, sender, text, tls_mode, uncertain, web_address, yes

OUTWARD: dict[str, Variable] = {
    "url": Variable(
        "KNOOPPUNT_URL",
        "Address of the pages as people reach them, for links in e-mails; without it made of the first host.",
        web_address,
        "",
    ),
    "mail_host": Variable(
        "KNOOPPUNT_MAIL_HOST", "Mail server (SMTP); without one e-mails wait, and are shown as waiting.", text, ""
    ),
    "mail_port": Variable("KNOOPPUNT_MAIL_PORT", "Port of the mail server.", port, 587),
    "mail_tls": Variable(
        "KNOOPPUNT_MAIL_TLS",
        "How the mail server speaks TLS: starttls, tls (from the first byte) or none.",
        tls_mode,
        "starttls",
    ),
    "mail_user": Variable("KNOOPPUNT_MAIL_USER", "User name at the mail server, where it asks for one.", text, ""),
    "mail_password": Variable("KNOOPPUNT_MAIL_PASSWORD", "Password at the mail server.", text, "", hidden=True),
    "mail_from": Variable(
        "KNOOPPUNT_MAIL_FROM", "Address from which e-mails are sent; the part after the @ names messages.", sender, ""
    ),
    "mail_seconds": Variable(
        "KNOOPPUNT_MAIL_SECONDS",
        "Seconds to wait for each answer of the mail server; for its answer to the message itself twenty times as long"
        " (RFC 5321, 4.5.3.2).",
        count,
        30,
    ),
    "mail_per_minute": Variable(
        "KNOOPPUNT_MAIL_PER_MINUTE", "Most e-mails a minute; urgent ones have as many of their own.", count, 120
    ),
    "mail_tries": Variable(
        "KNOOPPUNT_MAIL_TRIES",
        "Tries before an e-mail has failed; each waits twice as long, at most an hour.",
        count,
        24,
    ),
    "mail_uncertain": Variable(
        "KNOOPPUNT_MAIL_UNCERTAIN",
        "When a mail server took a message and never answered: repeat it with the same Message-ID (repeat: at least"
        " once), or leave it and show it (stop: at most once).",
        uncertain,
        "repeat",
    ),
    "mail_uncertain_urgent": Variable(
        "KNOOPPUNT_MAIL_UNCERTAIN_URGENT", "The same for urgent e-mails: repeat or stop.", uncertain, "repeat"
    ),
    "webhook_private": Variable(
        "KNOOPPUNT_WEBHOOK_PRIVATE",
        "1 when webhooks may go to private addresses and to this machine itself; otherwise they are refused.",
        yes,
        default=False,
    ),
    "webhook_per_minute": Variable(
        "KNOOPPUNT_WEBHOOK_PER_MINUTE", "Most messages a minute to one webhook.", count, 600
    ),
    "webhook_seconds": Variable("KNOOPPUNT_WEBHOOK_SECONDS", "Seconds within which a webhook must answer.", count, 15),
}


@dataclass(frozen=True, slots=True)
class Outward:
    """What the environment says about sending out. Field by field: see :data:`OUTWARD`."""

    url: str
    mail_host: str
    mail_port: int
    mail_tls: str
    mail_user: str
    mail_password: str
    mail_from: str
    mail_seconds: int
    mail_per_minute: int
    mail_tries: int
    mail_uncertain: str
    mail_uncertain_urgent: str
    webhook_private: bool
    webhook_per_minute: int
    webhook_seconds: int
