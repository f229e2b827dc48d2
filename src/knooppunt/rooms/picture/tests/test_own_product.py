"""A fourth picture is a declaration: the tutorial of ``docs/rooms/picture.md``, followed to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knooppunt.kit.problems import Invalid, NotFound
from knooppunt.rooms.picture.public import compile_edition, content, missing, products, publish, texts
from knooppunt.rooms.picture.queries import products as shelf
from knooppunt.rooms.picture.tests.outbreak import ON, SANNE

TUTORIAL = Path(__file__).resolve().parents[5] / "docs" / "rooms" / "picture.md"


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own to declare products in."""
    folder = tmp_path / "products"
    folder.mkdir()
    monkeypatch.setattr(shelf, "_own_folder", lambda: folder)
    return folder


def declared_in_tutorial() -> dict[str, str]:
    """The files that the tutorial tells to write, by name."""
    found = re.findall(r"`products/(\w+\.toml)`[^`]*```toml\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    return dict(found)


def test_the_tutorial_makes_a_fourth_picture(outbreak: Path, own_folder: Path) -> None:
    files = declared_in_tutorial()
    assert set(files) == {"ziekenhuisbeeld.toml", "measures.toml"}
    for name, text in files.items():
        (own_folder / name).write_text(text, encoding="utf-8")
    assert [product.slug for product in products(actor=SANNE)] == [
        "kwetsbare_groepen", "landelijk_beeld", "nalevingsbeeld", "publieksbeeld", "ziekenhuisbeeld"]  # fmt: skip
    which = compile_edition(product="ziekenhuisbeeld", on=ON, actor=SANNE)
    assert [text.key for text in texts(which, actor=SANNE)] == ["zorg"]
    published = publish(edition=which, acknowledged=missing(which, actor=SANNE)[1], actor=SANNE)
    found = content(published.id, actor=SANNE)
    assert found["figures"][0]["value"] > 0
    chart = next(block for block in found["blocks"] if block["kind"] == "chart")
    assert [measure["label"]["nl"] for measure in chart["measures"]] == ["Planbare zorg afgeschaald"]


def test_a_wrong_declaration_of_ones_own_is_named(own_folder: Path) -> None:
    text = declared_in_tutorial()["ziekenhuisbeeld.toml"]
    (own_folder / "ziekenhuisbeeld.toml").write_text(
        text.replace('method = "sum7"', 'method = "som"'), encoding="utf-8"
    )
    with pytest.raises(Invalid) as refused:
        products(actor=SANNE)
    assert refused.value.place == "ziekenhuisbeeld.toml, blocks[1].figures[1].method"


def test_two_products_cannot_share_a_name(own_folder: Path) -> None:
    text = declared_in_tutorial()["ziekenhuisbeeld.toml"].replace("ziekenhuisbeeld", "landelijk_beeld")
    (own_folder / "eigen.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match="another product called landelijk_beeld"):
        products(actor=SANNE)


def test_a_product_that_does_not_exist_is_not_found(outbreak: Path) -> None:
    with pytest.raises(NotFound, match="There is no product weerbeeld"):
        compile_edition(product="weerbeeld", on=ON, actor=SANNE)
