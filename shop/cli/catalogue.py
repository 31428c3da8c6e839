"""Bringing the catalogue in, and keeping what is derived from it right."""

from pathlib import Path

from media.sentences import Sentence, number
from shop import publishing
from shop.cli.rows import open_rows
from shop.cli.telling import Language, spoken
from shop.cli.terminal import BY, counting, out, progress, run
from shop.errors import InvalidError
from shop.intake import Intake, Report, take_in
from shop.intake.fixing import write_fixes
from shop.intake.sense import digests_in
from shop.intake.telling import told

NOTHING_TO_IMPORT = Sentence(
    "Hãy ghi tệp CSV, tệp XLSX hoặc thư mục cần nhập.",
    "Say what to import: a CSV or XLSX file, or a folder of them.",
)
FIXES = Sentence(
    "Có {many} dòng cần sửa trong {file}. Hãy sửa rồi nhập tệp đó.",
    "{many} rows to mend are in {file}; mend them and import that file.",
)
NO_FIXES = Sentence("Không có dòng nào cần sửa.", "There are no rows to mend.")
NO_COUNT = Sentence("Hãy ghi --products lớn hơn 0.", "Give --products as a number above 0.")


def import_lists(
    *paths: Path,
    dry_run: bool = False,
    publish: bool = False,
    accept: Path | None = None,
    specimens: bool = False,
    fix: Path | None = None,
    language: Language = "en",
) -> int:
    """Import CSV or XLSX files, or folders of them.

    Rows are checked one by one: a bad one is refused whole and named, the others go in. Rows count
    as in a spreadsheet, the titles being row 1. The exit status is 1 when anything was refused.

    Parameters
    ----------
    paths
        Files or folders: communes, sets, producers, products, told apart by their columns.
    dry_run
        Only say what would happen.
    publish
        Show new products at once.
    accept
        The report of the import before, of this list: prices that it asks to confirm are right.
    specimens
        Let GS1's specimens of GTINs (952) in, as the demo has them; for trials.
    fix
        An XLSX file to write: the refused rows with what to mend in each, to be imported again.
    language
        In which a dry run and the refusals are told.
    """
    if not paths:
        raise InvalidError(NOTHING_TO_IMPORT)
    accepted = digests_in(accept) if accept else frozenset[str]()
    how = Intake(by=BY, publish=publish, dry_run=dry_run, accepted=accepted, specimens=specimens)
    report = run(_take_in(paths, how))
    _tell(report, language, dry_run=dry_run)
    if fix:
        _write_fixes(report, fix, language)
    return 1 if report.refusals else 0


def generate(*, products: int, seed: int = 0, publish: bool = False) -> None:
    """Make a believable synthetic catalogue, for trials of scale."""
    if products < 1:
        raise InvalidError(NO_COUNT)
    run(_generate(products, seed, publish=publish))


def verify() -> None:
    """Render everything again, compare it with what is published, report and repair."""
    run(_verify())


def reindex(*, from_scratch: bool = False) -> None:
    """Bring the search index up to the head, or fill a new one."""
    run(_reindex(from_scratch=from_scratch))


COMMANDS = (generate, verify, reindex)


async def _take_in(paths: tuple[Path, ...], how: Intake) -> Report:
    from shop.cli.opening import open_quietly  # noqa: PLC0415 - it takes pictures too

    async with open_quietly() as services:
        return await take_in(paths, how, counting("Importing"), services.room)


def _tell(report: Report, language: str, *, dry_run: bool) -> None:
    if dry_run or language == "vi":
        for line in told(report, dry_run=dry_run):
            out.print(spoken(line, language))
        return
    beside = (*report.conflicts, *report.notes, *report.reread)
    for one in (*report.refusals, *beside, *report.lines()):
        out.print(str(one))


def _write_fixes(report: Report, file: Path, language: str) -> None:
    many = write_fixes(report, file)
    said = FIXES.filled(many=number(many), file=file) if many else NO_FIXES
    out.print(spoken(said, language))


async def _generate(products: int, seed: int, *, publish: bool) -> None:
    from shop.demo import generating  # noqa: PLC0415 - for this one only

    async with open_rows():
        with progress("Generating", products) as advance:
            async for made in generating.generate(products, seed, publish=publish, by=BY):
                advance(made)
    out.print(f"{products} products generated")


async def _verify() -> None:
    looked_at, drifted = 0, 0
    async with open_rows():
        async for count, drifts in publishing.verify():
            looked_at, drifted = looked_at + count, drifted + len(drifts)
            for drift in drifts:
                out.print(f"{drift.code}: {_repaired(drift)}")
    out.print(f"{looked_at} listings verified, {drifted} repaired")


def _repaired(drift: publishing.Drift) -> str:
    if drift.serial is None:
        return "its contact differed from its rows; repaired"
    return f"differed from its rows; repaired as serial {drift.serial}"


async def _reindex(*, from_scratch: bool) -> None:
    from shop.cli.opening import open_quietly  # noqa: PLC0415 - the index is not a matter of rows
    from shop.readers import index  # noqa: PLC0415

    async with open_quietly() as services:
        if from_scratch:
            written = await index.rebuild(services.engine)
        else:
            written = await index.follow(services.engine)
    out.print(f"{written} listings written to the index")
