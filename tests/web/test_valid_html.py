"""Every kind of page, in every state and both languages, is valid HTML in its language."""

import sqlite3
from contextlib import closing

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
        if request.param == "broken":
            with closing(sqlite3.connect(settings.sqlite_file)) as database:
                database.execute("ALTER TABLE commune RENAME TO gone")
        yield request.param, door
    if request.param == "broken":
        with closing(sqlite3.connect(settings.sqlite_file)) as database:
            database.execute("ALTER TABLE gone RENAME TO commune")


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
