"""The shape of a plan: its name, its channels, its message, and a row for each line. Works without script."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.delivery.public import TO_PERSONS
from knooppunt.ground.network.public import MEANS_NAMES, ROLE_NAMES, Means, Role
from knooppunt.rooms.readiness.public import ChannelStep, Drill, Line, PlanContent
from knooppunt.rooms.readiness.rules.plans import EACH, TOGETHER

STEPS, EMPTY_LINES = 5, 3
ROLES = [("", "–"), *((role.value, _(ROLE_NAMES[role])) for role in Role)]
CHANNELS = [("", _("no more")), *((means.value, _(MEANS_NAMES[means])) for means in Means if means.value in TO_PERSONS)]
PER = [(TOGETHER, _("of all together")), (EACH, _("of each organisation"))]


def _number(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=kwargs.pop("least", 1), **kwargs)


class PlanForm(forms.Form):
    """Everything but the lines. ``seen`` is the version that was on the form."""

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
    subject = forms.CharField(label=_("Subject"), max_length=150, initial="Alarmering {plan}")
    text = forms.CharField(
        label=_("What people are told"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial="{reason}",
        help_text=_("{plan}, {reason} and {meeting} are filled in. This leaves the house: nothing confidential."),
    )
    meeting = forms.CharField(label=_("Link to the meeting"), max_length=200, required=False)
    test_days = _number(_("A test call-out every so many days"), max_value=366)
    test_at = forms.TimeField(
        label=_("Time of the test"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, STEPS + 1):
            self.fields[f"channel_{number}"] = forms.ChoiceField(
                label=_("Channel"), choices=CHANNELS, required=number == 1
            )
            self.fields[f"after_{number}"] = _number(_("After so many minutes"), least=0, max_value=1440)

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The channels in their order, each with its minutes."""
        return [(self[f"channel_{number}"], self[f"after_{number}"]) for number in range(1, STEPS + 1)]

    def clean(self) -> dict[str, Any]:
        """A rhythm of tests has both its parts."""
        told = super().clean() or self.cleaned_data
        if (told.get("test_days") is None) != (told.get("test_at") is None):
            self.add_error("test_at", _("A rhythm has a number of days and a time."))
        return told

    def drill(self) -> Drill | None:
        """The rhythm of tests, if there is one."""
        days, at = self.cleaned_data["test_days"], self.cleaned_data["test_at"]
        return Drill(days, at) if days and at else None

    def content(self, lines: list[Line]) -> PlanContent:
        """The plan that is on the form."""
        told = self.cleaned_data
        steps = tuple(
            ChannelStep(told[f"channel_{number}"], told[f"after_{number}"] or 0)
            for number in range(1, STEPS + 1)
            if told[f"channel_{number}"]
        )
        return PlanContent(tuple(lines), steps, told["subject"], told["text"], told["meeting"])


class LineForm(forms.Form):
    """One line; a row without a role is none."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, required=False)
    where = forms.CharField(
        label=_("Organisations"),
        max_length=500,
        required=False,
        help_text=_("Abbreviations, areas (VR20–VR24) or kinds (safety region), with commas between them."),
    )
    quorum = _number(_("How many must come (empty: all)"))
    per = forms.ChoiceField(label=_("Counted"), choices=PER, required=False)
    at_once = _number(_("How many are asked at once (empty: all)"))
    minutes = _number(_("Minutes before the next are asked"), initial=10, max_value=1440)
    escalates_to = _number(_("If nobody is left: line number"))
    reserve = forms.BooleanField(label=_("Only when another line escalates to it"), required=False)

    def line(self) -> Line | None:
        """The line of the plan, or none."""
        told = self.cleaned_data
        if not told["role"]:
            return None
        return Line(
            role=told["role"],
            where=told["where"],
            quorum=told["quorum"],
            per=told["per"] or TOGETHER,
            at_once=told["at_once"],
            minutes=told["minutes"] or 10,
            escalates_to=told["escalates_to"] or 0,
            reserve=told["reserve"],
        )


class LinesFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # it takes none at run time
    """The rows."""

    def lines(self) -> list[Line]:
        """The lines in their order."""
        return [line for one in self.forms if (line := one.line()) is not None]


def lines_form(data: Any = None, content: PlanContent | None = None) -> LinesFormSet:
    """The rows of a plan, with some empty ones below."""
    kind = forms.formset_factory(LineForm, formset=LinesFormSet, extra=EMPTY_LINES, max_num=60)
    initial = [
        {
            "role": line.role,
            "where": line.where,
            "quorum": line.quorum,
            "per": line.per,
            "at_once": line.at_once,
            "minutes": line.minutes,
            "escalates_to": line.escalates_to or None,
            "reserve": line.reserve,
        }
        for line in (content.lines if content else ())
    ]
    return cast(LinesFormSet, kind(data, initial=initial, prefix="line"))


def filled_in(name: str, number: int, content: PlanContent, drill: Drill | None) -> dict[str, Any]:
    """What stands on the form of a plan that there is."""
    steps: dict[str, Any] = {f"channel_{number}": step.channel for number, step in enumerate(content.steps, 1)}
    steps |= {f"after_{number}": step.minutes for number, step in enumerate(content.steps, 1)}
    return {
        "seen": number,
        "name": name,
        "subject": content.subject,
        "text": content.text,
        "meeting": content.meeting,
        "test_days": drill.days if drill else None,
        "test_at": drill.at if drill else None,
        **steps,
    }
