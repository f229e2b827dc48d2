"""The shape of what people fill in about a rotation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.rooms.readiness.forms.rosters import Choices, choose, day_field

MOST_PEOPLE = 12


class RotationForm(forms.Form):
    """A pattern, in which role, from which day, and who begins on which line. ``seen`` is what was looked at."""

    role = forms.ChoiceField(label=_("Role"))
    first = day_field(_("From"))
    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("A line a week, seven days on each: the name of a shift, or - for a free day."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, roles: Choices, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "role", roles)
        some = [("", "–"), *people]
        for number in range(1, MOST_PEOPLE + 1):
            label = gettext("Begins on week {number}").format(number=number)
            self.fields[f"person_{number}"] = forms.ChoiceField(label=label, required=False, choices=some)

    def seats(self) -> list[forms.BoundField]:
        """The fields of the people."""
        return [self[f"person_{number}"] for number in range(1, MOST_PEOPLE + 1)]

    def people(self) -> Sequence[UUID]:
        """Who was chosen, in order."""
        told = (self.cleaned_data[f"person_{number}"] for number in range(1, MOST_PEOPLE + 1))
        return [UUID(one) for one in told if one]
