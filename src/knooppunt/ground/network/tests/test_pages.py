"""The directory."""

from __future__ import annotations

import pytest
from tests.cast import account_of, browser, seen

from knooppunt.ground.network.public import NODE_ID

pytestmark = pytest.mark.django_db


def test_the_directory_shows_organisations_and_who_holds_which_function() -> None:
    reader = browser(account_of("Ada de Vries", function="Officier van dienst", bundle="node_officer"))
    assert "Veiligheidsregio Utrecht" in reader.get("/network/").content.decode()
    page = reader.get(f"/network/{NODE_ID}/").content.decode()
    assert "Officier van dienst" in page
    assert "Ada de Vries" in page


def test_without_mandate_an_organisation_that_is_there_looks_like_one_that_is_not() -> None:
    stranger = browser(account_of("Bo Stil"))
    there, nowhere = (
        stranger.get(f"/network/{NODE_ID}/"),
        stranger.get("/network/00000000-0000-7000-8000-000000000000/"),
    )
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert seen(there) == seen(nowhere)
