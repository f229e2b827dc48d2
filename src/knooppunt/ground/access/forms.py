"""The shape of what people fill in about tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.listing import Leave
from knooppunt.ground.access.rules import LONGEST_LIFE, LONGEST_NAME
from knooppunt.kit.authority import Mandate
from knooppunt.kit.clock import NETHERLANDS, today

USUAL_LIFE = timedelta(days=90)


class TokenForm(forms.Form):
    """A new token: its name, its last day, and what it is for."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("What uses it. The journal names it beside you.")
    )
    until = forms.DateField(
        label=_("Up to and including"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most a year from now."),
    )
    leave = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose no more than it needs. It never may more than its owner."),
    )

    def __init__(self, offered: Sequence[Leave], language: str, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["leave"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.words, f"{getattr(one.meaning, language)} – {one.area_name}") for one in offered]
        self.fields["until"].initial = today() + USUAL_LIFE
        most = (today() + LONGEST_LIFE - timedelta(days=1)).isoformat()
        self.fields["until"].widget.attrs |= {"min": today().isoformat(), "max": most}

    def expires(self) -> datetime:
        """The moment at which its last day ends."""
        after: datetime = datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time(), NETHERLANDS)
        return after

    def mandates(self) -> list[Mandate]:
        """What was chosen."""
        return [Mandate(*words.split(" ", 1)) for words in self.cleaned_data["leave"]]
