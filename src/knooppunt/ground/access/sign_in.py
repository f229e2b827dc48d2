"""How sign-in works here: what we change in Django's and allauth's own way of doing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from knooppunt.ground.access.actions import note_failed_sign_in, note_sign_in, note_sign_out
from knooppunt.ground.access.asking import OWN_ACCOUNT, actor_for
from knooppunt.ground.access.authority import account_with_authority
from knooppunt.ground.access.models import Account
from knooppunt.kit.authority import system_actor

DOORKEEPER = system_actor("sign-in", [OWN_ACCOUNT])
"""Notes what happens before it is known who someone is."""

METHODS = {"password": "password", "mfa": "second factor"}


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs in with email address and password; loads the account of a session with its authority in one query."""

    def get_user(self, user_id: UUID) -> Account | None:
        return account_with_authority(user_id)


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody registers themselves, and the journal knows who came, who left and who tried."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        methods = [record["method"] for record in request.session.get("account_authentication_methods", [])]
        how = METHODS.get(methods[-1], methods[-1]) if methods else "demo"
        note_sign_in(account=user.pk, how=how, actor=actor_for(user))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return speak(response, user.language)

    def logout(self, request: HttpRequest) -> None:
        account = request.user
        super().logout(request)
        if isinstance(account, Account):
            note_sign_out(account=account.pk, actor=actor_for(account))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        address = str(credentials.get("email") or "").lower()
        known = Account.objects.filter(email=address).values_list("pk", flat=True).first()
        note_failed_sign_in(account=known, actor=DOORKEEPER)


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Let the browser that gets ``response`` ask for ``language`` from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
