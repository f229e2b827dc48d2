"""Nobody sees a report, draft, comment, count, title or notice of an organisation or marking beyond their rights.

Random people and random content. In everything that is made a word is planted that stands nowhere else; who may see it
is told here from the markings and the mandates alone, and not asked of the house.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from knooppunt.config.live.readers import may_know
from knooppunt.config.live.streams import Announcement
from knooppunt.ground.access.public import Account, actor_for
from knooppunt.ground.journal.public import announced_after, announced_since, entries, event_names, standing
from knooppunt.kit.audience import NOBODY_HEARS, TLP
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.rooms.picture.public import distribute, renew_calendar_address
from knooppunt.rooms.picture.queries import products as shelf
from knooppunt.rooms.reporting.events import QuestionAsked
from knooppunt.rooms.reporting.reactions import notice_of_question
from tests.cast import OPERATOR, account_of, browser
from tests.planted import plant, stage
from tests.planted_editions import KINDS, OPEN_KINDS, STEPS
from tests.reading import words_of
from tests.rights import BUNDLES, ORGANISATIONS, Person
from tests.things import Choices, Planted, Stage, Thing

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("EXAMPLES", "3"))
JOURNAL = "/journal/"
NODE = system_actor("picture")

people = st.lists(
    st.builds(Person, bundle=st.sampled_from(BUNDLES), organisation=st.sampled_from(ORGANISATIONS)),
    min_size=2,
    max_size=2,
)
contents = st.builds(
    Choices,
    delivery=st.sampled_from([TLP.AMBER, TLP.AMBER_STRICT, TLP.GREEN]),
    round=st.sampled_from([TLP.AMBER, TLP.GREEN, TLP.CLEAR]),
    texts=st.lists(st.sampled_from(list(TLP)), min_size=2, max_size=2),
    statements=st.lists(st.sampled_from(list(TLP)), min_size=2, max_size=2),
    dispatch=st.sampled_from([TLP.AMBER, TLP.RED, TLP.AMBER_STRICT]),
    holder=st.sampled_from(["KCR2", "VWS", "VRFR"]),
    shared=st.sampled_from(["VRD", "NRK", "VWS"]),
    step=st.sampled_from(["draft", "review", "published", "withdrawn", "discarded"]),
    editions=st.lists(st.tuples(st.sampled_from(list(TLP)), st.sampled_from(STEPS)), min_size=2, max_size=2),
    open=st.sampled_from(STEPS),
)


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "_own_folder", lambda: folder / "products")
        yield stage(folder)
        transaction.set_rollback(True)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="CI" in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(choices=contents, wanted=people)
def test_nobody_sees_or_hears_beyond_their_rights(house: Stage, choices: Choices, wanted: list[Person]) -> None:
    with transaction.atomic():
        before = standing().newest_entry
        planted = plant(house, choices)
        for number, person in enumerate(wanted):
            account = _let_in(person, number)
            _judge_pages(browser(account), person, planted, _calendar(account))
            _judge_ears(actor_for(account), person, planted, before)
        _judge_strangers(planted)
        _judge_mail(planted, wanted)
        transaction.set_rollback(True)


def test_whoever_may_see_it_finds_it(house: Stage) -> None:
    """Or the test above would hold for a house that shows nothing at all."""
    with transaction.atomic():
        planted = plant(house, Choices())
        person = Person("head_of_node", "KCR2")
        client = browser(_let_in(person, 0))
        pages = {path: words_of(client.get(path)) for path in planted.everywhere()}
        for thing in (one for one in planted.things if one.word.startswith("geheim")):
            assert any(thing.word in page for page in pages.values()) is thing.sees(person), thing.kind
        out = [one for one in planted.editions.values() if one.sees(person) and "published" in one.kind]
        assert out
        for thing in out:
            _judge_formats(thing, pages)
        _judge_the_open(planted)
        transaction.set_rollback(True)


def _judge_formats(edition: Thing, pages: dict[str, str]) -> None:
    """What is planted in an edition stands in each of its documents, and the tables of editions name it."""
    told, page = edition.word.split()[-1], edition.addresses[0]
    for kind in KINDS:
        assert told in pages[f"{page}{kind}"], f"{kind} of {edition.kind}"
    for kind in ("csv", "xlsx"):
        assert edition.key in pages[f"/editions/?format={kind}"], f"{edition.kind} in {kind}"
    assert edition.key in pages["/editions/calendar/"], edition.kind


def _judge_the_open(planted: Planted) -> None:
    """A stranger reads what is for everyone, on its page, in its documents, and hears of it in the feed."""
    pages = {path: words_of(Client().get(path)) for path in planted.open}
    read = [thing for thing in planted.things if thing.read_by_all]
    assert read
    for thing in read:
        assert sum(thing.word in page for page in pages.values()) == len(OPEN_KINDS) + 2, thing.kind
    for thing in (one for one in planted.things if one.known_to_all):
        assert thing.key in pages["/public/feed.atom"], thing.kind


def _let_in(person: Person, number: int) -> Account:
    account = account_of(
        f"Persoon{number} {person.bundle}",
        organisation=person.organisation,
        function="Medewerker",
        bundle=person.bundle,
        area=person.area,
    )
    person.id = str(account.person_id)
    return account


def _calendar(account: Account) -> list[str]:
    """The address of one's own calendar."""
    actor = actor_for(account)
    return [f"/calendar/{renew_calendar_address(actor=actor)}.ics"] if actor.may("picture.read") else []


