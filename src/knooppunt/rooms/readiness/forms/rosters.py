"""The shape of what people fill in about rosters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.network.public import ROLE_NAMES, Role
from knooppunt.kit.problems import Problem
from knooppunt.rooms.readiness.public import Kind
from knooppunt.rooms.readiness.rules.days import EARLIEST, LATEST

Choices = Iterable[tuple[str, str]]
MOST_NEEDED = 50
SHIFTS = (("day", _("Day"), time(7), time(15)), ("evening", _("Evening"), time(15), time(23)),
          ("night", _("Night"), time(23), time(7)))  # fmt: skip


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, within the bounds that the verbs keep to."""
    bounds = {"min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
    widget = forms.DateInput(attrs={"type": "date", **bounds}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


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
    ends = day_field(_("Until (not included)"), required=False)

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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


class ReplaceForm(AssignForm):
    """Someone else for a duty, and why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, help_text=_("For instance: ill. It is kept with the duty that ends.")
    )


class CancelForm(forms.Form):
    """A duty that is not done any more, with nobody in its place."""

    reason = forms.CharField(label=_("Reason"), max_length=1000)


class SwapForm(forms.Form):
    """A duty of a colleague, out of those that can be asked for."""

    wanted = forms.ChoiceField(label=_("Duty that you would take over"))

    def __init__(self, duties: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "wanted", duties)


class NeedsForm(forms.Form):
    """How many people of each role one shift needs. ``seen`` is what stood there when the form was given out."""

    seen = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, needs: Mapping[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**needs, "seen": dict(needs)}
        for one in Role:
            self.fields[one.value] = forms.IntegerField(
                label=gettext(ROLE_NAMES[one]), required=False, min_value=0, max_value=MOST_NEEDED
            )

    def numbers(self) -> list[forms.BoundField]:
        """The fields of the roles, those that are needed now first."""
        return sorted((self[one.value] for one in Role), key=lambda one: not self.initial.get(one.name))

    def needs(self) -> dict[str, int]:
        """What was filled in; nothing and 0 are not needed."""
        return {one.value: self.cleaned_data[one.value] for one in Role if self.cleaned_data[one.value]}


class EndForm(forms.Form):
    """Until when someone can be put on rosters in a role."""

    ends = day_field(_("Until (not included)"))


class LendForm(forms.Form):
    """Someone who is lent to another organisation."""

    person = forms.ChoiceField(label=_("Person"))
    lender = forms.ChoiceField(label=_("Lent by"))
    borrower = forms.ChoiceField(label=_("To"))
    starts = day_field(_("From"))
    ends = day_field(_("Until (not included)"))

    def __init__(self, people: Choices, lenders: Choices, borrowers: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", [("", ""), *people])
        choose(self, "lender", lenders)
        choose(self, "borrower", [("", ""), *borrowers])


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Set what can be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    form.add_error(problem.place if problem.place in form.fields else None, told(problem))


def told(problem: Problem) -> str:
    """The refusal as a sentence in the language of the reader."""
    values = {name: gettext(str(value)) if name == "rule" else value for name, value in problem.values.items()}
    return gettext(problem.template).format(**values)
