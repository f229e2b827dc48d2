"""The shape of what people fill in about phases and signals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.incidents.public import PHASE_NAMES, Phase
from knooppunt.ground.network.public import ROLE_NAMES, Role
from knooppunt.kit.problems import Problem
from knooppunt.rooms.readiness.public import Comparison, Condition, NormLine, Post
from knooppunt.rooms.readiness.rules.watching import COMPARISON_NAMES

Choices = Iterable[tuple[str, str]]
SPARE_LINES, MOST_LINES = 3, 40
NO_PLAN = ("", _("no call-out"))


def roles() -> list[tuple[str, str]]:
    """The roles in words, in alphabetical order."""
    return sorted(((role.value, gettext(ROLE_NAMES[role])) for role in Role), key=lambda one: one[1])


def _reason(label: Any, help_text: Any = "", **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=2000, widget=widget, **kwargs)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _number(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, **kwargs)


class NormForm(forms.Form):
    """What a phase asks for. Lines of people are ``role_1``, ``number_1`` and ``organisation_1``, and so on."""

    within = _number(
        _("Back in the warm phase within so many minutes"),
        required=False,
        min_value=1,
        help_text=_("Empty: this phase gives no time."),
    )
    review_days = _number(_("Look again after so many days"), min_value=1)
    plan = forms.ChoiceField(label=_("Call-out that belongs to scaling up into this phase"), required=False)
    told = forms.MultipleChoiceField(
        label=_("Who is told"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    told_organisations = forms.MultipleChoiceField(
        label=_("Of which organisations"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("None: of the node."),
    )
    note = _reason(_("Remark"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, organisations: Choices, plans: Choices, lines: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = min(lines + SPARE_LINES, MOST_LINES)
        known, places = roles(), list(organisations)
        self.fields["plan"] = forms.ChoiceField(
            label=self.fields["plan"].label, choices=[NO_PLAN, *plans], required=False
        )
        self._choose("told", known)
        self._choose("told_organisations", places)
        for row in range(1, self.rows + 1):
            self.fields[f"role_{row}"] = forms.ChoiceField(
                label=_("Function"), choices=[("", _("no one")), *known], required=False
            )
            self.fields[f"number_{row}"] = _number(_("How many"), min_value=1, required=False)
            self.fields[f"organisation_{row}"] = forms.ChoiceField(
                label=_("Organisation"), choices=[("", _("any organisation")), *places], required=False
            )

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        """The fields of each line of people."""
        names = ("role", "number", "organisation")
        return [[self[f"{name}_{row}"] for name in names] for row in range(1, self.rows + 1)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for row in range(1, self.rows + 1):
            if bool(told.get(f"role_{row}")) != bool(told.get(f"number_{row}")):
                self.add_error(f"number_{row}", gettext("Give both the function and how many, or neither."))
        return told

    def posts(self) -> list[Post]:
        """The lines that were filled in."""
        told = self.cleaned_data
        return [
            Post(told[f"role_{row}"], told[f"number_{row}"], told[f"organisation_{row}"])
            for row in range(1, self.rows + 1)
            if told[f"role_{row}"]
        ]


def norm_filled(found: NormLine | None) -> dict[str, Any]:
    """What the form begins with."""
    if found is None:
        return {"seen": 0, "review_days": 14}
    filled: dict[str, Any] = {"within": found.within, "review_days": found.review_days, "plan": str(found.plan or "")}
    filled |= {"told": list(found.told), "told_organisations": [str(one) for one in found.told_organisations]}
    for row, post in enumerate(found.posts, start=1):
        filled |= {f"role_{row}": post.role, f"number_{row}": post.number, f"organisation_{row}": post.organisation}
    return filled | {"note": found.note, "seen": found.version}


class WatchForm(forms.Form):
    """A condition on a figure, and what it is for."""

    kind = forms.ChoiceField(
        label=_("What it is for"),
        choices=[("signal", _("Signal: proposes to scale up")), ("criterion", _("Criterion: for scaling down"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    phase = forms.ChoiceField(
        label=_("Phase"), help_text=_("To which a signal proposes to go up, or from which a criterion lets go down.")
    )
    indicator = forms.ChoiceField(label=_("Indicator"))
    method = forms.ChoiceField(label=_("Method"))
    area = forms.CharField(label=_("Area"), max_length=10, initial="NL", help_text=_("A code, such as NL or VR09."))
    comparison = forms.ChoiceField(label=_("Comparison"))
    threshold = forms.FloatField(label=_("Threshold"))
    days = _number(_("On how many days in a row"), min_value=1, initial=1)
    span = _number(_("Of a rise or fall: against how many days before"), min_value=0, initial=0)
    fresh = _number(
        _("How many days old the last figure may be"),
        min_value=0,
        initial=7,
        help_text=_("An older one says nothing about now: then it is unknown."),
    )
    plan = forms.ChoiceField(label=_("Call-out that is proposed with it"), required=False)

    def __init__(self, indicators: Choices, methods: Choices, plans: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "phase": [(one.value, _(PHASE_NAMES[one])) for one in (Phase.LUKEWARM, Phase.WARM)],
            "indicator": list(indicators),
            "method": list(methods),
            "comparison": [(one.value, _(COMPARISON_NAMES[one])) for one in Comparison],
            "plan": [NO_PLAN, *plans],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def told(self) -> dict[str, Any]:
        """As the verb takes it."""
        told = self.cleaned_data
        same = {name: told[name] for name in ("kind", "name", "indicator", "method", "area")}
        condition = Condition(
            Comparison(told["comparison"]), told["threshold"], told["days"], told["span"], told["fresh"]
        )
        return same | {"phase": Phase(told["phase"]), "condition": condition, "plan": chosen(told["plan"])}


class ScaleUpForm(forms.Form):
    """Scaling up in one minute."""

    phase = forms.ChoiceField(label=_("To which phase"), widget=forms.RadioSelect)
    plan = forms.ChoiceField(label=_("Call out with"), required=False)
    reason = _reason(_("Reason"), _("It stands in the history with your name."))

    def __init__(self, phases: Sequence[Phase], plans: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, _(PHASE_NAMES[one])) for one in phases]
        self.fields["phase"] = forms.ChoiceField(
            label=self.fields["phase"].label, choices=choices, widget=forms.RadioSelect
        )
        self.fields["plan"] = forms.ChoiceField(
            label=self.fields["plan"].label, choices=[NO_PLAN, *plans], required=False
        )


class ConfirmForm(forms.Form):
    """Doing what was proposed."""

    scales = forms.BooleanField(label=_("Scale up"), required=False, initial=True)
    plan = forms.ChoiceField(label=_("Call out with"), required=False)
    reason = _reason(_("Reason"), _("It stands in the history with your name."))

    def __init__(self, plans: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "confirm_%s", **kwargs})
        self.fields["plan"] = forms.ChoiceField(
            label=self.fields["plan"].label, choices=[NO_PLAN, *plans], required=False
        )


class RejectForm(forms.Form):
    """Saying no."""

    reason = _reason(_("Why not"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "reject_%s", **kwargs})


class ScaleDownForm(forms.Form):
    """The decision. Who stays is ``stays_ROLE``; call-outs that stand down are ticked."""

    reason = _reason(_("Reason"), _("It stands in the decision with your name."))
    despite = _reason(_("Why all the same"), required=False)
    review_on = _day(_("Look again on"))
    callouts = forms.MultipleChoiceField(label=_("Stand down"), required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, posts: Iterable[Post], callouts: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed: dict[str, int] = {}
        for post in posts:
            needed[post.role] = needed.get(post.role, 0) + post.number
        words = dict(roles())
        self.kept = list(needed)
        for role in needed:
            self.fields[f"stays_{role}"] = _number(words[role], min_value=0, required=True)
        offered = list(callouts)
        if offered:
            self.fields["callouts"] = forms.MultipleChoiceField(
                label=self.fields["callouts"].label,
                choices=offered,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        else:
            del self.fields["callouts"]

    @property
    def stay_fields(self) -> list[forms.BoundField]:
        return [self[f"stays_{role}"] for role in self.kept]

    def told(self) -> dict[str, Any]:
        """As the verb takes it; who stays with nobody is left out."""
        told = self.cleaned_data
        stays = [Post(role, told[f"stays_{role}"]) for role in self.kept if told[f"stays_{role}"]]
        same = {name: told[name] for name in ("reason", "despite", "review_on", "seen")}
        return same | {"stays": stays, "stand_down": [UUID(one) for one in told.get("callouts", ())]}


class ReviewForm(forms.Form):
    """Looking again at a pilot light."""

    note = _reason(_("What was found"))
    next_on = _day(_("Look again on"))


def chosen(text: str) -> UUID | None:
    """What was chosen in a list with an empty choice."""
    return UUID(text) if text else None


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the field it belongs to."""
    sentence = problem.sentence(gettext(problem.template))
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
