"""The addresses of figures and imports. Include them at the root."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.figures.pages import conflicts, deliveries, doubts, figures, imports, provenance, quarantine

app_name = "figures"

urlpatterns = [
    path("figures/", figures.index, name="index"),
    path("figures/provenance/", provenance.page, name="provenance"),
    path("figures/flags/", doubts.flags_page, name="flags"),
    path("figures/conflicts/", conflicts.page, name="conflicts"),
    path("figures/gaps/", doubts.gaps_page, name="gaps"),
    path("imports/", imports.imports, name="imports"),
    path("imports/confirm/", imports.confirm, name="confirm"),
    path("imports/quarantine/", quarantine.page, name="quarantine"),
    path("imports/<uuid:which>/", deliveries.page, name="delivery"),
    path("imports/<uuid:which>/quarantine.csv", deliveries.rows_csv, name="quarantine_csv"),
    path("imports/<uuid:which>/original", deliveries.original, name="original"),
]
