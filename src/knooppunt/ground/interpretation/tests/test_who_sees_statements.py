"""Nobody sees a statement beyond its marking: not in lists, not one by one, not by counting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from knooppunt.ground.access.public import TLP, may_see
from knooppunt.ground.interpretation.public import statement, statements
from knooppunt.ground.interpretation.tests.people import HANNA, KNOOPPUNT, READER, reported, said
from knooppunt.kit.problems import NotFound

pytestmark = pytest.mark.usefixtures("figures")

ORGANISATIONS = (KNOOPPUNT, "another", "a third", "")
PEOPLE = [replace(READER, id=f"person{number}", organisation=one) for number, one in enumerate(ORGANISATIONS)]
MARKS = st.tuples(
    st.sampled_from(list(TLP)),
    st.lists(st.sampled_from(ORGANISATIONS[:3]), max_size=2),
    st.lists(st.sampled_from([one.id for one in PEOPLE]), max_size=2),
)


@settings(max_examples=10, deadline=None)
@given(marks=st.lists(MARKS, min_size=1, max_size=4), corrected=st.booleans())
def test_each_sees_exactly_what_its_marking_allows(
    marks: list[tuple[TLP, list[str], list[str]]], corrected: bool
) -> None:
    with transaction.atomic():
        made = {
            said(marking=marking, shared_with=shared, readers=readers): (HANNA.organisation, marking, shared, readers)
            for marking, shared, readers in marks
        }
        if corrected:
            reported(9)
        for person in PEOPLE:
            allowed = {which for which, told in made.items() if may_see(person, *told)}
            assert {line.id for line in statements(actor=person)} == allowed
            assert {line.id for line in statements(stale=corrected, actor=person)} == allowed
            for hidden in made.keys() - allowed:
                with pytest.raises(NotFound):
                    statement(hidden, actor=person)
        transaction.set_rollback(True)
