"""The shape of what people fill in about editions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
