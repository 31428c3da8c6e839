"""One screen that says how the service stands: what is behind, what fails, what grows."""

from functools import partial
from typing import Any

from media.sentences import number, phrase
from shop.cli.refusing import in_words
from shop.cli.rows import open_rows
from shop.cli.telling import Language, moment, spoken
from shop.cli.terminal import out, run, settings, write_json
from shop.publishing import Head
from shop.services import engine_of
from shop.standing import Line, Seen, look_at_all

STANDS = phrase(
    "{at}, số {serial}, kỷ nguyên {epoch}", "{at}, at serial {serial} of the epoch {epoch}"
)
NEEDED = phrase("Cần người xem: {what}", "A person is needed: {what}")
NOT_NEEDED = phrase("Không có gì cần người xem", "Nothing needs a person")
SIGNS = {True: "!", False: " "}


def status(*, language: Language = "en", json: bool = False) -> int:
    """Tell on one screen what is behind, failing and growing.

    What needs a person is marked with !, and makes the exit status 1.
    """
    seen, lines = run(_look())
    needed = list(dict.fromkeys(line.about for line in lines if line.needs))
    if json:
        write_json(_as_json(seen, lines, needed))
    else:
        _print(seen, lines, needed, language)
    return 1 if needed else 0


async def _look() -> tuple[Seen, list[Line]]:
    ours = settings()
    async with open_rows():
        engine = engine_of(ours)
        try:
            return await look_at_all(ours, engine, in_words)
        finally:
            await engine.close()


def _print(seen: Seen, lines: list[Line], needed: list[str], language: str) -> None:
    say = partial(spoken, language=language)
    out.print(say(_stands(seen.head, moment(seen.at))))
    for line in lines:
        out.print(f"{SIGNS[line.needs]} {line.about:10} {say(line.said)}")
    summary = NEEDED.filled(what=", ".join(needed)) if needed else NOT_NEEDED
    out.print(f"{say(summary)}.")


def _stands(at: Head, now: str) -> Any:
    return STANDS.filled(at=now, serial=number(at.serial), epoch=at.epoch)


def _as_json(seen: Seen, lines: list[Line], needed: list[str]) -> dict[str, Any]:
    told_of = [
        {
            "about": line.about,
            "needs_a_person": line.needs,
            "vi": line.said.vi,
            "en": line.said.en,
            **line.figures,
        }
        for line in lines
    ]
    return {
        "at": seen.at,
        "epoch": seen.head.epoch,
        "serial": seen.head.serial,
        "needs_a_person": needed,
        "lines": told_of,
    }
