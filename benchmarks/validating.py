"""Feed files and pages of N products before their judges: `python -m benchmarks.validating [N]`.

The demo catalogue passes them in `make test`; this is for catalogues that take minutes.
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from benchmarks.catalogues import pictured
from shop import logs
from shop.config import Settings
from shop.formats import schema_org
from shop.models import FeedFile, Listing
from shop.readers import feeds
from shop.services import opened
from tests import judges
from tests.structured_data.checking import verdicts

MOST_SHOWN = 10


def main(products: int = 10_000) -> int:
    """Give how many complaints there are."""
    settings = Settings(data=pictured(products), log_level="error")
    files, documents = asyncio.run(_built(settings))
    return sum(_told(*one) for one in judged(files, documents, settings.base_url))


async def _built(settings: Settings) -> tuple[dict[str, Path], list[str]]:
    logs.configure(settings)
    async with opened(settings):
        await feeds.build(settings.data, settings.base_url)
        files = {row.name: settings.data / "feeds" / row.digest for row in await FeedFile.all()}
        rows = await Listing.filter(live=True).order_by("code").values_list("document", flat=True)
    return files, rows


def judged(
    files: dict[str, Path], documents: list[str], origin: str
) -> Iterator[tuple[str, int, list[str]]]:
    """Give for each file its name, how many documents it was held against, and the complaints."""
    whole = [orjson.loads(one.replace('"url":"/', f'"url":"{origin}/')) for one in documents]
    bodies = {name: file.read_bytes() for name, file in files.items()}
    yield "products.jsonl", len(whole), judges.lines(bodies["products.jsonl"], whole)
    yield "products.csv", len(whole), judges.table(bodies["products.csv"], whole)
    yield "google.xml", len(whole), judges.google(bodies["google.xml"], whole)
    yield "meta.csv", len(whole), judges.meta(bodies["meta.csv"], whole)
    acp = bodies["acp/products.jsonl"]
    yield "acp/products.jsonl", len(whole), judges.acp(acp, whole, origin)
    pages = [_page(orjson.loads(one), origin) for one in documents]
    wrong = [error for verdict in verdicts(pages) for error in verdict.errors]
    yield "JSON-LD of product pages", len(pages), wrong


def _page(document: dict, origin: str) -> str:
    said = schema_org.product(document, origin + document["url"], origin, "vi")
    return f'<script type="application/ld+json">{schema_org.as_script(said)}</script>'


def _told(name: str, documents: int, complaints: list[str]) -> int:
    print(f"{name:<26} {documents:>9,} documents {len(complaints):>7,} complaints", flush=True)
    for one in complaints[:MOST_SHOWN]:
        print(f"    {one}")
    return len(complaints)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])) > 0)
