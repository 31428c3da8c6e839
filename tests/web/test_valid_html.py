"""Every kind of page, in every state and both languages, is valid HTML in its language."""

import sqlite3
from contextlib import closing, suppress
from sqlite3 import OperationalError

import html5lib
import pytest

from tests.conftest import front_door
from tests.kinds import CASES


@pytest.fixture(params=["full", "empty", "broken"])
async def site(request, full_settings_of_site, empty_settings_of_site, broken_settings_of_site):
    """A site's name, and its front door."""
    settings = {
        "full": full_settings_of_site,
        "empty": empty_settings_of_site,
        "broken": broken_settings_of_site,
    }[request.param]
    async with front_door(settings) as door:
        ours = request.param == "broken" and altered(settings, "commune", "gone")
        yield request.param, door
    if ours:
        altered(settings, "gone", "commune")


def altered(settings, name: str, other: str) -> bool:
    """Rename a table; tell whether there was one: browser tests may have broken the site before."""
    with closing(sqlite3.connect(settings.sqlite_file)) as database, suppress(OperationalError):
        database.execute(f"ALTER TABLE {name} RENAME TO {other}")
        return True
    return False


async def test_pages_are_valid_html(site):
    name, door = site
    wrong, seen = {}, 0
    for where, path, language in (case.values for case in CASES):
        if where != name:
            continue
        answer = await door.get(path, follow_redirects=True)
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(answer.text)
        seen += 1
        if parser.errors or answer.headers["content-language"] != language:
            wrong[path] = parser.errors

    assert (wrong, seen > 0) == ({}, True)
