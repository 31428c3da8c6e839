"""What of the catalogue is for one partner: a filter that its documents pass or do not.

A scope is a pure function of the document, so a product leaves it only by a change of its listing,
and the change log tells the partner: as a delete. What a scope holds back it holds back everywhere
that the partner's key is used to copy: changes, digest and single listings.
"""

from collections.abc import Collection
from hashlib import sha256
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, field_serializer

from shop.formats.document import Document
from shop.formats.listing import is_sold_online, lowest_price
from shop.models import Kind

SetNumber = Annotated[str, Field(pattern=r"^(0[1-9]|1\d|2[0-6])$")]
CommuneCode = Annotated[str, Field(pattern=r"^\d{5}$")]
Stars = Annotated[int, Field(ge=3, le=5)]


class Scope(BaseModel):
    """A product is in scope when it is one of each that is named; what is empty names nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: frozenset[Kind] = frozenset()
    set: Annotated[frozenset[SetNumber], Field(description="OCOP sets, `01` to `26`.")] = (
        frozenset()
    )
    commune: Annotated[frozenset[CommuneCode], Field(description="Where it is made.")] = frozenset()
    stars: frozenset[Stars] = frozenset()
    sellable: Annotated[
        bool, Field(description="Only what may be sold online and has a pack with a price.")
    ] = False

    @field_serializer("kind", "set", "commune", "stars")
    def _sorted(self, values: frozenset[Any]) -> list[Any]:
        return sorted(values)

    @property
    def is_everything(self) -> bool:
        return self == EVERYTHING

    @property
    def key(self) -> str:
        """Tell this scope from others in a cursor: a changed scope is another copy."""
        if self.is_everything:
            return ""
        return sha256(orjson.dumps(self.model_dump(mode="json"))).hexdigest()[:12]

    def holds(self, document: Document) -> bool:
        return (
            _named(self.kind, document["kind"])
            and _named(self.set, document["category"].get("set"))
            and _named(self.commune, document["origin"]["commune"]["code"])
            and _named(self.stars, document.get("ocop", {}).get("stars"))
            and (not self.sellable or _is_sellable(document))
        )

    def holds_text(self, document: str) -> bool:
        """Read a document as it is stored; everything is in the widest scope unread."""
        if self.is_everything:
            return True
        read: Document = orjson.loads(document)
        return self.holds(read)


EVERYTHING = Scope()


def _named(values: Collection[Any], value: Any) -> bool:
    return not values or value in values


def _is_sellable(document: Document) -> bool:
    return is_sold_online(document) and lowest_price(document) is not None
