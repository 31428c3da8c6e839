"""Prices as people write them: one is read, is on request, or is asked back with its amounts.

Money is never guessed: what has two meanings, two numbers or words beside it is a question, whose
`proposals` a form shows as buttons.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from media.sentences import Sentence, joined, number, phrase
from search.vietnamese import fold
from shop.errors.mistakes import WrongValueError
from shop.inputs import packs, refusing, sums
from shop.inputs.refusing import Question

MOST_LETTERS = 100
MOST_PROPOSALS = 4
SIGNS = ("-", "–", "−", "+")
LEAST, WIDEST = 1_000, 20
"""A price is a thousand đồng or more: smaller notes hardly go about. A range of them ends at twenty
times its beginning."""
MOST_TIMES = 10
"""Times by which a list or a program may move a price: beyond that a nought was lost or doubled."""
ON_REQUEST = re.compile(r"(?:gia ?:? ?)?(?:lien he|lh|thoa thuan)")
LIKE_ON_REQUEST = re.compile(
    r"\b(?:lien he|lh|thoa thuan|thoi gia|thoi diem|hoi gia|cap nhat|inbox|ib|nhan tin|call)\b"
)
FOREIGN = re.compile(r"[$€£¥]|\b(?:usd|eur|rmb|đô)\b")
WIDE = {ord("\u3000"): " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Letters and digits of full width → plain ones; NFKC would make 125 of 12⁵ too."""
SPACE = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f]+")
"""Of one line and one cell: a tab or a line's end parts two numbers."""
O_IN_NUMBER = re.compile(rf"(?<![^\W_])[0-9][0-9.,o]*o[0-9.,o]*(?= ?(?:{sums.SCALE})?(?:\W|$))")
QUANTITY = r"(?:0|[1-9][0-9]{0,3})(?:[.,][0-9]{1,2})?"
NO_SUM = rf"(?!(?:{sums.SCALE}|{sums.CURRENCY}){sums.ENDS})"
ITEM = rf"(?:{QUANTITY}(?: ?[–×x-] ?{QUANTITY})? ?{NO_SUM})?[^\W\d_]+"
PER = rf"{ITEM}(?:,? {ITEM})*"
CALLED = rf"(?:giá(?: bán)? ?:? ?)?(?:(?:{sums.CURRENCY}) ?:? ?)?"
WHOLE = re.compile(
    rf"{CALLED}{sums.pattern()}(?:(?P<joint> ?/ ?|,? (?:cho|per) | )(?P<per>{PER}))?[.!]?"
)
SAID_ONE = re.compile(r"(?:một|mot|mỗi|1) ?(?=[^\W\d_])")
UP_TO = r"(?: ?(?:-+>?|–|—|~|→|\.{2,3}|…) ?| (?:đến|den|tới|toi) | )"
RANGE = re.compile(
    rf"(?:[^0-9]*[ :(~≈])?{CALLED}{sums.pattern('1')}(?: ?/ ?{PER})?(?P<up_to>{UP_TO})"
    rf"{sums.pattern('2')}(?: ?/ ?(?P<per>{PER}))?(?:[^0-9\w][^0-9]*)?"
)
LARGE = re.compile(r"[0-9]{4,}|[0-9]{1,3}(?:[., ][0-9]{3})+")
AMOUNT = re.compile(rf"(?<![\w.,])(?<![0-9] ){sums.pattern()}")
AT_LEAST = re.compile(r"\b(?:từ|tu|trên|hơn) |[>≥]|(?:trở|đổ) lên|\+$")
SPELLED_OUT = re.compile(r"\b(?:trăm|tram|mươi|muoi|mười)\b")
"""Numbers in words: what digits stand before them are not all of the price."""


def is_far_off(price: int, held: int) -> bool:
    """Tell whether two prices, both above 0, lie too far apart to be meant."""
    return max(price, held) > MOST_TIMES * min(price, held)


@dataclass(frozen=True, slots=True)
class WrittenPrice:
    """A price as it was read."""

    amount: int | None
    """Whole đồng; None: on request."""
    per: str = ""
    """What it was written to be for, as packs are spelled: kg, hộp 400 g; empty: nothing was."""


class AskedBackError(WrongValueError):
    """A price that is no certain one; `said` asks the writer what was meant.

    Where no person can answer, as in a list, `stated` says what to write instead.
    """

    def __init__(
        self, question: Question, proposals: tuple[int, ...], per: str = "", **facts: object
    ) -> None:
        super().__init__(question.asked, "", **facts)
        self.stated = question.stated
        self.proposals = proposals
        """Amounts in đồng to choose from, the likeliest first, of a range the lowest and the
        highest; none: that the price is on request is all that is proposed."""
        self.per = per


def read_price(text: str) -> WrittenPrice:
    """Read 125000, 125.000đ/kg, 85k/hộp 400g, 125 nghìn một ký, 1tr2, liên hệ.

    Raises AskedBackError for what may be a price, WrongValueError for what is none.
    """
    said = _plain(text)
    if ON_REQUEST.fullmatch(fold(said)):
        return WrittenPrice(None)
    if len(said) > MOST_LETTERS or FOREIGN.search(said):
        raise WrongValueError(refusing.UNREAD_PRICE)
    written = O_IN_NUMBER.sub(lambda found: found[0].replace("o", "0"), said)
    if one := _one(written, certain=written == said):
        return one
    raise _range(written) or _others(written)


