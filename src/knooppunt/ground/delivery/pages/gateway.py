"""Where gateways report. Signed by Standard Webhooks; without a session, without a cookie, without a word in answer."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from knooppunt.ground.delivery.actions.hearing import take_report
from knooppunt.ground.delivery.queries.work import POSTMAN
from knooppunt.ground.delivery.rules.reporting import report_in

LONGEST = 4096
LONGEST_NAME = 100
SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")


@csrf_exempt  # no browser comes here, and no session is read: who asks is known by the signature
@require_POST
def report(request: HttpRequest, channel: str) -> HttpResponse:
    """Take in a report: 204, also for one that is known already or names nothing; 401 for all that is not signed."""
    secret = {"sms": settings.KNOOPPUNT.sms_secret, "voice": settings.KNOOPPUNT.voice_secret}.get(channel, "")
    if not secret:
        raise Http404
    body = request.read(LONGEST + 1)
    message = request.headers.get("webhook-id", "")
    if len(body) > LONGEST or not 0 < len(message) <= LONGEST_NAME or not _is_signed(request, secret, body):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    told = report_in(body)
    if told is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    take_report(channel=channel, message=message, report=told, actor=POSTMAN)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _is_signed(request: HttpRequest, secret: str, body: bytes) -> bool:
    """Whether the gateway signed this within the last five minutes."""
    try:
        Webhook(secret).verify(body, {name: request.headers.get(name, "") for name in SIGNED})
    except (WebhookVerificationError, ValueError):
        return False
    return True
