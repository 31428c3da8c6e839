"""What readers said is wrong with pages, until the officials have a desk."""

from typing import Annotated

from cyclopts import App, Parameter

from media.sentences import Sentence
from shop.catalogue import page_reports
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run, write_json
from shop.errors import InvalidError
from shop.models import PageReport

app = App(name="reports", help="Errors that readers reported on pages, the newest first.")
NO_LIMIT = Sentence("Hãy ghi --limit lớn hơn 0.", "Give --limit as a number above 0.")


@app.default
def show(
    *,
    limit: Annotated[int, Parameter(help="Reports at most.")] = 100,
    json: bool = False,
) -> None:
    """List the reports that are not closed."""
    if limit < 1:
        raise InvalidError(NO_LIMIT)
    run(_show(limit, as_json=json))


@app.command
def done(*ids: int) -> None:
    """Close reports by their numbers."""
    run(_done(ids))


async def _show(limit: int, *, as_json: bool) -> None:
    async with open_rows():
        found = await page_reports.open_reports(limit)
    for one in found:
        if as_json:
            write_json(_as_json(one))
        else:
            text = " ".join(one.text.split())
            out.print(f"{one.id:6}  {one.at:%Y-%m-%d}  {one.code}  {one.topic}  {text}".rstrip())


def _as_json(one: PageReport) -> dict[str, object]:
    return {
        "id": one.id,
        "at": one.at,
        "code": one.code,
        "topic": one.topic,
        "text": one.text,
        "language": one.language,
    }


async def _done(ids: tuple[int, ...]) -> None:
    async with open_rows():
        closed = await page_reports.close_reports(ids, by=BY)
    out.print(f"{closed} closed")
