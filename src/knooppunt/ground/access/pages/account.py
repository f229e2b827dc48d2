"""My account, and signing in: the ordinary way, and with one click in a demo."""

from __future__ import annotations

import ipaddress
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from knooppunt.ground.access.asking import AskedRequest
from knooppunt.ground.access.authority import account_with_authority
from knooppunt.ground.access.queries import demo_accounts, own_account
from knooppunt.ground.access.sign_in import speak
from knooppunt.kit.authority import NOBODY


@require_GET
def my_account(request: AskedRequest) -> HttpResponse:
    """Who I am here, for whom, with what mandate, and how I sign in."""
    context = {"account": own_account(actor=request.actor), "reads_directory": request.actor.may("network.read")}
    return render(request, "access/account.html", context)


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """Sign in with email address and password; in a demo also by choosing who to be."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if _demo_here(self.request):
            context["demo_accounts"] = demo_accounts(actor=NOBODY)
        return context


@require_GET
@never_cache
def demo(request: AskedRequest) -> HttpResponse:
    """Choose who to be; exists only in a demo, and only for this machine."""
    if not _demo_here(request):
        raise Http404
    return render(request, "access/demo.html", {"demo_accounts": demo_accounts(actor=NOBODY)})


@require_POST
@never_cache
def demo_sign_in(request: AskedRequest, account: UUID) -> HttpResponse:
    """Become someone, with one click; exists only in a demo, and only for this machine."""
    if not _demo_here(request):
        raise Http404
    chosen = account_with_authority(account)
    if chosen is None:
        raise Http404
    doorman = get_adapter()
    doorman.logout(request)
    doorman.login(request, chosen)
    return speak(redirect(settings.LOGIN_REDIRECT_URL), chosen.language)


def _demo_here(request: HttpRequest) -> bool:
    """Whether this is a demo and the request comes from the machine it runs on."""
    if not settings.KNOOPPUNT.demo:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
