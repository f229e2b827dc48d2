"""What is published for everyone as an Atom feed (RFC 4287). The same editions give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext, override

from knooppunt.rooms.picture.queries.public_editions import PublicEdition

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed."""


class Feed(Atom1Feed):
    """Django's feed, last changed when its newest entry was, and not at this moment when it has none."""

    def latest_post_date(self) -> datetime:
        found: list[datetime] = [item["updateddate"] for item in self.items]
        return max(found, default=BEGINNING)


def atom(editions: Sequence[PublicEdition], language: str, site: str) -> bytes:
    """The feed in ``nl`` or ``en``. Entries keep their identifier; what was withdrawn says so, without content."""
    page, feed = f"{site}/public/", f"{site}/public/feed.atom"
    with override(language):
        made = Feed(
            title=gettext("Published pictures"),
            link=page,
            description=gettext("Editions for everyone (TLP:CLEAR)"),
            subtitle=gettext("Editions for everyone (TLP:CLEAR)"),
            language=language,
            feed_url=feed,
            feed_guid=feed,
            author_name="Knooppunt",
        )
        for edition in editions:
            made.add_item(**_entry(edition, language, f"{page}{edition.slug}/{edition.number}"))
    return str(made.writeString("utf-8")).encode()


def heading(edition: PublicEdition, language: str) -> str:
    """``Landelijk beeld 12``, with what everyone must know first: that it is an exercise, or was withdrawn."""
    title = f"{edition.title[language]} {edition.number}"
    if edition.withdrawn_at:
        title = gettext("Withdrawn: {title}").format(title=title)
    return gettext("EXERCISE {title}").format(title=title) if edition.exercise else title


def _entry(edition: PublicEdition, language: str, place: str) -> dict[str, Any]:
    about = gettext("State of {day}.").format(day=edition.on.isoformat())
    if edition.withdrawn_at:
        about = gettext("This edition was withdrawn. It is no longer to be used.")
    return {
        "title": heading(edition, language),
        "link": f"{place}/",
        "description": about,
        "unique_id": f"urn:uuid:{edition.id}",
        "pubdate": edition.published_at,
        "updateddate": edition.updated_at,
        "enclosures": []
        if edition.withdrawn_at
        else [Enclosure(f"{place}/pdf", str(edition.pdf_size), "application/pdf")],
    }
