"""A delivery for the eyes of one organisation: whoever may read figures at another cannot tell that it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from knooppunt.ground.access.public import TLP, actor_for
from knooppunt.ground.figures.public import delivery, flags, gaps, quarantined, sync_catalogue
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.rooms.picture.public import compile_edition, publish
from tests.addresses import seen
from tests.cast import account_of, browser
from tests.made_house import ON, bring, counted, faults

pytestmark = pytest.mark.django_db

CASES, HOMES = "cases.reported", "nursing.deaths"
SECRET_VALUE = 7331
SECRET = [
    *counted(HOMES, 3),
    f"nursing.deaths,VR09,{ON.replace(day=16)},{ON.replace(day=16)},{SECRET_VALUE}",
    f"nursing.deaths,NL,{ON},{ON},4099",
    f"nursing.newly_infected_people,VR09,{ON},{ON},-8",
    f"nursing.deaths,GM9999,{ON},{ON},17",
]


@pytest.fixture
def keeper(db: None, tmp_path: Path) -> Actor:
    """Someone who brought figures in that everybody may see, and published a picture of them."""
    sync_catalogue(actor=system_actor("test"))
    actor = actor_for(account_of("Karin Kluis", bundle="section_head"))
    bring(tmp_path, [*counted(CASES), *faults()], "cijfers.csv", actor)
    publish(edition=compile_edition(product="landelijk_beeld", on=ON, actor=actor), actor=system_actor("test"))
    return actor


@pytest.fixture
def outsider(keeper: Actor) -> Client:
    """Who may read, bring in and review figures, and read pictures, at another organisation."""
    return browser(account_of("Omar Buiten", organisation="VRU", bundle="data_steward"))


def places(outsider: Client) -> list[str]:
    """Everything the outsider can look at or ask; of things with an identifier those they can find."""
    of_homes = f"indicator={HOMES}&area=VR09"
    api = "/api/v1"
    found = [
        "/", "/figures/", "/figures/?q=nursing", "/figures/?q=verpleeg", f"/figures/?{of_homes}",
        f"/figures/?indicator={HOMES}&area=all:region",
        f"/figures/?{of_homes}&format=csv", f"/figures/?indicator={CASES}&area=VR09&format=csv",
        f"/figures/?indicator={CASES}&area=NL",
        f"/figures/?{of_homes}&source=generic&since={ON}&until={ON}",
        f"/figures/provenance/?{of_homes}&starts={ON}", f"/figures/provenance/?{of_homes}&starts={ON}&source=generic",
        "/figures/flags/", "/figures/flags/?tab=answered", f"/figures/flags/?indicator={HOMES}", "/figures/gaps/",
        f"/figures/gaps/?indicator={HOMES}", "/imports/", "/imports/quarantine/", "/imports/quarantine/?state=released",
        "/imports/quarantine/?state=discarded", "/editions/", "/incident/", "/network/", "/account/",
        f"{api}/indicators", f"{api}/indicators/{HOMES}", f"{api}/figures?{of_homes}&from={ON}&until={ON}",
        f"{api}/figures?{of_homes}", f"{api}/figures?indicator={CASES}&from={ON}", f"{api}/deliveries",
        f"{api}/deliveries?source=generic", f"{api}/deliveries?limit=1", f"{api}/products", f"{api}/editions",
    ]  # fmt: skip
    for one in outsider.get(f"{api}/deliveries").json()["deliveries"]:
        which = one["id"]
        found += [f"/imports/{which}/{part}" for part in ("", "quarantine.csv", "original")]
        found += [f"/imports/quarantine/?delivery={which}", f"{api}/deliveries/{which}"]
    for one in outsider.get(f"{api}/editions").json()["editions"]:
        which = one["id"]
        found += [f"/editions/{which}/{part}" for part in ("", "json", "html", "xlsx")]
        found += [f"{api}/editions/{which}", f"{api}/editions/{which}/content"]
    return found


def test_a_hidden_delivery_changes_nothing_that_others_see(keeper: Actor, outsider: Client, tmp_path: Path) -> None:
    before = {place: seen(outsider.get(place)) for place in places(outsider)}
    bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT)
    after = {place: seen(outsider.get(place)) for place in places(outsider)}
    assert after.keys() == before.keys()
    assert [place for place in after if after[place] != before[place]] == []


def test_what_is_in_a_hidden_delivery_stands_nowhere_for_others(
    keeper: Actor, outsider: Client, tmp_path: Path
) -> None:
    """Also when it is about what everybody could see before, and when a later file corrects what it says."""
    rows = [*SECRET, f"{CASES},VR09,{ON},{ON},{SECRET_VALUE}"]
    hidden = bring(tmp_path, rows, "geheim.csv", keeper, TLP.AMBER_STRICT).delivery
    bring(tmp_path, [f"{CASES},VR09,{ON},{ON},25", f"{CASES},VR10,{ON},{ON},26"], "later.csv", keeper)
    line = delivery(str(hidden), actor=keeper)
    told = ["geheim", str(SECRET_VALUE), "7.331", "7,331", str(hidden), line.original, "4099", "4.099"]
    told += [str(row.id) for row in quarantined(str(hidden), actor=keeper)]
    told += [str(flag.id) for flag in flags(indicator="nursing.newly_infected_people", actor=keeper)]
    assert gaps(indicator=HOMES, actor=keeper)
    for place in places(outsider):
        page = seen(outsider.get(place)).body
        assert not [word for word in told if word in page], place


def test_a_hidden_delivery_and_its_rows_answer_as_what_does_not_exist(
    keeper: Actor, outsider: Client, tmp_path: Path
) -> None:
    hidden = str(bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT).delivery)
    row = str(quarantined(hidden, actor=keeper)[0].id)
    flag = str(flags(indicator="nursing.newly_infected_people", actor=keeper)[0].id)
    nowhere = "0190b3a4-0000-7000-8000-0000000000ff"
    for place in ("/imports/{}/", "/imports/{}/quarantine.csv", "/imports/{}/original", "/api/v1/deliveries/{}",
                  "/imports/quarantine/?delivery={}"):  # fmt: skip
        assert seen(outsider.get(place.format(hidden))) == seen(outsider.get(place.format(nowhere))), place
    for place, form in (("/imports/quarantine/", "row"), ("/figures/flags/", "flag")):
        for decision in ("release", "discard"):
            answers = [
                seen(outsider.post(place, {form: which, "note": "x", "decision": decision}))
                for which in (row if form == "row" else flag, nowhere)
            ]
            assert answers[0] == answers[1], (place, decision)
            assert answers[0].status == 404, (place, decision)


def test_whoever_belongs_to_it_sees_it(keeper: Actor, tmp_path: Path) -> None:
    """Or the tests above would hold for a house that shows nothing at all."""
    hidden = bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT).delivery
    colleague = browser(account_of("Kees Collega", bundle="data_steward"))
    assert "geheim.csv" in colleague.get("/imports/").content.decode()
    assert colleague.get(f"/imports/{hidden}/").status_code == 200
    asked = f"/api/v1/figures?indicator={HOMES}&area=VR09&from=2020-09-16"
    assert colleague.get(asked).json()["figures"][0]["value"] == SECRET_VALUE
