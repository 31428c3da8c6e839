"""Reading what a person asks the search page for: what cannot be read is passed over, and told."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from search.engine import Query, Sort
from search.vietnamese import compose
from shop import clock
from shop.formats.uses import USES
from shop.models import CertificateKind, Kind
from shop.queries.finding import DEEPEST
from shop.web.public.directory import Directory
from shop.web.public.price_range import is_price, price_range, typed_range

PER_PAGE = 24
LONGEST = 200
DEEPEST_PAGE = DEEPEST // PER_PAGE
MOST_FILTERS_INDEXED = 2
NOW = "nay"
LITERALLY = ("dung-nguyen", "1")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
PAGE = re.compile(r"\d{1,4}", re.ASCII)
KINDS = {"nong-san": Kind.AGRICULTURAL, "ocop": Kind.OCOP}
SORTS = {
    "lien-quan": Sort.RELEVANCE,
    "ten": Sort.NAME,
    "gia-tang": Sort.PRICE_UP,
    "gia-giam": Sort.PRICE_DOWN,
    "don-gia": Sort.UNIT_PRICE,
    "moi-nhat": Sort.NEWEST,
}
FIRST_SORT, NEWEST = "lien-quan", "moi-nhat"
FACETS = {
    "loai": "kind",
    "bo": "group",
    "sao": "stars",
    "xa": "commune_code",
    "chung-nhan": "certificates",
    "mua": "season_months",
    "dung-cho": "uses",
    "gia": "price_bands",
}
"""Facet as our addresses call it → as the engine does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it; filters hold the values as they stand in the address."""

    text: str
    filters: dict[str, tuple[str, ...]]
    sort: str = FIRST_SORT
    page: int = 1
    literal: bool = False
    """Only the words just as they are typed."""
    was_cut: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def chosen(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.filters.items() for value in values]

    @property
    def understood(self) -> str:
        """Say all that the page depends on, and nothing else of the address."""
        return f"{self.path(page=self.page)} {self.was_cut} {self.ignored}"

    @property
    def is_indexed(self) -> bool:
        """Tell whether robots should keep it: a page of many filters is one of countless.

        One with words of a visitor never is: its title would show them under the city's name.
        """
        return len(self.chosen) <= MOST_FILTERS_INDEXED and not (self.text or self.literal)

    def path(self, *, page: int = 1, sort: str | None = None) -> str:
        """Write the address of another page or order of this search."""
        chosen = [*self.chosen, *([LITERALLY] if self.literal else [])]
        return _path(self.text, chosen, sort or self.sort, page)

    def without(self, name: str, value: str) -> "Asked":
        kept = tuple(one for one in self.filters[name] if one != value)
        return replace(self, filters={**self.filters, name: kept}, page=1)

    def read(self, *, literally: bool) -> "Asked":
        """Give the same search, read as it is typed or with all that we make of it."""
        return replace(self, literal=literally, page=1)

    def saying(self, text: str) -> "Asked":
        """Give the same search for another text."""
        return replace(self, text=text, page=1)

    def unfiltered(self) -> "Asked":
        return replace(self, filters={}, page=1)

    def query(self, facets: Iterable[str] = ()) -> Query:
        """Say it to an engine."""
        low, high = price_range(self.filters.get("gia", ("-",))[0])
        return Query(
            text=self.text,
            literal=self.literal,
            now=int(clock.now().timestamp()),
            kind=self._set("loai", KINDS.__getitem__),
            group=self._set("bo", str),
            stars=self._set("sao", int),
            commune_code=self._set("xa", str),
            certificates=self._set("chung-nhan", str),
            season_months=self._set("mua", month_of),
            uses=self._set("dung-cho", str),
            price_from=low,
            price_to=high,
            sort=SORTS[self.sort],
            limit=PER_PAGE,
            offset=(self.page - 1) * PER_PAGE,
            facets=tuple(facets),
        )

    def _set(self, name: str, read: Callable[[str], Any]) -> frozenset[Any]:
        return frozenset(read(value) for value in self.filters.get(name, ()))


def asked(params: QueryParams, names: Directory) -> Asked:
    """Read the address of a search; nothing in it can be wrong enough to refuse it."""
    text, was_cut = cleaned(params.get("q", ""))
    filters: dict[str, tuple[str, ...]] = {}
    ignored: list[str] = []
    for name, is_known in _known(names).items():
        given = [value.strip() for value in dict.fromkeys(params.getlist(name)) if value.strip()]
        filters[name] = tuple(value for value in given if is_known(value))
        ignored += [value for value in given if not is_known(value)]
    typed, unread = typed_range(params.get("gia-tu", ""), params.get("gia-den", ""))
    filters["gia"] = (typed,) if typed else filters["gia"]
    ignored += unread
    if len(filters["gia"]) > 1:
        ignored += filters["gia"][1:]
        filters["gia"] = filters["gia"][:1]
    sort, page = params.get("sap-xep", ""), params.get("trang", "")
    ignored += [sort] if sort and sort not in SORTS else []
    ignored += [page] if page and not _is_page(page) else []
    return Asked(
        text=text,
        filters={name: values for name, values in filters.items() if values},
        sort=sort if sort in SORTS else FIRST_SORT,
        page=page_of(page),
        literal=bool(text) and params.get(LITERALLY[0]) == LITERALLY[1],
        was_cut=was_cut,
        ignored=tuple(value[:40] for value in ignored[:5]),
    )


def month_of(value: str) -> int:
    return clock.today().month if value == NOW else int(value)


@lru_cache(maxsize=1000)
def search_path(**filters: str) -> str:
    """Write the address of a search by filters alone, `_` for a hyphen in their names."""
    return _path("", [(name.replace("_", "-"), value) for name, value in filters.items()])


def text_path(text: str, **filters: str) -> str:
    return _path(text, list(filters.items()))


def _path(text: str, chosen: list[tuple[str, str]], sort: str = FIRST_SORT, page: int = 1) -> str:
    pairs = [("q", text)] if text else []
    pairs += chosen
    pairs += [("sap-xep", sort)] if sort != FIRST_SORT else []
    pairs += [("trang", str(page))] if page > 1 else []
    return "/tim-kiem" + ("?" + urlencode(pairs) if pairs else "")


def cleaned(given: str) -> tuple[str, bool]:
    """Give a text to look for as it can be read, and whether it was too long."""
    text = " ".join(CONTROL.sub(" ", compose(given)).split())
    return text[:LONGEST].strip(), len(text) > LONGEST


def _known(names: Directory) -> dict[str, Callable[[str], bool]]:
    return {
        "loai": KINDS.__contains__,
        "bo": names.groups.__contains__,
        "sao": {"3", "4", "5"}.__contains__,
        "xa": names.places.__contains__,
        "chung-nhan": frozenset(CertificateKind).__contains__,
        "gia": is_price,
        "mua": {NOW, *map(str, range(1, 13))}.__contains__,
        "dung-cho": USES.__contains__,
    }


def page_of(given: str) -> int:
    """Read the number of a page; what cannot be read is the first."""
    return int(given) if _is_page(given) else 1


def _is_page(value: str) -> bool:
    return PAGE.fullmatch(value) is not None and 1 <= int(value) <= DEEPEST_PAGE
