"""TLS and signing in at the mail server, with a certificate that is trusted and one that is not."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from pytest_django import Settings

from knooppunt.ground.delivery.models import Attempt
from knooppunt.ground.delivery.public import attempt
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import person, sent_to

pytestmark = pytest.mark.django_db
USER, PASSWORD = "knooppunt", "geheim van de mail"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost, with its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl on this machine")
    made, key = tmp_path / "made.pem", tmp_path / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + key.read_text())
    return made


def knows(server: Any, session: Any, envelope: Any, mechanism: str, told: LoginPassword) -> AuthResult:
    right = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


@pytest.fixture
def guarded(certificate: Path, settings: Settings) -> Iterator[MailServer]:
    """A server that wants TLS and a password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with MailServer(tls_context=context, require_starttls=True, auth_required=True, authenticator=knows) as running:
        settings.KNOOPPUNT = replace(
            settings.KNOOPPUNT, mail_host="localhost", mail_port=running.port, mail_tls="starttls", mail_seconds=5,
            mail_user=USER, mail_password=PASSWORD,
        )  # fmt: skip
        yield running


def test_over_tls_and_with_the_password_it_arrives(
    guarded: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    (dispatch,) = sent_to(person("Anna"))
    attempt(dispatch.id)
    assert Attempt.objects.get().answer == "OK"
    assert len(guarded.kept) == 1


def test_a_certificate_that_nobody_trusts_gets_neither_password_nor_message(guarded: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    attempt(dispatch.id)
    told = Attempt.objects.get()
    assert told.outcome == "postponed"
    assert "CERTIFICATE_VERIFY_FAILED" in told.answer
    assert guarded.kept == []


def test_a_wrong_password_is_no_refusal_of_the_addressee(
    guarded: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_password="mis")
    (dispatch,) = sent_to(person("Anna"))
    attempt(dispatch.id)
    told = Attempt.objects.get()
    assert (told.outcome, told.code) == ("postponed", 535)
    assert PASSWORD not in told.answer
