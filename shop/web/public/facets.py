"""The filters that a search page offers, with what each would find, and those in force as chips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from search.bands import BANDS
from search.vietnamese import sort_key
from shop import clock
from shop.formats.uses import SHELVES
from shop.models import CertificateKind
from shop.web import translated
from shop.web.language import Language, Said
from shop.web.public.asking import FACETS, KINDS, NOW, Asked
from shop.web.public.directory import Directory
from shop.web.public.price_range import price_range
from shop.web.words import word, words
from shop.web.writing import counted, money, month, number

NAMED = {"loai": "", "chung-nhan": "certificate_", "dung-cho": "use_"}
"""Filter → how the words for its values are called, before the value."""
MONTHS = range(1, 13)
UNCOUNTED = {"loai", "bo", "dung-cho", "gia"}
"""Filters that are offered while there is no index to count them."""
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Said
    count: str
    checked: bool
    short: str = ""
    """What a button says of it."""
    found: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Options under a heading of their own; the heading may be empty."""

    heading: str
    options: list[Option]
    shape: Literal["boxes", "buttons"] = "boxes"


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    sections: list[Section]
    open: bool
    one_only: bool = False
    menu: tuple[Section, ...] = ()
    """More options, from which one is added to those in force."""

    @property
    def _boxes(self) -> int:
        return sum(len(one.options) for one in self.sections if one.shape == "boxes")

    @property
    def long(self) -> bool:
        return self._boxes > 14  # noqa: PLR2004 - fits


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
            self._menu("dung-cho", t.facet_dung_cho, list(self._uses())),
            Facet("mua", t.facet_mua, list(self._seasons()), open=self._has("mua")),
            Facet("gia", t.facet_gia, [self._prices()], open=self._has("gia"), one_only=True),
            Facet(
                "chung-nhan",
                t.facet_chung_nhan,
                self._plain("chung-nhan", list(CertificateKind)),
                open=self._has("chung-nhan"),
            ),
            self._menu("xa", t.facet_xa, self._plain("xa", list(self.names.places))),
        ]
        return [
            facet
            for facet in made
            if any(section.options for section in (*facet.sections, *facet.menu))
        ]

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

    def _menu(self, name: str, title: str, sections: list[Section]) -> Facet:
        """Offer many values in a menu; those in force stand above it as boxes."""
        chosen = [one for section in sections for one in section.options if one.checked]
        others = (
            Section(section.heading, [one for one in section.options if not one.checked])
            for section in sections
        )
        menu = tuple(section for section in others if section.options)
        return Facet(name, title, [Section("", chosen)], bool(chosen), menu=menu)

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
        if not count and not checked and (self.counts or name not in UNCOUNTED):
            return None
        shown = number(count, self.language) if self.counts else ""
        return Option(value, self.label(name, value), shown, checked)

    def _key(self, name: str, value: str) -> str:
        if name == "loai":
            return KINDS[value]
        return str(clock.today().month) if value == NOW else value

    def _seasons(self) -> Iterator[Section]:
        """Offer this month in words, and the twelve as buttons in their places."""
        yield from self._plain("mua", [NOW])
        counts = self.counts.get(FACETS["mua"], {})
        chosen = self.asked.filters.get("mua", ())
        if counts or chosen:
            yield Section("", [self._month(n, counts, chosen) for n in MONTHS], shape="buttons")

    def _month(self, n: int, counts: Mapping[str, int], chosen: tuple[str, ...]) -> Option:
        value, count = str(n), counts.get(str(n), 0)
        return Option(
            value,
            self.label("mua", value),
            number(count, self.language) if self.counts else "",
            checked=value in chosen,
            short=value if self.language is Language.VI else month(n, self.language)[:3],
            found=bool(count) or value in chosen,
        )

    def _season(self, value: str) -> str:
        t = words(self.language)
        if value == NOW:
            return str(t.season_now.format(month=month(clock.today().month, self.language)))
        return month(int(value), self.language).capitalize()

    def _prices(self) -> Section:
        """Offer any price, the bands that find something, and the range that was typed."""
        chosen = self.asked.filters.get("gia", ("",))[0]
        anything = Option("", Said(self._price("")), "", checked=not chosen)
        bands = [option for band in BANDS if (option := self._option("gia", band))]
        if chosen and chosen not in BANDS:
            bands.append(Option(chosen, self.label("gia", chosen), "", checked=True))
        return Section("", [anything, *bands])

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
