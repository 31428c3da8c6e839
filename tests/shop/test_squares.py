"""Squares of pictures: in documents beside the others, on no page of ours."""

import io
from hashlib import sha256

from PIL import Image

from media.pipeline import RECIPE
from shop import photos
from shop.models import Picture, Side
from shop.proposals.queue import smallest
from shop.web.portal.waiting import photo_address
from tests.conftest import services_of
from tests.pictures import key, photo, send

CODE = "HP-NS-0001"
UPRIGHT = photo(size=(600, 800))


async def shown_by(door) -> dict:
    [shown] = (await door.get(f"/api/v1/listings/{CODE}")).json()["photos"]
    return shown


async def test_a_document_tells_the_square_and_shows_the_picture(shop):
    await send(shop, await key(), UPRIGHT, product=CODE)

    shown = await shown_by(shop)
    [jpeg, square] = [one for one in shown["renditions"] if one["type"] == "image/jpeg"]
    file = await shop.get(square["url"])
    page = await shop.get(f"/san-pham/{CODE}", follow_redirects=True)

    assert square["shape"] == "square"
    assert [one for one in shown["renditions"] if "shape" in one] == [square]
    assert Image.open(io.BytesIO(file.content)).size == (800, 800)
    assert (shown["url"], shown["width"], shown["height"]) == (jpeg["url"], 600, 800)
    assert jpeg["url"] in page.text
    assert square["url"] not in page.text


async def test_rendering_again_makes_squares_of_pictures_that_are_here(shop):
    await send(shop, await key(), UPRIGHT, product=CODE)
    digest, now = sha256(UPRIGHT).hexdigest(), await shown_by(shop)
    room, before = services_of(shop).room, await Picture.get(digest=digest)
    older = before.renditions[:-1]
    await Picture.filter(digest=digest).update(recipe=RECIPE - 1, renditions=older)
    await room.pictures.remove(list(photos.files_of(before))[-1])

    again = [one.problem async for one in photos.rerender(room, by="test")]

    assert again == [None]
    assert await shown_by(shop) == now
    assert (await shop.get(now["renditions"][-1]["url"])).status_code == 200


def test_pages_of_both_sides_choose_no_square():
    narrow = {"name": "a.jpg", "width": 400, "height": 800, "type": "image/jpeg"}
    square = {**narrow, "name": "b.jpg", "width": 800, "shape": "square"}
    row = {"renditions": [narrow, square], "waiting": False}

    assert smallest(row["renditions"], 640) == "a.jpg"
    assert photo_address(row, 640, Side.OFFICIAL) == "/media/a.jpg"
