"""What agents read first: the profile and llms.txt."""

import asyncio
from urllib.robotparser import RobotFileParser

import pytest


@pytest.mark.parametrize("path", ["/.well-known/ucp", "/llms.txt"])
async def test_what_seldom_changes_may_be_kept(shop, path):
    first = await shop.get(path)
    again = await shop.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["cache-control"].startswith("public, max-age=")
    assert (again.status_code, again.content) == (304, b"")


async def test_llms_txt_reads_as_its_convention_says_and_its_links_lead_somewhere(shop):
    text = (await shop.get("/llms.txt")).text
    lines = [line for line in text.splitlines() if line]
    links = [line for line in lines if line.startswith("- [")]
    places = [line.partition("](")[2].partition(")")[0] for line in links]
    ours = [place.removeprefix("http://localhost:8000") for place in places if "localhost" in place]

    assert lines[0] == "# Sản vật Hải Phòng"
    assert [line for line in lines if line.startswith("# ")] == lines[:1]
    assert lines[1].startswith("> ")
    assert lines[-2] == "## Optional"
    assert all(": " in line.partition(")")[2] for line in links)
    asked = await asyncio.gather(*(shop.get(place) for place in ours))
    wanted = [
        405 if p.startswith("/mcp") else 503 if p.startswith("/feeds/") else 200 for p in ours
    ]
    assert [answer.status_code for answer in asked] == wanted


async def test_robots_may_read_what_llms_txt_sends_them_to_and_nothing_else_of_the_api(shop):
    text = (await shop.get("/llms.txt")).text
    robots = RobotFileParser()
    robots.parse((await shop.get("/robots.txt")).text.splitlines())
    links = [line.partition("](")[2].partition(")")[0] for line in text.splitlines()]
    ours = [link for link in links if link.startswith("http://localhost:8000")]
    closed = ["partner", "keys", "sales", "webhooks", "pictures"]

    assert len(ours) > 15
    assert [link for link in ours if not robots.can_fetch("GPTBot", link)] == []
    assert [one for one in closed if robots.can_fetch("GPTBot", f"/api/v1/{one}")] == []
