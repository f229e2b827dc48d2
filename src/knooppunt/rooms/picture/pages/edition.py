"""The page of one edition: what it says, where it stands, what is missing, and what may be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.writing.public import Editor, editor_of, texts_about
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Problem, phrase
from knooppunt.rooms.picture import public as picture
from knooppunt.rooms.picture.exchange.cells import method_text
from knooppunt.rooms.picture.exchange.sections import section_name
from knooppunt.rooms.picture.forms import EmbargoForm, ReasonForm, TextForm
from knooppunt.rooms.picture.pages.showing import said_missing, shown_edition
from knooppunt.rooms.picture.public import EditionLine, Standing, Step, Verb, can

DOCUMENTS = {
    "pdf": "PDF",
    "xlsx": phrase("Spreadsheet with every figure"),
    "json": "JSON",
    "html": "HTML",
}
NEWS = {
    "stale": phrase("Stale: a figure under it was corrected"),
    "rewritten": phrase("Rewritten"),
    "confirmed": phrase("Confirmed again"),
    "withdrawn": phrase("Withdrawn"),
}
WAY = (
    (Step.DRAFT, phrase("Draft")),
    (Step.REVIEW, phrase("In review by the sections")),
    (Step.APPROVAL, phrase("For approval")),
    (Step.APPROVED, phrase("Approved")),
    (Step.PUBLISHED, phrase("Published")),
)
VERBS = {
    Verb.SUBMIT: phrase("put before the sections"),
    Verb.ASK: phrase("put before the commissioners"),
    Verb.WRITE: phrase("text changed: back to the sections"),
    Verb.REFRESH: phrase("figures refreshed"),
    Verb.RETURN: phrase("returned to draft"),
    Verb.SCHEDULE: phrase("under embargo"),
    Verb.PUBLISH: phrase("published"),
    Verb.WITHDRAW: phrase("withdrawn"),
    Verb.DISCARD: phrase("put aside"),
}


TYPED: dict[str, tuple[str, type[ReasonForm | EmbargoForm], str]] = {
    "return": ("return_form", ReasonForm, "id_return_%s"),
    "withdraw": ("withdraw_form", ReasonForm, "id_withdraw_%s"),
    "correct": ("correct_form", ReasonForm, "id_correct_%s"),
    "schedule": ("embargo_form", EmbargoForm, "id_%s"),
}
"""The steps with something to fill in: the name of the form on the page, its shape, and how its fields are called."""


def edition_page(request: AskedRequest, id: UUID, refused: Problem | None = None) -> HttpResponse:
    """The page; with the sentence of a refusal when something was asked that cannot be done."""
    actor, language = request.actor, request.LANGUAGE_CODE
    line = picture.edition(id, actor=actor)
    told = {"edition": line, "refused": refused.sentence(_(refused.template)) if refused else ""}
    status = refused.status if refused else 200
    if line.state == "withdrawn" and not actor.may("picture.compile"):
        told |= {"corrected_by": picture.corrected_by(id, actor=actor)}
        return render(request, "picture/withdrawn.html", told, status=status)
    stands = picture.standing(id, actor=actor)
    changes = picture.changes(id, actor=actor)
    context = told | {
        "shown": shown_edition(line, language, stands.content, actor=actor),
        "before": picture.edition_before(id, actor=actor),
        "changes": changes,
        "short": picture.in_short(changes),
        "since": picture.in_short(stands.since_approval) if stands.since_approval else None,
        "corrections": _corrections(id, actor) if line.state == "published" else [],
        "news": [(one, _(NEWS[one.what])) for one in picture.statement_news(id, actor=actor)],
        "documents": [(kind, _(words)) for kind, words in DOCUMENTS.items()],
        "editors": _editors(line, request) if stands.step in (Step.DRAFT, Step.REVIEW) else [],
        "texts": _text_forms(id, request) if can(stands.step, Verb.WRITE) else [],
        "missing": said_missing(stands.content, language),
        "may_interpret": actor.may_anywhere("interpretation.read"),
    }
    context |= _standing(line, stands, actor) | _refilled(request, refused)
    return render(request, "picture/edition.html", context, status=status)


def _standing(line: EditionLine, stands: Standing, actor: Actor) -> dict[str, Any]:
    """Where it stands in words, and what ``actor`` may do with it there."""
    may_compile, may_publish = actor.may_anywhere("picture.compile"), actor.may_anywhere("picture.publish")
    step, needs = stands.step, bool(stands.seats)
    may = {verb.value: may_compile and can(step, verb) for verb in (Verb.SUBMIT, Verb.ASK, Verb.REFRESH, Verb.DISCARD)}
    approved = step is Step.APPROVED or not needs
    return {
        "stands": stands,
        "may_distribute": may_publish and actor.may_anywhere("network.read"),
        "way": _way(line, stands),
        "turns": [(each, _(VERBS[Verb(each.verb)])) for each in stands.turns],
        "reviews": [(each, section_name(each.section), _review_digest(each.key, stands)) for each in stands.reviews],
        "may": may
        | {
            "compile": may_compile,
            "review": may_compile and can(step, Verb.REVIEW),
            "approve": step is Step.APPROVAL and _may_approve(stands, actor),
            "return": can(step, Verb.RETURN) and (may_compile or actor.may_anywhere("picture.approve")),
            "publish": may_publish and approved and can(step, Verb.PUBLISH) and step is not Step.SCHEDULED,
            "schedule": may_publish and approved and can(step, Verb.SCHEDULE),
            "withdraw": actor.may_anywhere("picture.withdraw") and can(step, Verb.WITHDRAW),
            "correct": may_compile and step is Step.PUBLISHED,
        },
        "return_form": ReasonForm(auto_id="id_return_%s"),
        "withdraw_form": ReasonForm(auto_id="id_withdraw_%s"),
        "correct_form": ReasonForm(auto_id="id_correct_%s"),
        "embargo_form": EmbargoForm(),
    }


def _refilled(request: AskedRequest, refused: Problem | None) -> dict[str, Any]:
    """The form of the step that was refused, with what was typed into it and what is wrong beside it."""
    verb = str(request.resolver_match.kwargs.get("verb", "")) if request.resolver_match else ""
    if refused is None or verb not in TYPED:
        return {}
    name, shape, prefix = TYPED[verb]
    form = shape(request.POST, auto_id=prefix)
    if refused.place in form.fields and refused.place not in form.errors:
        form.add_error(refused.place, refused.sentence(_(refused.template)))
    return {name: form}


def _way(line: EditionLine, stands: Standing) -> list[dict[str, Any]]:
    """The steps in order, each behind us, here or ahead; what needs nobody's approval passes by that step."""
    here = Step.APPROVED if stands.step is Step.SCHEDULED else stands.step
    here = Step.PUBLISHED if here is Step.WITHDRAWN else here
    skipped = set() if stands.seats else {Step.APPROVAL, Step.APPROVED}
    steps = [(step, words) for step, words in WAY if step not in skipped or step is here]
    order = [step for step, _words in steps]
    at = order.index(here) if here in order else 0
    return [
        {"words": _(words), "done": place < at or line.state == "published", "here": place == at}
        for place, (_step, words) in enumerate(steps)
    ]


