"""What agents ask, after UCP 2026-04-08: `catalog_search.json` and `catalog_lookup.json`.

The schemas are open, and extensions add to them: what is not known here is not refused. What would
narrow an answer and does not is said in a message.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

MOST_TEXT = 500
MOST_NAMES = 50
LARGEST_AMOUNT = 10**12
DEFAULT_LIMIT = 10
Amount = Annotated[int, Field(strict=True, ge=0, le=LARGEST_AMOUNT)]
ShortText = Annotated[str, Field(max_length=MOST_TEXT)]


class PriceFilter(BaseModel):
    """In whole đồng, both ends included."""

    min: Amount | None = None
    max: Amount | None = None


class Filters(BaseModel):
    model_config = ConfigDict(extra="allow")

    categories: Annotated[
        list[ShortText],
        Field(
            max_length=MOST_NAMES,
            description="Values of `categories` of products, as alternatives: a category's name, "
            "its whole way, or the number of an OCOP set such as `08`.",
        ),
    ] = []
    price: PriceFilter | None = None

    def unknown(self) -> list[str]:
        return sorted(self.model_extra or {})


class Context(BaseModel):
    """Of all that a platform may tell of its buyer only this is read."""

    language: Annotated[
        str | None, Field(max_length=35, description="`en` for English where there is some.")
    ] = None
    currency: Annotated[
        str | None, Field(max_length=10, description="Of the price filter; prices are in VND.")
    ] = None


class Pagination(BaseModel):
    cursor: Annotated[
        str | None, Field(max_length=200, description="`pagination.cursor` of the last answer.")
    ] = None
    limit: Annotated[
        int, Field(strict=True, ge=1, description="Products on a page; more than 50 is 50.")
    ] = DEFAULT_LIMIT


class Asking(BaseModel):
    filters: Filters = Filters()
    context: Context = Context()


class SearchAsking(Asking):
    query: Annotated[
        str,
        Field(
            max_length=MOST_TEXT,
            description="What to look for, in Vietnamese with or without marks, or in English.",
        ),
    ] = ""
    pagination: Pagination = Pagination()


class LookupAsking(Asking):
    ids: Annotated[
        list[str],
        Field(min_length=1, description="Product codes, SKUs or GTINs; at most 50."),
    ]


class Selected(BaseModel):
    name: ShortText
    label: ShortText


class ProductAsking(Asking):
    id: Annotated[str, Field(description="A product code, a SKU or a GTIN.")]
    selected: Annotated[list[Selected], Field(max_length=MOST_NAMES)] = []
    preferences: Annotated[list[ShortText], Field(max_length=MOST_NAMES)] = []


class ProductsFound(BaseModel):
    """`search_response` or `lookup_response` of UCP."""

    ucp: dict[str, Any]
    products: list[dict[str, Any]]
    pagination: dict[str, Any] | None = None
    messages: list[dict[str, Any]] | None = None


class ProductFound(BaseModel):
    """`get_product_response` of UCP; where there is none, `error_response` without `product`."""

    ucp: dict[str, Any]
    product: dict[str, Any] | None = None
    messages: list[dict[str, Any]] | None = None


class Refused(BaseModel):
    """`error_response` of UCP."""

    ucp: dict[str, Any]
    messages: list[dict[str, Any]]
