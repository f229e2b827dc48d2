"""Refusals: exceptions that carry a sentence a person understands.

A sentence is written in English as a template (``"There is no area {code}"``) and translated as a template; the values
are filled in afterwards. ``phrase`` marks such a template for the translators.
"""

from __future__ import annotations


def phrase(text: str) -> str:
    """Mark ``text`` for translation without translating it."""
    return text


class Problem(Exception):
    """Something that was asked cannot be done, and why.

    ``template`` is the English sentence with ``{names}``; ``values`` fill it; ``place`` names the field, file, line or
    cell that is wrong, where there is one. ``status`` is the HTTP status of the refusal (RFC 9110).
    """

    status = 400
    title = phrase("This cannot be done")

    def __init__(self, template: str, *, place: str = "", **values: object) -> None:
        self.template = template
        self.values = values
        self.place = place
        super().__init__(self.sentence())

    def sentence(self, template: str | None = None) -> str:
        """The filled-in sentence, from a translated ``template`` when one is given."""
        return (template or self.template).format(**self.values)


class Invalid(Problem):
    """The input does not have the shape or the sense that is needed."""

    title = phrase("This is not right")


class NotSignedIn(Problem):
    """Nobody is known to ask. The same answer for every address."""

    status = 401
    title = phrase("Sign in first")

    def __init__(self) -> None:
        super().__init__(phrase("Sign in first."))


class NotAllowed(Problem):
    """The actor has no mandate. From outside it must look the same as :class:`NotFound`."""

    status = 404
    title = phrase("Not found")


class NotFound(Problem):
    """It does not exist, or may not be seen: the two give the same answer."""

    status = 404
    title = phrase("Not found")


class TooMany(Problem):
    """Asked more often than is allowed; ``seconds`` until it is again."""

    status = 429
    title = phrase("Too many requests")

    def __init__(self, seconds: int) -> None:
        super().__init__(phrase("Too many requests: try again in {seconds} seconds."), seconds=seconds)


class Conflict(Problem):
    """The state of things changed in between, or does not allow this now."""

    status = 409
    title = phrase("This does not fit the present state")
