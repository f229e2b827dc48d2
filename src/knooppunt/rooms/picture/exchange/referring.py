"""What references in texts stand for, in words, for whoever is writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.rooms.picture.exchange.cells import Speaker, method_text


def told_references(content: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Each token once: ``text`` as it will stand, ``title`` with its provenance, ``error`` when it leads nowhere."""
    told: dict[str, dict[str, Any]] = {}
    with translation.override(language):
        say = Speaker(content, language)
        for block in content["blocks"]:
            for each in block.get("references", ()):
                told[each["token"]] = {"token": each["token"], **_told(each, say)}
    return list(told.values())


def _told(reference: Mapping[str, Any], say: Speaker) -> dict[str, str]:
    if reference["figure"] is not None:
        figure = say.content["figures"][reference["figure"]]
        title = f"{say.name(figure['indicator'])}, {say.area(figure['area'])}: {method_text(figure['method'])}"
        since = _("known since {moment}").format(moment=say.since(figure["known_since"]))
        return {"text": say.cell(reference["figure"])["text"], "title": f"{title}; {since}", "error": ""}
    if reference["statement"] is not None:
        said = reference["statement"]
        return {"text": str(said["text"]), "title": str(said.get("author", "")), "error": ""}
    return {"text": "", "title": "", "error": _("There is no such figure or statement.")}
