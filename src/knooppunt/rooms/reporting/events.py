"""What happened in reporting. Only identifiers and numbers: what was reported is for fewer ears than that it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event

TYPING = ("reporting.answer", "reporting.represent")
"""What is being typed is for who may report."""


@dataclass(frozen=True, slots=True)
class QuestionnaireBegun(Event):
    about: ClassVar[str] = "questionnaire"

    questionnaire: UUID


@dataclass(frozen=True, slots=True)
class QuestionnaireChanged(Event):
    about: ClassVar[str] = "questionnaire"

    questionnaire: UUID


@dataclass(frozen=True, slots=True)
class QuestionnaireReleased(Event):
    """A version came out, which never changes."""

    about: ClassVar[str] = "questionnaire"

    questionnaire: UUID
    number: int


@dataclass(frozen=True, slots=True)
class SeriesStarted(Event):
    about: ClassVar[str] = "series"

    series: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class SeriesChanged(Event):
    about: ClassVar[str] = "series"

    series: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class SeriesEnded(Event):
    about: ClassVar[str] = "series"

    series: UUID
    reason: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class RoundsSkipped(Event):
    """Rounds came to nothing because nothing ran when they were due."""

    about: ClassVar[str] = "series"

    series: UUID
    rounds: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class RoundOpened(Event):
    about: ClassVar[str] = "round"

    round: UUID
    series: UUID
    number: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class RoundClosed(Event):
    about: ClassVar[str] = "round"

    round: UUID
    series: UUID
    number: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class FormOpened(Event):
    """For the first time by someone of the organisation itself."""

    about: ClassVar[str] = "expectation"

    expectation: UUID
    round: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class DraftSaved(Event):
    about: ClassVar[str] = "expectation"
    heard_with: ClassVar[tuple[str, ...]] = TYPING

    expectation: UUID
    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class ReportSubmitted(Event):
    about: ClassVar[str] = "report"

    report: UUID
    expectation: UUID
    round: UUID
    version: int
    way: str
    late: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class FiguresDelivered(Event):
    """The numbers of a report became figures."""

    about: ClassVar[str] = "report"

    report: UUID
    delivery: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class TimeGiven(Event):
    about: ClassVar[str] = "expectation"

    expectation: UUID
    round: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class Reminded(Event):
    about: ClassVar[str] = "expectation"

    expectation: UUID
    round: UUID
    rung: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """The node asked an organisation something about its report."""

    about: ClassVar[str] = "inquiry"

    inquiry: UUID
    expectation: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    about: ClassVar[str] = "inquiry"

    inquiry: UUID
    expectation: UUID
    audience: Audience
