"""``knooppunt user``: people, their accounts and mandates, from the terminal of the server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import click
from django.utils.translation import gettext as _

from knooppunt.ground.access import actions
from knooppunt.ground.access.asking import actor_by_email, operator
from knooppunt.ground.access.queries import AccountLine, MandateLine, account, accounts
from knooppunt.ground.access.registry import bundle_named, bundles, permissions
from knooppunt.kit.authority import NATION, Actor
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.kit.problems import Invalid, NotFound, phrase

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
from_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
area_option = click.option("--area", default=NATION, show_default=True, help="Where it holds: NL, VR09, …")


@click.group()
@click.option("--as", "email", metavar="EMAIL", help="Act with the mandates of this account; else as the operator.")
@click.pass_context
def user(ctx: click.Context, email: str | None) -> None:
    """People, their accounts and mandates."""
    if not ctx.resilient_parsing:
        ctx.obj = actor_by_email(email) if email else operator()


@user.command()
@click.argument("name")
@click.argument("email")
@click.option("--organisation", help="Name or abbreviation; asks for --function too.")
@click.option("--function", "title", help="Title of the function; it is added when the organisation has it not yet.")
@click.option("--section", default="", help="Section of the node the function belongs to.")
@click.option("--bundle", default="", help="Permissions to give: see `knooppunt user bundles`.")
@click.option("--no-password", is_flag=True, help="Nobody can sign in to it yet.")
@area_option
@from_stdin
@as_json
@click.pass_obj
def add(
    actor: Actor,
    /,
    *,
    name: str,
    email: str,
    organisation: str | None,
    title: str | None,
    section: str,
    no_password: bool,
    password_stdin: bool,
    as_json: bool,
    **granted: str,
) -> None:
    """Add a person with an account. The password is asked for, unless --password-stdin or --no-password."""
    if bool(organisation) != bool(title):
        raise click.UsageError(_("Give --organisation and --function together."))
    made = actions.welcome(
        name=name,
        email=email,
        place=actions.Place(organisation, title, section) if organisation and title else None,
        password=None if no_password else _password(from_stdin=password_stdin),
        **granted,
        actor=actor,
    )
    _show([account(made.email, actor=actor)], as_json=as_json)


@user.command("list")
@as_json
@click.pass_obj
def list_(actor: Actor, *, as_json: bool) -> None:
    """List the accounts with their mandates."""
    found = accounts(actor=actor)
    if as_json:
        click.echo(json.dumps([_plain(line) for line in found], ensure_ascii=False))
    else:
        _show(found, as_json=False)


@user.command()
@click.argument("email")
@click.option("--bundle", default="", help="A bundle: see `knooppunt user bundles`.")
@click.option("--permission", default="", help="One permission, as room.verb.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day on which it holds; else without end.")
@area_option
@as_json
@click.pass_obj
def grant(
    actor: Actor, *, email: str, bundle: str, permission: str, until: datetime | None, area: str, as_json: bool
) -> None:
    """Give an account a bundle or a permission."""
    _one_of(bundle, permission)
    person, ends = account(email, actor=actor).person, _end_of(until.date() if until else None)
    if bundle:
        actions.grant_bundle(bundle=bundle, area=area, person=person, ends=ends, actor=actor)
    else:
        actions.grant_mandate(permission=permission, area=area, person=person, ends=ends, actor=actor)
    _show([account(email, actor=actor)], as_json=as_json)


@user.command()
@click.argument("email")
@click.option("--bundle", default="", help="Everything of this bundle.")
@click.option("--permission", default="", help="One permission, as room.verb.")
@click.option("--area", help="Only where it holds for this area.")
@as_json
@click.pass_obj
def withdraw(actor: Actor, *, email: str, bundle: str, permission: str, area: str | None, as_json: bool) -> None:
    """Take a bundle or a permission back from an account. What comes with a function stays."""
    _one_of(bundle, permission)
    of_bundle = (*bundle_named(bundle).nation, *bundle_named(bundle).area) if bundle else ()
    for mandate in _own(account(email, actor=actor), of_bundle or (permission,), area):
        actions.withdraw_mandate(grant=mandate.id, actor=actor)
    _show([account(email, actor=actor)], as_json=as_json)


@user.command()
@click.argument("email")
@click.pass_obj
def deactivate(actor: Actor, *, email: str) -> None:
    """Close an account at once, in every session."""
    actions.deactivate_account(account=account(email, actor=actor).id, actor=actor)
    click.echo(_("{email} can no longer sign in.").format(email=email), err=True)


@user.command()
@click.argument("email")
@click.pass_obj
def activate(actor: Actor, *, email: str) -> None:
    """Open a closed account again."""
    actions.activate_account(account=account(email, actor=actor).id, actor=actor)
    click.echo(_("{email} can sign in again.").format(email=email), err=True)


@user.command()
@click.argument("email")
@from_stdin
@click.pass_obj
def password(actor: Actor, *, email: str, password_stdin: bool) -> None:
    """Give an account a new password; it is asked for, unless --password-stdin."""
    which = account(email, actor=actor).id
    actions.set_password(account=which, password=_password(from_stdin=password_stdin), actor=actor)
    click.echo(_("{email} has a new password.").format(email=email), err=True)


@user.command("remove-second-factor")
@click.argument("email")
@click.pass_obj
def remove_second_factor(actor: Actor, *, email: str) -> None:
    """For whoever lost it: take all second factors off an account."""
    actions.remove_second_factor(account=account(email, actor=actor).id, actor=actor)
    click.echo(_("{email} signs in without second factor now.").format(email=email), err=True)


@user.command("bundles")
@as_json
def bundles_(*, as_json: bool) -> None:
    """List the bundles and what they permit."""
    if as_json:
        told = {slug: {"nation": bundle.nation, "area": bundle.area} for slug, bundle in bundles().items()}
        click.echo(
            json.dumps({"bundles": told, "permissions": {name: text.en for name, text in permissions().items()}})
        )
        return
    for slug, bundle in bundles().items():
        click.echo(f"{slug}: {bundle.name.nl} / {bundle.name.en}")
        click.echo("".join(f"    {permission}\n" for permission in bundle.nation), nl=False)
        click.echo("".join(f"    {permission} (--area)\n" for permission in bundle.area), nl=False)


def _one_of(bundle: str, permission: str) -> None:
    if bool(bundle) == bool(permission):
        raise click.UsageError(_("Give either --bundle or --permission."))


def _own(line: AccountLine, wanted: Sequence[str], area: str | None) -> list[MandateLine]:
    found = [
        mandate
        for mandate in line.mandates
        if not mandate.function and mandate.permission in wanted and area in (None, mandate.area)
    ]
    if not found:
        raise NotFound(phrase("{name} has no such mandate."), name=line.name)
    return found


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Invalid(phrase("There is nobody at a terminal to ask for a password; use --password-stdin."))
    return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True))


def _end_of(last_day: date | None) -> datetime | None:
    if last_day is None:
        return None
    return datetime.combine(last_day + timedelta(days=1), time(), NETHERLANDS)


def _plain(line: AccountLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "person": str(line.person),
        "name": line.name,
        "email": line.email,
        "active": line.active,
        "organisation": line.organisation,
        "functions": line.functions,
        "secondFactor": line.second_factor,
        "mandates": [
            {
                "id": str(mandate.id),
                "permission": mandate.permission,
                "area": mandate.area,
                "from": mandate.starts.isoformat(),
                "until": mandate.ends.isoformat() if mandate.ends else None,
                "function": mandate.function,
            }
            for mandate in line.mandates
        ],
    }


def _show(lines: Iterable[AccountLine], *, as_json: bool) -> None:
    for line in lines:
        if as_json:
            click.echo(json.dumps(_plain(line), ensure_ascii=False))
            continue
        click.echo(f"{line.email}  {line.name}" + ("" if line.active else _("  (closed)")))
        click.echo(f"    {', '.join(line.functions) or '–'}, {line.organisation or '–'}")
        for mandate in line.mandates:
            through = f" ({mandate.function})" if mandate.function else ""
            click.echo(f"    {mandate.permission} {mandate.area}{through}")
