"""Content of every kind with a word planted in it, made with the real verbs, and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.apps import apps

from knooppunt.ground.access.public import TLP, actor_for
from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.figures.public import answer_flag, flags, sync_catalogue
from knooppunt.ground.interpretation.public import FigureAsked, rewrite_statement, write_statement
from knooppunt.ground.network.public import organisations
from knooppunt.ground.writing.public import begin_text, leave_comment, suggest_text
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.rooms.picture.public import compile_edition, discard, publish, submit, withdraw
from knooppunt.rooms.reporting.public import (
    ask_organisation,
    begin_questionnaire,
    change_questionnaire,
    open_round,
    release_questionnaire,
    round_state,
    save_draft,
    start_series,
    submit_report,
)
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape
from tests.cast import OPERATOR, account_of
from tests.made_house import ON, bring, counted
from tests.planted_editions import declare, expect_daily, figures_of_today, open_pages, plant_editions
from tests.rights import AREAS, Columns, Person
from tests.things import NODE, Choices, Planted, Stage, Thing, word

HIDDEN_INDICATOR, DOUBTED_INDICATOR = "nursing.deaths", "nursing.newly_infected_people"
REGIONS = ("VRFR", "VRD")


def stage(folder: Path) -> Stage:
    """Figures that everyone may see, and a head of a section in every organisation that holds things."""
    sync_catalogue(actor=OPERATOR)
    makers = {
        NODE: actor_for(account_of("Hedwig Hoofd", bundle="head_of_node")),
        "VWS": actor_for(account_of("Vera Ministerie", organisation="VWS", bundle="head_of_node")),
        "VRFR": actor_for(account_of("Frits Fryslan", organisation="VRFR", bundle="head_of_node")),
        "steward": actor_for(account_of("Stef Hoofd", bundle="section_head")),
        "reporter": actor_for(account_of("Sietske Melder", organisation="VRFR", function="Informatiemanager",
                                         bundle="information_manager", area=AREAS["VRFR"])),
        "VWS approves": actor_for(account_of("Dirk Generaal", organisation="VWS", function="Programma-DG",
                                             bundle="commissioner")),
        "KCR2 approves": actor_for(account_of("Nel Knooppunt", function="Directeur", bundle="commissioner")),
    }  # fmt: skip
    bring(folder, counted("cases.reported"), "cijfers.csv", makers["steward"])
    declare(folder / "products")
    bring(folder, figures_of_today(), "open.csv", makers["steward"], TLP.CLEAR)
    expect_daily(makers["steward"])
    ids = {one.abbreviation: str(one.pk) for one in organisations(actor=OPERATOR)}
    return Stage(folder, makers, ids)


def plant(house: Stage, choices: Choices) -> Planted:
    """Make it all."""
    held, reported, inquiries = _round(house, choices)
    things = [
        *_delivery(house, choices),
        *_statements(house, choices),
        *_texts(house, choices),
        *_dispatch(house, choices),
        *reported,
        *_edition(house, choices),
    ]
    editions = plant_editions(house, choices)
    things += [thing for _, made in editions for thing in made]
    rounds, own = f"/reporting/rounds/{held}/", "/api/v1/expectations/"
    lists = [rounds, f"{rounds}answers/", f"{rounds}answers/?format=csv", f"{rounds}?format=csv"]
    lists += [f"/api/v1/rounds/{held}", f"/api/v1/rounds/{held}/reports"]
    lists += [f"{own}{which}{part}" for _, which in inquiries for part in ("", "/reports")]
    opened = open_pages([which for which, _ in editions])
    return Planted(things, [*LISTS, *lists], opened, inquiries, {which: made[0] for which, made in editions})


FIGURE = f"indicator={HIDDEN_INDICATOR}&area=VR02"
TABLES = [
    "/editions/", "/journal/", "/imports/", "/imports/quarantine/", f"/figures/?{FIGURE}", "/figures/gaps/",
    "/figures/flags/?tab=answered", "/network/",
]  # fmt: skip
"""Pages that give what they show as CSV and as a workbook."""
LISTS = [
    *TABLES,
    *(f"{page}{'&' if '?' in page else '?'}format={kind}" for page in TABLES for kind in ("csv", "xlsx")),
    "/", "/figures/?q=verpleeg", "/figures/conflicts/", "/figures/flags/", "/interpretation/", "/delivery/",
    "/reporting/", "/attention/", "/editions/calendar/", f"/api/v1/figures?{FIGURE}", "/api/v1/deliveries",
    "/api/v1/statements", "/api/v1/editions", "/api/v1/rounds", "/api/v1/expectations",
    "/api/v1/flags?state=all", "/api/v1/gaps", "/api/v1/quarantined-rows?state=all", "/api/v1/indicators",
    f"/ogc/v1/collections/regions/items?indicator={HIDDEN_INDICATOR}", "/ogc/v1/collections/regions/items/VR02",
]  # fmt: skip


def _delivery(house: Stage, choices: Choices) -> Iterator[Thing]:
    steward, name, apart, noted = house.makers["steward"], word(), word(), word()
    doubtful = f"{DOUBTED_INDICATOR},VR09,{ON},{ON},-8"
    rows = [*counted(HIDDEN_INDICATOR, 3), f"{HIDDEN_INDICATOR},{apart},{ON},{ON},17", doubtful]
    made = bring(house.folder, rows, f"{name}.csv", steward, choices.delivery)
    answer_flag(flag=flags(indicator=DOUBTED_INDICATOR, actor=steward)[0].id, note=noted, actor=steward)
    who = Columns(NODE, choices.delivery)

    def sees(person: Person) -> bool:
        return person.may("figures.read") and who.let(person)

    key = str(made.delivery)
    places = (f"/imports/{key}/", f"/api/v1/deliveries/{key}", f"/imports/{key}/original")
    yield Thing("a delivery", name, key, sees, who.let, places)
    yield Thing("a row in quarantine", apart, "", sees, who.let)
    yield Thing("an answer to a flag", noted, "", sees, who.let)


def _statements(house: Stage, choices: Choices) -> Iterator[Thing]:
    author = house.makers[choices.holder]
    for marking in choices.statements:
        said = {"confidence": "moderate", "valid_from": ON, "actor": author}
        first, second = word(), word()
        made = write_statement(
            section="health",
            text=f"Hoog: {first}.",
            figures=[FigureAsked("cases.reported", "VR09", ON)],
            marking=marking,
            shared_with=[house.ids[choices.shared]],
            readers=[author.id],
            **said,
        )
        rewrite_statement(statement=made, seen_version=1, text=f"Lager: {second}.", **said)
        who = Columns(choices.holder, marking, [choices.shared], [author.id])

        def sees(person: Person, who: Columns = who) -> bool:
            return person.may("interpretation.read") and who.let(person)

        places = (f"/interpretation/{made}/", f"/api/v1/statements/{made}", f"/api/v1/statements/{made}/versions")
        yield Thing("a statement", first, str(made), sees, who.let, places)
        yield Thing("a statement that was rewritten", second, str(made), sees, who.let)


def _texts(house: Stage, choices: Choices) -> Iterator[Thing]:
    writer = house.makers[choices.holder]
    for number, marking in enumerate(choices.texts):
        words = [word() for _ in range(3)]
        made = begin_text(
            about=f"proef {number}",
            key="zorg",
            section="",
            text=f"Druk {words[0]}.",
            held_by=writer.organisation,
            marking=marking,
            shared_with=[house.ids[choices.shared]],
            readers=[writer.id],
            actor=writer,
        )
        leave_comment(document=made, quote="Druk", near=None, text=words[1], actor=writer)
        suggest_text(document=made, seen_version=1, text=f"Rust {words[2]}.", reason="", actor=writer)
        who = Columns(choices.holder, marking, [choices.shared], [writer.id])

        def sees(person: Person, who: Columns = who) -> bool:
            return person.may("writing.read") and who.let(person)

        yield Thing("a text", words[0], str(made), sees, who.let, (f"/writing/{made}/",))
        yield Thing("a comment", words[1], "", sees, who.let)
        yield Thing("a suggestion", words[2], "", sees, who.let)


def _dispatch(house: Stage, choices: Choices) -> Iterator[Thing]:
    told, to = word(), house.makers["VWS"]
    (made,) = send(
        to=[UUID(to.id)], message=Message(told, "Er is iets."), about=f"proef {told}", key=told,
        marking=choices.dispatch, readers=[to.id], actor=OPERATOR,
    )  # fmt: skip
    who = Columns(NODE, choices.dispatch, ["VWS"], [to.id])

    def sees(person: Person) -> bool:
        return person.may("delivery.read") and who.let(person)

    yield Thing("a dispatch", told, str(made), sees, who.let, (f"/delivery/{made}/",))
    senders = Columns(NODE, choices.dispatch, [], [to.id])
    yield Thing("a sending", told, f"proef {told}", sees, senders.let)


def _round(house: Stage, choices: Choices) -> tuple[UUID, list[Thing], list[tuple[UUID, UUID]]]:
    officer, title = house.makers["steward"], word()
    asked = begin_questionnaire(title="Zorg", actor=officer)
    questions = (Question("beds", "Bedden", Shape.NUMBER), Question("remark", "Toelichting", Shape.TEXT, high=200))
    seen = change_questionnaire(questionnaire=asked, content=Questionnaire("Zorg", questions), seen=0, actor=officer)
    release_questionnaire(questionnaire=asked, seen=seen, actor=officer)
    to = [UUID(house.ids[region]) for region in REGIONS]
    held = start_series(
        title=title, questionnaire=asked, asked=to, marking=choices.round,
        shared_with=[UUID(house.ids[choices.shared])], actor=officer,
    )  # fmt: skip
    deadline = now() + timedelta(hours=1)
    opened = open_round(
        series=held, deadline=deadline, closes=deadline + timedelta(hours=1), starts=today(),
        ends=today() + timedelta(days=1), actor=officer,
    )  # fmt: skip
    series = Columns(NODE, choices.round, [choices.shared])
    things = [Thing("the title of a series", title, str(held), _knows_series(series), series.let),
              Thing("a round", title, str(opened), _knows_series(series), series.let)]  # fmt: skip
    inquiries: list[tuple[UUID, UUID]] = []
    for place in round_state(opened, actor=officer).organisations:
        region = next(one for one in REGIONS if AREAS[one] == place.area)
        inquiry = ask_organisation(expectation=place.expectation, text=word(), actor=officer)
        inquiries.append((inquiry, place.expectation))
        things += _reported(house, choices, region, place.expectation)
    return opened, things, inquiries


def _knows_series(who: Columns) -> Callable[[Person], bool]:
    def sees(person: Person) -> bool:
        of_asked = person.organisation in REGIONS
        answers = of_asked and person.may("reporting.answer", AREAS[person.organisation])
        return answers or (person.may("reporting.read") and (who.let(person) or of_asked))

    return sees


def _reported(house: Stage, choices: Choices, region: str, expectation: UUID) -> Iterator[Thing]:
    officer = house.makers["steward"]
    told, asked, typed = word(), word(), word()
    report = submit_report(expectation=expectation, answers={"beds": 4, "remark": told}, seen=0, actor=officer)
    inquiry = ask_organisation(expectation=expectation, text=asked, actor=officer)
    who = Columns(region, choices.round, [NODE, choices.shared])

    def sees(person: Person) -> bool:
        own = person.organisation == region and person.may("reporting.answer", AREAS[region])
        return own or (person.may("reporting.read") and who.let(person))

    def represents(person: Person) -> bool:
        return person.organisation != region and person.may("reporting.represent") and who.let(person)

    def types_along(person: Person) -> bool:
        return person.organisation == NODE and person.may("reporting.represent") and who.let(person)

    place = f"/reporting/reports/{expectation}/"
    yield Thing("a report", told, str(report), sees, who.let, (f"{place}versions/", f"/reporting/originals/{report}/"))
    yield Thing("a question", asked, str(inquiry), sees, who.let)
    save_draft(expectation=expectation, entries={"q.remark": [typed]}, seen=0, actor=officer)
    yield Thing("a draft on behalf", typed, "", represents, types_along)
    yield Thing("an expectation", f"{expectation}: {told}", str(expectation), sees, who.let, (place,))
    if region == "VRFR":
        own = word()
        save_draft(expectation=expectation, entries={"q.remark": [own]}, seen=0, actor=house.makers["reporter"])

        def answers(person: Person) -> bool:
            return person.organisation == region and person.may("reporting.answer", AREAS[region])

        yield Thing("a draft", own, "", answers, answers)


def _edition(house: Stage, choices: Choices) -> list[Thing]:
    head, text = house.makers["steward"], word()
    made = compile_edition(product="landelijk_beeld", on=ON, texts={"kernboodschap": text}, actor=head)
    steps: dict[str, Callable[[], object]] = {
        "draft": lambda: None,
        "review": lambda: submit(edition=made, actor=head),
        "discarded": lambda: discard(edition=made, actor=head),
        "published": lambda: publish(edition=made, actor=OPERATOR),
        "withdrawn": lambda: (publish(edition=made, actor=OPERATOR), withdraw(edition=made, reason="x", actor=head)),
    }
    steps[choices.step]()
    row = apps.get_model("picture", "Edition").objects.get(pk=made)
    kept = Columns(NODE, row.marking, [], row.readers)
    places = (f"/editions/{made}/", f"/api/v1/editions/{made}")
    return [*_of_edition(text, str(made), choices.step, kept, places), *_documents(made, row.marking, head)]


def _of_edition(text: str, made: str, step: str, who: Columns, places: tuple[str, ...]) -> list[Thing]:
    draft = step in ("draft", "review", "discarded")

    def knows(person: Person) -> bool:
        if not person.may("picture.read") or step == "discarded":
            return False
        return who.let(person) and (not draft or person.may("picture.compile"))

    def reads(person: Person) -> bool:
        along = person.may("writing.read") and person.organisation == NODE
        return along or (knows(person) and (step != "withdrawn" or person.may("picture.compile")))

    def hears(person: Person) -> bool:
        works = person.may("picture.compile") or person.may("picture.approve")
        return works and person.organisation == NODE if draft else who.let(person)

    return [
        Thing("an edition", f"{made}: {text}", made, knows, hears, places),
        Thing("the text of an edition", text, "", reads, hears),
    ]


def _documents(made: UUID, marking: str, head: Actor) -> Iterator[Thing]:
    """The texts of an edition, which are read along while they are written."""
    who = Columns(NODE, "AMBER" if marking in ("CLEAR", "GREEN") else marking, [], [head.id])

    def along(person: Person) -> bool:
        return person.may("writing.read") and who.let(person)

    for document in apps.get_model("writing", "Document").objects.filter(about=str(made)):
        place = f"/writing/{document.pk}/"
        yield Thing("a text of an edition", f"{document.pk}: {made}", str(document.pk), along, who.let, (place,))
