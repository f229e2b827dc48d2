"""Small editions of every marking on every step of their way, with a word in each, and who may know and read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID

from django.apps import apps

from knooppunt.ground.access.public import TLP
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.rooms.picture.public import (
    Beat,
    Every,
    approve,
    ask_approval,
    compile_edition,
    discard,
    keep_rhythm,
    missing,
    publish,
    review,
    schedule,
    standing,
    submit,
    text_digest,
    texts,
    withdraw,
)
from tests.rights import Columns, Person
from tests.things import NODE, Choices, Stage, Thing, word

STEPS = ("draft", "review", "approval", "approved", "scheduled", "published", "withdrawn", "discarded")
BEFORE, WITH_COMMISSIONERS, OUT = ("draft", "review", "discarded"), ("approval", "approved", "scheduled"), STEPS[5:7]
SLUGS = {marking: f"klein_{marking.lower().replace('+', '_')}" for marking in TLP}
SEATS = dict.fromkeys(TLP, ("VWS", "Programma-DG")) | {TLP.AMBER_STRICT: (NODE, "Directeur")}
"""Who must approve: within the node where a marking keeps it there."""
KINDS = ("json", "html", "pdf", "xlsx")
OPEN_KINDS = ("json", "html", "pdf")
INDICATOR = "tests.total"
PRODUCT = """
slug = "{slug}"
title = {{ nl = "Klein beeld", en = "Small picture" }}
purpose = {{ nl = "Proef.", en = "Trial." }}
marking = "{marking}"
receivers = ["KCR2", "VWS", "VRFR", "VRD", "NRK"]
[[commissioners]]
organisation = "{organisation}"
function = "{function}"
[[blocks]]
kind = "headline"
key = "kern"
title = {{ nl = "Kern", en = "Key" }}
[[blocks.figures]]
indicator = ["{indicator}"]
method = "sum7"
label = {{ nl = "Zeven dagen", en = "Seven days" }}
[[blocks]]
kind = "text"
key = "tekst"
section = "information"
title = {{ nl = "Tekst", en = "Text" }}
prompt = {{ nl = "Wat is er?", en = "What is it?" }}
"""


def declare(folder: Path) -> None:
    """A product of every marking, in the folder of one's own products."""
    folder.mkdir()
    for marking, slug in SLUGS.items():
        organisation, function = SEATS[marking]
        told = PRODUCT.format(
            slug=slug, marking=marking, organisation=organisation, function=function, indicator=INDICATOR
        )
        (folder / f"{slug}.toml").write_text(told, encoding="utf-8")


def figures_of_today() -> list[str]:
    """A week of what the small products are about."""
    days = [today() - timedelta(days=back) for back in range(8)]
    return [f"{INDICATOR},VR{region:02d},{day},{day},{5 + region}" for region in range(1, 26) for day in days]


def expect_daily(actor: Actor) -> None:
    """Let every small product be due each day about the day before, so that its editions stand in calendars."""
    for slug in SLUGS.values():
        daily = {phase: Beat(Every.DAY, time(16), back=1) for phase in ("cold", "lukewarm", "warm")}
        keep_rhythm(product=slug, beats=daily, actor=actor)


def plant_editions(house: Stage, choices: Choices) -> list[tuple[UUID, list[Thing]]]:
    """What was chosen, and one that is for everyone if it is out."""
    return [_planted(house, *one) for one in (*choices.editions, (TLP.CLEAR, choices.open))]


def _planted(house: Stage, marking: TLP, step: str) -> tuple[UUID, list[Thing]]:
    head, approver, told = house.makers["steward"], house.makers[SEATS[marking][0] + " approves"], word()
    made = compile_edition(product=SLUGS[marking], on=today(), texts={"tekst": told}, actor=head)
    for act in _way(made, step, head, approver):
        act()
    asked = step not in BEFORE
    who = Columns(NODE, marking, [SEATS[marking][0]] if asked else [], [head.id, *([approver.id] if asked else [])])
    return made, list(_things(made, marking, step, who, told, head))


