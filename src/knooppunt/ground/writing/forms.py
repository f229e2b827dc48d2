"""The shape of what people fill in about a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.kit.problems import Problem


class Words(forms.CharField):
    """Text in which spaces at the ends count, too."""

    def __init__(self, **options: Any) -> None:
        rows = options.pop("rows", 3)
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows}), **options)


class TextForm(forms.Form):
    """The whole text, and the version that was seen; ``next`` is the page to go back to."""

    text = Words(label=_("Text"), required=False, rows=14)
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class SuggestForm(TextForm):
    """The text as someone of another section would have it, and why."""

    reason = Words(label=_("Reason"), required=False, rows=2, help_text=_("The section reads it when it decides."))


class CommentForm(forms.Form):
    """Something about the words that are quoted; ``near`` is where they stood, in characters, when a page knows."""

    quote = Words(
        label=_("On which words"),
        required=False,
        rows=2,
        help_text=_("Copy them from the text. Without them the comment is about the whole text."),
    )
    near = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    text = Words(label=_("Comment"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "comment_%s", **kwargs})


class DecideForm(forms.Form):
    """Take a suggestion over, or not."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("reject", "")])


def refuse(form: forms.Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    sentence = problem.sentence(gettext(problem.template))
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
