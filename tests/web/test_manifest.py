"""The manifest, by which a phone puts the shop on its home screen, and its icons."""

from io import BytesIO

import pytest
from PIL import Image

from tests.web.test_pages_front_door import links, parsed


@pytest.mark.parametrize(("prefix", "start"), [("", "/"), ("/en", "/en")])
async def test_every_page_leads_to_a_manifest_whose_icons_are_there(client, prefix, start):
    page = parsed(await client.get(prefix or "/"))
    [address] = links(page, "manifest")

    answer = await client.get(address)

    told = answer.json()
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (told["start_url"], told["name"]) == (start, "Sản vật Hải Phòng")
    assert [(icon["sizes"], icon["purpose"]) for icon in told["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in told["icons"]:
        file = await client.get(icon["src"])
        with Image.open(BytesIO(file.content)) as drawn:
            assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
        assert (file.headers["content-type"], len(file.content) < 10_000) == ("image/png", True)


async def test_a_phone_that_reads_no_manifest_has_an_icon_without_holes(client):
    [address] = links(parsed(await client.get("/")), "apple-touch-icon")

    file = await client.get(address)

    with Image.open(BytesIO(file.content)) as drawn:
        assert drawn.size == (180, 180)
        assert drawn.convert("RGBA").getextrema()[3] == (255, 255)
