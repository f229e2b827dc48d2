"""The kit: authority, clock, ids, problems and events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.authority import NOBODY, Actor, Mandate, system_actor
from knooppunt.kit.clock import clock_at, now, today
from knooppunt.kit.events import Event, event_named
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound

codes = st.sampled_from(["NL", "VR01", "VR09", "GM0344"])
verbs = st.sampled_from(["figures.read", "figures.import", "picture.publish"])


@given(permission=verbs, area=codes)
def test_nobody_may_do_anything(permission: str, area: str) -> None:
    assert not NOBODY.may(permission, area)


@given(held=verbs, where=codes, asked=verbs, area=codes)
def test_a_mandate_gives_its_own_permission_in_its_own_area_only(held: str, where: str, asked: str, area: str) -> None:
    actor = Actor(id="1", name="Ada", mandates=frozenset({Mandate(held, where)}))
    assert actor.may(asked, area) == (held == asked and where in (area, "NL"))


def test_the_refusal_looks_like_not_found() -> None:
    with pytest.raises(NotAllowed) as refused:
        NOBODY.require("figures.read")
    assert (refused.value.status, refused.value.title) == (NotFound.status, NotFound.title)


def test_the_node_itself_may_do_what_it_was_made_for() -> None:
    system_actor("sealer", ["journal.seal"]).require("journal.seal")
    assert not system_actor("sealer", ["journal.seal"]).may("figures.read")


def test_the_clock_stands_still_where_it_is_set() -> None:
    evening = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    with clock_at(evening):
        assert now() == evening
        assert today() == date(2026, 3, 29), "in the Netherlands it is already the next day"
    assert now() > evening - timedelta(days=3650)


def test_the_clock_wants_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock_at(datetime(2026, 1, 1)):
        pass


def test_ids_are_version_7_and_sort_by_time() -> None:
    ids = [new_id() for _ in range(50)]
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}
    assert [one.int >> 80 for one in ids] == sorted(one.int >> 80 for one in ids)


def test_a_problem_carries_its_template_for_the_translators() -> None:
    problem = Invalid("There is no area {code}.", place="line 3", code="GM9999")
    assert str(problem) == "There is no area GM9999."
    assert problem.sentence("Er is geen gebied {code}.") == "Er is geen gebied GM9999."


@dataclass(frozen=True, slots=True)
class Measured(Event):
    about: ClassVar[str] = "thing"

    thing: UUID
    day: date
    at: datetime
    values: tuple[int, ...]


def test_an_event_survives_the_journal() -> None:
    event = Measured(new_id(), date(2026, 1, 2), datetime(2026, 1, 2, 3, tzinfo=UTC), (1, 2))
    again = event_named(Measured.event_name()).from_payload(event.payload())
    assert again == event
    assert again.subject() == str(event.thing)
