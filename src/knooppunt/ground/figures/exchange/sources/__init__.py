"""The sources we read, one folder each. A new one is a folder with a ``SOURCE``, and a line here."""

from __future__ import annotations

from knooppunt.ground.figures.exchange.source import Source
from knooppunt.ground.figures.exchange.sources.generic import SOURCE as GENERIC
from knooppunt.ground.figures.exchange.sources.minvws_deaths import SOURCE as MINVWS_DEATHS
from knooppunt.ground.figures.exchange.sources.minvws_region import SOURCE as MINVWS_REGION
from knooppunt.ground.figures.exchange.sources.minvws_sewage import SOURCE as MINVWS_SEWAGE
from knooppunt.ground.figures.exchange.sources.minvws_sewage_plants import SOURCE as MINVWS_SEWAGE_PLANTS
from knooppunt.ground.figures.exchange.sources.minvws_tests import SOURCE as MINVWS_TESTS
from knooppunt.ground.figures.exchange.sources.rivm_behaviour import SOURCE as RIVM_BEHAVIOUR
from knooppunt.ground.figures.exchange.sources.rivm_cumulative import SOURCE as RIVM_CUMULATIVE
from knooppunt.ground.figures.exchange.sources.rivm_sewage import SOURCE as RIVM_SEWAGE

SOURCES: tuple[Source, ...] = (
    RIVM_CUMULATIVE,
    RIVM_BEHAVIOUR,
    RIVM_SEWAGE,
    MINVWS_TESTS,
    MINVWS_DEATHS,
    MINVWS_REGION,
    MINVWS_SEWAGE,
    MINVWS_SEWAGE_PLANTS,
    GENERIC,
)
"""In the order in which they are tried."""
