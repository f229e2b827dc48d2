"""Links that only whoever got them can use, and only for what they were given out for."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import Message, attempt, capability, dispatch_of, send
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import NODE, person
from knooppunt.kit.problems import Invalid


@given(st.uuids())
def test_a_token_gives_its_dispatch_for_its_purpose_and_for_no_other(dispatch: UUID) -> None:
    token = capability(dispatch, "answer")
    assert dispatch_of(token, "answer") == dispatch
    assert dispatch_of(token, "verify") is None


@given(st.uuids(), st.integers(0, 42), st.characters())
def test_a_token_of_which_a_sign_differs_gives_nothing(dispatch: UUID, at: int, sign: str) -> None:
    token = capability(dispatch, "answer")
    other = token[:at] + sign + token[at + 1 :]
    assert dispatch_of(other, "answer") == (dispatch if other == token else None)


@given(st.text(max_size=80))
def test_whatever_someone_makes_up_gives_nothing(token: str) -> None:
    assert dispatch_of(token, "answer") is None


def test_another_installation_has_other_tokens(settings: Settings) -> None:
    token = capability(UUID(int=7), "answer")
    settings.SECRET_KEY = "of another installation"
    assert dispatch_of(token, "answer") is None


@pytest.mark.django_db
def test_the_token_is_in_the_mail_and_nowhere_else(server: MailServer) -> None:
    notice = Message("Oproep", "Komt u?", "/answer/{token}/", purpose="answer")
    (made,) = send(to=[person("Anna")], message=notice, about="1", key="1", actor=NODE)
    attempt(made)
    row = Dispatch.objects.get()
    part = server.kept[0].mail.get_body(["plain"])
    assert part is not None
    assert f"/answer/{capability(made, 'answer')}/" in part.get_content()
    assert row.link == "/answer/{token}/"


@pytest.mark.django_db
@pytest.mark.parametrize(("link", "purpose"), [("/answer/{token}/", ""), ("/answer/", "answer")])
def test_a_token_without_a_purpose_and_a_purpose_without_a_token_are_refused(link: str, purpose: str) -> None:
    with pytest.raises(Invalid):
        send(to=[person("Anna")], message=Message("a", "b", link, purpose), about="1", key="1", actor=NODE)
