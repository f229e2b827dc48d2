"""``knooppunt picture``: compile, publish, make again and take out editions from the terminal."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.ground.access.public import actor_by_email, operator
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.kit.problems import Invalid, NotFound, phrase
from knooppunt.rooms.picture.exchange.cells import Speaker
from knooppunt.rooms.picture.exchange.completeness import said
from knooppunt.rooms.picture.exchange.documents import LANGUAGES, render
from knooppunt.rooms.picture.public import (
    EditionLine,
    approve,
    compile_edition,
    content,
    document,
    edition,
    editions,
    missing,
    products,
    publish,
    replay,
    withdraw,
)

DIFFERENT = 3  # exit code: done, and a fault was found
KINDS = ("json", "pdf", "xlsx", "html")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
acting = click.option("--as", "email", metavar="EMAIL", help="Act as this person instead of the operator.")


@click.group()
def picture() -> None:
    """Pictures: products, editions, publishing and making again."""


@picture.command("products")
@as_json
@acting
def list_products(*, as_json: bool, email: str | None) -> None:
    """The products that can be published."""
    found = products(actor=_actor(email))
    rows = [
        {"product": each.slug, "title": each.title.nl, "texts": [text.key for text in each.texts]} for each in found
    ]
    _say(
        rows,
        [f"{row['product']:<22} {row['title']} (texts: {', '.join(row['texts'])})" for row in rows],
        as_json=as_json,
    )


@picture.command("list")
@click.option("--product", help="Only editions of this product.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@as_json
@acting
def list_editions(*, product: str | None, limit: int, as_json: bool, email: str | None) -> None:
    """Editions, the newest first."""
    found = editions(product=product, limit=limit, actor=_actor(email))
    rows = [_row(each) for each in found]
    lines = [
        f"{row['id']}  {row['product']} {row['number'] or '(draft)'}  {row['on']}  {row['sha256'][:12]}" for row in rows
    ]
    _say(rows, lines or [_("There are no editions yet.")], as_json=as_json)


@picture.command("publish")
@click.argument("series")
@click.option("--on", "on", required=True, metavar="DATE", help="The day the picture is about (YYYY-MM-DD).")
@click.option("--known", metavar="MOMENT", help="As known at this day or moment instead of now.")
@click.option("--text", "texts", multiple=True, metavar="KEY=TEXT", help="Text of a section, or the file it is in.")
@as_json
@acting
def publish_edition(
    *, series: str, on: str, known: str | None, texts: tuple[str, ...], as_json: bool, email: str | None
) -> None:
    """Compile SERIES (a product, such as landelijk-beeld) for a day and publish it.

    The operator acts with the authority of all: where the product has commissioners, the edition says that it was
    published without approval. As a person (--as) only what needs no approval is published in one go.
    """
    actor = _actor(email)
    given = dict(_text(each) for each in texts)
    draft = compile_edition(product=series, on=_day(on), known=_moment(known), texts=given, actor=actor)
    published = publish(edition=draft, acknowledged=missing(draft, actor=actor)[1] if email else None, actor=actor)
    files = {kind: str(document(published.id, kind, actor=actor).path) for kind in KINDS}
    row = _row(published) | {"files": files}
    title = f"{published.product} {published.number}"
    without = [_("Published by the operator without approval")] if published.unapproved else []
    lines = [
        *without,
        _("Published: {title} of {day}").format(title=title, day=published.on),
        f"SHA-256: {published.sha256}",
    ]
    _say(
        row,
        [_("Identifier: {id}").format(id=published.id), *lines, *(f"{kind}: {path}" for kind, path in files.items())],
        as_json=as_json,
    )


@picture.command("missing")
@click.argument("which", metavar="ID", type=click.UUID)
@as_json
@acting
def list_missing(*, which: UUID, as_json: bool, email: str | None) -> None:
    """What is missing in an edition: the list that whoever publishes it must have seen, and its SHA-256."""
    actor = _actor(email)
    told = content(which, actor=actor)
    facts, digest = missing(which, actor=actor)
    with translation.override("nl"):
        sentences = said(facts, Speaker(told, "nl"))
    row = {"id": str(which), "sha256": digest, "missing": sentences}
    _say(row, [*sentences, f"SHA-256: {digest}"], as_json=as_json)


@picture.command("approve")
@click.argument("which", metavar="ID", type=click.UUID)
@click.option("--sha256", required=True, metavar="DIGEST", help="Of the content that was read.")
@acting
def approve_edition(*, which: UUID, sha256: str, email: str | None) -> None:
    """Approve the content with this SHA-256 as the commissioner (or deputy) given with --as."""
    approve(edition=which, sha256=sha256, actor=_actor(email))
    click.echo(_("Approved."))


@picture.command("withdraw")
@click.argument("which", metavar="ID", type=click.UUID)
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stands on the page of the edition.")
@acting
def withdraw_edition(*, which: UUID, reason: str, email: str | None) -> None:
    """Withdraw a published edition."""
    withdraw(edition=which, reason=reason, actor=_actor(email))
    click.echo(_("Withdrawn."))


@picture.command("replay")
@click.argument("which", metavar="ID", type=click.UUID)
@as_json
@acting
@click.pass_context
def replay_edition(context: click.Context, *, which: UUID, as_json: bool, email: str | None) -> None:
    """Make a published edition again from the figures and compare the bytes (exit code 3 when they differ)."""
    found = replay(which, actor=_actor(email))
    row = {
        "id": str(found.id),
        "sha256": found.sha256,
        "recompiled_sha256": found.recompiled_sha256,
        "same": found.same,
        "difference": found.difference,
    }
    different = _("NOT the same; the first difference is at {place}").format(place=found.difference)
    verdict = _("the same bytes") if found.same else different
    _say(row, [f"{found.id}: {verdict}", f"SHA-256: {found.sha256}"], as_json=as_json)
    context.exit(0 if found.same else DIFFERENT)


@picture.command("export")
@click.argument("which", metavar="ID", type=click.UUID)
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), default="nl", show_default=True)
@as_json
@acting
def export_edition(*, which: UUID, folder: Path, language: str, as_json: bool, email: str | None) -> None:
    """Write the documents of a published edition to a folder."""
    actor = _actor(email)
    if edition(which, actor=actor).underway:
        raise NotFound(phrase("There is no such edition."))
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for kind in KINDS:
        kept = document(which, kind, actor=actor)
        fresh = language != "nl" and kind != "json"
        data = render(content(which, actor=actor), kind, language) if fresh else kept.path.read_bytes()
        target = folder / (kept.name.replace(f".{kind}", f".{language}.{kind}") if fresh else kept.name)
        target.write_bytes(data)
        files[kind] = str(target)
    _say({"id": str(which), "files": files}, list(files.values()), as_json=as_json)


def _actor(email: str | None) -> Actor:
    return actor_by_email(email) if email else operator()


def _row(each: EditionLine) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "product": each.product,
        "number": each.number,
        "on": each.on.isoformat(),
        "known_at": each.known_at.isoformat(),
        "state": each.state,
        "marking": each.marking,
        "exercise": each.exercise,
        "sha256": each.sha256,
        "unapproved": each.unapproved,
        "withdrawn": each.withdrawn_why or None,
    }


def _say(facts: Any, lines: list[str], *, as_json: bool) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else "\n".join(lines))


def _text(given: str) -> tuple[str, str]:
    key, equals, text = given.partition("=")
    if not equals:
        raise Invalid(phrase("Write KEY=TEXT or KEY=FILE."), place="--text")
    return key, _content(text)


def _content(text: str) -> str:
    """The content of the file of this name when there is one; else the text itself."""
    if len(text) < 256 and "\n" not in text and "\0" not in text and Path(text).is_file():
        return Path(text).read_text(encoding="utf-8")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(phrase("{text} is not a day; write YYYY-MM-DD."), place="--on", text=text) from error


def _moment(text: str | None) -> datetime | None:
    """A day means its end in the Netherlands; a moment without a zone is one in the Netherlands."""
    if text is None:
        return None
    try:
        if len(text) == len("2020-09-15"):
            midnight = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), NETHERLANDS)
            return (midnight - timedelta(microseconds=1)).astimezone(UTC)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(phrase("{text} is not a moment."), place="--known", text=text) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=NETHERLANDS)).astimezone(UTC)
