"""The shape of what people fill in about rounds; the form of a report itself is drawn from its questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import TLP
from knooppunt.ground.incidents.public import PHASE_NAMES, Phase
from knooppunt.kit.problems import Problem
from knooppunt.kit.recurring import Every
from knooppunt.rooms.reporting.public import Setting
from knooppunt.rooms.reporting.rules.ladder import DEFAULT_LADDER, Rung, Step
from knooppunt.rooms.reporting.rules.rhythm import DEFAULT, Beat, Rhythm

Choices = Iterable[tuple[str, str]]
MARKINGS = (TLP.CLEAR, TLP.GREEN, TLP.AMBER)
EVERY = [
    ("", _("no rounds")),
    (Every.DAY, _("every day")),
    (Every.WEEK, _("every week")),
    (Every.MONTH, _("every month")),
]
BEAT = ("every", "on", "opens", "deadline", "days", "hours", "working_days")


def _moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **kwargs)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _text(label: Any, most: int = 2000, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class BeginForm(forms.Form):
    """A new questionnaire."""

    title = forms.CharField(label=_("Title"), max_length=200)


class SeriesForm(forms.Form):
    """A series of rounds: what, to whom, on which rhythm in each phase."""

    title = forms.CharField(label=_("Title"), max_length=200)
    questionnaire = forms.ChoiceField(label=_("Questionnaire"))
    asked = forms.MultipleChoiceField(label=_("Who reports"), widget=forms.SelectMultiple(attrs={"size": 12}))
    marking = forms.ChoiceField(
        label=_("Marking"),
        choices=[(one.value, one.label) for one in MARKINGS],
        initial=TLP.AMBER.value,
        help_text=_("AMBER: the organisation itself and the node."),
    )
    reporters = forms.CharField(
        label=_("Function of who reports"), max_length=200, initial=Setting().reporters, help_text=_("Who is reminded.")
    )
    leader = forms.CharField(
        label=_("Function of who leads"),
        max_length=200,
        initial=Setting().leader,
        help_text=_("Who is told when nothing comes after the reminders."),
    )

    def __init__(self, questionnaires: Choices, organisations: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("questionnaire", questionnaires), ("asked", organisations)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)
        for phase in Phase:
            self.fields |= _beat_fields(phase)
        for step in DEFAULT_LADDER:
            self.fields[f"ladder_{step.rung}"] = forms.IntegerField(
                label=RUNGS[step.rung], required=False, initial=step.minutes, min_value=-10_080, max_value=10_080
            )

    def clean(self) -> dict[str, Any]:
        """A phase that holds rounds says at what time."""
        told = super().clean() or self.cleaned_data
        for phase in Phase:
            for name in ("opens", "deadline"):
                if told.get(f"{phase}_every") and told.get(f"{phase}_{name}") is None:
                    words = gettext("This is needed for the rhythm in the phase: {phase}.")
                    self.add_error(f"{phase}_{name}", words.format(phase=gettext(PHASE_NAMES[phase])))
        return told

    def beats(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each phase, with its name."""
        return [(gettext(PHASE_NAMES[phase]), [self[f"{phase}_{name}"] for name in BEAT]) for phase in Phase]

    def rungs(self) -> list[forms.BoundField]:
        """The fields of the ladder."""
        return [self[f"ladder_{rung}"] for rung in Rung]

    def setting(self) -> Setting:
        """What was filled in, once the shape is right."""
        told = self.cleaned_data
        beats = {phase.value: _beat(told, phase) for phase in Phase if told[f"{phase}_every"]}
        minutes = {rung: told[f"ladder_{rung}"] for rung in Rung}
        ladder = tuple(Step(rung, when) for rung, when in minutes.items() if when is not None)
        return Setting(Rhythm(beats), ladder, told["reporters"], told["leader"])


