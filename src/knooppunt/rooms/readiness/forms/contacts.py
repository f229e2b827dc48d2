"""What people fill in about how they are reached."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.network.public import MEANS_NAMES, Means


class OwnContactForm(forms.Form):
    """A way to reach me."""

    means = forms.ChoiceField(
        label=_("Means"), choices=[(one.value, _(MEANS_NAMES[one])) for one in Means if one is not Means.PUSH]
    )
    address = forms.CharField(
        label=_("Address"), max_length=1000, help_text=_("A phone number without a country code is Dutch.")
    )


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
