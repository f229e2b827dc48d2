"""A delivery for the eyes of one organisation: whoever may read figures at another cannot tell that it is there."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from knooppunt.ground.access.public import TLP, actor_by_email, actor_for
from knooppunt.ground.figures.public import (
    answer_flag,
    delivery,
    discard_quarantined,
    flags,
    gaps,
    preview,
    quarantined,
    sync_catalogue,
)
from knooppunt.ground.journal import public as journal
from knooppunt.ground.journal.public import announced_since, standing
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import clock_at, now
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
    later = now() + timedelta(hours=1)  # a table that is taken along says when: look at the same moment
    with clock_at(later):
        before = {place: seen(outsider.get(place)) for place in places(outsider)}
    bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT)
    with clock_at(later):
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


def listed(browser_of: Client) -> list[dict[str, object]]:
    """The deliveries as the API lists them, without what is of each its own."""
    own = {"id", "knownAt", "known_at"}
    found = browser_of.get("/api/v1/deliveries").json()["deliveries"]
    return [{name: value for name, value in one.items() if name not in own} for one in found]


def test_what_others_bring_in_afterwards_has_no_number_that_tells_of_it(
    keeper: Actor, outsider: Client, tmp_path: Path
) -> None:
    bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT)
    bring(tmp_path, counted("tests.total"), "later.csv", keeper)
    later, first = listed(outsider)
    assert (later["fileName"], first["fileName"]) == ("later.csv", "cijfers.csv")
    assert "number" not in later
    assert later["rows"]["accepted"] is not None, "it is about something else than the hidden one"  # type: ignore[index]


def test_the_same_bytes_come_in_for_whoever_may_not_see_that_they_did_before(
    keeper: Actor, outsider: Client, tmp_path: Path
) -> None:
    """And the report is the same, whether all of the values were known, or none."""
    omar = actor_by_email("omar@example.org")
    bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT)
    foreseen = preview(path=tmp_path / "geheim.csv", file_name="geheim.csv", actor=omar)
    same = bring(tmp_path, SECRET, "mijn.csv", omar)
    other = bring(tmp_path, [row.replace(str(SECRET_VALUE), "12") for row in SECRET], "anders.csv", omar)
    assert (foreseen.state, same.state, other.state) == ("previewed", "imported", "imported")
    for report in (foreseen, other):
        assert (report.rows, report.observations, report.corrections) == (same.rows, same.observations, ())
        assert (report.flags, report.gaps) == ({}, {})
    assert (same.rows.read, same.rows.quarantined, same.rows.corrected) == (len(SECRET), 1, None)
    assert [one["rows"]["unchanged"] for one in listed(outsider)[:2]] == [None, None]  # type: ignore[index]
    again = bring(tmp_path, SECRET, "mijn.csv", omar)
    assert (again.state, again.delivery) == ("already known", same.delivery)


def test_the_page_takes_the_same_bytes_as_if_they_were_new(keeper: Actor, outsider: Client, tmp_path: Path) -> None:
    bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT)
    with (tmp_path / "geheim.csv").open("rb") as file:
        shown = outsider.post("/imports/", {"file": file, "marking": "GREEN"}).content.decode()
    assert str(SECRET_VALUE) not in shown
    ticket = re.search(r'name="ticket" value="([^"]*)"', shown)
    assert ticket, "the preview offers to import it"
    answer = outsider.post("/imports/confirm/", {"ticket": ticket[1]})
    assert answer.status_code == 302
    assert re.fullmatch(r"/imports/[0-9a-f-]{36}/", answer["Location"])


def test_nobody_hears_of_a_delivery_they_may_not_see(keeper: Actor, outsider: Client, tmp_path: Path) -> None:
    omar, before = actor_by_email("omar@example.org"), standing().newest_entry
    hidden = bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT).delivery
    rows = [row.id for row in quarantined(str(hidden), actor=keeper)]
    discard_quarantined(ids=rows, note="x", actor=keeper)
    answer_flag(flag=flags(indicator="nursing.newly_infected_people", actor=keeper)[0].id, note="x", actor=keeper)
    assert [one for one in announced_since(before, actor=omar) if one[0] > before] == []
    heard = {event for entry, event in announced_since(before, actor=keeper) if entry > before}
    assert heard == {"figures.FiguresImported", "figures.QuarantineDiscarded", "figures.FlagAnswered"}


def test_the_journal_of_others_has_no_line_about_it(keeper: Actor, outsider: Client, tmp_path: Path) -> None:
    auditor = account_of("Anja Toezicht", organisation="VRU", bundle="auditor")
    reads, asking = browser(auditor), actor_for(auditor)
    lines = journal.entries(actor=asking)
    before = {place: seen(reads.get(place)) for place in ("/journal/", "/journal/?event=figures.FiguresImported")}
    hidden = bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT).delivery
    assert {place: seen(reads.get(place)) for place in before} == before
    assert journal.entries(actor=asking) == lines
    key = journal.entries(subject=str(hidden), actor=keeper)[0].key
    nowhere = "0190b3a4-0000-7000-8000-0000000000ff"
    for name, which in (("subject", hidden), ("before", key)):
        told, untold = (seen(reads.get(f"/journal/?{name}={one}")).body for one in (which, nowhere))
        assert told.replace(str(which), nowhere) == untold
    assert len(journal.entries(subject=str(hidden), actor=system_actor("operator"))) == 1


def test_the_event_names_of_others_do_not_tell_of_it(keeper: Actor, outsider: Client, tmp_path: Path) -> None:
    auditor = actor_for(account_of("Anja Toezicht", organisation="VRU", bundle="auditor"))
    hidden = bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT).delivery
    discard_quarantined(ids=[row.id for row in quarantined(str(hidden), actor=keeper)], note="x", actor=keeper)
    assert "figures.QuarantineDiscarded" in journal.event_names(actor=keeper)
    assert "figures.QuarantineDiscarded" not in journal.event_names(actor=auditor)


def test_whoever_belongs_to_it_sees_it(keeper: Actor, tmp_path: Path) -> None:
    """Or the tests above would hold for a house that shows nothing at all."""
    hidden = bring(tmp_path, SECRET, "geheim.csv", keeper, TLP.AMBER_STRICT).delivery
    colleague = browser(account_of("Kees Collega", bundle="data_steward"))
    assert "geheim.csv" in colleague.get("/imports/").content.decode()
    assert colleague.get(f"/imports/{hidden}/").status_code == 200
    asked = f"/api/v1/figures?indicator={HOMES}&area=VR09&from=2020-09-16"
    assert colleague.get(asked).json()["figures"][0]["value"] == SECRET_VALUE
