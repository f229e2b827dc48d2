"""A mail server that can misbehave, and settings that lead to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from knooppunt.ground.delivery.tests.mailserver import MailServer


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture(autouse=True)
def mail_goes_to(server: MailServer, settings: Settings) -> None:
    settings.KNOOPPUNT = dataclasses.replace(
        settings.KNOOPPUNT,
        mail_host="127.0.0.1",
        mail_port=server.port,
        mail_tls="none",
        mail_from="knooppunt@node.example",
        mail_seconds=1,
        mail_per_minute=100_000,
    )
