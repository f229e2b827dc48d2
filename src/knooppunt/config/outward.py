"""The settings of sending out: e-mail, webhooks and gateways."""

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
    "sms_url": Variable(
        "KNOOPPUNT_SMS_URL", "Where the gateway for text messages takes them; without one they wait.", web_address, ""
    ),
    "sms_token": Variable(
        "KNOOPPUNT_SMS_TOKEN", "Bearer token for the gateway for text messages.", text, "", hidden=True
    ),
    "sms_secret": Variable(
        "KNOOPPUNT_SMS_SECRET",
        "With this the gateway for text messages signs what it reports (Standard Webhooks, whsec_…); without one it"
        " reports nothing.",
        text,
        "",
        hidden=True,
    ),
    "sms_per_minute": Variable("KNOOPPUNT_SMS_PER_MINUTE", "Most text messages a minute.", count, 3000),
    "voice_url": Variable(
        "KNOOPPUNT_VOICE_URL", "Where the gateway for calls takes them; without one they wait.", web_address, ""
    ),
    "voice_token": Variable("KNOOPPUNT_VOICE_TOKEN", "Bearer token for the gateway for calls.", text, "", hidden=True),
    "voice_secret": Variable(
        "KNOOPPUNT_VOICE_SECRET",
        "With this the gateway for calls signs what it reports and which keys were pressed; without one it reports"
        " nothing.",
        text,
        "",
        hidden=True,
    ),
    "voice_per_minute": Variable("KNOOPPUNT_VOICE_PER_MINUTE", "Most calls begun a minute.", count, 600),
    "chat_per_minute": Variable("KNOOPPUNT_CHAT_PER_MINUTE", "Most messages a minute to chats.", count, 600),
    "push_per_minute": Variable("KNOOPPUNT_PUSH_PER_MINUTE", "Most push messages a minute.", count, 3000),
    "push_contact": Variable(
        "KNOOPPUNT_PUSH_CONTACT",
        "E-mail address at which push services reach who runs this node; without one that of KNOOPPUNT_MAIL_FROM, and"
        " without either push messages wait.",
        sender,
        "",
    ),
    "gateway_seconds": Variable("KNOOPPUNT_GATEWAY_SECONDS", "Seconds within which a gateway must answer.", count, 10),
    "gateway_connections": Variable(
        "KNOOPPUNT_GATEWAY_CONNECTIONS", "Connections to one gateway at once, kept open while there is work.", count, 16
    ),
    "gateway_uncertain": Variable(
        "KNOOPPUNT_GATEWAY_UNCERTAIN",
        "When a gateway was given a message and never answered: repeat it under the same reference (repeat: at least"
        " once), or leave it and show it (stop: at most once).",
        uncertain,
        "repeat",
    ),
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
    sms_url: str
    sms_token: str
    sms_secret: str
    sms_per_minute: int
    voice_url: str
    voice_token: str
    voice_secret: str
    voice_per_minute: int
    chat_per_minute: int
    push_per_minute: int
    push_contact: str
    gateway_seconds: int
    gateway_connections: int
    gateway_uncertain: str
