"""Pictures that rows of products name: brought one by one, so that none harms its row."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from media.accept import Incoming
from media.refusing import Refused
from media.sentences import Sentence
from shop import photos
from shop.catalogue.writing import MOST_PICTURES
from shop.errors import InvalidError, NotFoundError, OutboundTimeoutError
from shop.errors.mistakes import WrongValueError
from shop.http.outbound import Outbound
from shop.inputs.labels import label
from shop.inputs.pictures import Beside
from shop.inputs.refusing import TOO_LONG
from shop.inputs.tables import PhotoInput
from shop.inputs.values import LONGEST_ADDRESS
from shop.intake import refusing
from shop.intake.report import Conflict, Refusal, Report
from shop.intake.statements import Judgement, Outcome, Statement, judge
from shop.models import Product
from shop.photos import Room
from shop.publishing import change

AT_ONCE = 4
MOST_TIMEOUTS = 3
"""In a row, after which a server is not asked again: each holds one of our four hands for 10 s."""


@dataclass(slots=True)
class Named:
    """The pictures that a row names, and what was wrong with them."""

    code: str
    sources: Sequence[str]
    folder: Path
    file: str
    row: int
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, value: str, said: Sentence) -> None:
        self.refusals.append(
            Refusal(file=self.file, row=self.row, column="pictures", value=value, said=said)
        )


@dataclass(slots=True)
class Bringing:
    """How pictures are brought: without a room they are only looked for."""

    by: str
    room: Room | None
    outbound: Outbound
    timeouts: Counter[str] = field(default_factory=Counter)
    """Host → how often in a row it was too slow."""


async def take_pictures(
    rows: Sequence[Named], how: Bringing, report: Report, progress: Callable[[int], None]
) -> None:
    """Bring the pictures of rows that are in, a few products at a time.

    What was refused is reported in the order of the rows, whichever came first.
    """
    waiting = iter(rows)
    with ExitStack() as held:
        folders = {folder: Beside(folder) for folder in {row.folder for row in rows}}
        for folder in folders.values():
            held.enter_context(folder)
        try:
            async with asyncio.TaskGroup() as hands:
                for _ in range(AT_ONCE):
                    hands.create_task(_take(waiting, folders, how, report, progress))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
    for row in rows:
        report.pictures["refused"] += len(row.refusals)
        report.refusals += row.refusals


async def _take(
    waiting: Iterator[Named],
    folders: Mapping[Path, Beside],
    how: Bringing,
    report: Report,
    progress: Callable[[int], None],
) -> None:
    for row in waiting:
        for extra in row.sources[MOST_PICTURES:]:
            wrong = WrongValueError(refusing.ONE_TOO_MANY, most=MOST_PICTURES)
            row.refuse(extra, _said(wrong, extra))
        if how.room:
            await _show(row, folders[row.folder], how, how.room, report)
        else:
            _look(row, folders[row.folder], how.outbound)
        progress(1)


def _look(row: Named, beside: Beside, outbound: Outbound) -> None:
    for source in row.sources[:MOST_PICTURES]:
        try:
            _check(source, beside, outbound)
        except (InvalidError, WrongValueError) as refusal:
            row.refuse(source, _said(refusal, source))


def _said(refusal: InvalidError | Refused | WrongValueError, source: str) -> Sentence:
    """Say why a picture is not taken; what is wrong with its name or address repeats it."""
    if isinstance(refusal, WrongValueError):
        return refusal.told(label("pictures"), source)
    return refusal.said


def _check(source: str, beside: Beside, outbound: Outbound) -> None:
    if len(source) > LONGEST_ADDRESS:
        raise WrongValueError(TOO_LONG, most=LONGEST_ADDRESS)
    if _is_address(source):
        outbound.read(source)
    else:
        beside.find(source)


async def _show(row: Named, beside: Beside, how: Bringing, room: Room, report: Report) -> None:
    """Bring what a row names and show it; what fails now stays as an earlier list brought it."""
    earlier = await photos.sources(row.code)
    wanted: list[tuple[str, str]] = []
    for source in row.sources[:MOST_PICTURES]:
        digest = earlier.get(source)
        try:
            _check(source, beside, how.outbound)
            if digest is None or not _is_address(source):
                digest = await _bring(source, beside, how, room)
            report.pictures["unchanged" if digest in earlier.values() else "new"] += 1
        except (InvalidError, Refused, WrongValueError) as refusal:
            row.refuse(source, _said(refusal, source))
        if digest:
            wanted.append((source, digest))
    if wanted:
        await _list(row, wanted, how.by, report)


async def _list(row: Named, wanted: list[tuple[str, str]], by: str, report: Report) -> None:
    try:
        judgement = await set_list(row.code, wanted, by=by)
    except (InvalidError, NotFoundError) as refusal:
        row.refuse("", refusal.said)
        return
    if judgement.outcome == Outcome.CONFLICT:
        report.conflicts.append(Conflict(row.file, row.row, row.code, judgement.differences))


async def set_list(code: str, wanted: Sequence[tuple[str, str]], *, by: str) -> Judgement:
    """Show exactly these of a list, as (source, digest), before what was uploaded.

    What an earlier list gave and this one does not, goes. Where the pictures of the list were
    edited here since, and the list says nothing new or something else, they stay: a conflict.
    Raises PictureGoneError for a picture that was removed meanwhile.
    """
    async with change(by=by) as writing:
        await photos.lock_pictures([digest for _, digest in wanted])
        before = await photos.lock_shown(code)
        after = _with_listed(before, wanted)
        [product] = await Product.filter(code=code).values("imported_pictures")
        stated = Statement({"pictures": [list(pair) for pair in wanted]})
        here = Statement({"pictures": [[one.source, one.picture] for one in before if one.source]})
        base = product["imported_pictures"] or here.digest
        judgement = judge(stated, here, base)
        if judgement.outcome == Outcome.UPDATED:
            await photos.arrange(writing, code, before, after)
        if judgement.outcome != Outcome.CONFLICT:
            await Product.filter(code=code).update(imported_pictures=stated.digest)
        return judgement


def _with_listed(before: list[PhotoInput], wanted: Sequence[tuple[str, str]]) -> list[PhotoInput]:
    known = {one.picture: one for one in before}
    after = {
        digest: replace(
            known.get(digest, PhotoInput(picture=digest)), illustration=False, source=source
        )
        for source, digest in wanted
    }
    for one in before:
        if not one.source and not one.illustration:
            after.setdefault(one.picture, one)
    return list(after.values())


async def _bring(source: str, beside: Beside, how: Bringing, room: Room) -> str:
    with Incoming(room.folder) as incoming:
        if _is_address(source):
            await _fetch(source, incoming, how)
        else:
            for piece in beside.find(source).pieces():
                incoming.write(piece)
        return await photos.take(incoming, room, by=how.by)


async def _fetch(source: str, incoming: Incoming, how: Bringing) -> None:
    host = how.outbound.read(source).raw_host.decode()
    if how.timeouts[host] >= MOST_TIMEOUTS:
        raise WrongValueError(refusing.TOO_SLOW, host=host, times=MOST_TIMEOUTS)
    try:
        await how.outbound.fetch(source, incoming.write)
    except OutboundTimeoutError:
        how.timeouts[host] += 1
        raise
    how.timeouts[host] = 0


def _is_address(source: str) -> bool:
    return "://" in source
