"""The shape of what people fill in about the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.network.rules import MEANS_NAMES, ROLE_NAMES, Means, Role

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


class SearchForm(forms.Form):
    """Words to look for, and a role."""

    q = forms.CharField(label=_("Name, organisation or function"), required=False, max_length=200)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", "–"), *((one.value, _(ROLE_NAMES[one])) for one in Role)]
    )


class ContactForm(forms.Form):
    """A way to reach somebody."""

    means = forms.ChoiceField(
        label=_("Means"), choices=[(one.value, _(MEANS_NAMES[one])) for one in Means if one is not Means.PUSH]
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("A phone number without a country code is Dutch."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LeaveForm(forms.Form):
    """Somebody's last day."""

    on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty for today."),
    )


class FileForm(forms.Form):
    """A file with people."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.vcf"}))


class MergeForm(forms.Form):
    """Two organisations that became one."""

    kept = forms.ChoiceField(label=_("Remains"))
    merged = forms.ChoiceField(label=_("Goes up in it"))

    def __init__(self, organisations: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for chosen in self.fields.values():
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = [("", ""), *organisations]
