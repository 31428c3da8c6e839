"""Pages for all readers: the same for a person who is signed in, and without asking who that is."""

import pytest

from shop.web.signed import SESSION
from tests.people import member

PAGES = [
    "/",
    "/en",
    "/tim-kiem?q=nuoc+mam",
    "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai",
    "/en/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai",
    "/co-so/HP-CS-102",
    "/san-pham/HP-OCOP-0026/lich-su",
    "/san-pham/HP-OCOP-0026/ma-qr.svg",
    "/cong-nhan?sao=4",
    "/cong-nhan.csv",
    "/co-so",
    "/xa-phuong",
    "/mua-vu",
    "/vao-mua.atom",
    "/lien-he",
    "/so-do",
    "/di-cho?sp=HP-OCOP-0026,HP-NS-0001",
    "/quyet-dinh/1",
    "/bao-loi/HP-OCOP-0026",
    "/goi-y?q=nuoc",
    "/sitemap.xml",
    "/llms.txt",
    "/openapi.json",
    "/api/v1/search?q=mam",
    "/api/v1/listings/HP-OCOP-0026",
    "/api/v1/changes?since=0&limit=3",
    "/api/v1/manifest",
    "/api/v1/digest",
    "/api/v1/categories",
    "/partners-changes.md",
    "/readyz",
]
OF_PEOPLE = ('"session"', '"person"', '"device"', '"membership"', '"mandate"')


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("path", PAGES)
async def test_a_public_page_is_the_same_for_a_person_who_is_signed_in(shop, asked, path):
    owner = await member("HP-CS-102")
    for_all = await shop.get(path)
    again = await shop.get(path)
    asked.clear()
    for_them = await shop.get(path, headers=owner.headers)

    assert for_them.status_code == for_all.status_code
    assert for_them.status_code in {200, 301, 308}
    assert for_them.content == again.content
    assert "set-cookie" not in for_them.headers
    assert "cookie" not in for_them.headers.get("vary", "").lower()
    assert [sql for sql in asked for table in OF_PEOPLE if table in sql.lower()] == []
    assert owner.token not in for_them.text
    assert SESSION not in for_them.text
