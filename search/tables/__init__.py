"""The tables of the query layer: what a Vietnamese speaker knows and a program does not.

Each file says at its top how its lines are written and where they come from. They are read and
checked once; a mistake in them stops the program with the file and the line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from search.vietnamese import fold, syllables

FOLDER = Path(__file__).parent
T = TypeVar("T")
Key = tuple[str, ...]
"""A phrase as `toned` syllables."""


FACT_FIELDS = frozenset({"certificates", "kind", "stars", "season_months", "uses"})
"""Fields of an entry that a fact may speak of."""


ASKED = frozenset({"season", "price", "where"})
"""What a question may want to know of a thing."""


class TableError(ValueError):
    """A line of a table cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class Sounds:
    onsets: dict[str, str]
    codas: dict[str, str]
    """Each sound → the one that stands for all that are confused with it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of some values of a field of the entry; `now` stands for this month."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    groups: frozenset[str]
    begins: frozenset[Key]
    not_begins: frozenset[Key]
    anywhere: frozenset[Key]
    nowhere: frozenset[Key]


def key(phrase: str) -> Key:
    return tuple(syllables(phrase))


def _lines(name: str) -> Iterator[tuple[str, str]]:
    """Give the lines of a table that are not comments, each with its place."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{name}:{number}", line.strip()


def _read(name: str, take: Callable[[T, str], None], into: T) -> T:
    for place, line in _lines(name):
        try:
            take(into, line)
        except (ValueError, KeyError) as error:
            raise TableError(f"{place}: {line!r} cannot be read") from error
    return into


def _sides(line: str, sign: str) -> tuple[str, str]:
    left, right = (side.strip() for side in line.split(sign))
    if not key(left) or not right:
        raise ValueError(line)
    return left, right


def _add(table: dict[Key, list[Key]], said: str, meant: str) -> None:
    if not key(said) or not key(meant) or key(said) == key(meant):
        raise ValueError(said)
    if key(meant) not in table.setdefault(key(said), []):
        table[key(said)].append(key(meant))


def _take_synonym(table: dict[Key, list[Key]], line: str) -> None:
    if ">" in line:
        said, meant = _sides(line, ">")
        for one in meant.split("|"):
            _add(table, said, one)
        return
    said, meant = _sides(line, "=")
    for one in meant.split("|"):
        _add(table, said, one)
        _add(table, one, said)


def _take_words(table: set[str], line: str) -> None:
    table.update(key(line))


def _take_fact(table: dict[Key, Fact], line: str) -> None:
    said, fact = _sides(line, ">")
    field, *values = fact.split()
    if not values or field not in FACT_FIELDS:
        raise ValueError(line)
    table |= {key(one): Fact(field, tuple(values)) for one in said.split(",")}


def _take_question(table: dict[Key, str], line: str) -> None:
    said, asked = _sides(line, ">")
    if asked not in ASKED:
        raise ValueError(line)
    phrases = set[Key]()
    _take_telling(phrases, said)
    table.update(dict.fromkeys(phrases, asked))


def _take_sounds(table: Sounds, line: str) -> None:
    where, first, *others = line.split()
    sounds = {"onset": table.onsets, "coda": table.codas}[where]
    sounds.update(dict.fromkeys((first, *others), first))


def _take_kind(table: dict[Key, Kind], line: str) -> None:
    said, members = _sides(line, ":")
    parts = [part.strip() for part in members.split(",")]
    names = [part.strip() for part in said.split(",")]
    kind = Kind(
        " ".join(key(names[0])),
        frozenset(part[1:] for part in parts if part[0] == "@"),
        frozenset(key(part) for part in parts if part[0] not in "@-~"),
        frozenset(key(part[1:]) for part in parts if part[0] == "-" and part[1] != "~"),
        frozenset(key(part[1:]) for part in parts if part[0] == "~"),
        frozenset(key(part[2:]) for part in parts if part.startswith("-~")),
    )
    for name in names:
        table.setdefault(key(name), kind)


def _take_telling(table: set[Key], line: str) -> None:
    """Take a phrase, and what a query leaves of it."""
    said = key(line)
    table.update({said, tuple(word for word in said if word not in STOP_WORDS)} - {()})


SYNONYMS = _read("synonyms.txt", _take_synonym, dict[Key, list[Key]]())
ABBREVIATIONS = _read("abbreviations.txt", _take_synonym, dict[Key, list[Key]]())
FACTS = _read("uses.txt", _take_fact, _read("facts.txt", _take_fact, dict[Key, Fact]()))
KINDS = _read("kinds.txt", _take_kind, dict[Key, Kind]())
SOUNDS = _read("sounds.txt", _take_sounds, Sounds({}, {}))
_STOP = _read("stop_words.txt", _take_words, set[str]())
_PROSE_STOP = _read("prose_stop_words.txt", _take_words, set[str]())
STOP_WORDS = frozenset(_STOP)
OPTIONAL = _read("optional.txt", _take_telling, set[Key]())
QUESTIONS = _read("questions.txt", _take_question, dict[Key, str]())
CHAT = _read("chat.txt", _take_telling, set[Key]())
OPTIONAL |= CHAT | QUESTIONS.keys()
FOREIGN = _read("foreign.txt", _take_synonym, dict[Key, list[Key]]())
SYNONYMS |= FOREIGN
PROSE_STOP_WORDS = frozenset(_STOP | _PROSE_STOP)
_COMMON = "\n".join(line for _, line in _lines("common_words.txt"))
COMMON_WORDS, _COMMON_PLAIN = (frozenset(text.split("\n")) for text in (_COMMON, fold(_COMMON)))


def is_common(words: Sequence[str]) -> bool:
    """Tell whether some `toned` syllables are a word of Vietnamese; without marks, any will do."""
    said = " ".join(words)
    return said in COMMON_WORDS or said in _COMMON_PLAIN
