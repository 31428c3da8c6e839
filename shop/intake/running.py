"""One import from beginning to end: read, check, write in batches, report."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from anyio import to_thread
from asyncpg import DeadlockDetectedError
from tortoise.exceptions import IntegrityError

from shop.errors import InvalidError
from shop.http.outbound import Outbound
from shop.inputs.letters import mended
from shop.inputs.sheets import Sheet, files_in, is_a_table, pages_in, table_on
from shop.inputs.tables import (
    TABLES,
    AgriGroupRow,
    AgriProductRow,
    OcopProductRow,
    ProductRow,
    Table,
    UsesRow,
    product_of,
)
from shop.inputs.uses import with_uses
from shop.inputs.workbooks import Page
from shop.intake import refusing
from shop.intake.checking import Known, check, table_of
from shop.intake.fixing import without_fixes
from shop.intake.noting import Entry, Reread, Sent
from shop.intake.pictures import Bringing, Named, take_pictures
from shop.intake.products import save_products
from shop.intake.reference import DESTINATIONS, save_rows
from shop.intake.report import Conflict, Note, Refusal, Report
from shop.intake.sense import COLUMN, Accepting, digest_of, in_thousands
from shop.intake.statements import Judgement, Outcome
from shop.papers.sowing import sow
from shop.photos import Room
from shop.publishing.changing import FAN_OUT

Progress = Callable[[int], None]
GROUPS = Path(__file__).parents[1] / "data" / "agri_groups.csv"
"""The groups that agricultural products are sorted into; lists of products only name them."""
IN_EACH_OTHERS_WAY = (IntegrityError, DeadlockDetectedError)
"""What the database says to an import beside another one."""
OF_PLACES = re.compile("^(?:xã|phường|đặc khu) ", re.IGNORECASE)
TRIES = 3
"""Times that a batch is written when another import writes the same rows at the same moment."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How an import is to be done."""

    by: str
    publish: bool = False
    dry_run: bool = False
    reach: frozenset[str] | None = None
    """Producers whose products the list may state, and nothing else; None: everything."""
    ignored: frozenset[str] = frozenset()
    """Fields of `ProductInput` that the list may not state: they stay as they are here."""
    accepted: frozenset[str] = frozenset()
    """Digests of doubted prices that a person confirmed (`sense.digests_in`)."""
    specimens: bool = False
    """Let GS1's specimens of GTINs in, as the demo has them."""


@dataclass(frozen=True, slots=True)
class Written:
    """What goes with the rows of one list."""

    source: str
    kinds: Sequence[UsesRow]
    accepting: Accepting


STRICTLY = Outbound()


async def take_in(
    paths: Sequence[Path],
    how: Intake,
    progress: Progress = lambda _: None,
    room: Room | None = None,
    outbound: Outbound = STRICTLY,
) -> Report:
    """Import spreadsheets: a bad row is refused whole, the others go in, then their pictures.

    Without a room, as in a dry run, pictures are looked for and not taken.
    """
    report = Report()
    named: list[Named] = []
    known = await Known.load(how.reach, specimens=how.specimens)
    async for table, sheet, accepting in _lists(paths, how, known, report):
        async for batch in _batches(sheet, table, known, report):
            written = Written(sheet.name, known.kinds, accepting)
            try:
                judged = await _save(table, [row for _, row in batch], written, how)
            except InvalidError as refusal:
                for number, _ in batch:
                    row_refusal = Refusal(file=sheet.name, row=number, said=refusal.said)
                    report.refuse(noun_of(table), [row_refusal])
            else:
                _note(table, sheet, batch, judged, report)
                named += _pictures(sheet, batch, judged)
            progress(len(batch))
    if not how.dry_run and how.reach is None:
        await sow(by=how.by)
    bringing = Bringing(how.by, None if how.dry_run else room, outbound)
    await take_pictures(named, bringing, report, progress)
    return report


async def _lists(
    paths: Sequence[Path], how: Intake, known: Known, report: Report
) -> AsyncIterator[tuple[type[Table], Sheet, Accepting]]:
    """Give the lists that go in, in their true letters, each with what was confirmed of it."""
    used: set[str] = set()
    for table, raw in await to_thread.run_sync(_in_order, paths, how, report):
        sheet = await to_thread.run_sync(_in_true_letters, raw, known, report)
        accepting = await to_thread.run_sync(_doubted, sheet, how, report, used)
        if accepting:
            yield table, sheet, accepting
    if how.accepted and not used:
        report.refuse("files", [Refusal(file="--accept", said=refusing.OF_ANOTHER_LIST)])


def _doubted(sheet: Sheet, how: Intake, report: Report, used: set[str]) -> Accepting | None:
    """Tell what was confirmed of a list; None: all of it waits, for it counts in thousands."""
    doubt, accepting = in_thousands(sheet, Accepting(digest_of(sheet), how.accepted, used))
    if doubt:
        report.counts["products"][Outcome.CONFLICT] += len(sheet.rows)
        report.conflicts.append(Conflict(sheet.name, 0, COLUMN, doubt=doubt))
    return None if doubt else accepting


def _in_true_letters(sheet: Sheet, known: Known, report: Report) -> Sheet:
    """Read the letters of a sheet, and report which of them are read otherwise than they seem."""
    places = [OF_PLACES.sub("", name) for name in known.communes.values()]
    found = mended(without_fixes(sheet), places)
    report.reread += [Reread(sheet.name, one) for one in found.mendings]
    return found.sheet


