"""Products and editions for machines, and the content byte for byte."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from tests.cast import account_of, browser
from tests.contract import told

from knooppunt.rooms.picture.public import compile_edition, edition, publish
from knooppunt.rooms.picture.tests.outbreak import ON, SANNE, WRITER

ROOT = "/api/v1"


@pytest.fixture
def reader(db: None) -> Client:
    return browser(account_of("Farida Lezer", bundle="press_reader"))


@pytest.fixture
def draft(outbreak: Path) -> UUID:
    return compile_edition(product="landelijk-beeld", on=ON, actor=SANNE)


def test_the_products_tell_their_blocks(reader: Client) -> None:
    found = {one["slug"]: one for one in told(reader.get(f"{ROOT}/products"))["products"]}
    assert found["landelijk_beeld"]["title"] == {"nl": "Landelijk beeld", "en": "National picture"}
    assert "map" in {block["kind"] for block in found["landelijk_beeld"]["blocks"]}


def test_the_content_is_the_bytes_of_which_the_sum_is_in_the_journal(reader: Client, draft: UUID) -> None:
    line = publish(edition=draft, actor=WRITER)
    answer = reader.get(f"{ROOT}/editions/{draft}/content")
    assert told(answer)["product"] == "landelijk_beeld"
    digest = hashlib.sha256(answer.content)
    assert digest.hexdigest() == line.sha256
    assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"


def test_a_published_edition_names_its_documents(reader: Client, draft: UUID) -> None:
    publish(edition=draft, actor=WRITER)
    listed = told(reader.get(f"{ROOT}/editions", {"product": "landelijk_beeld", "state": "published"}))
    whole = told(reader.get(f"{ROOT}/editions/{draft}"))
    documents = {one["kind"]: one for one in whole.pop("documents")}
    assert listed == {"editions": [whole], "more": False}
    assert set(documents) == {"json", "html", "pdf", "xlsx"}
    assert documents["json"]["sha256"] == whole["sha256"] == edition(draft, actor=SANNE).sha256


def test_a_draft_is_seen_only_by_who_may_compile(reader: Client, draft: UUID) -> None:
    officer = browser(account_of("Sanne Visser", bundle="node_officer"))
    nothing = told(reader.get(f"{ROOT}/editions/0192f0aa-7c11-7def-9a0b-1c2d3e4f5a6b")) | {"instance": ""}
    for address in (f"/editions/{draft}", f"/editions/{draft}/content"):
        assert told(reader.get(ROOT + address)) | {"instance": ""} == nothing
    assert told(reader.get(f"{ROOT}/editions"))["editions"] == []
    assert told(officer.get(f"{ROOT}/editions/{draft}/content"))["status"] == 404


def test_a_product_that_does_not_exist_is_not_an_empty_list(reader: Client) -> None:
    assert told(reader.get(f"{ROOT}/editions", {"product": "landelijk-beeld"}))["editions"] == []
    assert told(reader.get(f"{ROOT}/editions", {"product": "weersbeeld"}))["status"] == 404


def test_each_document_is_given_byte_for_byte_and_a_draft_has_none(reader: Client, draft: UUID) -> None:
    address = f"{ROOT}/editions/{draft}/documents"
    assert reader.get(f"{address}/pdf").status_code == 404
    publish(edition=draft, actor=WRITER)
    for one in told(reader.get(f"{ROOT}/editions/{draft}"))["documents"]:
        answer = reader.get(f"{address}/{one['kind']}")
        assert answer["Content-Type"] == one["mediaType"]
        assert hashlib.sha256(answer.content).hexdigest() == one["sha256"]
    assert reader.get(f"{address}/docx").status_code == 404
