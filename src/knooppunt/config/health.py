"""``/health`` and ``/metrics``: for whoever watches the node. Strangers learn only whether it works."""

from __future__ import annotations

import ipaddress
import secrets

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from knooppunt import __version__
from knooppunt.config.database import pending_migrations
from knooppunt.config.metrics import exposition

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is up to date, otherwise 503."""
    state = _state()
    working = state["database"] == "up" and state["migrations_waiting"] == 0
    shown: dict[str, str | int] = {"status": "ok" if working else "failing"}
    if may_watch(request):
        shown |= {"version": __version__} | state
    return JsonResponse(shown, status=200 if working else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics, for those who may watch; nothing here for others."""
    if not may_watch(request):
        raise Http404
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def may_watch(request: HttpRequest) -> bool:
    """Whoever shows the token; without one set, whoever asks from this machine itself and not through a proxy."""
    token = settings.KNOOPPUNT.metrics_token
    if token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(shown.encode(), token.encode())
    if settings.KNOOPPUNT.tls or any(name in request.META for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _state() -> dict[str, str | int]:
    try:
        connection.ensure_connection()
        return {"database": "up", "migrations_waiting": len(pending_migrations())}
    except DatabaseError as failed:
        return {"database": type(failed).__name__, "migrations_waiting": -1}
