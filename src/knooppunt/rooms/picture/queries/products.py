"""The products there are: those that come with Knooppunt, and those declared in ``KNOOPPUNT_HOME/products``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, NotFound, phrase
from knooppunt.rooms.picture.rules.declarations import read_measures, read_product
from knooppunt.rooms.picture.rules.products import Measure, Product, Words

READ = "picture.read"
ROOM = Path(__file__).resolve().parent.parent
MEASURES = "measures.toml"


@dataclass(frozen=True, slots=True)
class Declared:
    """A product and the text that declares it."""

    product: Product
    text: str
    file: str


def products(*, actor: Actor) -> tuple[Product, ...]:
    """All products in order of slug. Raises :class:`Invalid`, naming file and key, when a declaration is wrong."""
    actor.require(READ)
    return tuple(declared.product for declared in _all())


def product(slug: str, *, actor: Actor) -> Product:
    """The product with this slug; hyphens may stand for underscores. Raises :class:`NotFound`."""
    actor.require(READ)
    return declaration(slug).product


def declaration(slug: str) -> Declared:
    """The product and its text. Raises :class:`NotFound`."""
    wanted = slug.replace("-", "_")
    for declared in _all():
        if declared.product.slug == wanted:
            return declared
    names = ", ".join(declared.product.slug for declared in _all())
    raise NotFound(phrase("There is no product {slug}; there are {names}."), slug=slug, names=names)


def titles() -> dict[str, Words]:
    """What the products are called, by slug."""
    return {declared.product.slug: declared.product.title for declared in _all()}


def measures() -> tuple[Measure, ...]:
    """The dated measures that charts may show: ours, and those in ``KNOOPPUNT_HOME/products/measures.toml``."""
    files = (ROOM / MEASURES, _own_folder() / MEASURES)
    found = [measure for file in files if file.exists() for measure in _measures(file, file.stat().st_mtime_ns)]
    return tuple(sorted(found, key=lambda measure: (measure.on, measure.label.nl)))


def _own_folder() -> Path:
    return Path(settings.KNOOPPUNT.home) / "products"


def _all() -> list[Declared]:
    found: dict[str, Declared] = {}
    for file in _files():
        declared = _declared(file, file.stat().st_mtime_ns)
        slug = declared.product.slug
        if slug in found:
            template = phrase("There is another product called {slug}, in {other}.")
            raise Invalid(template, place=f"{file.name}, slug", slug=slug, other=found[slug].file)
        found[slug] = declared
    return [found[slug] for slug in sorted(found)]


def _files() -> Iterator[Path]:
    for folder in (ROOM / "products", _own_folder()):
        yield from (file for file in sorted(folder.glob("*.toml")) if file.name != MEASURES)


@lru_cache(maxsize=128)
def _declared(file: Path, _changed: int) -> Declared:
    text = file.read_text(encoding="utf-8")
    return Declared(read_product(text, file.name), text, file.name)


@lru_cache(maxsize=16)
def _measures(file: Path, _changed: int) -> tuple[Measure, ...]:
    return read_measures(file.read_text(encoding="utf-8"), file.name)
