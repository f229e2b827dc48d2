"""The shape of what people ask for and fill in about figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import TLP

LONGEST_NOTE = 2000
NOTE = _("It stands in the journal with your name.")


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


def _chosen(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200, widget=forms.Select())


class FiguresForm(forms.Form):
    """Which figures one wants to see. What is chosen is checked where it is answered; here only its shape."""

    indicator = forms.CharField(label=_("Indicator"), max_length=200, widget=forms.Select())
    method = _chosen(_("Method"))
    since = _day(_("From"))
    until = _day(_("Up to and including"))
    known = forms.DateTimeField(
        label=_("As known on"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    borders = _day(_("Borders of"))
    source = _chosen(_("Source"))
    stratum = _chosen(_("Breakdown"))

    def offer(self, **choices: list[Any]) -> None:
        """Give the fields that are chosen from a list their choices."""
        for name, pairs in choices.items():
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)
            widget.choices = pairs


class PlaceForm(forms.Form):
    """Which figure one wants the provenance of."""

    indicator = forms.CharField(max_length=200)
    area = forms.CharField(max_length=20)
    starts = forms.DateField()
    source = forms.CharField(max_length=200, required=False)
    stratum = forms.CharField(max_length=200, required=False)
    method = forms.CharField(max_length=200, required=False)
    known = forms.DateTimeField(required=False)
    borders = forms.DateField(required=False)


class UploadForm(forms.Form):
    """A file with figures, and who may see what it brings."""

    file = forms.FileField(
        label=_("File with figures"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
            "missing": _("Choose a file first."),
        },
        max_length=300,
    )
    marking = forms.ChoiceField(
        label=_("Who may see these figures"),
        initial=TLP.GREEN.value,
        choices=[
            (TLP.CLEAR.value, _("TLP:CLEAR: everyone")),
            (TLP.GREEN.value, _("TLP:GREEN: everyone who works with Knooppunt")),
            (TLP.AMBER_STRICT.value, _("TLP:AMBER+STRICT: your own organisation only")),
        ],
    )


class RowsForm(forms.Form):
    """What is decided about rows in quarantine."""

    value = forms.CharField(
        label=_("What should stand in the wrong column"),
        required=False,
        max_length=500,
        help_text=_("Only when releasing. Leave empty to offer the rows as they are."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}), help_text=NOTE
    )


class ChoiceForm(forms.Form):
    """Which source counts for an indicator in an area, from when to when, and why."""

    indicator = forms.CharField(max_length=200, widget=forms.HiddenInput())
    area = forms.CharField(max_length=20, widget=forms.HiddenInput())
    source = forms.CharField(label=_("Source that counts"), required=False, max_length=200, widget=forms.Select())
    starts = forms.DateField(label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    until = _day(_("Up to and including"))
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}), help_text=NOTE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The list above it is narrowed down by fields of the same names.
        super().__init__(*args, **{"auto_id": "choice_%s", **kwargs})

    def offer(self, sources: list[Any]) -> None:
        """Give the list of sources."""
        widget = self.fields["source"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = sources


class AnswerForm(forms.Form):
    """What is the matter with figures that are hard to believe."""

    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}), help_text=NOTE
    )
