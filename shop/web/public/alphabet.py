"""Names in the order of the Vietnamese alphabet, under its letters, a page at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.suggesting import title_of
from search.vietnamese import ALPHABET, sort_key, spans, spelt, syllables
from shop.web.language import Said

PER_PAGE = 150
OTHERS = "#"
"""The letter of what begins with none: digits, other scripts."""
TRADES = """
    hợp tác xã|htx|tổ hợp tác|tht|công ty|ctcp|tnhh|một thành viên|mtv|cổ phần|cp|doanh nghiệp|dntn
    |tư nhân|hộ kinh doanh|hộ sản xuất|hộ|cá thể|cơ sở|trang trại|trung tâm|xí nghiệp|nhà máy
    |sản xuất|kinh doanh|chế biến|dịch vụ|nông nghiệp|nông sản|thủy sản|thực phẩm|thương mại
    |đầu tư|xuất nhập khẩu|và
"""
"""What producers' names begin with and say what they are; they are filed under what follows."""
PHRASES = tuple(tuple(syllables(one)) for one in TRADES.split("|"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of an index."""

    letter: str
    heading: Said
    """Of the part in which it stands."""
    heading_url: str
    front: str
    """What stands before the name that it is filed under."""
    own: Said
    url: str
    about: Said
    goods: int
    is_real: bool = True
    """Not where it was made up."""


@dataclass(frozen=True, slots=True)
class Part:
    """Entries of one heading that stand on the same page."""

    heading: Said
    url: str
    anchor: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an index, and the ways to the others."""

    parts: list[Part]
    letters: list[tuple[str, str]]
    """Letters under which something stands, and where."""
    number: int
    last: int


def leaf(entries: Sequence[Entry], number: int, address: Callable[[int], str]) -> Leaf:
    """Give a page of entries that are in order; beyond the last one, the last."""
    last = max(1, -(-len(entries) // PER_PAGE))
    number = min(number, last)
    shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
    first: dict[str, int] = {}
    for at, entry in enumerate(entries):
        first.setdefault(entry.letter, at)
    letters = [
        (letter, _where(letter, at // PER_PAGE + 1, number, address))
        for letter, at in first.items()
    ]
    return Leaf(_parts(shown), letters, number, last)


def _where(letter: str, page: int, number: int, address: Callable[[int], str]) -> str:
    return ("" if page == number else address(page)) + f"#{anchor(letter)}"


def _parts(entries: Iterable[Entry]) -> list[Part]:
    parts: list[Part] = []
    named: set[str] = set()
    for entry in entries:
        if not parts or (parts[-1].heading, parts[-1].url) != (entry.heading, entry.heading_url):
            name = "" if entry.letter in named else anchor(entry.letter)
            named.add(entry.letter)
            parts.append(Part(entry.heading, entry.heading_url, name, []))
        parts[-1].entries.append(entry)
    return parts


def anchor(letter: str) -> str:
    """Name the place of a letter on a page, in ASCII: Ă and Â are others than A."""
    return f"chu-{ALPHABET.find(letter.lower()) + 1}"


def letter_of(name: str) -> str:
    """Give the letter under which a name stands, without its tone: Ấ is under Â."""
    first = next(iter(spelt(name)), "").lower()[:1]
    weight = sort_key(first)[:1]
    return LETTERS.get(weight, OTHERS)


LETTERS = {sort_key(letter): letter.upper() for letter in ALPHABET}


@lru_cache(maxsize=20_000)
def filed(name: str) -> tuple[str, str, str]:
    """Give what stands before a producer's own name, that name, and its place in a dictionary."""
    said, at = syllables(name), 0
    while step := next((len(one) for one in PHRASES if _begins(said[at:], one)), 0):
        at += step
    return _cut(name, at)


def _begins(said: list[str], phrase: tuple[str, ...]) -> bool:
    return tuple(said[: len(phrase)]) == phrase


def filed_place(name: str) -> tuple[str, str, str]:
    """Do for a place what `filed` does for a producer: Xã Quyết Thắng stands under Q."""
    return _cut(name, title_of(name))


def _cut(name: str, at: int) -> tuple[str, str, str]:
    """Cut a name before one of its words; where nothing would be left of it, nowhere."""
    begins = [start for start, _ in spans(name)]
    place = begins[at] if 0 < at < len(begins) else 0
    return name[:place], name[place:], sort_key(name[place:])
