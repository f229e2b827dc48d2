"""The JSON API with the addresses that the rooms bring."""

from __future__ import annotations

from knooppunt.ground.figures.api.addresses import router as figures
from knooppunt.ground.figures.api.doubts import router as doubts
from knooppunt.ground.interpretation.api import router as interpretation
from knooppunt.rooms.picture.api import router as picture
from knooppunt.rooms.readiness.api import router as readiness
from knooppunt.rooms.reporting.api import router as reporting
from knooppunt.web.api import house_api

api = house_api()
api.add_router("", figures)
api.add_router("", doubts)
api.add_router("", interpretation)
api.add_router("", picture)
api.add_router("", readiness)
api.add_router("", reporting)
