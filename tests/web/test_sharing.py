"""The share picture of a product, as those get it who follow its page's `og:image`."""

import asyncio
import io
from datetime import UTC, datetime
from hashlib import sha256

import html5lib
from PIL import Image

from media.workshop import Workshop
from shop import catalogue, clock
from shop.catalogue import rename_producer
from tests.conftest import services_of
from tests.feeding import show_real_stars
from tests.pictures import key, photo, send

ORIGIN = "http://localhost:8000"
CODE = "HP-OCOP-0026"
FISH_SAUCE = f"/san-pham/{CODE}/nuoc-mam-cat-hai"
EXPIRED = datetime(2028, 2, 20, 17, 0, tzinfo=UTC)
"""When the fish sauce's stars have ended, in Hải Phòng."""


def head_of(answer) -> dict[str, str]:
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    metas = page.findall(".//meta")
    return {m.get("property") or m.get("name"): m.get("content") for m in metas}


async def address(door, path: str = FISH_SAUCE) -> str:
    told = head_of(await door.get(path))["og:image"]
    assert told.startswith(f"{ORIGIN}/san-pham/{CODE}/chia-se-")
    return told.removeprefix(ORIGIN)


def kept(door) -> list[str]:
    folder = services_of(door).settings.data / "shares"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*"))


async def test_a_page_tells_its_picture_whole(shop):
    told = head_of(await shop.get(FISH_SAUCE))

    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:type"] == "image/jpeg"
    assert told["og:image:alt"] == "Nước mắm Cát Hải – Đặc khu Cát Hải"
    assert told["twitter:card"] == "summary_large_image"


async def test_both_languages_share_one_picture(shop):
    assert await address(shop, FISH_SAUCE) == await address(shop, f"/en{FISH_SAUCE}")


async def test_other_pages_tell_of_none(shop):
    assert "og:image" not in head_of(await shop.get("/"))


async def test_it_is_served_for_ever_and_harmlessly(shop):
    where = await address(shop)

    answer = await shop.get(where)
    again = await shop.get(where, headers={"If-None-Match": answer.headers["etag"]})

    picture = Image.open(io.BytesIO(answer.content))
    assert (answer.status_code, picture.format, picture.size) == (200, "JPEG", (1200, 630))
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (again.status_code, again.content) == (304, b"")


async def test_another_version_leads_to_the_present_one(shop):
    for version in ("0", "0123456789abcdef", "a" * 300):
        answer = await shop.get(f"/san-pham/{CODE.lower()}/chia-se-{version}.jpg")

        assert (answer.status_code, answer.headers["location"]) == (302, await address(shop))
        assert answer.headers["cache-control"] == "no-store"
    assert kept(shop) == []


async def test_a_product_nobody_knows_has_none(shop):
    answer = await shop.get("/san-pham/HP-NS-9999/chia-se-0.jpg")

    assert answer.status_code == 404


async def test_a_withdrawn_product_has_none_any_more(shop):
    where = await address(shop)
    await shop.get(where)

    await catalogue.withdraw(CODE, by="test")

    assert (await shop.get(where)).status_code == 410


async def test_a_photo_makes_another_picture_of_it_and_the_old_one_goes(shop):
    before = await address(shop)
    plain = (await shop.get(before)).content

    assert (await send(shop, await key(), photo(), product=CODE)).status_code == 200
    after = await address(shop)
    pictured = (await shop.get(after)).content

    assert after != before
    assert pictured != plain
    assert (await shop.get(before)).headers["location"] == after
    version = after.rpartition("-")[2].removesuffix(".jpg")
    assert kept(shop) == [f"{CODE}/{version}-{sha256(pictured).hexdigest()[:32]}.jpg"]


async def test_a_damaged_one_is_drawn_again(shop):
    where = await address(shop)
    whole = (await shop.get(where)).content
    [name] = kept(shop)
    file = services_of(shop).settings.data / "shares" / name
    file.write_bytes(whole[:100])

    assert (await shop.get(where)).content == whole
    assert file.read_bytes() == whole


async def test_what_it_shows_names_it_and_nothing_else_does(shop):
    where = await address(shop)

    await catalogue.withdraw("HP-OCOP-0027", by="test")
    same = await address(shop)
    document = (await shop.get(f"/api/v1/listings/{CODE}")).json()
    await rename_producer(document["producer"]["code"], "HTX Vạn Vân", by="test")

    assert same == where
    assert await address(shop) != where


async def test_stars_that_ended_are_no_longer_drawn(shop, stopped_clock):
    await show_real_stars()
    where = await address(shop)
    starred = (await shop.get(where)).content

    with clock.stopped(EXPIRED):
        moved = await shop.get(where)
        bare = (await shop.get(moved.headers["location"])).content

    assert moved.status_code == 302
    assert bare != starred


async def test_it_is_drawn_once_however_many_ask(shop, monkeypatch):
    drawn = []
    share = Workshop.share

    async def counted(self, told, picture):
        drawn.append(told["name"])
        return await share(self, told, picture)

    monkeypatch.setattr(Workshop, "share", counted)
    where = await address(shop)

    answers = await asyncio.gather(*(shop.get(where) for _ in range(8)))
    later = await shop.get(where)

    assert {answer.content for answer in answers} == {later.content}
    assert drawn == ["Nước mắm Cát Hải"]


async def test_a_photo_that_is_lost_is_told_and_nothing_is_kept(shop):
    await send(shop, await key(), photo(), product=CODE)
    where = await address(shop)
    for file in (services_of(shop).settings.data / "media" / "pictures").rglob("*.*"):
        file.unlink()

    assert (await shop.get(where)).status_code == 404
    assert kept(shop) == []
