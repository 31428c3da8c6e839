"""The filters that a search page offers, with what each would find, and those in force as chips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from search.vietnamese import sort_key
from shop import clock
from shop.formats.uses import SHELVES
from shop.models import CertificateKind
from shop.web import translated
from shop.web.language import Language, Said
from shop.web.public.asking import FACETS, KINDS, NOW, Asked, price_range
from shop.web.public.directory import Directory
from shop.web.words import word, words
from shop.web.writing import counted, money, month, number

PRICES = ("-50000", "50000-100000", "100000-200000", "200000-500000", "500000-")
NAMED = {"loai": "", "chung-nhan": "certificate_", "dung-cho": "use_"}
"""Filter → how the words for its values are called, before the value."""
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Said
    count: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Options under a heading of their own; the heading may be empty."""

    heading: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    sections: list[Section]
    open: bool
    one_only: bool = False

    @property
    def long(self) -> bool:
        return sum(len(section.options) for section in self.sections) > 14  # noqa: PLR2004 - fits


@dataclass(frozen=True, slots=True)
class Chip:
    label: Said
    url: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Makes the facets of one search; `counts` is empty while there is no index."""

    asked: Asked
    names: Directory
    counts: Counts
    language: Language

    def facets(self) -> list[Facet]:
        t = words(self.language)
        made = [
            Facet("loai", t.facet_loai, self._plain("loai", list(KINDS)), open=True),
            Facet("bo", t.facet_bo, list(self._groups()), open="bo" in self.asked.filters),
            Facet("sao", t.facet_sao, self._plain("sao", ["5", "4", "3"]), open=True),
            Facet("dung-cho", t.facet_dung_cho, list(self._uses()), open=self._has("dung-cho")),
            Facet("mua", t.facet_mua, self._plain("mua", self._seasons()), open=self._has("mua")),
            Facet("gia", t.facet_gia, [self._prices()], open=self._has("gia"), one_only=True),
            Facet(
                "chung-nhan",
                t.facet_chung_nhan,
                self._plain("chung-nhan", list(CertificateKind)),
                open=self._has("chung-nhan"),
            ),
            Facet("xa", t.facet_xa, self._plain("xa", list(self.names.places)), self._has("xa")),
        ]
        return [facet for facet in made if any(section.options for section in facet.sections)]

    def chips(self) -> list[Chip]:
        """Give the filters in force, each with the address of the search without it."""
        return [
            Chip(self.label(name, value), self._address(self.asked.without(name, value)))
            for name, value in self.asked.chosen
        ]

    def label(self, name: str, value: str) -> Said:
        """Name a filter's value for people."""
        t, language = words(self.language), self.language
        if name == "bo":
            return self.names.groups[value].said(language)
        if name == "xa":
            return translated.place(self.names.places[value].name, language)
        if name == "sao":
            return Said(counted(t.n_stars, int(value), language))
        if name == "mua":
            return Said(self._season(value))
        if name == "gia":
            return Said(self._price(value))
        key = {"nong-san": "agricultural"}.get(value, value)
        return Said(word(f"{NAMED[name]}{key}", language))

    def _has(self, name: str) -> bool:
        return name in self.asked.filters

    def _address(self, asked: Asked) -> str:
        return self.language.address(asked.path())

    def _plain(self, name: str, values: list[str]) -> list[Section]:
        return [Section("", [one for value in values if (one := self._option(name, value))])]

    def _groups(self) -> Iterator[Section]:
        """Part the groups by kind; empty ones and sets of the same section stand together."""
        t = words(self.language)
        for heading, groups in ((t.agricultural, self.names.farm), (t.ocop, self.names.ocop)):
            options = [one for key in groups if (one := self._option("bo", key))]
            if options:
                yield Section(heading, sorted(options, key=lambda one: sort_key(one.label.text)))

    def _uses(self) -> Iterator[Section]:
        """Part the uses as their list does."""
        for shelf, uses in SHELVES.items():
            options = [one for use in uses if (one := self._option("dung-cho", use))]
            if options:
                yield Section(word(f"uses_{shelf}", self.language), options)

    def _option(self, name: str, value: str) -> Option | None:
        """Offer a value unless it would find nothing; one in force is offered always."""
        counts = self.counts.get(FACETS[name], {})
        count = counts.get(self._key(name, value), 0)
        checked = value in self.asked.filters.get(name, ())
        if not count and not checked and (self.counts or name not in {"loai", "bo", "dung-cho"}):
            return None
        shown = number(count, self.language) if self.counts else ""
        return Option(value, self.label(name, value), shown, checked)

    def _key(self, name: str, value: str) -> str:
        if name == "loai":
            return KINDS[value]
        return str(clock.today().month) if value == NOW else value

    def _seasons(self) -> list[str]:
        return [NOW, *map(str, range(1, 13))]

    def _season(self, value: str) -> str:
        t = words(self.language)
        if value == NOW:
            return str(t.season_now.format(month=month(clock.today().month, self.language)))
        return month(int(value), self.language).capitalize()

    def _prices(self) -> Section:
        chosen = self.asked.filters.get("gia", ("",))[0]
        values = ["", *PRICES, *([chosen] if chosen and chosen not in PRICES else [])]
        return Section(
            "", [Option(one, Said(self._price(one)), "", checked=one == chosen) for one in values]
        )

    def _price(self, value: str) -> str:
        t, (low, high) = words(self.language), price_range(value)
        if low is None and high is None:
            return str(t.any_price)
        if high is None:
            return str(t.price_from.format(low=money(low or 0, self.language)))
        if not low:
            return str(t.price_up_to.format(high=money(high, self.language)))
        return str(
            t.price_between.format(low=money(low, self.language), high=money(high, self.language))
        )
