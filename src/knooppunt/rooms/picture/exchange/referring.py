"""What references in texts stand for, in words, for whoever is writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.rooms.picture.exchange.cells import Speaker, method_text
from knooppunt.rooms.picture.exchange.sections import section_name
from knooppunt.rooms.picture.exchange.stating import confidence, inline, likelihood
from knooppunt.rooms.picture.rules.products import METHODS

Told = dict[str, list[dict[str, str]]]


def told_references(content: Mapping[str, Any], language: str) -> Told:
    """``references``: each token with ``text`` as it will stand, ``label`` and ``note`` (its provenance).

    ``wrong``: each token that leads nowhere, with the ``error``.
    """
    with translation.override(language):
        say = Speaker(content, language)
        found = {each["token"]: each for block in content["blocks"] for each in block.get("references", ())}
        told = {token: _told(each, say) for token, each in found.items()}
        error = _("There is no such figure or statement.")
    return {
        "references": [{"token": token} | words for token, words in told.items() if words],
        "wrong": [{"token": token, "error": error} for token, words in told.items() if not words],
    }


def offered_references(content: Mapping[str, Any], language: str) -> Told:
    """``references``: a token and its ``label`` for every figure that stands in the edition, in its order."""
    with translation.override(language):
        return {"references": [dict(each) for each in dict.fromkeys(_offered(Speaker(content, language)))]}


def _offered(say: Speaker) -> Iterator[tuple[tuple[str, str], ...]]:
    for index, figure in enumerate(say.content["figures"]):
        if figure["stratum"] or figure["asked"].partition(":")[0] not in (*METHODS, "rank"):
            continue
        token = f"{{{{{figure['indicator']} {figure['asked']} {figure['area']}}}}}"
        yield (("token", token), ("label", f"{_label(figure, say)}: {say.cell(index)['text']}"))


def _label(figure: Mapping[str, Any], say: Speaker) -> str:
    return f"{say.name(figure['indicator'])}, {say.area(figure['area'])}, {method_text(figure['method'])}"


def _told(reference: Mapping[str, Any], say: Speaker) -> dict[str, str]:
    """Empty when it leads nowhere."""
    if reference["figure"] is not None:
        figure = say.content["figures"][reference["figure"]]
        since = _("known since {moment}").format(moment=say.since(figure["known_since"]))
        return {"text": say.cell(reference["figure"])["text"], "label": _label(figure, say), "note": since}
    if reference["statement"] is not None:
        said = reference["statement"]
        whose = f"{section_name(said['section'])}, {said['author']}"
        return {"text": inline(said, say), "label": whose, "note": f"{likelihood(said)} {confidence(said)}".strip()}
    return {}
