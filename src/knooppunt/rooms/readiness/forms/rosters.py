"""The shape of what people fill in about rosters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.network.public import ROLE_NAMES, Role
from knooppunt.kit.problems import Problem
from knooppunt.rooms.readiness.public import Kind

Choices = Iterable[tuple[str, str]]
SHIFTS = (("day", _("Day"), time(7), time(15)), ("evening", _("Evening"), time(15), time(23)),
          ("night", _("Night"), time(23), time(7)))  # fmt: skip


def day_field(label: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class RosterForm(forms.Form):
    """A roster with up to three shifts a day, and the same people in each; needs are changed by shift later."""

    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.ChoiceField(label=_("Organisation"))
    starts = day_field(_("From"))
    ends = day_field(_("Until (not included)"))
    roles = forms.MultipleChoiceField(
        label=_("Roles, of each one person a shift"), widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, organisations: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "organisation", organisations)
        choose(self, "roles", [(one.value, gettext(ROLE_NAMES[one])) for one in Role])
        for name, label, starts, ends in SHIFTS:
            for part, words, initial in (("starts", _("from"), starts), ("ends", _("until"), ends)):
                self.fields[f"{name}_{part}"] = forms.TimeField(
                    label=f"{label}: {words}", required=False, initial=initial,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )  # fmt: skip

    def shifts(self) -> list[forms.BoundField]:
        """The fields of the shifts."""
        return [self[f"{name}_{part}"] for name, *_rest in SHIFTS for part in ("starts", "ends")]

    def kinds(self) -> tuple[Kind, ...]:
        """The shifts that were filled in."""
        told = self.cleaned_data
        needs = dict.fromkeys(told["roles"], 1)
        return tuple(
            Kind(str(label), told[f"{name}_starts"], told[f"{name}_ends"], needs)
            for name, label, *_rest in SHIFTS
            if told[f"{name}_starts"] is not None and told[f"{name}_ends"] is not None
        )


class QualifyForm(forms.Form):
    """Someone can do a role."""

    person = forms.ChoiceField(label=_("Person"))
    role = forms.ChoiceField(label=_("Role"))
    starts = day_field(_("From"))

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "qualify_%s", **kwargs})
        choose(self, "person", people)
        choose(self, "role", [(one.value, gettext(ROLE_NAMES[one])) for one in Role])


class LeaveForm(forms.Form):
    """Leave for oneself."""

    starts = day_field(_("From"))
    ends = day_field(_("Until (not included)"))


class AssignForm(forms.Form):
    """Someone on a shift by hand."""

    person = forms.ChoiceField(label=_("Person"))
    overrule = forms.CharField(
        label=_("Reason to set a rule aside"),
        max_length=1000,
        required=False,
        help_text=_("Leave empty to be told which rule it breaks. Two duties at the same time are never possible."),
    )

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", people)


class DutiesForm(forms.Form):
    """A file with duties."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Set what can be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    values = {name: gettext(str(value)) if name == "rule" else value for name, value in problem.values.items()}
    sentence = gettext(problem.template).format(**values)
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