def _note(
    table: type[Table],
    sheet: Sheet,
    batch: Sequence[tuple[int, Table]],
    judged: Sequence[Judgement],
    report: Report,
) -> None:
    for (number, row), one in zip(batch, judged, strict=True):
        report.note(noun_of(table), one.outcome)
        if one.outcome in {Outcome.CREATED, Outcome.UPDATED}:
            named = str(getattr(row, "name_vi", None) or getattr(row, "name", ""))
            entry = Entry(noun_of(table), _name(row), named, one.outcome, one.differences)
            report.entries.append(entry)
        if one.outcome == Outcome.CONFLICT:
            conflict = Conflict(sheet.name, number, _name(row), one.differences, one.doubt)
            report.conflicts.append(conflict)


def _pictures(
    sheet: Sheet, batch: Sequence[tuple[int, Table]], judged: Sequence[Judgement]
) -> Iterator[Named]:
    """Give the pictures that rows name; those of a conflict stay as they are, like all of it."""
    for (number, row), one in zip(batch, judged, strict=True):
        if isinstance(row, ProductRow) and row.pictures and one.outcome != Outcome.CONFLICT:
            yield Named(row.code, row.pictures, sheet.folder, sheet.name, number)


def noun_of(table: type[Table]) -> str:
    if table is UsesRow:
        return "uses"
    return DESTINATIONS[table].noun if table in DESTINATIONS else "products"


def _in_order(
    paths: Sequence[Path], how: Intake, report: Report
) -> list[tuple[type[Table], Sheet]]:
    """Give the sheets so that what is referred to comes first; report sheets that are no tables."""
    ours = () if how.reach is not None else (GROUPS,)
    sheets = [pair for path in (*ours, *paths) for pair in _tables(path, report)]
    given = [pair for pair in sheets if pair[0] is AgriGroupRow]
    sheets = sheets[1:] if ours and len(given) > 1 else sheets
    return sorted(sheets, key=lambda pair: TABLES.index(pair[0]))


def _tables(path: Path, report: Report) -> Iterator[tuple[type[Table], Sheet]]:
    """Read the tables of a path; what cannot be read is reported, the rest goes in."""

    def refuse(name: str, refusal: InvalidError) -> None:
        report.refuse("files", [Refusal(file=name, said=refusal.said)])

    try:
        files = files_in(path)
    except InvalidError as refusal:
        return refuse(str(path), refusal)
    for file in files:
        for page in _of_lists(_pages(file, refuse), report):
            try:
                sheet = table_on(page, file)
                yield table_of(sheet), sheet
            except InvalidError as refusal:
                refuse(page.name, refusal)
            else:
                _note_aside(sheet, report)
    return None


def _pages(file: Path, refuse: Callable[[str, InvalidError], None]) -> list[Page]:
    try:
        return list(pages_in(file))
    except InvalidError as refusal:
        refuse(str(file), refusal)
    except OSError as fault:
        refuse(str(file), InvalidError(refusing.UNREADABLE.filled(why=fault.strerror or fault)))
    return []


def _of_lists(pages: Sequence[Page], report: Report) -> Iterator[Page]:
    """Give the pages of lists; a guide beside one is noted and left aside."""
    are_any = any(map(is_a_table, pages))
    for page in pages:
        if are_any and not is_a_table(page):
            report.notes.append(Note(page.name, refusing.GUIDANCE))
        else:
            yield page


def _note_aside(sheet: Sheet, report: Report) -> None:
    for said, many in ((refusing.ROWS_ABOVE, sheet.above), (refusing.HIDDEN_ROWS, sheet.hidden)):
        if many:
            report.notes.append(Note(sheet.name, said.filled(many=many)))


async def _batches(
    sheet: Sheet, table: type[Table], known: Known, report: Report
) -> AsyncIterator[list[tuple[int, Table]]]:
    """Check some rows at a time, and let others run in between: pages wait for this loop, too."""
    for start in range(0, len(sheet.rows), FAN_OUT):
        batch: list[tuple[int, Table]] = []
        for number, record in sheet.rows[start : start + FAN_OUT]:
            row = check(sheet, number, record, table, known)
            if isinstance(row, list):
                report.refuse(noun_of(table), row)
                report.sent.append(Sent(sheet.name, number, sheet.header, record))
            else:
                known.learn(row)
                batch.append((number, row))
        await asyncio.sleep(0)
        if batch and table is not UsesRow:  # what they say goes in with their goods
            yield batch


async def _save(
    table: type[Table], rows: list[Table], written: Written, how: Intake
) -> list[Judgement]:
    """Write a batch whole. Raises InvalidError when the database refuses it again and again."""
    for _ in range(TRIES):
        with suppress(*IN_EACH_OTHERS_WAY):  # rolled back whole; the next try sees their rows
            return await _save_once(table, rows, written, how)
    raise InvalidError(refusing.NOT_WRITTEN.filled(tries=TRIES))


async def _save_once(
    table: type[Table], rows: list[Table], written: Written, how: Intake
) -> list[Judgement]:
    if table in DESTINATIONS:
        source = written.source
        return await save_rows(table, rows, by=how.by, source=source, dry_run=how.dry_run)
    goods = (row for row in rows if isinstance(row, AgriProductRow | OcopProductRow))
    inputs = [with_uses(product_of(row), written.kinds) for row in goods]
    judged = await save_products(
        inputs,
        by=how.by,
        publish=how.publish,
        dry_run=how.dry_run,
        ignored=how.ignored,
        accepting=written.accepting,
    )
    return [judged[one.code] for one in inputs]


def _name(row: Table) -> str:
    return str(getattr(row, "code", None) or getattr(row, "producer_code", None) or row)
