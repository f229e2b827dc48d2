"""A refusal as a page with a sentence, or as a problem document (RFC 9457) for machines."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from knooppunt.kit.problems import Problem

PROBLEM_JSON = "application/problem+json"
FOR_MACHINES = ("/api/", "/ogc/")
"""Beginnings of the addresses for programs. Only here a token lets in, and what is asked here is counted."""


def is_api(request: HttpRequest) -> bool:
    """Whether a machine asks: the answer is then JSON."""
    return request.path_info.startswith(FOR_MACHINES)


def sentence_of(problem: Problem) -> str:
    """The sentence of a refusal in the language of the reader, with its place when it has one."""
    sentence = problem.sentence(gettext(problem.template))
    return f"{problem.place}: {sentence}" if problem.place else sentence


def refusal(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer to what was refused. Not found and not allowed give the same bytes."""
    if problem.status == HTTPStatus.NOT_FOUND:
        return nothing_here(request)
    title = gettext(problem.title)
    if is_api(request):
        sentence = problem.sentence(gettext(problem.template))
        return problem_document(request, problem.status, title, sentence, problem.place)
    context = {"title": title, "sentence": sentence_of(problem)}
    return render(request, "web/refused.html", context, status=problem.status)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """What does not exist and what may not be seen."""
    if is_api(request):
        return problem_document(request, HTTPStatus.NOT_FOUND, gettext("Not found"), gettext("There is nothing here."))
    return render(request, "web/nothing.html", status=HTTPStatus.NOT_FOUND)


def problem_document(request: HttpRequest, status: int, title: str, sentence: str, place: str = "") -> HttpResponse:
    """A refusal for machines (RFC 9457); ``place`` names the parameter that is wrong, where there is one."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": int(status), "detail": sentence}
    body |= {"place": place} if place else {}
    return JsonResponse(body | {"instance": request.path}, status=status, content_type=PROBLEM_JSON)
