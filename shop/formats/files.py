"""The feed files that there are: what each is called, and which format writes it."""

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from shop.formats import acp, channels, csv, google, meta
from shop.formats.document import Document
from shop.formats.rules import Setting

RECIPE = 9
"""Counts changes of any format: files of another recipe are built again.

Raise it too when a column is added to shop/formats/csv.py."""


def _nothing(_: str) -> bytes:
    return b""


def _no_items(_: Document, __: Setting) -> list[bytes]:
    return []


def _whole_document(document: Document, _: Setting) -> list[bytes]:
    return [orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a file is written: its beginning, then the items of each document, then its end."""

    name: str
    summary: str
    media_type: str
    begin: Callable[[str], bytes] = _nothing
    """Given our origin."""
    items: Callable[[Document, Setting], list[bytes]] = _no_items
    """Given a document with whole addresses; only a channel's file heeds the setting's rule."""
    end: bytes = b""
    channel: str | None = None
    """Whose rules it keeps (shop/formats/channels.py); None: it holds everything."""


FORMATS = (
    Format(
        name="products.jsonl",
        summary="All products, one document a line, with whole URLs",
        media_type="application/jsonl",
        items=_whole_document,
    ),
    Format(
        name="products.csv",
        summary="All products for a spreadsheet, one pack a row",
        media_type="text/csv; charset=utf-8",
        begin=csv.begin,
        items=csv.items,
    ),
    Format(
        name="google.xml",
        summary="Packs as Google Merchant Center takes them",
        media_type="application/rss+xml; charset=utf-8",
        begin=google.begin,
        items=google.items,
        end=google.END,
        channel=channels.GOOGLE,
    ),
    Format(
        name="google.en.xml",
        summary="The same packs in English",
        media_type="application/rss+xml; charset=utf-8",
        begin=google.begin_in_english,
        items=google.items_in_english,
        end=google.END,
        channel=channels.GOOGLE,
    ),
    Format(
        name="meta.csv",
        summary="Packs as a Meta catalogue takes them",
        media_type="text/csv; charset=utf-8",
        begin=meta.begin,
        items=meta.items,
        channel=channels.META,
    ),
    Format(
        name="meta.en.csv",
        summary="The same packs in English, under the same ids",
        media_type="text/csv; charset=utf-8",
        begin=meta.begin,
        items=meta.items_in_english,
        channel=channels.META,
    ),
    Format(
        name="acp/metadata.json",
        summary="Which feed this is, after the Agentic Commerce Protocol",
        media_type="application/json",
        begin=acp.metadata,
    ),
    Format(
        name="acp/products.jsonl",
        summary="Products after the Agentic Commerce Protocol, one a line",
        media_type="application/jsonl",
        items=acp.items,
        channel=channels.ACP,
    ),
)
NAMED = {one.name: one for one in FORMATS}
