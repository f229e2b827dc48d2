"""The shape of what people fill in about editions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.kit.recurring import PHASES, Every
from knooppunt.rooms.picture.rules.rhythm import LONGEST_COMMISSION, Beat

BEAT = ("every", "on", "at", "working_days", "back")
EVERY = [("", _("Not")), (Every.DAY, _("Every day")), (Every.WEEK, _("Every week")), (Every.MONTH, _("Every month"))]


class NewEditionForm(forms.Form):
    """Which product, for which day, and as known when (empty: now)."""

    product = forms.ChoiceField(label=_("Product"))
    on = forms.DateField(
        label=_("For the day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day the picture is about."),
    )
    known = forms.DateTimeField(
        label=_("As known at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Leave empty for what is known now. The time is that of the Netherlands."),
    )

    def __init__(self, products: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        product = self.fields["product"]
        assert isinstance(product, forms.ChoiceField)
        product.choices = products


class TextForm(forms.Form):
    """The text of a section in a draft."""

    text = forms.CharField(label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label
        self.fields["text"].help_text = help_text


class ReasonForm(forms.Form):
    """Why: something is returned, withdrawn or corrected."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class AskForm(forms.Form):
    """A question to an organisation about its report."""

    expectation = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Question"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class EmbargoForm(forms.Form):
    """Until when an edition stays in."""

    until = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("The time is that of the Netherlands."),
    )


class ReceiversForm(forms.Form):
    """Who is told of an edition."""

    organisations = forms.MultipleChoiceField(
        label=_("Organisations"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Everyone there who may read this edition is told."),
    )
    people = forms.MultipleChoiceField(
        label=_("People"), required=False, widget=forms.SelectMultiple(attrs={"size": 12})
    )

    def __init__(
        self, organisations: list[tuple[str, str]], people: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("organisations", organisations), ("people", people)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices


class RhythmForm(forms.Form):
    """When a product is due: for each phase how often, on which day, at what time, and about which day."""

    product = forms.ChoiceField(label=_("Product"))
    commission = forms.CharField(
        label=_("Under which commission"), required=False, max_length=LONGEST_COMMISSION, help_text=_("Name or number.")
    )

    def __init__(self, products: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        product = self.fields["product"]
        assert isinstance(product, forms.ChoiceField)
        product.choices = products
        for phase in PHASES:
            self.fields |= _beat_fields(phase)

    def phases(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each phase."""
        return [(phase, [self[f"{phase}_{name}"] for name in BEAT]) for phase in PHASES]

    def clean(self) -> dict[str, Any]:
        """A phase with a rhythm needs a time, and a day unless it is every day."""
        told = self.cleaned_data
        for phase in PHASES:
            every = told.get(f"{phase}_every")
            if every and told.get(f"{phase}_at") is None and f"{phase}_at" not in self.errors:
                self.add_error(f"{phase}_at", _("Give a time."))
            if every in (Every.WEEK, Every.MONTH) and not told.get(f"{phase}_on") and f"{phase}_on" not in self.errors:
                self.add_error(f"{phase}_on", _("Give a day."))
        return told

    def beats(self) -> dict[str, Beat]:
        """What was filled in."""
        told = self.cleaned_data
        return {
            phase: Beat(
                Every(told[f"{phase}_every"]),
                told[f"{phase}_at"],
                0 if told[f"{phase}_every"] == Every.DAY else told[f"{phase}_on"],
                told[f"{phase}_working_days"],
                told[f"{phase}_back"] or 0,
            )
            for phase in PHASES
            if told[f"{phase}_every"]
        }

    @staticmethod
    def told(beats: Mapping[str, Beat]) -> dict[str, Any]:
        """The fields that say these beats."""
        return {
            f"{phase}_{name}": f"{beat.at:%H:%M}" if name == "at" else getattr(beat, name)
            for phase, beat in beats.items()
            for name in BEAT
        }


def _beat_fields(phase: str) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {
        "every": forms.ChoiceField(label=_("Due"), required=False, choices=EVERY),
        "on": forms.IntegerField(
            label=_("On day"), required=False, min_value=1, max_value=28,
            help_text=_("Of the week (1 is Monday) or of the month."),
        ),
        "at": forms.TimeField(label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"})),
        "working_days": forms.BooleanField(label=_("On working days only"), required=False),
        "back": forms.IntegerField(
            label=_("Days back"), required=False, min_value=0, max_value=7, initial=0,
            help_text=_("How many days before it is due the picture is about."),
        ),
    }  # fmt: skip
    return {f"{phase}_{name}": made[name] for name in BEAT}