def agrees(per: str, pack: str) -> bool:
    """Tell whether a price for `per` is one for the pack: see packs.agrees."""
    return packs.agrees(per, pack)


def _plain(text: str) -> str:
    """Bring text to small letters of plain width and single spaces."""
    composed = unicodedata.normalize("NFC", text).translate(WIDE).lower()
    return SPACE.sub(" ", unicodedata.normalize("NFC", composed)).strip()


# One price, with what it is for


def _one(said: str, *, certain: bool) -> WrittenPrice | None:
    """Read what is nothing but a price, or ask; None: it is something else."""
    found = WHOLE.fullmatch(said)
    if not found or (per := _per(found)) is None:
        return None
    meant = _meaning(found)
    if not meant.amounts:
        return None
    if certain and meant.certain:
        return WrittenPrice(meant.amounts[0], per)
    raise _which(meant.amounts, per)


def _meaning(found: re.Match[str]) -> sums.Meaning:
    """Tell what the sum may mean; in `1tr2 kg` the 2 may be of the kilograms."""
    meant = sums.meaning(found["number"], found["scale"], found["tail"])
    if not found["tail"] or not found["per"] or _says_what_it_is_for(found):
        return meant
    without = sums.meaning(found["number"], found["scale"])
    return sums.Meaning(meant.amounts + without.amounts)


def _per(found: re.Match[str]) -> str | None:
    """Give what the price is for; None: what stands behind it is something else."""
    per = found["per"]
    if not per:
        return ""
    is_joined = _says_what_it_is_for(found)
    if not (is_joined or found["scale"] or found["currency"]):
        return None
    spelled = packs.spelled(per)
    return spelled if _is_unit(spelled, found["scale"], is_joined=is_joined) else None


def _says_what_it_is_for(found: re.Match[str]) -> bool:
    return bool(found["joint"].strip() or SAID_ONE.match(found["per"]))


def _is_unit(per: str, scale: str | None, *, is_joined: bool) -> bool:
    """Tell a unit or pack from remarks; the 2 of `1tr 2kg` may be of the price."""
    if per[0].isdigit() and scale in sums.MILLIONS and not is_joined:
        return False
    words = [part for part in per.split() if part[0].isalpha()]
    if not words or words[0] in packs.CONTAINERS:
        return bool(words)
    return len(words) == 1 if words[0] in packs.MEASURES else is_joined


# What is asked back


def _range(said: str) -> AskedBackError | None:
    found = RANGE.fullmatch(said)
    ends = next(_ends(found), None) if found and _has_two(found) else None
    if not found or not ends:
        return None
    facts = {"lowest": number(ends[0]), "highest": number(ends[1])}
    per = packs.spelled(found["per"] or "")
    return AskedBackError(refusing.PRICE_RANGE, ends, per, **facts)


def _has_two(found: re.Match[str]) -> bool:
    """Tell 120 150k from 85k 30 con."""
    is_marked = found["scale2"] or found["currency2"]
    return bool(found["up_to"].strip() or is_marked or LARGE.fullmatch(found["number2"]))


def _ends(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Give what both ends may be; the one without a scale has the other's, as in 120-150k."""
    for one, other in product(_end(found, "1", "2"), _end(found, "2", "1")):
        low, high = sorted((one, other))
        if LEAST <= low < high <= WIDEST * low:
            yield low, high


def _end(found: re.Match[str], n: str, other: str) -> tuple[int, ...]:
    written, scale = found[f"number{n}"], found[f"scale{n}"]
    own = sums.meaning(written, scale, found[f"tail{n}"]).amounts
    if scale or not found[f"scale{other}"]:
        return own
    return sums.meaning(written, found[f"scale{other}"]).amounts + own


def _others(said: str) -> WrongValueError:
    """Ask of all amounts in a text, or of a price on request; else there is no price in it."""
    found = tuple(dict.fromkeys(_amounts(said)))
    if len(found) > MOST_PROPOSALS or said.startswith(SIGNS) or SPELLED_OUT.search(said):
        return WrongValueError(refusing.UNREAD_PRICE)
    if found:
        question = refusing.PRICE_FROM if AT_LEAST.search(said) else refusing.PRICE_IS
        return _which(found, question=question)
    if LIKE_ON_REQUEST.search(fold(said)):
        return AskedBackError(refusing.PRICE_ON_REQUEST, ())
    return WrongValueError(refusing.UNREAD_PRICE)


def _amounts(said: str) -> Iterator[int]:
    for found in AMOUNT.finditer(said):
        meant = sums.meaning(found["number"], found["scale"], found["tail"])
        is_marked = found["scale"] or found["currency"]
        if meant.amounts and (is_marked or _is_large(meant.amounts[-1], found)):
            yield meant.amounts[0]


def _is_large(amount: int, found: re.Match[str]) -> bool:
    """Tell a bare price from the size of a pack, the year of 11/2026, and what is below 0."""
    is_part = found.string[: found.start()].endswith(("/", "-"))
    return amount >= LEAST and not (is_part and found["number"].isdigit())


def _which(
    amounts: tuple[int, ...], per: str = "", question: Question = refusing.PRICE_IS
) -> AskedBackError:
    if len(amounts) == 1:
        return AskedBackError(question, amounts, per, amount=number(amounts[0]))
    either = joined(map(_dong, amounts), phrase(" hay ", " or "))
    return AskedBackError(refusing.PRICE_WHICH, amounts, per, amounts=either)


def _dong(amount: int) -> Sentence:
    return joined((number(amount), "₫"), " ")
