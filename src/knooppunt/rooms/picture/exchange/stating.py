"""A statement in words: how sure, how likely, whose, and on which figures. The active language speaks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.ground.figures.public import source_phrase
from knooppunt.ground.interpretation.public import BANDS, CONFIDENCE_NAMES, Confidence
from knooppunt.rooms.picture.exchange.cells import Speaker, method_text
from knooppunt.rooms.picture.exchange.sections import section_name
from knooppunt.rooms.picture.rules.wording import day, decimals_of, written

Shown = dict[str, Any]
ONE_DAY = timedelta(days=1)


def likelihood(said: Mapping[str, Any]) -> str:
    """``likely (55–80%)``; empty when the statement is no estimate."""
    band = BANDS.get(said["likelihood"])
    return f"{_(band.word)} ({band.low}–{band.high}%)" if band else ""


def confidence(said: Mapping[str, Any]) -> str:
    """``confidence: moderate``."""
    return _("confidence: {word}").format(word=_(CONFIDENCE_NAMES[Confidence(said["confidence"])]).lower())


def inline(said: Mapping[str, Any], say: Speaker) -> str:
    """A statement as it stands in a text: what it says, and between brackets how likely, how sure and whose it is."""
    told = [likelihood(said), confidence(said), section_name(said["section"])]
    if said["stale_since"]:
        told.append(_("STALE since {moment}").format(moment=say.since(said["stale_since"])))
    text = " ".join(said["text"].split())
    return f"{text} ({'; '.join(part for part in told if part)})"


def shown_statements(say: Speaker) -> dict[str, Shown]:
    """Every statement in the edition once by its identifier, in its order, with the figures under it."""
    found = {
        each["statement"]["id"]: each["statement"]
        for block in say.content["blocks"]
        for each in block.get("references", ())
        if each["statement"] is not None
    }
    return {which: _shown(said, say) for which, said in found.items()}


def _shown(said: Mapping[str, Any], say: Speaker) -> Shown:
    return {
        "id": said["id"],
        "version": said["version"],
        "text": said["text"],
        "author": said["author"],
        "section": section_name(said["section"]),
        "likelihood": likelihood(said),
        "confidence": confidence(said),
        "valid_from": day(said["valid_from"], say.language),
        "said_at": say.since(said["said_at"]),
        "stale_since": say.since(said["stale_since"]) if said["stale_since"] else "",
        "figures": [_figure(each, say) for each in said["figures"]],
    }


def _figure(one: Mapping[str, Any], say: Speaker) -> Shown:
    """A figure under a statement. ``known_since`` is empty in an edition from before that was kept with it."""
    ends = (date.fromisoformat(one["ends"]) - ONE_DAY).isoformat()
    days = [day(each, say.language) for each in dict.fromkeys((one["starts"], ends))]
    return {
        "indicator": say.words(one["name"]),
        "area": _("The Netherlands") if one["area"] == "NL" else one["area_name"],
        "period": " – ".join(days),
        "as_of": days[-1],
        "method": method_text(one["method"]),
        "value": _value(one, say),
        "known_since": say.since(one["known_since"]) if one.get("known_since") else "",
        "source": _(source_phrase(one["source"])),
    }


def _value(one: Mapping[str, Any], say: Speaker) -> str:
    if not one["readable"]:
        return _("not to be read by everyone")
    if one["value"] is None:
        return _("unknown")
    return written(one["value"], decimals_of(one["method"], [one["value"]]), say.language)
