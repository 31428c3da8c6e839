"""A product's page has a QR code of its address, as a file of its own."""

import pytest

from shop import catalogue
from shop.web.public.qr import drawn
from tests.web.test_pages_front_door import parsed

CODE = "HP-OCOP-0026"


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_a_page_names_its_code_and_the_code_its_page(shop, prefix):
    page = parsed(await shop.get(f"{prefix}/san-pham/{CODE}/nuoc-mam-cat-hai"))
    src = page.find(".//figure[@class='qr']/img").get("src")

    answer = await shop.get(src)

    assert src == f"{prefix}/san-pham/{CODE}/ma-qr.svg"
    assert answer.headers["content-type"] == "image/svg+xml"
    origin = page.find(".//link[@rel='canonical']").get("href").partition("/san-pham/")[0]
    assert answer.content == drawn(f"{origin}/san-pham/{CODE}")
    again = await shop.get(src, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_there_is_a_code_only_of_what_is_on_show(shop):
    await catalogue.withdraw(CODE, by="test")

    gone = await shop.get(f"/san-pham/{CODE}/ma-qr.svg")
    unknown = await shop.get("/san-pham/HP-NS-9999/ma-qr.svg")

    assert (gone.status_code, unknown.status_code) == (410, 404)
