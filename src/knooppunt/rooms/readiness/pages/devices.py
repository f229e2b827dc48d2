"""Devices that show messages: adding the one that is looked at, and the script by which it shows them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from knooppunt.ground.access.public import OWN_ACCOUNT, AskedRequest
from knooppunt.ground.network.public import Means, add_contact_point
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

WORKER = "built/push-worker.js"


@sensitive_post_parameters("subscription")
@sensitive_variables("subscription")
@require_POST
def add(request: AskedRequest) -> HttpResponse:
    """Reach me on this device from now on; that I see it there is proved as for any other contact point."""
    request.actor.require(OWN_ACCOUNT)
    subscription = request.POST.get("subscription", "")  # its shape is judged where addresses are
    try:
        add_contact_point(person=UUID(request.actor.id), means=Means.PUSH, address=subscription, actor=request.actor)
    except (Conflict, Invalid) as problem:
        messages.error(request, problem.sentence(_(problem.template)))
    else:
        messages.success(request, _("This device is added. Send a code to it to confirm that messages arrive."))
    return redirect("readiness:contacts")


@never_cache
@require_safe
def worker(request: AskedRequest) -> HttpResponse:
    """The script that a browser keeps for the whole node: only an address at its root may say so."""
    request.actor.require(OWN_ACCOUNT)
    place = finders.find(WORKER)
    if not isinstance(place, str):
        raise NotFound(phrase("There is nothing here."))
    answer = HttpResponse(Path(place).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    return answer