def _may_approve(stands: Standing, actor: Actor) -> bool:
    """Whether a seat waits for this person, who gave no approval of this content yet."""
    given = {each.approval.person for each in stands.seats if each.approval}
    waiting = {one.person for each in stands.seats if each.approval is None for one in each.approvers}
    return actor.id in waiting - given and actor.may_anywhere("picture.approve")


def _review_digest(key: str, stands: Standing) -> str:
    """Of the text as this page shows it: what saying that it is reviewed gives back."""
    text = next(block["text"] for block in stands.content["blocks"] if block["key"] == key)
    return picture.text_digest(text or "")


def _corrections(edition: UUID, actor: Actor) -> list[tuple[picture.Correction, str]]:
    return [(one, method_text(one.method)) for one in picture.corrected_since(edition, actor=actor)]


def _editors(line: EditionLine, request: AskedRequest) -> list[Editor]:
    """The documents of its texts, for who may at least read along there; others have a form for each text."""
    if not request.actor.may("writing.read"):
        return []
    titles = {one.key: one.title[request.LANGUAGE_CODE] for one in picture.texts(line.id, actor=request.actor)}
    page, told = reverse("picture:edition", args=[line.id]), reverse("picture:references", args=[line.id])
    found = {one.key: one for one in texts_about(str(line.id), actor=request.actor)}
    return [
        editor_of(found[key].id, title=title, resolve=told, references=told, back=page, actor=request.actor)
        for key, title in titles.items()
        if key in found
    ]


def _text_forms(edition: UUID, request: AskedRequest) -> list[tuple[str, TextForm]]:
    language = request.LANGUAGE_CODE
    return [
        (
            one.key,
            TextForm(
                initial={"text": one.text},
                auto_id=f"id_{one.key}_%s",
                label=f"{one.title[language]} ({section_name(one.section)})",
                help_text=one.prompt[language],
            ),
        )
        for one in picture.texts(edition, actor=request.actor)
    ]
