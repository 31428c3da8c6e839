"""Which kinds of papers there are on a day, by the rows that registrars keep, and their names."""

from dataclasses import dataclass
from datetime import date

from media.sentences import Sentence, phrase
from shop.models import CertificateKind, PaperKind
from shop.models.columns import Row


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

    def called(self, code: str) -> Sentence:
        """Name a kind; one that is over by its last name, one that was in no row by its code."""
        return self.names.get(code) or phrase(code, code)


async def known_on(day: date) -> Known:
    rows = await PaperKind.all().order_by("id").values()
    names = {row["code"]: _words(row["words_vi"], row["words_en"]) for row in rows}
    today = {row["code"]: _kind(row) for row in rows if _is_on(row, day)}
    return Known(today, names | {code: kind.words for code, kind in today.items()})


async def kinds_on(day: date) -> dict[str, KindOfPaper]:
    """Give code → kind of papers that may be sent on a day, in the order of the rows."""
    return (await known_on(day)).today


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
