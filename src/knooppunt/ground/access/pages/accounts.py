"""The accounts, for who manages them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from knooppunt.ground.access.asking import AskedRequest
from knooppunt.ground.access.queries import AccountLine, accounts
from knooppunt.ground.files.public import Table, asked_format, download

COLUMNS = (
    "name", "email", "organisation", "functions", "active", "second_factor", "last_sign_in", "mandates",
)  # fmt: skip


@require_GET
def accounts_page(request: AskedRequest) -> HttpResponse:
    """Who can sign in, for whom they act, and with what mandates."""
    found = accounts(actor=request.actor)
    if kind := asked_format(request):
        return download(Table("accounts", _("Accounts"), COLUMNS, [_row(one) for one in found]), kind)
    return render(request, "access/accounts.html", {"accounts": found})


def _row(one: AccountLine) -> tuple[object, ...]:
    return (
        one.name, one.email, one.organisation, ", ".join(one.functions), "yes" if one.active else "no",
        ", ".join(one.second_factor), one.last_login,
        ", ".join(f"{mandate.permission} {mandate.area}" for mandate in one.mandates),
    )  # fmt: skip
