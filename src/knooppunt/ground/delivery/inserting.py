"""Many dispatches written by one statement, each once for its key and addressee, whoever else writes the same now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from knooppunt.kit.ids import new_id

Once = tuple[str, UUID]
"""Key and addressee."""

INSERT = """
INSERT INTO delivery_dispatch
       (id, channel, addressee, key, about, subject, text, link, purpose, language, contact, incident, urgent, exercise,
        state, reason, made_at, due_at, expires_at, tries, has_turn, held_by, marking, shared_with, readers)
SELECT n.id, m.channel, n.addressee, m.key, m.about, w.subject, w.text, w.link, w.purpose, w.language, n.contact, %s,
       m.urgent, %s, 'waiting', '', %s, %s, m.expires_at, 0, false, %s, m.marking,
       CASE WHEN n.organisation IS NULL THEN '{}' ELSE ARRAY[n.organisation] END::varchar[], m.readers
  FROM unnest(%s::uuid[], %s::int[], %s::uuid[], %s::text[], %s::uuid[], %s::text[])
       AS n(id, number, addressee, organisation, contact, language)
  JOIN jsonb_to_recordset(%s) AS m(number int, channel text, key text, about text, urgent boolean,
                                   expires_at timestamptz, marking text, readers varchar[]) USING (number)
  JOIN jsonb_to_recordset(%s) AS w(number int, language text, subject text, text text, link text, purpose text)
       ON w.number = n.number AND w.language = n.language
 ORDER BY m.key, n.addressee
    ON CONFLICT (key, addressee) DO NOTHING
RETURNING key, addressee, id
"""
KNOWN = """
SELECT d.key, d.addressee, d.id
  FROM unnest(%s::text[], %s::uuid[]) AS n(key, addressee)
  JOIN delivery_dispatch d ON d.key = n.key AND d.addressee = n.addressee
"""


@dataclass(frozen=True, slots=True)
class Common:
    """What is the same for all that is written at one time. ``at`` is aware."""

    at: datetime
    incident: UUID | None
    exercise: bool
    held_by: str


@dataclass(frozen=True, slots=True)
class Row:
    """One dispatch, of the mailing with this number."""

    number: int
    addressee: UUID
    organisation: str | None
    contact: UUID | None
    language: str


def insert(
    rows: Sequence[Row], mailings: Iterable[Mapping[str, object]], words: Iterable[Mapping[str, object]], common: Common
) -> dict[Once, UUID]:
    """Write these; gives back those that were new.

    In one order, so that two who write the same wait for one another, and the second finds what the first committed.
    """
    values = [
        common.incident,
        common.exercise,
        common.at,
        common.at,
        common.held_by,
        [new_id() for _ in rows],
        [one.number for one in rows],
        [one.addressee for one in rows],
        [one.organisation for one in rows],
        [one.contact for one in rows],
        [one.language for one in rows],
        _json(mailings),
        _json(words),
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        return {(key, addressee): dispatch for key, addressee, dispatch in cursor.fetchall()}


def known(these: Collection[Once]) -> dict[Once, UUID]:
    """The dispatches there are of these. One query."""
    if not these:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[key for key, _ in these], [addressee for _, addressee in these]])
        return {(key, addressee): dispatch for key, addressee, dispatch in cursor.fetchall()}


def _json(rows: Iterable[Mapping[str, object]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False)
