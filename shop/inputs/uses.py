"""What goods are used for by their kind, as a list beside theirs says it.

A row of that list speaks of the goods of its groups (a set of OCOP, or a group of agricultural
products) whose names begin with one of its beginnings, and of goods by their codes. What a row of
goods says itself comes before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.vietnamese import slug, syllables
from shop.formats.uses import in_order
from shop.inputs.tables import ProductInput, UsesRow


def with_uses(product: ProductInput, kinds: Sequence[UsesRow]) -> ProductInput:
    """Add to a product that says nothing of its uses those of its kind."""
    if product.uses or not kinds:
        return product
    return replace(product, uses=in_order(set(_uses_of(product, kinds))))


def _uses_of(product: ProductInput, kinds: Sequence[UsesRow]) -> Iterator[str]:
    group = product.ocop_set_id or product.agri_group_id or ""
    name = syllables(product.name_vi)
    for kind in kinds:
        if product.code in kind.codes or _is_of(kind, group, name):
            yield from kind.uses


def _is_of(kind: UsesRow, group: str, name: list[str]) -> bool:
    if not (kind.groups or kind.begins):
        return False
    is_in_group = not kind.groups or group in {slug(one) for one in kind.groups}
    is_called_so = not kind.begins or _begins(name, kind.begins)
    return is_in_group and is_called_so and not _begins(name, kind.not_begins)


def _begins(name: list[str], beginnings: Sequence[str]) -> bool:
    cut = (syllables(beginning) for beginning in beginnings)
    return any(name[: len(beginning)] == beginning for beginning in cut)
