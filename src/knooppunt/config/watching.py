"""Gives every request a number, counts it, and writes one line about it: never who asked or what they sent."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from knooppunt.config.logs import request_id
from knooppunt.config.metrics import request_seconds, requests
from knooppunt.kit.ids import new_id

log = logging.getLogger("knooppunt.request")

Answering = Callable[[HttpRequest], HttpResponseBase]
QUIET = frozenset({"health", "metrics"})  # asked by machines, every few seconds
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Watching:
    """The outermost middleware."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun, number = time.perf_counter(), str(new_id())
        token = request_id.set(number)
        try:
            response = self.answering(request)
            response["X-Request-ID"] = number
            self._note(request, response.status_code, time.perf_counter() - begun)
            return response
        finally:
            request_id.reset(token)

    @staticmethod
    def _note(request: HttpRequest, status: int, seconds: float) -> None:
        method = request.method if request.method in METHODS else "other"
        # The route, not the path: a path can hold a name, and a metric with a label per path would never end.
        route = request.resolver_match.route if request.resolver_match else "(none)"
        requests.labels(method, route, str(status)).inc()
        request_seconds.labels(route).observe(seconds)
        facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        level = logging.DEBUG if route in QUIET else logging.INFO
        log.log(level, "%s %s %s in %.1f ms", method, route, status, seconds * 1000, extra=facts)
