"""Today: made once for each reader, kept until anything happens, and cheap however much there is to tell."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.cast import account_of, browser, seen

from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.rooms.picture.public import compile_edition, correction_counts, latest_editions, products, publish
from knooppunt.rooms.picture.tests.outbreak import ON, REGIONS, SANNE, WRITER, bring, person, rows

MOST = 12
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def published(product: str = "landelijk_beeld", back: int = 0) -> None:
    draft = compile_edition(product=product, on=ON - timedelta(days=back), actor=SANNE)
    publish(edition=draft, actor=WRITER)


def everything(folder: Path) -> list[str]:
    """Figures for every product; the products."""
    also = ("nursing.newly_infected_people", "nursing.deaths", "behaviour.compliance.keep_distance")
    days = [ON - timedelta(days=back) for back in range(10)]
    lines = [f"{indicator},{region},{day},{day},8" for indicator in also for region in REGIONS for day in days]
    bring(folder, lines, "also.csv")
    return [product.slug for product in products(actor=SANNE)]


def looked(browsing: Client, most: int = MOST) -> str:
    """Today as this browser gets it, for at most so many queries."""
    with CaptureQueriesContext(connection) as asked:
        answer = browsing.get("/")
    assert answer.status_code == 200
    assert len(asked) <= most, "\n".join(query["sql"] for query in asked.captured_queries)
    return seen(answer)


def test_today_needs_at_most_12_queries_with_few_figures(outbreak: Path) -> None:
    published()
    head = browser(account_of("Sanne Hoofd", bundle="section_head"))
    assert "Landelijk beeld" in looked(head)
    looked(head)


def test_today_needs_at_most_12_queries_with_many_figures_editions_drafts_and_corrections(
    outbreak: Path, tmp_path: Path
) -> None:
    head = browser(account_of("Sanne Hoofd", bundle="section_head"))
    for number, product in enumerate(everything(tmp_path)):
        for back in (2, 1):
            published(product, back=back + number)
        compile_edition(product=product, on=ON, actor=SANNE)
    municipalities = [f"cases.reported,GM{code},{ON},{ON},7" for code in ("0344", "0363", "0599", "0518")]
    bring(tmp_path, [*municipalities, "cases.reported,GM9999,2020-09-15,2020-09-15,7"], "municipalities.csv")
    earlier = ON - timedelta(days=9)
    corrected = [f"cases.reported,{region},{earlier},{earlier},900" for region in REGIONS]
    bring(tmp_path, corrected, "correction.csv")
    shown = looked(head)
    assert "gecorrigeerd" in shown
    assert "concept" in shown.lower()
    looked(head)


@pytest.mark.django_db(transaction=True)
def test_a_second_look_costs_the_session_and_whether_anything_happened(tmp_path: Path) -> None:
    sync_catalogue(actor=WRITER)
    bring(tmp_path, rows())
    published()
    head = browser(account_of("Sanne Hoofd", bundle="section_head"))
    first = looked(head)
    assert looked(head, most=2) == first
    tokens = [TOKEN.findall(head.get("/").content.decode()) for _ in range(2)]
    assert tokens[0][0] != tokens[1][0]
    assert head.post("/language/", {"language": "en"}).status_code < 400
    assert "Needs attention first" in looked(head)
    compile_edition(product="landelijk_beeld", on=ON, actor=SANNE)
    assert "A draft of" in looked(head)
    assert "A draft of" not in looked(browser(account_of("Farida Lezer", bundle="press_reader")))


def test_corrections_of_many_editions_are_those_of_each_and_only_for_who_reads_figures(
    outbreak: Path, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number, product in enumerate(everything(tmp_path)):
        published(product, back=number)
    day = ON - timedelta(days=8)
    bring(tmp_path, [f"cases.reported,VR09,{day},{day},900"], "correction.csv")
    lines = latest_editions(actor=SANNE)
    with django_assert_max_num_queries(4):
        together = correction_counts(lines, actor=SANNE)
    assert together == {key: count for line in lines for key, count in correction_counts([line], actor=SANNE).items()}
    assert any(together.values())
    assert not any(correction_counts(lines, actor=person("Joris", "picture.read")).values())
