"""Searching from the command line."""

from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import Parameter

from media.sentences import Sentence
from search.engine import Query
from shop import clock, counting
from shop.cli.opening import open_quietly
from shop.cli.terminal import out, run, write_json
from shop.errors import InvalidError
from shop.formats.document import Document
from shop.queries import finding
from shop.queries.listings import Published
from shop.readers import index
from shop.services import Services

NO_LIMIT = Sentence(
    "Hãy ghi --limit từ 1 đến {most}.", "Give --limit as a number from 1 to {most}."
)
ONE_QUESTION = Sentence(
    "Hãy ghi từ khoá hoặc --batch FILE.", "Give either a query or --batch FILE."
)
NOT_UTF_8 = Sentence("{file} không phải UTF-8. Hãy lưu lại bằng UTF-8.", "{file} is not UTF-8.")
NO_NUMBERS = Sentence(
    "Hãy ghi --days và --limit lớn hơn 0.", "Give --days and --limit as numbers above 0."
)


def search(
    query: str | None = None,
    *,
    batch: Path | None = None,
    limit: Annotated[int, Parameter(help="Hits a query, at most 100.")] = 10,
    json: bool = False,
) -> None:
    """Search for one query, or for each line of a file."""
    if not 1 <= limit <= finding.MOST_HITS:
        raise InvalidError(NO_LIMIT.filled(most=finding.MOST_HITS))
    if (query is None) == (batch is None):
        raise InvalidError(ONE_QUESTION)
    if batch:
        run(_search_batch(_lines(batch), limit))
    else:
        run(_search_one(query or "", limit, as_json=json))


def _lines(file: Path) -> list[str]:
    """Give the lines that hold anything."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidError(NOT_UTF_8.filled(file=file)) from None
    return [line for line in text.split("\n") if line.strip()]


def searches(
    *,
    days: Annotated[int, Parameter(help="Of the last days, today being the first.")] = 30,
    in_vain: bool = False,
    limit: int = 50,
    json: bool = False,
) -> None:
    """Say what people looked for most often; nothing is known of who they were.

    Parameters
    ----------
    in_vain
        Only what found nothing.
    """
    if days < 1 or limit < 1:
        raise InvalidError(NO_NUMBERS)
    run(_searches(days, limit, in_vain=in_vain, as_json=json))


async def _searches(days: int, limit: int, *, in_vain: bool, as_json: bool) -> None:
    async with open_quietly():
        found = await counting.looked_for(days, in_vain=in_vain, most=limit)
    for one in found:
        if as_json:
            write_json(one)
        else:
            out.print(
                f"{one.searches:6}  {one.hits:5} found  {one.clicks:5} opened  {one.understood}"
            )


async def _search_one(text: str, limit: int, *, as_json: bool) -> None:
    async with open_quietly() as services:
        found = await _find(services, text, limit)
    hits = [{"code": one.code, "name": _name(one)} for one in found.listings]
    if as_json:
        write_json({"query": text, "total": found.answer.total, "hits": hits})
    else:
        for hit in hits:
            out.print(f"{hit['code']}  {hit['name']}")


def _name(one: Published) -> str:
    document: Document = orjson.loads(one.document or "{}")
    return document["name"]["vi"]


async def _search_batch(queries: list[str], limit: int) -> None:
    async with open_quietly() as services:
        for text in queries:
            found = await _find(services, text, limit)
            hits = [one.code for one in found.listings]
            write_json({"query": text, "hits": hits, "dropped": found.answer.dropped})


async def _find(services: Services, text: str, limit: int) -> finding.Found:
    if await services.engine.position() is None:
        await index.rebuild(services.engine)
    now = int(clock.now().timestamp())
    return await finding.find(services.engine, Query(text=text, now=now, limit=limit))
