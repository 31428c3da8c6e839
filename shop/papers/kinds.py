"""Which kinds of papers there are on a day, and which of them sets and groups are asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tortoise.queryset import QuerySet

from media.sentences import Sentence, phrase
from shop.models import CertificateKind, PaperKind, Product
from shop.models.columns import Row
from shop.papers.needs import group_key, needs_on


@dataclass(frozen=True, slots=True)
class KindOfPaper:
    """A kind of papers as it is on a day."""

    code: str
    words: Sentence
    basis: str
    counts_as: CertificateKind | None
    """The certificate that a confirmed one is in the document; None: none."""


@dataclass(frozen=True, slots=True)
class Known:
    """The kinds of papers that may be sent on a day, and what each kind is or was last called."""

    today: dict[str, KindOfPaper]
    names: dict[str, Sentence]


async def known_on(day: date) -> Known:
    rows = await PaperKind.all().order_by("id").values()
    names = {row["code"]: _words(row["words_vi"], row["words_en"]) for row in rows}
    today = {row["code"]: _kind(row) for row in rows if _is_on(row, day)}
    return Known(today, names | {code: kind.words for code, kind in today.items()})


async def kinds_on(day: date) -> dict[str, KindOfPaper]:
    """Give code → kind of papers that may be sent on a day, in the order of the rows."""
    return (await known_on(day)).today


async def words_of_kind(code: str, day: date) -> Sentence:
    """Name a kind of papers as on a day; one that is over by its last name, else by its code."""
    return (await known_on(day)).names.get(code) or phrase(code, code)


async def kinds_for_sets(sets: Collection[str], day: date) -> list[KindOfPaper]:
    """List the kinds that some sets and groups are asked for on a day, the first need first."""
    known = await kinds_on(day)
    asked = [what for need in await needs_on(day) if {*need.sets} & {*sets} for what in need.what]
    return [known[code] for code in dict.fromkeys(asked) if code in known]


async def kinds_for_product(code: str, day: date) -> list[KindOfPaper]:
    """List the kinds that a product's set is asked for on a day."""
    return await kinds_for_sets(await _sets_of(Product.filter(code=code)), day)


async def kinds_for_producer(code: str, day: date) -> list[KindOfPaper]:
    """List the kinds that any set of a producer's products is asked for on a day."""
    return await kinds_for_sets(await _sets_of(Product.filter(producer_id=code)), day)


async def _sets_of(products: QuerySet[Product]) -> set[str]:
    rows = await products.distinct().values("kind", "ocop_set_id", "agri_group_id")
    return {group_key(row) for row in rows} - {""}


def _is_on(row: Row, day: date) -> bool:
    return (row["since"] or day) <= day <= (row["until"] or day)


def _kind(row: Row) -> KindOfPaper:
    return KindOfPaper(
        row["code"],
        _words(row["words_vi"], row["words_en"]),
        row["basis"],
        row["counts_as"] and CertificateKind(row["counts_as"]),
    )


def _words(vi: str, en: str) -> Sentence:
    return phrase(vi, en or vi)