def _way(made: UUID, step: str, head: Actor, approver: Actor) -> Iterator[Callable[[], object]]:
    """The verbs that bring a draft to ``step``."""
    if step == "discarded":
        yield lambda: discard(edition=made, actor=head)
        return
    verbs: list[tuple[str, Callable[[], object]]] = [
        ("review", lambda: submit(edition=made, actor=head)),
        ("approval", lambda: (_review(made, head), ask_approval(edition=made, actor=head))),
        ("approved", lambda: approve(edition=made, sha256=standing(made, actor=approver).sha256, actor=approver)),
        ("scheduled", lambda: schedule(edition=made, until=now() + timedelta(hours=1), **_seen(made, head))),
        ("published", lambda: publish(edition=made, **_seen(made, head))),
        ("withdrawn", lambda: withdraw(edition=made, reason="Verkeerd.", actor=head)),
    ]
    for reached, verb in verbs[: STEPS.index(step)]:
        if reached != "scheduled" or step == "scheduled":
            yield verb


def _review(made: UUID, head: Actor) -> None:
    for each in texts(made, actor=head):
        review(edition=made, key=each.key, sha256=text_digest(each.text), actor=head)


def _seen(made: UUID, head: Actor) -> dict[str, object]:
    return {"acknowledged": missing(made, actor=head)[1], "actor": head}


def _things(made: UUID, marking: TLP, step: str, who: Columns, told: str, head: Actor) -> Iterator[Thing]:
    kind = f"an edition ({marking}, {step})"

    def knows(person: Person) -> bool:
        works = person.may("picture.compile") or (step in WITH_COMMISSIONERS and person.may("picture.approve"))
        return person.may("picture.read") and who.let(person) and step != "discarded" and (step in OUT or works)

    def has_content(person: Person) -> bool:
        return knows(person) and (step != "withdrawn" or person.may("picture.compile"))

    drafted = Columns(NODE, TLP.AMBER if marking in (TLP.CLEAR, TLP.GREEN) else marking, [], [head.id])

    def reads(person: Person) -> bool:
        return has_content(person) or (person.may("writing.read") and drafted.let(person))

    def hears(person: Person) -> bool:
        works = person.may("picture.compile") or person.may("picture.approve")
        near = person.organisation == NODE or person.organisation in who.shared_with
        return who.let(person) and (step in OUT or (works and near))

    def follows(person: Person) -> bool:
        return knows(person) and person.may("picture.publish")

    def nobody(_person: Person) -> bool:
        return False

    page, wire, is_open = f"/editions/{made}/", f"/api/v1/editions/{made}", marking == TLP.CLEAR
    files = (*(f"{page}{one}" for one in KINDS), f"{wire}/content", *(f"{wire}/documents/{one}" for one in KINDS))
    documents = has_content if step in OUT else nobody
    yield Thing(kind, f"{made}: {told}", str(made), knows, hears, (page, wire), known_to_all=is_open and step in OUT)
    yield Thing(f"the content of {kind}", told, "", reads, hears, read_by_all=is_open and step == "published")
    yield Thing(f"a document of {kind}", f"{made}: document", "", documents, documents, files)
    yield Thing(f"the changes in {kind}", f"{made}: changes", "", has_content, hears, (f"{page}changes/",))
    yield Thing(f"who is told of {kind}", f"{made}: told", "", follows, follows, (f"{page}distribution/",))


def open_pages(editions: list[UUID]) -> list[str]:
    """What a stranger can ask: the list, the feed, and the numbers that these editions have, whoever they are for."""
    found = ["/public/", "/public/?language=en", "/public/feed.atom", "/public/feed.atom?language=en"]
    for row in apps.get_model("picture", "Edition").objects.filter(pk__in=editions, number__isnull=False):
        page = f"/public/{row.product.replace('_', '-')}/{row.number}/"
        found += [page, f"{page}?language=en", *(f"{page}{kind}" for kind in OPEN_KINDS)]
    return found