def _judge_pages(client: Client, person: Person, planted: Planted, own: list[str]) -> None:
    unseen = [thing for thing in planted.things if not thing.sees(person)]
    unheard = [thing for thing in planted.things if not thing.hears(person)]
    answered: dict[str, int] = {}
    for path in [*planted.everywhere(), *own]:
        answer = client.get(path)
        answered[path], body = answer.status_code, words_of(answer)
        for thing in unheard if path.startswith(JOURNAL) else unseen:
            assert thing.word not in body, f"{person} reads {thing.kind} at {path}"
            told = bool(thing.key) and thing.key not in path and thing.key in body
            assert not told, f"{person} sees that there is {thing.kind} at {path}"
    for thing in planted.things:
        for path in thing.addresses:
            status, may = answered[path], thing.sees(person)
            assert (status == 200) is may, f"{person} gets {status} of {thing.kind} at {path}"


def _judge_ears(actor: Actor, person: Person, planted: Planted, before: int) -> None:
    lines = [one for one in entries(limit=1000, actor=OPERATOR) if one.id > before]
    known = planted.by_key()
    names = event_names(actor=OPERATOR)
    told = announced_after(before, standing().newest_entry, events=names, actor=actor)
    live = {one.id for one in lines if may_know(actor, Announcement(one.id, one.event, one.audience))}
    assert {one.entry for one in told} == live
    assert {entry for entry, _ in announced_since(before, actor=actor) if entry > before} <= live
    read = {one.id for one in _read(actor)} & {one.id for one in lines}
    for line in lines:
        thing = known.get(line.subject)
        if thing is None:
            continue
        room = line.event.split(".")[0]
        if line.id in live:
            assert person.may(f"{room}.read"), f"{person} hears {line.event}"
        if line.id in live | read:
            assert thing.hears(person), f"{person} hears {line.event} of {thing.kind}"


def _read(actor: Actor) -> list[object]:
    return list(entries(limit=1000, actor=actor)) if actor.may("journal.read") else []  # type: ignore[arg-type]


def _judge_strangers(planted: Planted) -> None:
    """Who is not signed in reads what is for everyone, and is sent to sign in or refused everywhere else."""
    client = Client()
    for path in planted.everywhere():
        assert client.get(path).status_code in (302, 401), path
    for path in planted.open:
        body = words_of(client.get(path))
        for thing in planted.things:
            assert thing.read_by_all or thing.word not in body, f"a stranger reads {thing.kind} at {path}"
            told = bool(thing.key) and thing.key in body
            assert thing.known_to_all or not told, f"a stranger sees that there is {thing.kind} at {path}"


def _judge_mail(planted: Planted, people: list[Person]) -> None:
    """A notice says that there is something, and nothing of it; of an edition hears by e-mail who may see it."""
    rows = apps.get_model("picture", "Edition").objects.filter(pk__in=planted.editions, state="published")
    for row in rows:
        distribute(edition=row.pk, actor=NODE)
        told, thing = {str(one.addressee) for one in _sent_about(row.pk)}, planted.editions[row.pk]
        for person in people:
            assert person.id not in told or thing.sees(person), f"{person} is told of {thing.kind}"
    for inquiry, expectation in planted.inquiries:
        notice_of_question(QuestionAsked(inquiry, expectation, NOBODY_HEARS))
    own = {thing.key for thing in planted.things if thing.kind == "a dispatch"}
    sent = [one for one in apps.get_model("delivery", "Dispatch").objects.all() if str(one.pk) not in own]
    assert sent
    for one, thing in product(sent, planted.things):
        assert thing.word not in f"{one.subject} {one.text} {one.link}", thing.kind


def _sent_about(edition: UUID) -> Iterable[Any]:
    return apps.get_model("delivery", "Dispatch").objects.filter(about=str(edition))
