"""What goods are sorted by: the two kinds, the sets of OCOP and the agricultural groups."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop.formats.document import Both
from shop.formats.words import PAIRS
from shop.models import AgriGroup, Kind, OcopSet
from shop.models.columns import Row


@dataclass(frozen=True, slots=True)
class KnownCategory:
    """A category under the code that a document names it by; names change, codes never do."""

    code: str
    kind: Kind
    name: Both
    parent: str = ""
    """The code of the kind that it is of; a kind has none."""
    group: Both | None = None
    """Of an OCOP set, by QĐ 148/QĐ-TTg; these have no codes there."""
    section: Both | None = None


async def known_categories() -> list[KnownCategory]:
    """Give each kind, and behind it what is of it, by code."""
    groups = await AgriGroup.all().order_by("code").values()
    sets = await OcopSet.all().order_by("number").values()
    return [
        _of_kind(Kind.AGRICULTURAL),
        *(_group(row) for row in groups),
        _of_kind(Kind.OCOP),
        *(_set(row) for row in sets),
    ]


def _of_kind(kind: Kind) -> KnownCategory:
    vi, en = PAIRS[kind]
    return KnownCategory(kind, kind, {"vi": vi, "en": en})


def _group(row: Row) -> KnownCategory:
    kind = Kind.AGRICULTURAL
    return KnownCategory(row["code"], kind, _both(row, "name"), kind)


def _set(row: Row) -> KnownCategory:
    return KnownCategory(
        code=row["number"],
        kind=Kind.OCOP,
        name=_both(row, "name"),
        parent=Kind.OCOP,
        group=_both(row, "group"),
        section=_both(row, "section"),
    )


def _both(row: Mapping[str, str], column: str) -> Both:
    """Leave out the English name where there is none, as documents do."""
    vi, en = row[f"{column}_vi"], row[f"{column}_en"]
    return {"vi": vi, "en": en} if en else {"vi": vi}
