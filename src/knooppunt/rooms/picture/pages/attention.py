"""What wants attention, of all rooms in one list, and asking an organisation about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.public import ConflictLine, indicators
from knooppunt.ground.geography.public import area_name
from knooppunt.ground.interpretation.public import StatementLine
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.picture.exchange.sections import section_name
from knooppunt.rooms.picture.forms import AskForm
from knooppunt.rooms.picture.public import EditionLine, GapRun, Wanting, wanting
from knooppunt.rooms.picture.rules.wording import day, decimals_of, in_short, moment, written
from knooppunt.rooms.reporting.public import STATE_NAMES, LateOrganisation, ask_organisation

MANAGE = "reporting.manage"


@dataclass(frozen=True, slots=True)
class Matter:
    """One line: its kind (``conflict``, ``gap``, ``stale`` or ``late``), the sentence, and where to go.

    ``editions`` it stands in. ``whom`` is the organisation that can be asked, with ``form``.
    """

    kind: str
    sentence: str
    address: str
    editions: Sequence[EditionLine] = ()
    whom: str = ""
    form: AskForm | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Who reads, and the names that the lines need."""

    language: str
    names: dict[str, str]
    found: Wanting
    may_ask: bool
    refused: AskForm | None

    def form(self, expectation: UUID, number: str, about: str) -> AskForm | None:
        """The form to ask with, for who may; with what was refused still in it."""
        if not self.may_ask:
            return None
        if self.refused and self.refused.data.get("expectation") == str(expectation):
            about = str(self.refused.data.get("text", ""))
        return AskForm(initial={"expectation": expectation, "text": about}, auto_id=f"id_{number}_%s")

    def to_area(self, area: str, number: str, about: str) -> dict[str, Any]:
        """Whom to ask about a figure of this area; nothing where nobody is asked to report now."""
        expectation, name = self.found.asked.get(area, (None, ""))
        return {"whom": name, "form": self.form(expectation, number, about)} if expectation else {}


@require_http_methods(["GET", "POST"])
def attention(request: AskedRequest) -> HttpResponse:
    """The list; a question that is sent leads back to it."""
    request.actor.require("picture.compile")
    refused = None
    if request.method == "POST":
        request.actor.require(MANAGE)
        form = AskForm(request.POST)
        if _sent(form, request.actor):
            messages.success(request, _("The question is asked."))
            return redirect("picture:attention")
        refused = form
    found = wanting(actor=request.actor)
    names = {one.slug: _name(one, request.LANGUAGE_CODE) for one in _indicators(request.actor)}
    words = Words(request.LANGUAGE_CODE, names, found, request.actor.may(MANAGE), refused)
    context = {"matters": list(_matters(words)), "found": found, "refused": refused}
    return render(request, "picture/attention.html", context, status=400 if refused else 200)


def _indicators(actor: Actor) -> Sequence[Any]:
    return indicators(actor=actor) if actor.may("figures.read") else ()


def _name(one: Any, language: str) -> str:
    return str(one.name_nl if language == "nl" else one.name_en)


def _sent(form: AskForm, actor: Actor) -> bool:
    if not form.is_valid():
        return False
    try:
        ask_organisation(**form.cleaned_data, actor=actor)
    except (Conflict, Invalid) as problem:
        form.add_error("text", problem.sentence(_(problem.template)))
        return False
    return True


def _matters(words: Words) -> Iterator[Matter]:
    """The gravest first: what contradicts, what was said on it, who is late, what does not add up."""
    for number, conflict in enumerate(words.found.conflicts):
        yield _conflict(conflict, f"c{number}", words)
    for statement in words.found.stale:
        yield _stale(statement, words)
    for number, one in enumerate(words.found.late):
        yield _late(one, f"l{number}", words)
    for number, gap in enumerate(words.found.gaps):
        yield _gap(gap, f"g{number}", words)


def _conflict(one: ConflictLine, number: str, words: Words) -> Matter:
    decimals = decimals_of("value", [saying.value for saying in one.sayings])
    values = [written(saying.value, decimals, words.language) for saying in one.sayings]
    sentence = _("{indicator}, {area}, {day}: sources say {values}").format(
        indicator=words.names.get(one.indicator, one.indicator),
        area=area_name(one.area),
        day=day(one.starts.isoformat(), words.language),
        values=" / ".join(values),
    )
    return Matter("conflict", sentence, reverse("figures:conflicts"), **words.to_area(one.area, number, sentence))


def _gap(run: GapRun, number: str, words: Words) -> Matter:
    one = run.latest
    last = day(one.starts.isoformat(), words.language)
    period = last
    if run.count > 1:
        first = day(run.first.isoformat(), words.language)
        period = _("{n} times from {first} to {last}").format(n=run.count, first=first, last=last)
    if not run.is_even:
        sentence = _("{figure}, {period}: the total is not the sum of its parts, the last time {amount} {side} it")
    else:
        sentence = _("{figure}, {period}: the total is {amount} {side} the sum of its parts")
    sentence = sentence.format(
        figure=f"{words.names.get(one.indicator, one.indicator)}, {area_name(one.area)}",
        period=period,
        amount=written(abs(one.gap), decimals_of("value", [one.gap]), words.language),
        side=pgettext("the total lies", "above") if one.gap > 0 else pgettext("the total lies", "below"),
    )
    return Matter("gap", sentence, reverse("figures:gaps"), **words.to_area(one.area, number, sentence))


def _stale(one: StatementLine, words: Words) -> Matter:
    since = moment(one.stale_since.isoformat(), words.language) if one.stale_since else ""
    sentence = _("{section}: “{text}”, a figure under it was corrected on {moment}").format(
        section=section_name(one.section), text=in_short(one.text), moment=since
    )
    address = reverse("interpretation:statement", args=[one.id])
    return Matter("stale", sentence, address, editions=words.found.used[one.id])


def _late(one: LateOrganisation, number: str, words: Words) -> Matter:
    sentence = _("{name}, {series} round {number}: {state}").format(
        name=one.place.name,
        series=one.round.title,
        number=one.round.number,
        state=_(STATE_NAMES[one.place.state]).lower(),
    )
    form = words.form(one.place.expectation, number, "")
    address = reverse("reporting:report", args=[one.place.expectation])
    return Matter("late", sentence, address, whom=one.place.name, form=form)
