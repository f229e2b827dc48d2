"""The root of the JSON API: what holds for every address under ``/api/v1``. Rooms bring the addresses (ADR 0040)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from ninja.security import APIKeyCookie, HttpBearer
from pydantic.alias_generators import to_camel

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.authority import NOBODY, Actor
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound, NotSignedIn, Problem, phrase
from knooppunt.web.machines import VERSION
from knooppunt.web.openapi import INTRODUCTION, OUTSIDE, address_of, completed
from knooppunt.web.refusals import refusal

View = Callable[..., HttpResponseBase]

WRONG = {
    "missing": phrase("This is needed."),
    "int_parsing": phrase("This is not a whole number."),
    "greater_than_equal": phrase("This is at least {ge}."),
    "less_than_equal": phrase("This is at most {le}."),
    "string_too_long": phrase("This has at most {max_length} characters."),
    "too_long": phrase("This may be given at most {max_length} times."),
    "literal_error": phrase("This is one of {expected}."),
    "day": phrase("This is not a day: write 2020-09-15."),
    "moment": phrase("This is not a moment with its zone: write 2020-09-15T12:00:00Z."),
}
"""What is wrong with a parameter, by the name that the checking of types gives it."""
OTHERWISE = phrase("This is not understood.")


class ExactJSON(BaseRenderer):
    """JSON in which moments keep their microseconds and are UTC; a number that JSON does not have is a fault."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, default=_plain, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | UUID):
        return str(value)
    raise TypeError(f"{value!r} has no form in JSON")


class SessionCookie(APIKeyCookie):
    """Whoever signed in on the pages: the cookie of that session."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        """The actor that the middleware found. Raises :class:`NotSignedIn`."""
        actor: Actor = getattr(request, "actor", NOBODY)
        if actor == NOBODY:
            raise NotSignedIn
        return actor


class Token(HttpBearer):
    """A program with a token. No page can send one for somebody, so that nothing has to guard against that."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor that the middleware found for it."""
        return getattr(request, "actor", NOBODY) if getattr(request, "by_token", "") else None


class HouseAPI(NinjaAPI):
    """Ninja, made to follow the Dutch API Design Rules."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function, in camelCase."""
        return to_camel(operation.view_func.__name__)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document. The rooms must be in."""
        return completed(self.get_openapi_schema(path_prefix=""))

    @property
    def addresses(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """For ``path("api/v1/", …)``. There is nothing at the root, so that nothing is redirected to it."""
        patterns, application, namespace = self.urls
        kept = [one for one in patterns if getattr(one, "name", "") != "api-root"]
        return [path("openapi.json", self._openapi, name="openapi"), *kept], application, namespace

    @property
    def _openapi(self) -> Callable[..., HttpResponse]:
        @require_safe
        def openapi(request: HttpRequest) -> HttpResponse:
            return JsonResponse(self.document, headers=OUTSIDE, json_dumps_params={"ensure_ascii": False})

        return openapi

    def described(self, route: str, method: str = "get") -> Mapping[str, Any]:
        """What the document says of a route of Django's (``api/v1/…``)."""
        found: Mapping[str, Any] = self.document["paths"][address_of(route)][method]
        return found


def house_api() -> HouseAPI:
    """An API to which rooms can be added with ``add_router``."""
    api = HouseAPI(
        title="Knooppunt",
        version=VERSION,
        description=INTRODUCTION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        auth=[Token(), SessionCookie()],
        renderer=ExactJSON(),
    )
    api.add_exception_handler(Problem, _refused)
    api.add_exception_handler(ValidationError, _not_understood)
    api.add_decorator(_as_described(api), mode="view")
    return api


def _refused(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    assert isinstance(problem, Problem)
    return refusal(request, problem)


def _not_understood(request: HttpRequest, problem: ValidationError | type[ValidationError]) -> HttpResponse:
    """The first thing that is wrong, with the name of its parameter, and 400 (not 422)."""
    assert isinstance(problem, ValidationError)
    first = problem.errors[0]
    place = next(str(part) for part in reversed(first["loc"]) if not isinstance(part, int))
    return refusal(request, Invalid(WRONG.get(first["type"], OTHERWISE), place=place, **first.get("ctx", {})))


def _as_described(api: HouseAPI) -> Callable[[View], View]:
    """Hold a request against the document before anything else: first the mandate, then the query keys."""

    def around(view: View) -> View:
        @wraps(view)
        def checked(request: AskedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            assert request.resolver_match is not None
            described = api.described(request.resolver_match.route, str(request.method).lower())
            _require(request.actor, described)
            if any("\0" in str(part) for part in kwargs.values()):
                raise NotFound(phrase("There is nothing here."))
            _check_keys(request, described["parameters"])
            return view(request, *args, **kwargs)

        return checked

    return around


def _require(actor: Actor, described: Mapping[str, Any]) -> None:
    """The mandate an address needs: in the nation, or (``x-anywhere``) in any area; what is in it asks for the area."""
    if not described.get("x-anywhere"):
        actor.require(described["x-needs"])
    elif not actor.may_anywhere(described["x-needs"]):
        raise NotAllowed(phrase("There is nothing here."))


def _check_keys(request: HttpRequest, described: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a key that does not exist, or is there twice where one counts: nothing is left out silently."""
    known = {one["name"]: one["schema"].get("type") == "array" for one in described if one["in"] == "query"}
    for key, values in request.GET.lists():
        if key not in known:
            raise Invalid(phrase("There is no parameter {key}."), place=key, key=key)
        if len(values) > 1 and not known[key]:
            raise Invalid(phrase("{key} can be given once."), place=key, key=key)
        if any("\0" in value for value in values):
            raise Invalid(OTHERWISE, place=key)
