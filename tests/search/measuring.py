"""What a search is measured by: judged queries, mistyped names, corrections, prefixes."""

import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from search import vietnamese
from search.engine import Answer, Engine, Query
from tests.conftest import TODAY
from tests.search import mistyping
from tests.search.relevance.score import mean, score

FOLDER = Path(__file__).parent / "relevance"
SETS = {
    "dev": "relevance_dev",
    "dev2": "relevance2_dev",
    "dev3": "relevance3_dev",
    "held out": "held_out",
}
NOW = int(TODAY.timestamp())
WITHIN = 5
"""So many suggestions are seen at a glance."""
Figures = Mapping[str, float | None]
Mistype = Callable[[str, random.Random], str | None]
Suggest = Callable[[str], Awaitable[Sequence[tuple[str, str]]]]
"""Gives the keys and the texts of what is suggested."""

VARIANTS: dict[str, Mistype] = {
    maker.__name__.replace("_", " "): maker
    for maker in (
        mistyping.unmarked,
        mistyping.in_telex,
        mistyping.in_vni,
        mistyping.without_spaces,
        mistyping.unmarked_without_spaces,
        mistyping.one_mark_lost,
        mistyping.one_swapped,
        mistyping.one_lost,
        mistyping.in_a_title,
    )
}


def judged(name: str) -> list[dict]:
    return lines((FOLDER / SETS[name]).with_suffix(".jsonl"))


def lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


async def ask(engine: Engine, text: str, limit: int = 10) -> Answer:
    return await engine.search(Query(text=text, now=NOW, limit=limit))


async def answers(engine: Engine, rows: Sequence[dict]) -> list[tuple[dict, Answer, Figures]]:
    """Ask each judged query; with the figures of what came."""
    asked = [(row, await ask(engine, row["query"])) for row in rows]
    return [(row, answer, score(row, answer.hits, answer.dropped)) for row, answer in asked]


async def found_when_mistyped(
    engine: Engine, names: Mapping[str, str], mistype: Mistype, step: int = 1
) -> list[bool]:
    """Tell of every `step`th name that can be mistyped so whether its product comes first."""
    chance = random.Random(2026)  # noqa: S311 - the same mistypings each time
    some = islice(names.items(), 0, None, step)
    typed = {code: mistype(name, chance) for code, name in some}
    return [
        names[code] in {names[hit] for hit in (await ask(engine, text, 1)).hits}
        for code, text in typed.items()
        if text is not None
    ]


async def found_by_head(
    engine: Engine, names: Mapping[str, str], mistype: Mistype
) -> dict[str, bool]:
    """Tell of each two-syllable head of a name, mistyped, whether a product called so comes first.

    What is a head itself when it is mistyped asks for something else.
    """
    chance = random.Random(2026)  # noqa: S311 - the same mistypings each time
    heads = sorted({head for name in names.values() if (head := _head(name))})
    typed = {head: mistype(head, chance) for head in heads}
    return {
        f"{text} ({head})": _is_called(names, (await ask(engine, text, 1)).hits, head)
        for head, text in typed.items()
        if text and (text == head or text not in heads)
    }


def _head(name: str) -> str:
    words = mistyping.nfc(name).split()[:2]
    is_one = len(words) > 1 and all(word.isalpha() for word in words) and words[1].islower()
    return " ".join(words).lower() if is_one else ""


def _is_called(names: Mapping[str, str], hits: Sequence[str], head: str) -> bool:
    return any(f" {_plainly(head)} " in f" {_plainly(names[hit])} " for hit in hits)


def wrongly_corrected(asked: Sequence[tuple[dict, Answer, Figures]]) -> list[bool]:
    """Tell of each judged query that was read otherwise than typed whether that led astray."""
    return [not figures["success"] for _, answer, figures in asked if answer.changed]


async def common_words_changed(engine: Engine) -> dict[str, str]:
    """Tell of everyday words, alone and in pairs, how they were read: as typed they are right."""
    text = (FOLDER / "common_words.txt").read_text(encoding="utf-8")
    words = [line for line in text.splitlines() if not line.startswith("#")]
    pairs = zip(words[::2], words[1::2], strict=False)
    typed = [*words, *map(" ".join, pairs)]
    read = {text: await ask(engine, text, 1) for text in typed}
    return {text: answer.understood if answer.changed else "" for text, answer in read.items()}


async def prefixes_led(suggest: Suggest, names: Mapping[str, str]) -> list[bool]:
    """Tell of each prefix whether what was to be typed is among the first suggestions."""
    return [
        _is_wanted(row, (await suggest(row["prefix"]))[:WITHIN], names)
        for row in lines(FOLDER / "held_out_prefixes.jsonl")
    ]


def _is_wanted(row: dict, shown: Sequence[tuple[str, str]], names: Mapping[str, str]) -> bool:
    texts = {*row["text"], *(names[code] for code in row["wanted"] if code in names)}
    wanted = {_plainly(text) for text in texts}
    return any(key in row["wanted"] or _plainly(text) in wanted for key, text in shown)


def _plainly(text: str) -> str:
    return " ".join(vietnamese.syllables(text))


def share(found: Sequence[bool]) -> float:
    return mean(found) or 0.0
