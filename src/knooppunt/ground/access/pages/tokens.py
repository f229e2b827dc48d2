"""Tokens: one's own, and those of organisations for who manages accounts. A secret is shown once, on the answer."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.access.actions import NewToken, make_token, revoke_token
from knooppunt.ground.access.asking import AskedRequest
from knooppunt.ground.access.forms import TokenForm
from knooppunt.ground.access.listing import TokenLine, all_tokens, organisation_leave, own_leave, own_tokens
from knooppunt.ground.access.queries import MANAGE
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.network.public import Organisation, organisations
from knooppunt.kit.problems import Conflict, Invalid, NotFound, Problem, phrase

COLUMNS = (
    "name", "owner", "leave", "made_at", "made_by", "until", "last_used", "state", "revoked_at", "revoked_by",
)  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: AskedRequest) -> HttpResponse:
    """My tokens, and the way to make one."""
    offered = own_leave(actor=request.actor)
    form = TokenForm(offered, _language(request), request.POST or None)
    made = _made(request, form, None)
    found = own_tokens(actor=request.actor)
    if kind := asked_format(request):
        return download(_table("tokens", found), kind)
    context = {"tokens": found, "form": form if offered else None, "made": made, "mine": True}
    return render(request, "access/tokens.html", context, status=_status(form))


@never_cache
@require_http_methods(["GET", "POST"])
def everyones(request: AskedRequest) -> HttpResponse:
    """The tokens of organisations and of people; a form to make one for the ``organisation`` that is chosen."""
    request.actor.require(MANAGE)
    known = organisations(actor=request.actor)
    chosen = _chosen(request, known)
    offered = organisation_leave(chosen.pk, actor=request.actor) if chosen else ()
    form = TokenForm(offered, _language(request), request.POST or None)
    made = _made(request, form, chosen.pk) if chosen else None
    found = all_tokens(actor=request.actor)
    if kind := asked_format(request):
        return download(_table("all_tokens", found), kind)
    context = {
        "tokens": found,
        "organisations": known,
        "chosen": chosen,
        "form": form if offered else None,
        "made": made,
        "mine": False,
    }
    return render(request, "access/tokens.html", context, status=_status(form))


@require_POST
def revoke(request: AskedRequest, token: UUID) -> HttpResponse:
    """Revoke a token, one's own or anyone's for who manages accounts; back to the list it was in."""
    try:
        revoke_token(token=token, actor=request.actor)
    except Conflict as problem:
        messages.warning(request, problem.sentence(_(problem.template)))
    else:
        messages.success(request, _("The token is revoked: it lets nobody in any more."))
    return redirect("all_tokens" if request.POST.get("list") == "all" else "own_tokens")


@sensitive_variables()
def _made(request: AskedRequest, form: TokenForm, organisation: UUID | None) -> NewToken | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return make_token(
            name=form.cleaned_data["name"],
            leave=form.mandates(),
            expires=form.expires(),
            organisation=organisation,
            actor=request.actor,
        )
    except Problem as problem:
        if problem.status == HTTPStatus.NOT_FOUND:
            raise
        place = {"expires": "until"}.get(problem.place, problem.place)
        form.add_error(place if place in form.fields else None, problem.sentence(_(problem.template)))
        return None


def _chosen(request: AskedRequest, known: Sequence[Organisation]) -> Organisation | None:
    """The organisation in the address; none yet when it is left out."""
    written = request.GET.get("organisation", "")
    found = next((one for one in known if str(one.pk) == written), None)
    if (written or request.method == "POST") and found is None:
        raise NotFound(phrase("There is nothing here."))
    return found


def _status(form: TokenForm) -> int:
    return Invalid.status if form.is_bound and form.errors else HTTPStatus.OK


def _language(request: AskedRequest) -> str:
    return "en" if request.LANGUAGE_CODE.startswith("en") else "nl"


def _table(name: str, found: Sequence[TokenLine]) -> Table:
    rows = [
        (
            one.name, one.owner, ", ".join(leave.words for leave in one.leave), one.created_at, one.created_by,
            one.expires, one.last_used, one.state, one.revoked_at, one.revoked_by,
        )
        for one in found
    ]  # fmt: skip
    return Table(name, _("Tokens"), COLUMNS, rows)
