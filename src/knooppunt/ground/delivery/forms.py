"""The shape of what people fill in about webhooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.kit.problems import Problem


class SubscribeForm(forms.Form):
    """A new webhook."""

    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("Where we send to; it begins with https://.")
    )
    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, events: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(event, event) for event in events]
        self.fields["events"] = forms.MultipleChoiceField(
            label=_("Events"), choices=choices, widget=forms.CheckboxSelectMultiple
        )


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


class ReplayForm(forms.Form):
    """From when until when everything is sent once more; moments in the Netherlands."""

    since = _moment(_("From"))
    until = _moment(_("Until"))


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    sentence = problem.sentence(gettext(problem.template))
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
