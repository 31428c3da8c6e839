"""Atom feeds (RFC 4287): pure functions. Ids are tag URIs (RFC 4151), which outlive addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from shop.formats.google import escaped
from shop.formats.text import printable

MEDIA_TYPE = "application/atom+xml"
SINCE = "2026"
"""The year as of whose beginning the ids are ours to give (RFC 4151 §2.1)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry tells; texts are plain."""

    id: str
    title: str
    url: str
    updated: str
    """RFC 3339: the moment of the fact that it tells of."""
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    id: str
    title: str
    subtitle: str
    url: str
    """Where it stands itself."""
    page: str
    """The page for people that it goes with."""
    language: str
    author: str
    updated: str
    """What it was last changed at where it has no entry."""


def tag(origin: str, name: str) -> str:
    """Name something for ever, by the host that we have."""
    return f"tag:{urlsplit(origin).hostname or 'localhost'},{SINCE}:{name}"


def written(feed: Feed, entries: Iterable[Entry]) -> str:
    """Write a feed, its entries in the order given."""
    told = list(entries)
    updated = max((one.updated for one in told), default=feed.updated)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">',
        _element("id", feed.id),
        _element("title", feed.title),
        _element("subtitle", feed.subtitle),
        _element("updated", updated),
        f"<author>{_element('name', feed.author)}</author>",
        _link("self", MEDIA_TYPE, feed.url),
        _link("alternate", "text/html", feed.page),
        *(_entry(one) for one in told),
        "</feed>\n",
    ]
    return "\n".join(lines)


def _entry(entry: Entry) -> str:
    return "".join(
        (
            "<entry>",
            _element("id", entry.id),
            _element("title", entry.title),
            _element("updated", entry.updated),
            _link("alternate", "text/html", entry.url),
            _element("summary", entry.summary),
            "</entry>",
        )
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{printable(escaped(text)).decode()}</{name}>"


def _link(rel: str, media_type: str, url: str) -> str:
    return f'<link rel="{rel}" type="{media_type}" href="{escaped(url)}"/>'
