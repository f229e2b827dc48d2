"""``knooppunt delivery``: what was sent, sending again what was not delivered, and trying out the mail server."""

from __future__ import annotations

import dataclasses
import json
from uuid import UUID

import click
from django.utils.translation import gettext as _

from knooppunt.ground.access.public import operator
from knooppunt.ground.delivery import public
from knooppunt.ground.delivery.public import DispatchLine, Message, State
from knooppunt.ground.network.public import person
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.kit.ids import new_id

NOT_SENT = 3

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.group()
@click.pass_context
def delivery(ctx: click.Context) -> None:
    """What was sent, what waits and why, and what was not delivered."""
    ctx.obj = operator()


@delivery.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), default=None, help="Only these.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@as_json
@click.pass_obj
def list_(actor: Actor, *, state: str | None, limit: int, as_json: bool) -> None:
    """The newest first, with the reason of what waits or was not delivered."""
    found = public.dispatches(state=state or "", limit=limit, actor=actor)
    if as_json:
        click.echo(json.dumps([_plain(line) for line in found], ensure_ascii=False, indent=2))
        return
    for trouble in public.troubles().values():
        click.echo(_(trouble), err=True)
    for line in found:
        click.echo(_as_text(line))


@delivery.command()
@click.argument("dispatches", nargs=-1, type=click.UUID)
@click.option(
    "--failed", "all_failed", is_flag=True, help="Everything that failed; not what was refused or is uncertain."
)
@click.pass_obj
def retry(actor: Actor, *, dispatches: tuple[UUID, ...], all_failed: bool) -> None:
    """Send again what failed, was refused or is uncertain."""
    if bool(dispatches) == all_failed:
        raise click.UsageError(_("Name dispatches, or give --failed."))
    failed = [line.id for line in public.dispatches(state=State.FAILED, limit=10_000, actor=actor)]
    for which in failed if all_failed else dispatches:
        public.send_again(dispatch=which, actor=actor)
    click.echo(_("{count} to be sent again.").format(count=len(failed) if all_failed else len(dispatches)))


@delivery.command()
@click.argument("email")
@as_json
@click.pass_obj
def test(actor: Actor, *, email: str, as_json: bool) -> None:
    """Send a person of the network a message that says nothing, at once; exit code 3 when it was not sent."""
    to = person(email, actor=actor).id

    def message() -> Message:
        return Message(_("Trying out the mail"), _("This message says nothing: it tries out the mail of Knooppunt."))

    (made,) = public.send(to=[to], message=message, about="test", key=f"test {new_id()}", urgent=True, actor=actor)
    public.attempt(made)
    line, attempts = public.dispatch(made, actor=actor)
    if as_json:
        told = [dataclasses.asdict(one) for one in attempts]
        click.echo(json.dumps(_plain(line) | {"attempts": told}, ensure_ascii=False, default=str, indent=2))
    else:
        said = attempts[-1].answer if attempts else ""
        click.echo(" ".join(filter(None, [_as_text(line), said])))
    if line.state is not State.SENT:
        click.get_current_context().exit(NOT_SENT)


def _plain(line: DispatchLine) -> dict[str, object]:
    told = json.loads(json.dumps(dataclasses.asdict(line), default=str))
    return dict(told) | {"reason": _why(line)}


def _why(line: DispatchLine) -> str:
    trouble = public.troubles().get(line.channel, "") if line.state is State.WAITING else ""
    template = trouble or line.reason
    return _(template) if template else ""


def _as_text(line: DispatchLine) -> str:
    at = line.made_at.astimezone(NETHERLANDS).strftime("%Y-%m-%d %H:%M:%S")
    return f"{line.id}  {at}  {line.state:<10}  {line.channel}  {line.to}  {line.subject}  {_why(line)}".rstrip()