RUNGS = {
    Rung.BEFORE: _("First reminder, minutes after the deadline (before: negative)"),
    Rung.AT: _("Second reminder, minutes after the deadline"),
    Rung.AFTER: _("Third reminder, minutes after the deadline"),
    Rung.LEADER: _("Who leads is told, minutes after the deadline"),
    Rung.NODE: _("The node is told, minutes after the deadline"),
}


def filled(title: str, questionnaire: str, asked: Iterable[str], setting: Setting, marking: str) -> dict[str, Any]:
    """What a form begins with for a series that is there."""
    told: dict[str, Any] = {"title": title, "questionnaire": questionnaire, "asked": list(asked), "marking": marking}
    told |= {"reporters": setting.reporters, "leader": setting.leader}
    for phase in Phase:
        beat = setting.rhythm.beats.get(phase)
        told |= {f"{phase}_{name}": getattr(beat, name) if beat else "" for name in BEAT}
    return (
        told | {f"ladder_{rung}": None for rung in Rung} | {f"ladder_{one.rung}": one.minutes for one in setting.ladder}
    )


def _beat_fields(phase: Phase) -> dict[str, forms.Field]:
    beat = DEFAULT[phase]
    clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return {
        f"{phase}_every": forms.ChoiceField(label=_("How often"), choices=EVERY, required=False, initial=beat.every),
        f"{phase}_on": forms.IntegerField(
            label=_("On day"), help_text=_("1 is Monday; of a month 1 to 28."), required=False, initial=beat.on or None,
            min_value=0, max_value=28,
        ),
        f"{phase}_opens": forms.TimeField(label=_("Opens at"), widget=clock, required=False, initial=beat.opens),
        f"{phase}_deadline": forms.TimeField(
            label=_("Deadline at"), widget=clock, required=False, initial=beat.deadline
        ),
        f"{phase}_days": forms.IntegerField(
            label=_("Days after opening"), required=False, initial=beat.days, min_value=0, max_value=27
        ),
        f"{phase}_hours": forms.IntegerField(
            label=_("Closes hours after the deadline"), required=False, initial=beat.hours, min_value=0, max_value=336
        ),
        f"{phase}_working_days": forms.BooleanField(
            label=_("Working days only"), required=False, initial=beat.working_days
        ),
    }  # fmt: skip


def _beat(told: dict[str, Any], phase: Phase) -> Beat:
    return Beat(
        every=Every(told[f"{phase}_every"]),
        opens=told[f"{phase}_opens"],
        deadline=told[f"{phase}_deadline"],
        on=told[f"{phase}_on"] or 0,
        days=told[f"{phase}_days"] or 0,
        hours=told[f"{phase}_hours"] or 0,
        working_days=told[f"{phase}_working_days"],
    )


class RoundForm(forms.Form):
    """A round beside the rhythm."""

    deadline = _moment(_("Deadline"), help_text=_("The time is that of the Netherlands."))
    closes = _moment(_("Closes"))
    starts = _day(_("About the days from"))
    last = _day(_("up to and including"))


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("Reason"))


class TimeForm(forms.Form):
    """Time for one person of the organisation."""

    person = forms.ChoiceField(label=_("For whom"))
    until = _moment(_("Until"))
    reason = _text(_("Reason"))

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "time_%s", **kwargs})
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = list(people)


class QuestionForm(forms.Form):
    """A question to an organisation about its report."""

    key = forms.ChoiceField(label=_("About"), required=False)
    text = _text(_("Question"), 5000)

    def __init__(self, questions: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "question_%s", **kwargs})
        key = self.fields["key"]
        assert isinstance(key, forms.ChoiceField)
        key.choices = [("", gettext("the report as a whole")), *questions]


class ReplyForm(forms.Form):
    """An answer to a question of the node."""

    text = _text(_("Answer"), 5000)


class SheetForm(forms.Form):
    """The sheet of a report, filled in."""

    file = forms.FileField(label=_("Excel sheet"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    sentence = problem.sentence(gettext(problem.template))
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
