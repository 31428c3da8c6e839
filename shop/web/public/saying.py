"""What the search page says of its answer: what was let go, what is near, what a question asked."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import chain, groupby, islice

from search.engine import Answer, Told
from search.tables import is_common
from search.vietnamese import syllables
from search.vietnamese import words as words_of
from shop.formats.document import Document
from shop.formats.listing import group_of, is_sold_online, lowest_price
from shop.web.language import Language, pick
from shop.web.public.asking import FACETS, NOW
from shop.web.public.directory import Directory, Group
from shop.web.words import word, words
from shop.web.writing import money, month

MOST_GROUPS = 4
MOST_SEASONS = 3
A_YEAR = 12
MOST_LACKING = 4
"""So many words that nothing has are one name; more are a sentence."""
LIKENESS = 0.85
"""Share of letters from which another spelling is worth a question."""
FILTERS = {field: name for name, field in FACETS.items()}
KINDS = {"agricultural": "nong-san"}


def lacking(answer: Answer, typed: str, language: Language) -> str:
    """Say in one sentence what nothing has, and what is shown in its place.

    Only a name is lacking: what a message or a size says besides is left out.
    """
    if not answer.dropped:
        return ""
    t, text = words(language), answer.understood if answer.changed else typed
    gone = [_as_written(one, text) for one in answer.dropped]
    kept = _as_written(answer.kept, text)
    wanted = " ".join(sorted([kept, *gone], key=lambda one: _place(one, text)))
    if answer.talk or not (answer.kept and _is_name(gone, wanted, text)):
        return str(t.dropped_notice.format(words=", ".join(gone)))
    return str(t.lacking_notice.format(wanted=wanted, kept=kept))


def _is_name(gone: Sequence[str], wanted: str, text: str) -> bool:
    """Tell whether words that nothing has may be of a name: few, beside the rest, no number."""
    said = " ".join(gone)
    few = len(said.split()) <= MOST_LACKING
    return few and _place(wanted, text) >= 0 and not any(char.isdigit() for char in said)


def _as_written(said: str, text: str) -> str:
    """Give words as they stand in a text: with its capitals."""
    at, parts = _place(said, text), text.split()
    return " ".join(parts[at : at + len(said.split())]).strip(" ,.;?!") if at >= 0 else said


def _place(said: str, text: str) -> int:
    """Tell at which word of a text some words begin; -1: they do not stand together in it."""
    sought, parts = words_of(said), [words_of(part) for part in text.split()]
    size = len(sought)
    runs = ([*chain(*parts[at : at + size])] for at in range(len(parts)))
    return next((at for at, run in enumerate(runs) if run == sought), -1)


def filters_told(told: Told) -> Iterator[tuple[str, str]]:
    """Give what a query says of a fact as our addresses say it: filter and value."""
    if told.field == "price":
        yield "gia", "-".join(told.values)
    elif name := FILTERS.get(told.field):
        for value in told.values:
            yield name, KINDS.get(value, NOW if value == "now" else value)


def asked_for(answer: Answer, found: Sequence[Document], language: Language) -> list[str]:
    """Answer a question for the season or the price from the goods that are shown."""
    said = (
        _seasons(found, language) if "season" in answer.asks else "",
        _prices(found, language) if "price" in answer.asks else "",
    )
    return [one for one in said if one]


def _seasons(found: Iterable[Document], language: Language) -> str:
    """Tell the seasons of the first goods that have one, each by its name."""
    seasonal = (one for one in found if 0 < len(one.get("season_months", ())) < A_YEAR)
    said = [
        f"{pick(one['name'], language).text} ({_months(one['season_months'], language)})"
        for one in islice(seasonal, MOST_SEASONS)
    ]
    return word("asked_season", language).format(seasons="; ".join(said)) if said else ""


def _months(months: Iterable[int], language: Language) -> str:
    """Write months, those that follow each other as one run."""
    runs = groupby(enumerate(sorted(months)), lambda pair: pair[1] - pair[0])
    return ", ".join(_run([one for _, one in run], language) for _, run in runs)


def _run(months: Sequence[int], language: Language) -> str:
    first, last = month(months[0], language), month(months[-1], language)
    if len(months) == 1:
        return first
    return word("asked_months", language).format(first=first, last=last)


def _prices(found: Iterable[Document], language: Language) -> str:
    offered = [lowest_price(document) for document in found if is_sold_online(document)]
    prices = [price for price in offered if price is not None]
    if not prices:
        return ""
    low, high = (money(price, language) for price in (min(prices), max(prices)))
    if low == high:
        return word("asked_one_price", language).format(price=low)
    return word("asked_prices", language).format(low=low, high=high)


def kinds_of(names: Directory, found: Iterable[Document]) -> list[Group]:
    """Give the groups that some goods are of, in the order of the goods."""
    keys = dict.fromkeys(group_of(document["category"]) for document in found)
    return [names.groups[key] for key in keys if key in names.groups][:MOST_GROUPS]


def meant(text: str, near: Iterable[Document]) -> str:
    """Give the name or keyword of near goods that is spelt most like a text; empty: none is.

    A good word of the language is meant as it is: măng cụt is no măng củ.
    """
    if is_common(syllables(text)):
        return ""
    called = {
        " ".join(words_of(one)): one
        for document in near
        for one in (document["name"]["vi"], *document.get("keywords", ()))
    }
    alike = get_close_matches(" ".join(words_of(text)), called, 1, LIKENESS)
    return called[alike[0]] if alike else ""
