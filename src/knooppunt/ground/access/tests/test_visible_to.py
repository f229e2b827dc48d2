"""``visible_to`` over rows is the same as the rule, for every combination."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from knooppunt.ground.access.public import TLP, Marked, may_see
from knooppunt.kit.authority import NOBODY, Actor, Mandate, system_actor

pytestmark = pytest.mark.django_db

ORGANISATIONS = ("org-a", "org-b")
ROWS = list(
    product(
        ("org-a", "org-b", "org-c"),
        list(TLP),
        ([], ["org-a"], ["org-b"], ["org-a", "org-b"]),
        ([], ["ada"], ["ada", "bo"]),
    )
)
ACTORS = [
    NOBODY,
    system_actor("node"),
    system_actor("job", ["figures.read"]),
    *(Actor(person, person, organisation) for person in ("ada", "bo", "cas") for organisation in ("", *ORGANISATIONS)),
    Actor("ada", "ada", "org-a", mandates=frozenset({Mandate("*")})),
    Actor("", "no identifier", "org-a"),
]


@pytest.fixture
def notes() -> type[Any]:
    """A table of marked rows, one of every combination."""
    with isolate_apps("knooppunt.ground.access"):

        class Note(Marked):
            id: models.AutoField[int, int] = models.AutoField(primary_key=True)

            class Meta:
                app_label = "access"
                db_table = "marked_note"

    with connection.schema_editor() as editor:
        editor.create_model(Note)
    return Note


def test_rows_and_rule_agree_on_every_combination(notes: type[Any]) -> None:
    notes.objects.bulk_create(
        notes(held_by=held_by, marking=marking, shared_with=shared_with, readers=readers)
        for held_by, marking, shared_with, readers in ROWS
    )
    for actor in ACTORS:
        seen = notes.objects.visible_to(actor).values_list("held_by", "marking", "shared_with", "readers")
        assert sorted(map(repr, seen)) == sorted(
            repr((held_by, marking.value, shared_with, readers))
            for held_by, marking, shared_with, readers in ROWS
            if may_see(actor, held_by, marking, shared_with, readers)
        ), actor


def test_a_row_is_counted_once_however_many_reasons_there_are_to_see_it(notes: type[Any]) -> None:
    notes.objects.create(held_by="org-a", marking=TLP.AMBER, shared_with=["org-a"], readers=["ada"])
    assert notes.objects.visible_to(Actor("ada", "Ada", "org-a")).count() == 1


@pytest.mark.parametrize("marking", ["", "amber", "TLP:AMBER", "PURPLE"])
def test_the_database_refuses_a_marking_that_is_none(notes: type[Any], marking: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        notes.objects.create(held_by="org-a", marking=marking)


def test_migrations_of_other_rooms_name_the_field_by_the_door() -> None:
    field = Marked._meta.get_field("marking")
    assert field.deconstruct()[1] == "knooppunt.ground.access.public.MarkingField"
