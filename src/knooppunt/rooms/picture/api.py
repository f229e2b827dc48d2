"""Products and editions for machines. The content of an edition is given byte for byte as it was published."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import AliasGenerator, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from knooppunt.ground.access.public import AskedRequest
from knooppunt.rooms.picture import public as picture

router = Router(tags=["picture"], by_alias=True)
NEEDS = {"x-needs": "picture.read"}

Limit = Annotated[int, Field(ge=1, le=500, description="At most this many; `more` says whether there are others.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="Leave out this many from the beginning.")]
BLANK = ("published_by", "sha256", "withdrawn_why")  # empty text here is nothing there
FORMATS = ("json", "html", "pdf", "xlsx")
_DIGEST = {"description": "The SHA-256 of the bytes (RFC 9530).", "schema": {"type": "string"}}
DIGEST = {"headers": {"Repr-Digest": _DIGEST}}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT = DIGEST | {
    "description": "The document.",
    "content": {"application/pdf": _BYTES, _XLSX: _BYTES, "text/html": _BYTES, "application/json": {"schema": {}}},
}


class Wire(BaseModel):
    """Snake case in Python, camelCase in JSON."""

    model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_camel), from_attributes=True)


class Title(Wire):
    """The same words in Dutch and in English."""

    nl: str
    en: str


class BlockShape(Wire):
    """A part of a product."""

    key: str
    kind: str
    title: Title


class ProductShape(Wire):
    """A declared series of blocks, of which editions are made."""

    slug: str
    title: Title
    purpose: Title
    marking: str
    small_sample: int = Field(description="Below this many respondents a share is said to be uncertain.")
    blocks: list[BlockShape]


class Products(Wire):
    """All products, by slug."""

    products: list[ProductShape]


class EditionShape(Wire):
    """A product on a day, as known at a moment. A draft has no number, digest or moment of publishing.

    One that was withdrawn says when and why; its content is for those who compile.
    """

    id: UUID
    product: str
    title: Title
    number: int | None
    on: date
    known_at: datetime
    borders: date
    state: str
    marking: str
    exercise: bool
    made_at: datetime
    made_by: str
    published_at: datetime | None
    published_by: str | None
    sha256: str | None = Field(description="Of the content, as it stands in the journal.")
    unapproved: bool = Field(description="Published by the operator, without the approvals that the product asks.")
    embargo: datetime | None = Field(description="Until when it stays in. Seen by those who compile or approve only.")
    corrects: UUID | None = Field(description="The earlier edition that this one corrects.")
    withdrawn_at: datetime | None
    withdrawn_why: str | None


class Editions(Wire):
    """A part of the editions, the newest first."""

    editions: list[EditionShape]
    more: bool


class DocumentShape(Wire):
    """A published edition in one format."""

    kind: str
    name: str
    media_type: str
    size: int
    sha256: str


class WholeEdition(EditionShape):
    """An edition with what was published of it."""

    documents: list[DocumentShape]


class Content(BaseModel):
    """The content as it was frozen; its field names are its own. Blocks point to ``figures`` by their place in it."""

    model_config = ConfigDict(extra="allow")

    product: str
    title: Title
    number: int
    on: date
    known_at: datetime
    borders: date
    marking: str
    exercise: bool
    incident: dict[str, Any] | None
    indicators: dict[str, dict[str, Any]]
    areas: dict[str, str]
    blocks: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    series: list[dict[str, Any]]
    sources: list[dict[str, Any]]


class EditionsQuery(Schema):
    """Which editions."""

    product: Annotated[str, Field(max_length=200)] | None = Field(default=None, description="Only of this product.")
    state: Literal["draft", "review", "approval", "scheduled", "published", "withdrawn"] | None = Field(
        default=None, description="What is not published: only for who may compile, or approve it."
    )
    limit: Limit = 50
    offset: Offset = 0


@router.get("/products", response=Products, openapi_extra=NEEDS)
def list_products(request: AskedRequest) -> Products:
    """The products there are."""
    found = picture.products(actor=request.actor)
    return Products(products=[ProductShape.model_validate(one) for one in found])


@router.get("/editions", response=Editions, openapi_extra=NEEDS)
def list_editions(request: AskedRequest, asked: Query[EditionsQuery]) -> Editions:
    """Editions, the newest first."""
    found = picture.editions(
        product=asked.product, state=asked.state, limit=asked.limit + 1, offset=asked.offset, actor=request.actor
    )
    if asked.product and not found:
        picture.product(asked.product, actor=request.actor)
    shown = found[: asked.limit]
    return Editions(editions=[_edition(one) for one in shown], more=len(found) > len(shown))


@router.get("/editions/{uuid:id}", response=WholeEdition, openapi_extra=NEEDS)
def get_edition(request: AskedRequest, id: UUID) -> WholeEdition:
    """One edition, with the documents that were published."""
    line = picture.edition(id, actor=request.actor)
    kept = line.state == "published" or (line.state == "withdrawn" and request.actor.may("picture.compile"))
    kinds = FORMATS if kept else ()
    documents = [(kind, picture.document(id, kind, actor=request.actor)) for kind in kinds]
    return WholeEdition(
        **dict(_edition(line)),
        documents=[
            DocumentShape(kind=kind, name=one.name, media_type=one.media_type, size=one.size, sha256=one.sha256)
            for kind, one in documents
        ],
    )


@router.get("/editions/{uuid:id}/content", response=Content, openapi_extra=NEEDS | {"responses": {200: DIGEST}})
def get_edition_content(request: AskedRequest, id: UUID) -> HttpResponse:
    """The content of a published edition: the bytes of which the SHA-256 stands in the journal."""
    return _given(id, "json", request)


@router.get("/editions/{uuid:id}/documents/{kind}", openapi_extra=NEEDS | {"responses": {200: DOCUMENT}})
def get_edition_document(request: AskedRequest, id: UUID, kind: str) -> HttpResponse:
    """A document of a published edition as it was made then: `json`, `html`, `pdf` or `xlsx`."""
    return _given(id, kind, request)


def _given(edition: UUID, kind: str, request: AskedRequest) -> HttpResponse:
    """The bytes, with their digest as it stands in the journal. Whoever was told of the edition has opened it now."""
    found = picture.document(edition, kind, actor=request.actor)
    picture.opened(edition, actor=request.actor)
    response = HttpResponse(found.path.read_bytes(), content_type=found.media_type)
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response


def _edition(line: picture.EditionLine) -> EditionShape:
    told = {name: getattr(line, name) for name in EditionShape.model_fields}
    return EditionShape.model_validate(told | {name: told[name] or None for name in BLANK})
