"""How often each kind of page asks the database: a page cannot grow a statement unseen."""

from importlib import import_module

FISH_SAUCE = "HP-OCOP-0026"
STATEMENTS = {
    "/": 2,
    "/tim-kiem?q=nuoc+mam": 1,
    "/tim-kiem?xa=11914&sao=4": 1,
    f"/san-pham/{FISH_SAUCE}/nuoc-mam-cat-hai": 5,
    "/co-so/HP-CS-005/htx-minh-hoa-02-xa-quyet-thang": 3,
    "/xa-phuong/11914/dac-khu-cat-hai": 3,
    f"/san-pham/{FISH_SAUCE}/lich-su": 5,
    "/cong-nhan": 5,
    "/cong-nhan?sao=4&nam=2025&xa=11914": 5,
    "/quyet-dinh/1": 4,
    "/co-so": 1,
    "/co-so?theo=noi": 1,
    "/xa-phuong": 0,
    "/mua-vu": 2,
    "/vao-mua.atom": 1,
    "/moi-cong-nhan.atom": 3,
    "/gioi-thieu": 0,
    "/so-do": 1,
    f"/di-cho?sp={FISH_SAUCE},HP-NS-0001": 1,
    "/goi-y?q=nuoc": 0,
    "/sitemap.xml": 9,
    "/sitemap-1.xml": 5,
    f"/api/v1/listings/{FISH_SAUCE}": 1,
    "/api/v1/search?q=nuoc+mam&facets=commune": 1,
    "/api/v1/changes?since=0&limit=10": 3,
    "/api/v1/manifest": 4,
    "/api/v1/digest": 1,
}
"""Address → statements, of a process that has answered before and knows the head."""


def anew(door) -> None:
    """Forget the kept pages: a page of which none is kept is asked for."""
    door._transport.app.state.process.pages.pages.clear()


async def test_no_kind_of_page_asks_more_than_it_did(shop, asked, monkeypatch):
    monkeypatch.setattr(import_module("shop.publishing.head"), "LOOK_EVERY", 3600)
    for address in STATEMENTS:
        await shop.get(address)  # what is read once for all is read

    found = {}
    for address in STATEMENTS:
        anew(shop)
        asked.clear()
        answer = await shop.get(address)
        assert answer.status_code == 200, address
        found[address] = len(asked)

    assert found == STATEMENTS
