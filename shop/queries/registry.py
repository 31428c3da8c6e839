"""What the registry lists: places, sets, groups and uses with how many products each has."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from search.vietnamese import fold
from shop.catalogue.renaming import COMMUNES, GROUPS, SETS, Named
from shop.formats.uses import SHELVES
from shop.models import (
    AgriGroup,
    Commune,
    FormerCommune,
    Kind,
    OcopSet,
    Producer,
    ProducerAlias,
    Product,
    State,
)
from shop.models.columns import Row

AT_ONCE = 50
"""Producers on a page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing of the registry as its list and its own page tell it."""

    code: str
    names: Mapping[str, str]
    """Column → what it says."""
    above: tuple[str, ...]
    """In what it stands: section and group of a set, the former districts of a commune."""
    formerly: tuple[str, ...]
    """Former units that lie in a commune."""
    products: int
    """On show that are of it; of a commune, those that are made there."""
    version: int

    def is_called(self, text: str) -> bool:
        """Tell whether a text is in its code or one of its names, marks or not."""
        said = fold(" ".join([self.code, *self.names.values(), *self.formerly]))
        return all(word in said for word in fold(text).split())


async def communes() -> list[Entry]:
    rows = await Commune.filter(valid_to=None).order_by("name_sort", "code").values()
    counts = await _counts("commune_id")
    formerly: defaultdict[str, list[str]] = defaultdict(list)
    for one in await FormerCommune.all().order_by("id").values("name", "district", "commune_id"):
        formerly[one["commune_id"]].append(f"{one['name']}, {one['district']}")
    return [_entry(COMMUNES, row, counts, (row["former_districts"],), formerly) for row in rows]


async def sets() -> list[Entry]:
    rows = await OcopSet.all().order_by("number").values()
    counts = await _counts("ocop_set_id", kind=Kind.OCOP)
    return [_entry(SETS, row, counts, (row["section_vi"], row["group_vi"]), {}) for row in rows]


async def groups() -> list[Entry]:
    rows = await AgriGroup.all().order_by("name_vi").values()
    counts = await _counts("agri_group_id", kind=Kind.AGRICULTURAL)
    return [_entry(GROUPS, row, counts, (), {}) for row in rows]


async def uses() -> dict[str, list[tuple[str, str, str, int]]]:
    """Give shelf → key, names and number of products on show of each use."""
    said = await Product.filter(state=State.PUBLISHED).values_list("uses", flat=True)
    counts = Counter(key for keys in said for key in keys)
    return {
        shelf: [(key, vi, en, counts[key]) for key, (vi, en) in names.items()]
        for shelf, names in SHELVES.items()
    }


async def producers(
    reached: QuerySet[Producer], text: str = "", start: str = ""
) -> tuple[list[Row], str]:
    """Find producers by code, name or a code they had; give a page, and where the next begins."""
    found = reached.filter(code__gte=start)
    for typed in fold(text).split():
        merged = ProducerAlias.filter(code__icontains=typed).values_list("producer_id", flat=True)
        found = found.filter(
            Q(code__icontains=typed) | Q(code__in=await merged) | Q(code__in=await _called(typed))
        )
    columns = ("code", "name", "subject_type", "state")
    rows = await found.order_by("code").limit(AT_ONCE + 1).values(*columns, commune="commune__name")
    return rows[:AT_ONCE], rows[AT_ONCE]["code"] if len(rows) > AT_ONCE else ""


async def _called(typed: str) -> list[str]:
    """Find producers whose name has a word, marks or not: there is no folded column of it."""
    names = await Producer.all().values_list("code", "name")
    return [str(code) for code, name in names if typed in fold(str(name))]


async def _counts(column: str, **filters: Kind) -> dict[str, int]:
    shown = Product.filter(state=State.PUBLISHED, **filters).annotate(many=Count("code"))
    rows = await shown.group_by(column).values_list(column, "many")
    return {str(code): int(many) for code, many in rows}


def _entry(
    what: Named,
    row: Row,
    counts: Mapping[str, int],
    above: tuple[str, ...],
    formerly: Mapping[str, list[str]],
) -> Entry:
    code = row[what.key]
    names = {column: row[column] for column in what.columns}
    former = tuple(formerly.get(code, ()))
    return Entry(code, names, above, former, counts.get(code, 0), row["version"])
