"""What all pages of the directory have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext

from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid, Problem


class Asked(HttpRequest):
    """A request with its actor. ``access`` has this type too, but stands above this room."""

    actor: Actor


@contextmanager
def told(request: Asked, done: str = "") -> Iterator[None]:
    """Tell on the next page that it is done, or the sentence of the refusal; what is not there stays not there."""
    try:
        yield
    except (Conflict, Invalid) as problem:
        messages.error(request, problem.sentence(gettext(problem.template)))
    else:
        if done:
            messages.success(request, done)


def refuse(form: Form, problem: Problem) -> None:
    """Put the refusal, as a sentence, on the form it belongs to."""
    sentence = problem.sentence(gettext(problem.template))
    form.add_error(problem.place if problem.place in form.fields else None, sentence)
