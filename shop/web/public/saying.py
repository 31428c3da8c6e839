"""What the search page says of its answer: what was let go, what is near, what a question asked."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import chain, groupby, islice

from search.codes import codes_in
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

MOST_SEASONS = 3
A_YEAR = 12
MOST_LACKING = 4
"""So many words that nothing has are one name; more are a sentence."""
LIKENESS = 0.85
"""Share of letters from which another spelling is worth a question."""
LIKENESS_APART = 0.7
"""The same share of the words alone that are not the same."""
FILTERS = {field: name for name, field in FACETS.items()}
KINDS = {"agricultural": "nong-san"}


def lacking(answer: Answer, typed: str, shown: Iterable[Document], language: Language) -> str:
    """Say in one sentence what nothing has, and what is shown in its place.

    Only a name is lacking: what a message or a size says besides is left out. What stands on the
    page is not denied. Codes are read before words, so what finds nothing is no code of ours.
    """
    if not answer.total and codes_in(typed)[0]:
        return word("no_such_code", language)
    t, text = words(language), answer.understood if answer.changed else typed
    gone = [_as_written(one, text) for one in answer.dropped]
    kept = _as_written(answer.kept, text)
    wanted = " ".join(sorted([kept, *gone], key=lambda one: _place(one, text)))
    if not gone or any(_is_called(document, wanted) for document in shown):
        return ""
    if answer.talk or not (_place(wanted, text) >= 0 and _is_name(kept, wanted)):
        return str(t.dropped_notice.format(words=", ".join(gone)))
    return str(t.lacking_notice.format(wanted=wanted, kept=kept))


def _is_called(document: Document, wanted: str) -> bool:
    """Tell whether goods have all of some words in what they, their maker and place are called."""
    origin = document["origin"]
    names = (*document["name"].values(), *document.get("keywords", ()))
    former = (origin.get("former_commune", ""), origin.get("former_district", ""))
    places = (origin["commune"]["name"], *former, origin.get("former_province", ""))
    said = " ".join(map(str, (*names, document["producer"]["name"], *places)))
    return {*words_of(wanted)} <= {*words_of(said)}


def _is_name(kept: str, wanted: str) -> bool:
    """Tell whether what is wanted may be a name: what we have, and behind it few words, no number.

    One ordinary word that makes no word with what stands before it is hardly of a name: gửi.
    """
    known, more = syllables(kept), syllables(wanted.removeprefix(kept))
    if not (known and wanted.startswith(kept) and 0 < len(more) <= MOST_LACKING):
        return False
    lone = len(more) == 1 and is_common(more) and not is_common([known[-1], *more])
    return not lone and not any(char.isdigit() for one in more for char in one)


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
        f"{pick(one['name'], language).text} ({months_said(one['season_months'], language)})"
        for one in islice(seasonal, MOST_SEASONS)
    ]
    return word("asked_season", language).format(seasons="; ".join(said)) if said else ""


def months_said(months: Collection[int], language: Language) -> str:
    """Write months, those that follow each other as one run, through the turn of the year too."""
    first = next((one for one in sorted(months) if (one - 2) % A_YEAR + 1 not in months), 1)
    places = enumerate(sorted(months, key=lambda one: (one - first) % A_YEAR))
    runs = groupby(places, lambda pair: (pair[1] - pair[0]) % A_YEAR)
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


def kinds_of(names: Directory, found: Iterable[Document]) -> Iterator[Group]:
    """Give the groups that some goods are of, in the order of the goods."""
    for document in found:
        if group := names.groups.get(group_of(document["category"])):
            yield group


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
    said = " ".join(words_of(text))
    alike = get_close_matches(said, called, 1, LIKENESS)
    return called[alike[0]] if alike and _differ_little(said.split(), alike[0].split()) else ""


def _differ_little(said: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the words that two texts do not share are alike: khách sạn is no hải sản."""
    lost = " ".join(one for one in said if one not in other)
    new = " ".join(one for one in other if one not in said)
    return SequenceMatcher(None, lost, new).ratio() >= LIKENESS_APART
