"""What everyone may read: TLP:CLEAR and nothing else, as pages and as a valid feed, without signing in."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.http import FileResponse
from django.test import Client
from pytest_django import Settings
from tests.addresses import seen
from tests.cast import someone

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import import_file, sync_catalogue
from knooppunt.ground.incidents.public import open_incident
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.models import Edition
from knooppunt.rooms.picture.public import compile_edition, edition, publish, withdraw
from knooppunt.rooms.picture.tests.outbreak import HEAD, ON, WRITER, rows

ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "Alleen voor ons"


def bring(folder: Path, marking: TLP, name: str = "open.csv") -> None:
    path = folder / name
    path.write_text("\n".join([HEAD, *rows()]) + "\n", encoding="utf-8")
    import_file(path=path, file_name=name, marking=marking, actor=WRITER)


@pytest.fixture
def head(db: None, tmp_path: Path) -> Actor:
    sync_catalogue(actor=WRITER)
    bring(tmp_path, TLP.CLEAR)
    return someone("Hilde Hoofd", bundle="section_head")


def out(product: str = "publieksbeeld", text: str = "Blijf thuis bij klachten.") -> UUID:
    key = {"publieksbeeld": "toelichting", "landelijk_beeld": "kernboodschap"}[product]
    made = compile_edition(product=product, on=ON, texts={key: text}, actor=WRITER)
    publish(edition=made, actor=WRITER)
    return made


def feed() -> ET.Element:
    answer = Client().get("/public/feed.atom")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(answer.content)


def everything(number: int = 1) -> str:
    """All that a stranger gets of the public pages."""
    places = ("/public/", "/public/feed.atom", *(f"/public/publieksbeeld/{number}/{kind}" for kind in ("", "json")))
    return "".join(_body(place) for place in places)


def _body(place: str) -> str:
    return seen(Client().get(place)).body


def test_a_stranger_reads_it_without_a_cookie(head: Actor) -> None:
    which = out()
    for place in ("", "publieksbeeld/1/", "publieksbeeld/1/json", "publieksbeeld/1/pdf", "feed.atom"):
        answer = Client().get(f"/public/{place}")
        assert (answer.status_code, list(answer.cookies), "Cookie" in answer.get("Vary", "")) == (200, [], False), place
        assert answer["Cache-Control"] == "public, max-age=60"
        again = Client().get(f"/public/{place}", headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content, bool(seen(answer).body)) == (304, b"", True), place
    assert "Blijf thuis bij klachten." in _body("/public/publieksbeeld/1/")
    assert json.loads(_body("/public/publieksbeeld/1/json"))["marking"] == edition(which, actor=head).marking == "CLEAR"


def test_the_feed_is_as_the_standard_asks(head: Actor) -> None:
    which = out()
    told = feed()
    assert told.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(told.findall(f"{ATOM}{name}")) == 1
    assert {link.get("rel") for link in told.findall(f"{ATOM}link")} >= {"self", "alternate"}
    (entry,) = told.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{which}"
    for name in ("title", "updated", "summary"):
        assert entry.findtext(f"{ATOM}{name}")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo is not None
    page = next(link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate")
    assert Client().get(str(page).removeprefix("http://testserver")).status_code == 200
    (pdf,) = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    answer = Client().get(str(pdf.get("href")).removeprefix("http://testserver"))
    assert int(str(pdf.get("length"))) == len(b"".join(cast(FileResponse, answer)))


def test_an_empty_feed_is_the_same_each_time(db: None) -> None:
    assert feed().findall(f"{ATOM}entry") == []
    assert Client().get("/public/feed.atom")["ETag"] == Client().get("/public/feed.atom")["ETag"]


def test_what_was_withdrawn_keeps_its_entry_and_loses_its_content(head: Actor) -> None:
    which = out(text="Dit klopt niet.")
    before = feed().findtext(f"{ATOM}entry/{ATOM}updated")
    withdraw(edition=which, reason=SECRET, actor=head)
    (entry,) = feed().findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{which}"
    assert (entry.findtext(f"{ATOM}title") or "").startswith("Ingetrokken: ")
    assert (entry.findtext(f"{ATOM}updated") or "") > (before or "")
    assert "Dit klopt niet." not in everything()
    assert SECRET not in everything()
    assert Client().get("/public/publieksbeeld/1/json").status_code == 404


@pytest.mark.parametrize("marking", [TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT, TLP.RED])
def test_figures_that_are_not_for_everyone_close_the_edition(marking: TLP, head: Actor, tmp_path: Path) -> None:
    out()
    before = everything(2)
    path = tmp_path / "dicht.csv"
    path.write_text(f"{HEAD}\nhospital.admitted,VR09,{ON},{ON},7331\n", encoding="utf-8")
    import_file(path=path, file_name="dicht.csv", marking=marking, actor=WRITER)
    which = out(text=SECRET)
    assert Edition.objects.get(pk=which).marking == marking
    assert everything(2) == before
    assert SECRET not in before


def test_a_product_that_is_not_for_everyone_is_not_there(head: Actor) -> None:
    before = everything()
    out("landelijk_beeld", SECRET)
    assert everything() == before
    assert seen(Client().get("/public/landelijk-beeld/1/")) == seen(Client().get("/public/landelijk-beeld/9/"))


def test_a_draft_is_not_there(head: Actor) -> None:
    before = everything()
    compile_edition(product="publieksbeeld", on=ON, texts={"toelichting": SECRET}, actor=WRITER)
    assert everything() == before


def test_of_an_exercise_nothing_is_there_but_in_a_demo(head: Actor, settings: Settings) -> None:
    open_incident(name="Griep", exercise=True, reason="oefening", actor=WRITER)
    out(text=SECRET)
    assert SECRET not in everything()
    assert feed().findall(f"{ATOM}entry") == []
    settings.KNOOPPUNT = dataclasses.replace(settings.KNOOPPUNT, demo=True)
    (entry,) = feed().findall(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title") or "").startswith("OEFENING ")


def test_the_page_is_there_in_english_and_search_engines_may_come(head: Actor) -> None:
    out()
    assert "Published pictures" in _body("/public/?language=en")
    assert "Allow: /public/" in _body("/robots.txt")
