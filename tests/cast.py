"""The cast: people with a name, a function and mandates, made with the real verbs."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from knooppunt.ground.access.public import Account, Place, actor_for, operator, welcome
from knooppunt.ground.network.public import sync_organisations
from knooppunt.kit.authority import NATION, Actor

OPERATOR = operator()
PASSWORD = "een lange zin over de zee"


def account_of(
    name: str,
    *,
    organisation: str = "KCR2",
    function: str = "Medewerker",
    bundle: str = "",
    area: str = NATION,
    role: str = "",
    password: str | None = None,
) -> Account:
    """An account of ``name`` (``name@example.org``), who works at ``organisation`` (an abbreviation; none if empty)."""
    sync_organisations(actor=OPERATOR)
    return welcome(
        name=name,
        email=f"{name.split()[0].lower()}@example.org",
        place=Place(organisation, function, role=role) if organisation else None,
        bundle=bundle,
        area=area,
        password=password,
        actor=OPERATOR,
    )


def someone(
    name: str,
    *,
    organisation: str = "KCR2",
    function: str = "Medewerker",
    bundle: str = "",
    area: str = NATION,
    role: str = "",
) -> Actor:
    """Who the request of ``name`` would be acted by."""
    account = account_of(name, organisation=organisation, function=function, bundle=bundle, area=area, role=role)
    return actor_for(account)


def browser(account: Account) -> Client:
    """A browser in which ``account`` is signed in."""
    client = Client()
    client.force_login(account)
    return client


def seen(answer: Any) -> str:
    """What someone sees of a page: its text without what differs from request to request."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r'name="next" value="[^"]*"', "", text)
