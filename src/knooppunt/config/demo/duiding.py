"""What the sections of the exercise say that the figures mean, and what two sources contradict each other on."""

from __future__ import annotations

from datetime import date

from knooppunt.config.demo.cast import CARE_HEAD, SECTION_HEAD, Player, acting
from knooppunt.config.demo.survey import Line
from knooppunt.ground.access.public import TLP
from knooppunt.ground.interpretation.public import FigureAsked, write_statement

SPREADING = (
    "De stijging is het sterkst in de Randstad, en zet door. Zonder verandering van gedrag verdubbelt het aantal "
    "meldingen daar binnen drie weken."
)
ROOM = (
    "Ziekenhuizen kunnen de instroom van dit moment aan. De reserve van verpleeghuizen is kleiner dan die van "
    "ziekenhuizen."
)
TESTED = 4321
"""What the laboratories count for a region that says something else itself."""


def explain(on: date) -> dict[str, str]:
    """Write what two sections say about ``on``; for each section how its statement is referred to in a text.

    The first rests on a region of which a figure is corrected later: it turns stale.
    """
    cases = [FigureAsked("cases.reported", area, on, "sum7") for area in ("VR09", "VR13", "VR17")]
    admitted = [FigureAsked("hospital.admitted", "NL", on, "sum7")]
    return {
        "information": _say(SECTION_HEAD, "information", SPREADING, cases, on, "moderate", "likely"),
        "health": _say(CARE_HEAD, "health", ROOM, admitted, on, "high", ""),
    }


def _say(
    player: Player, section: str, text: str, figures: list[FigureAsked], on: date, confidence: str, likelihood: str
) -> str:
    statement = write_statement(
        section=section,
        text=text,
        figures=figures,
        confidence=confidence,
        likelihood=likelihood,
        valid_from=on,
        marking=TLP.GREEN,
        actor=acting(player),
    )
    return f"{{{{duiding {statement}}}}}"


def laboratories(area: str, day: int) -> list[Line]:
    """The tests of a region on a day, as the laboratories count them."""
    return [Line("tests.total", area, day, day, TESTED)]
