"""The shape of what people fill in about an incident."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.incidents.queries import IncidentLine
from knooppunt.ground.incidents.rules import PHASE_NAMES, Phase
from knooppunt.ground.network.public import ROLE_NAMES, Role
from knooppunt.kit.problems import Problem


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), help_text=help_text, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PhaseForm(forms.Form):
    """A warmer phase, and why."""

    phase = forms.ChoiceField(label=_("New phase"), widget=forms.RadioSelect)
    reason = _reason(_("It stands in the history with your name."))

    def __init__(self, *args: Any, incident: IncidentLine, **kwargs: Any) -> None:
        # Two forms stand on the page, each with a reason: their fields need identifiers of their own.
        super().__init__(*args, **{"auto_id": "change_%s", **kwargs})
        choices = [(phase.value, _(PHASE_NAMES[phase])) for phase in incident.may_rise_to]
        self.fields["phase"] = forms.ChoiceField(label=_("New phase"), choices=choices, widget=forms.RadioSelect)


class OpenForm(forms.Form):
    """A new incident."""

    name = forms.CharField(label=_("Name"), max_length=200)
    exercise = forms.TypedChoiceField(
        label=_("Real or exercise"),
        choices=[("exercise", _("Exercise")), ("real", _("Real"))],
        coerce=lambda word: word == "exercise",
        widget=forms.RadioSelect,
        help_text=_("This cannot be changed later."),
    )
    phase = forms.ChoiceField(
        label=_("Phase"),
        choices=[(phase.value, _(PHASE_NAMES[phase])) for phase in Phase],
        widget=forms.RadioSelect,
    )
    reason = _reason(_("What is going on, and who decided it."))


class CloseForm(forms.Form):
    """The end of an incident, and why."""

    reason = _reason(_("It stands in the journal with your name."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "close_%s", **kwargs})


class WhoForm(forms.Form):
    """Words to look for, and a role."""

    q = forms.CharField(label=_("Name, organisation or function"), required=False, max_length=200)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", "–"), *((one.value, _(ROLE_NAMES[one])) for one in Role)]
    )


class People(forms.Field):
    """The identifiers of at least one person."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[UUID]:
        """What was chosen, each once."""
        try:
            return list(dict.fromkeys(UUID(one) for one in value or ()))
        except ValueError as unknown:
            raise forms.ValidationError(_("There is no such person.")) from unknown


class PeopleForm(forms.Form):
    """Some people, and whether they take part from now on or no more."""

    person = People(error_messages={"required": _("Choose who.")})
    do = forms.ChoiceField(choices=[("name", ""), ("remove", "")])


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    sentence = problem.sentence(gettext(problem.template))
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
