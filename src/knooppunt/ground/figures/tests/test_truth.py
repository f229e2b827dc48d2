"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from knooppunt.ground.figures.actions import answer_flag
from knooppunt.ground.figures.models import Flag
from knooppunt.ground.figures.tests.bringing import ROSA, WIM, bring, line
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("catalogue")

REFUSED = {
    "an observation is edited": "UPDATE figures_observation SET value = 9",
    "an observation is deleted": "DELETE FROM figures_observation",
    "a superseded version is edited": "UPDATE figures_superseded SET known_until = now()",
    "a superseded version is deleted": "DELETE FROM figures_superseded",
    "a delivery is edited": "UPDATE figures_delivery SET file_name = 'x'",
    "a delivery is deleted": "DELETE FROM figures_delivery",
    "a series is renamed": "UPDATE figures_series SET area = 'NL'",
    "a gap is edited": "UPDATE figures_gap SET delivered = 0",
    "a flag is edited": "UPDATE figures_flag SET value = 0",
    "a flag is deleted": "DELETE FROM figures_flag",
    "a row in quarantine is edited": "UPDATE figures_quarantined SET value = ''",
    "a row in quarantine is deleted": "DELETE FROM figures_quarantined",
    "an observation is of no series": """
        INSERT INTO figures_observation (series_id, starts, ends, delivery, known_from)
        SELECT -1, '2020-01-01', '2020-01-02', max(number), now() FROM figures_delivery""",
    "an observation is of no delivery": """
        INSERT INTO figures_observation (series_id, starts, ends, delivery, known_from)
        SELECT max(id), '2020-01-01', '2020-01-02', -1, now() FROM figures_series""",
    "a period ends before it begins": """
        INSERT INTO figures_observation (series_id, starts, ends, delivery, known_from)
        SELECT s.id, '2020-01-02', '2020-01-01', d.number, now() FROM figures_series s, figures_delivery d LIMIT 1""",
    "a delivery is known before the one before it": """
        INSERT INTO figures_delivery SELECT (jsonb_populate_record(d, jsonb_build_object(
            'id', gen_random_uuid(), 'number', 0, 'repeats', true, 'known_at', '2000-01-01'))).*
        FROM figures_delivery d LIMIT 1""",
}


@pytest.fixture
def figures(tmp_path: Path, catalogue: None) -> None:
    """A correction, a gap, a flag and a row in quarantine."""
    bring(tmp_path, line("GM0344", "2020-09-14", 5), line("NL", "2020-09-14", 9), line("GM0344", "?", 1))
    bring(tmp_path, line("GM0344", "2020-09-14", -6))


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.usefixtures("figures")
def test_the_database_refuses_it_when(what: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFUSED[what])


@pytest.mark.usefixtures("figures")
def test_a_flag_is_answered_once_with_a_note_and_the_value_stays() -> None:
    flag = Flag.objects.get(kind="negative", series__area="GM0344")
    with pytest.raises(NotAllowed):
        answer_flag(flag=flag.id, note="mag niet", actor=WIM)
    with pytest.raises(Invalid):
        answer_flag(flag=flag.id, note=" ", actor=ROSA)
    answer_flag(flag=flag.id, note="correctie van dubbeltelling", actor=ROSA)
    flag.refresh_from_db()
    assert (flag.answer, flag.answered_by_name, flag.value) == ("correctie van dubbeltelling", ROSA.name, -6)
    with pytest.raises(Conflict, match=ROSA.name):
        answer_flag(flag=flag.id, note="nog eens", actor=ROSA)


def test_a_flag_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        answer_flag(flag=UUID(int=0), note="wat", actor=ROSA)


def test_the_same_value_is_flagged_once_however_often_it_is_delivered(tmp_path: Path) -> None:
    for value in (-6, 3, -6):
        bring(tmp_path, line("GM0344", "2020-09-14", value), again=True)
    assert Flag.objects.filter(kind="negative", series__area="GM0344").count() == 1
