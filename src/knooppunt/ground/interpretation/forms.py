"""The shape of what people fill in about statements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.access.public import TLP
from knooppunt.ground.interpretation.rules import CONFIDENCE_NAMES, CONFIDENCE_TEXTS, LONGEST, SCALE
from knooppunt.kit.problems import Problem

NOTE = _("It stands with the statement, with your name.")


def likelihoods() -> list[tuple[str, str]]:
    """The words of the scale with their ranges, and none."""
    named = [(band.likelihood.value, likelihood_text(band.likelihood.value)) for band in reversed(SCALE)]
    return [("", gettext("none: this is no estimate")), *named]


def likelihood_text(word: str) -> str:
    """A word of the scale with its range: ``likely (55–80%)``; "" for none."""
    band = next((band for band in SCALE if band.likelihood.value == word), None)
    return f"{gettext(band.word)} ({band.low}–{band.high}%)" if band else ""


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class FigureForm(forms.Form):
    """A figure to add: which, of where, of when."""

    indicator = forms.CharField(label=_("Indicator"), required=False, max_length=200, widget=forms.Select())
    method = forms.CharField(label=_("Method"), required=False, max_length=200, widget=forms.Select())
    area = forms.CharField(label=_("Area"), required=False, max_length=20, widget=forms.Select())
    on = _day(_("Day"), required=False)

    def offer(self, **choices: list[Any]) -> None:
        """Give the fields that are chosen from a list their choices."""
        for name, pairs in choices.items():
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)
            widget.choices = pairs


class StatementForm(forms.Form):
    """What a section says, and how sure it is."""

    text = forms.CharField(
        label=_("What the figures mean"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say how likely and how sure in the fields below, in the words of the scale."),
    )
    confidence = forms.ChoiceField(label=_("Confidence"), widget=forms.RadioSelect)
    likelihood = forms.ChoiceField(label=_("Likelihood"), required=False)
    valid_from = _day(_("Valid from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sure = [(one.value, f"{gettext(name)}: {gettext(CONFIDENCE_TEXTS[one])}")
                for one, name in CONFIDENCE_NAMES.items()]  # fmt: skip
        for name, choices in (("confidence", sure), ("likelihood", likelihoods())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class WriteForm(StatementForm):
    """The same for a statement that is new: of which section, and who may see it."""

    section = forms.ChoiceField(label=_("Section"))
    marking = forms.ChoiceField(
        label=_("Who may see it"),
        initial=TLP.GREEN.value,
        choices=[
            (TLP.CLEAR.value, _("TLP:CLEAR: everyone")),
            (TLP.GREEN.value, _("TLP:GREEN: everyone who works with Knooppunt")),
            (TLP.AMBER_STRICT.value, _("TLP:AMBER+STRICT: your own organisation only")),
        ],
    )

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = sections


class RewriteForm(StatementForm):
    """The same for one that is said otherwise: after which version, and why."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput())
    note = forms.CharField(
        label=_("What changed, and why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class NoteForm(forms.Form):
    """Confirming or withdrawing a statement."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput())
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), help_text=NOTE
    )


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    sentence = problem.sentence(gettext(problem.template))
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
