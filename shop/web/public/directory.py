"""Names of groups, sets and communes, as lists and facets need them; read once per change."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from search.suggesting import title_of
from search.vietnamese import slug, words
from shop.database import AwayError
from shop.formats.document import Both
from shop.models import AgriGroup, Commune, FormerCommune, OcopSet
from shop.models.columns import Row
from shop.publishing import Head, head
from shop.web.language import Language, Said, pick
from shop.web.public.short_names import SHORT


@dataclass(frozen=True, slots=True)
class Group:
    """An agricultural group or an OCOP set; `key` is what a search filters by."""

    key: str
    name: Both
    section: Both = field(default_factory=Both)

    def said(self, language: Language) -> Said:
        """Give the name that shoppers read; the whole one stands on pages of products."""
        return pick(SHORT.get(self.name["vi"], self.name), language)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, ward or special zone of today."""

    code: str
    name: str
    kind: str
    district: str
    """The former district in which (most of) it lay."""
    province: str
    """The former province."""

    @property
    def path(self) -> str:
        return f"/xa-phuong/{self.code}/{slug(self.name)}"


@dataclass(frozen=True, slots=True)
class Called:
    """A name that a place has or had, of its own or of the district it was in."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Directory:
    farm: dict[str, Group]
    ocop: dict[str, Group]
    places: dict[str, Place]
    called: dict[str, list[Called]] = field(default_factory=dict)
    """Places by all their names, folded, with and without the word for what they are."""

    @property
    def groups(self) -> dict[str, Group]:
        return {**self.farm, **self.ocop}


LONGEST_KEPT = 60.0
"""Seconds: these rows may be corrected without a listing changing, so the head does not tell."""
_kept: dict[str, tuple[Head, float, Directory]] = {}


async def directory() -> Directory:
    """Give the names as they are at the present head, at most a minute old.

    While the database is away, those of before.
    """
    try:
        seen, now = await head(), time.monotonic()
        if "now" not in _kept or _kept["now"][0] != seen or now - _kept["now"][1] > LONGEST_KEPT:
            _kept["now"] = (seen, now, await _read())
    except AwayError:
        if "now" not in _kept:
            raise
    return _kept["now"][2]


async def _read() -> Directory:
    farm = await AgriGroup.all().order_by("code").values("code", "name_vi", "name_en")
    ocop = await OcopSet.all().order_by("number").values()
    places = (
        await Commune.filter(valid_to=None)
        .order_by("name_sort")
        .values("code", "name", "kind", "former_districts", "former_province")
    )
    today = {row["code"]: _place(row) for row in places}
    return Directory(
        farm=_by_key(Group(row["code"], _both(row, "name")) for row in farm),
        called=_by_name(await _names(today)),
        ocop=_by_key(
            Group(row["number"], _both(row, "name"), _both(row, "section")) for row in ocop
        ),
        places=today,
    )


async def _names(places: dict[str, Place]) -> list[Called]:
    """Give every name of every place: today's first, then those of what was merged into it."""
    former = FormerCommune.filter(commune_id__in=list(places)).order_by("id")
    rows = await former.values("name", "district", "commune_id")
    names = [Called(place.name, place) for place in places.values()]
    names += [Called(row["name"], places[row["commune_id"]]) for row in rows]
    names += [Called(row["district"], places[row["commune_id"]]) for row in rows]
    return list(dict.fromkeys(names))


def _by_name(names: list[Called]) -> dict[str, list[Called]]:
    called: defaultdict[str, list[Called]] = defaultdict(list)
    for one in names:
        spelt = words(one.name)
        called[" ".join(spelt)].append(one)
        if own := spelt[title_of(one.name) :]:
            called[" ".join(own)].append(one)
    return dict(called)


def _by_key(groups: Iterable[Group]) -> dict[str, Group]:
    return {group.key: group for group in groups}


def _both(row: Row, column: str) -> Both:
    return {"vi": row[f"{column}_vi"], "en": row[f"{column}_en"]}


def _place(row: Row) -> Place:
    district = row["former_districts"].split(";")[0].strip()
    return Place(row["code"], row["name"], row["kind"], district, row["former_province"])
