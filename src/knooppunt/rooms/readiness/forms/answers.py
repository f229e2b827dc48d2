"""The shape of an answer: on the page behind the link, on one's own page, and on behalf of someone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase
from knooppunt.rooms.readiness.public import Answer, Colleague, Given

ANSWERS = {
    Answer.COMING: phrase("I am coming"),
    Answer.LATER: phrase("I can come later"),
    Answer.DECLINED: phrase("I am not coming"),
    Answer.DELEGATED: phrase("Someone else comes for me"),
}
MINUTES = [
    ("", _("at once")),
    ("15", _("in 15 minutes")),
    ("30", _("in half an hour")),
    ("60", _("in one hour")),
    ("120", _("in two hours")),
    ("240", _("in four hours")),
    ("480", _("in eight hours")),
]


class AnswerForm(forms.Form):
    """One answer. ``within`` is in minutes from now, by a button; ``to`` is a colleague."""

    answer = forms.ChoiceField(label=_("Answer"), choices=[(one.value, _(ANSWERS[one])) for one in Answer])
    within = forms.ChoiceField(label=_("When"), choices=MINUTES, required=False)
    to = forms.ChoiceField(label=_("Who comes"), required=False)

    def __init__(self, *args: Any, colleagues: Sequence[Colleague] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", _("nobody")), *((str(one.person), one.name) for one in colleagues)]

    def given(self) -> Given:
        """The answer as the room knows it: what was said in minutes is a moment from here on."""
        told = self.cleaned_data
        answer = Answer(told["answer"])
        timed = answer in (Answer.COMING, Answer.LATER) and told["within"]
        at: datetime | None = now() + timedelta(minutes=int(told["within"])) if timed else None
        return Given(answer, at, UUID(told["to"]) if answer is Answer.DELEGATED and told["to"] else None)


class ReasonForm(forms.Form):
    """Why a call-out ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class StartForm(forms.Form):
    """Why people are called out. They read it: it leaves the house."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Everyone who is called reads this; it leaves the house.")
    )
