"""The shape of what people fill in about the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, str]]


class DeputyForm(forms.Form):
    """Who acts for whom, in which function, and how long. ``seat`` is a function and who holds it, if anybody does."""

    seat = forms.ChoiceField(label=_("Acting for"))
    deputy = forms.ChoiceField(label=_("Deputy"))
    starts = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty for today."),
    )
    ends = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The first day on which it no longer counts."),
    )

    def __init__(self, seats: Choices, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("seat", seats), ("deputy", people)):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = [("", ""), *choices]
