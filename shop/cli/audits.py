"""Reading the audit from the shell, and taking it along: as lines, CSV or JSON Lines."""

import sys
from datetime import date
from typing import Annotated

import orjson
from cyclopts import App, Parameter

from media.sentences import Sentence
from shop.audit.denials import DENIED, Lacks
from shop.cli.rows import open_rows
from shop.cli.sealing import check, erase, show_head
from shop.cli.telling import moment
from shop.cli.terminal import out, run, write_json
from shop.errors import InvalidError
from shop.formats.csv import MARK, line, shown
from shop.models.columns import Row
from shop.queries import auditing
from shop.queries.auditing import COLUMNS, Wanted

app = App(name="audit", help="Show who did what; verify that it was not rewritten.")
for _name, _act in (("head", show_head), ("verify", check), ("erase", erase)):
    app.command(_act, name=_name)
USUAL = 100
LACKING = {
    Lacks.DUTY: "it is not among their duties",
    Lacks.OWNERSHIP: "only its owners may",
    Lacks.DISTANCE: "they belong to that producer",
    Lacks.REACH: "it is not theirs, or not there",
}
"""What kept a person from what they tried."""
NO_LIMIT = Sentence("Hãy ghi --limit lớn hơn 0.", "Give --limit as a number above 0.")
ONE_FORM = Sentence(
    "Hãy chọn --csv hoặc --json. Cả hai xuất mọi dòng, nên đừng ghi --limit.",
    "Give --csv or --json, and no --limit with them: they write all there is.",
)


@app.default
def audit(  # noqa: PLR0913 - each is an option of the command line
    *,
    by: Annotated[str, Parameter(help='Who did it, such as "user 12" or "worker".')] = "",
    action: Annotated[str, Parameter(help="What: product.suspend, or all of product.")] = "",
    code: Annotated[str, Parameter(help="Of a product, pack, producer, proposal, user 12.")] = "",
    since: Annotated[date | None, Parameter(help="The first day, such as 2026-11-01.")] = None,
    until: Annotated[date | None, Parameter(help="The last day.")] = None,
    limit: Annotated[int | None, Parameter(help="Lines at most; 100 unless given.")] = None,
    csv: bool = False,
    json: bool = False,
) -> None:
    """Show who did what, the newest first; --csv and --json write all of it, the oldest first.

    People are named by number, and days are those of Hải Phòng.
    """
    wanted = Wanted(by=by, action=action, code=code, since=since, until=until)
    if csv + json + (limit is not None) > 1:
        raise InvalidError(ONE_FORM)
    if limit is not None and limit < 1:
        raise InvalidError(NO_LIMIT)
    if csv or json:
        run(_export(wanted, as_csv=csv))
    else:
        run(_show(wanted, limit or USUAL))


def line_of(entry: Row) -> str:
    """Write an entry for people: when it was in Hải Phòng, who, what, and to which."""
    detail = _in_words(entry)
    told = f"{moment(entry['at'])}  {entry['by']}  {entry['action']}  {entry['subject']}  {detail}"
    return told.rstrip()


def _in_words(entry: Row) -> str:
    """Write a detail; one that was erased is empty."""
    detail = entry["detail"]
    if entry["action"] == DENIED and detail:
        times = f", {detail['times']} times" if detail["times"] > 1 else ""
        return f"not let at {detail['page']}: {LACKING[detail['why']]}{times}"
    return orjson.dumps(detail).decode() if detail else ""


async def _show(wanted: Wanted, most: int) -> None:
    async with open_rows():
        for entry in await auditing.latest(wanted, most):
            out.print(line_of(entry))


async def _export(wanted: Wanted, *, as_csv: bool) -> None:
    """Write page by page, so that memory stays flat however long the audit is."""
    async with open_rows():
        if as_csv:
            _write(MARK.encode() + line(COLUMNS))
        async for page in auditing.entries(wanted):
            for entry in page:
                if as_csv:
                    _write(line(_cells(entry)))
                else:
                    write_json(entry)


def _cells(entry: Row) -> list[object]:
    detail = orjson.dumps(entry["detail"]).decode()
    told = {**entry, "at": entry["at"].isoformat(), "detail": detail}
    return [shown(told[column]) for column in COLUMNS]


def _write(row: bytes) -> None:
    sys.stdout.write(row.decode())
