"""The words of the log of a call-out."""

from __future__ import annotations

from enum import StrEnum

from knooppunt.kit.problems import phrase


class What(StrEnum):
    """What happened."""

    STARTED = "started"
    UNKNOWN = "unknown"
    SHORT = "short"
    ASKED = "asked"
    ON = "on"
    UNREACHABLE = "unreachable"
    ANSWERED = "answered"
    ELSEWHERE = "elsewhere"
    NAMES = "names"
    MERGED = "merged"
    COMPLETE = "complete"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    EXHAUSTED = "exhausted"
    STOOD_DOWN = "stood_down"


SENTENCES = {
    What.STARTED: phrase("Started: {reason}"),
    What.UNKNOWN: phrase("No organisation is called {words}"),
    What.SHORT: phrase("{needed} are needed and there are {there}"),
    What.ASKED: phrase("Asked {count} by {channel}"),
    What.ON: phrase("{channel} failed; going on with the next channel"),
    What.UNREACHABLE: phrase("Not reached by any channel"),
    What.ANSWERED: phrase("Answered: {answer} {way}"),
    What.ELSEWHERE: phrase("The link was opened in another browser after the answer"),
    What.NAMES: phrase("Names of colleagues were shown by the link, to delegate"),
    What.MERGED: phrase("Two records of one person were merged: one call goes on"),
    What.COMPLETE: phrase("Complete: {count} come"),
    What.REOPENED: phrase("No longer complete: {count} come"),
    What.ESCALATED: phrase("Too few: escalated to line {line}"),
    What.EXHAUSTED: phrase("Too few and nobody left to ask: the officer is told"),
    What.STOOD_DOWN: phrase("Stood down: {reason}"),
}
