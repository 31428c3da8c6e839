"""What goods are used for: found and filtered on the site, told on pages, asked of producers."""

import re

import pytest

from shop.models import OfficialRole, Product, Proposal
from shop.proposals import deciding
from shop.proposals.deciding import Approval
from tests.conftest import services_of
from tests.people import official
from tests.web.test_pages_front_door import notices, parsed, shown_codes
from tests.web.test_proposing import at, get, person, press, sent

__all__ = ["person"]
SQUID, SPIRIT = "HP-OCOP-0103", "HP-OCOP-0006"
FOR_BEER = {
    "HP-NS-0249",
    "HP-OCOP-0087",
    "HP-OCOP-0103",
    "HP-OCOP-0105",
    "HP-OCOP-0108",
    "HP-OCOP-0109",
    "HP-OCOP-0113",
}


def details(page):
    """Give what a product's page tells: term → its text and links."""
    rows = page.iterfind(".//section/dl[@class='facts']/div")
    told = {row.find("dt").text: row.find("dd") for row in rows}
    return {
        term: ("".join(dd.itertext()), [a.get("href") for a in dd]) for term, dd in told.items()
    }


@pytest.mark.on("sqlite")
async def test_the_search_page_narrows_by_use_and_counts_the_others(shop):
    page = parsed(await shop.get("/tim-kiem?dung-cho=do-nhau&sap-xep=ten"))

    assert set(shown_codes(page)) == FOR_BEER
    [box] = [
        one for one in page.iterfind(".//label") if one.find("input[@value='do-nhau']") is not None
    ]
    menu = {
        one.get("value"): one.text for one in page.iterfind(".//select[@name='dung-cho']//option")
    }
    assert (box.find("input").tail, box.get("data-n")) == ("Đồ nhậu", "7")
    assert (menu["an-chay"], "do-nhau" in menu) == ("Ăn chay (24)", False)
    ticked = [one.get("value") for one in page.findall(".//input[@checked]")]
    assert ticked.count("do-nhau") == 1
    [chip] = page.findall(".//a[@class='chip']")
    assert "Đồ nhậu" in "".join(chip.itertext())
    assert chip.get("href") == "/tim-kiem?sap-xep=ten"


@pytest.mark.on("sqlite")
async def test_a_use_that_there_is_not_is_passed_over_and_told(shop):
    page = parsed(await shop.get("/tim-kiem?q=mực&dung-cho=chua-benh&dung-cho=do-nhau"))

    assert notices(page) == ["Đã bỏ qua lựa chọn không có trong danh mục: chua-benh."]
    assert set(shown_codes(page)) == {"HP-NS-0249", "HP-OCOP-0103", "HP-OCOP-0105"}


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("mồi nhậu", FOR_BEER),
        ("moi nhau bia", FOR_BEER),
        ("to go with beer", FOR_BEER),
        ("con giống", {"HP-NS-0054", "HP-NS-0219", "HP-NS-0223"}),
        ("bánh ăn vặt", {f"HP-OCOP-00{n}" for n in (31, 32, 87, 88, 89, 90)}),
    ],
)
async def test_a_use_in_a_query_puts_what_has_it_first(shop, asked, codes):
    page = parsed(await shop.get("/tim-kiem", params={"q": asked}))

    assert set(shown_codes(page)[: len(codes)]) == codes


@pytest.mark.on("sqlite")
async def test_while_there_is_no_index_uses_narrow_all_the_same(shop, monkeypatch):
    await services_of(shop).engine.close()
    index = services_of(shop).settings.data / "index"
    index.rename(index.with_name("gone"))

    page = parsed(await shop.get("/tim-kiem?dung-cho=do-nhau"))

    assert set(shown_codes(page)) == FOR_BEER


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("prefix", "term", "told", "first"),
    [
        ("", "Dùng cho", "Ăn vặt, Đồ nhậu, Đồ nướng, Quà biếu, Quà Tết", "an-vat"),
        ("/en", "Good for", "Snacks, To go with beer, Barbecue, Gifts, Tết gifts", "an-vat"),
    ],
)
async def test_a_products_page_tells_its_uses_and_leads_to_others(shop, prefix, term, told, first):
    page = parsed(await shop.get(f"{prefix}/san-pham/{SQUID}/muc-kho-cau-cat-ba"))

    text, links = details(page)[term]
    assert text == told
    assert links[0] == f"{prefix}/tim-kiem?dung-cho={first}"
    assert len(links) == 5
    spirit = parsed(await shop.get(f"{prefix}/san-pham/{SPIRIT}/ruou-nep-man"))
    assert term not in details(spirit)


@pytest.mark.on("sqlite")
async def test_a_program_narrows_by_use_and_counts_uses(shop):
    found = await shop.get("/api/v1/search?use=do-nhau&use=tam-goi&facets=use&limit=100")

    answer = found.json()
    assert {one["code"] for one in answer["hits"]} == FOR_BEER | {"HP-OCOP-0152", "HP-OCOP-0153"}
    assert all({"do-nhau", "tam-goi"} & set(one["uses"]) for one in answer["hits"])
    assert (answer["facets"]["use"]["do-nhau"], answer["facets"]["use"]["an-chay"]) == (7, 24)
    strange = await shop.get("/api/v1/search?use=chua-benh")
    assert strange.status_code == 400
    [error] = strange.json()["errors"]
    assert error["field"] == "use.0"
    assert "an-chay" in error["message"]


async def test_a_producer_ticks_uses_and_officials_and_buyers_read_them(shop, person):
    held, moderator = await sent(shop, person), await official(OfficialRole.MODERATOR)
    path = at(held.id, "lam-them")

    asked = parsed(await get(shop, person, path))
    boxes = [one.get("value") for one in asked.findall(".//input[@name='uses']")]
    assert (len(boxes), boxes[0]) == (45, "bua-sang")
    body = f"seen={held.version}&uses=mon-an-com&uses=an-lien&story=Nghề cũ."
    assert (await press(shop, person, path, body)).status_code == 303

    now = await Proposal.get(id=held.id)
    assert now.patch["uses"]["read"] == ["an-lien", "mon-an-com"]
    again = parsed(await get(shop, person, path))
    ticked = [
        one for one in again.findall(".//input[@name='uses']") if one.get("checked") is not None
    ]
    assert [one.get("value") for one in ticked] == ["an-lien", "mon-an-com"]
    desk = await get(shop, moderator, f"/can-bo/de-nghi/{held.id}")
    assert "Ăn liền, nấu nhanh, Món ăn với cơm" in re.sub("<[^>]+>", "", desk.text)
    pictures = services_of(shop).pictures
    code = await deciding.approve(held.id, Approval(now.version), pictures, user=moderator.user)
    assert (await Product.get(code=code)).uses == ["an-lien", "mon-an-com"]
    page = parsed(await shop.get(f"/san-pham/{code}/ca-moi-kho-lang-chai"))
    assert details(page)["Dùng cho"][0] == "Ăn liền, nấu nhanh, Món ăn với cơm"


@pytest.mark.on("sqlite")
async def test_ticks_that_are_taken_off_and_uses_that_there_are_not(shop, person):
    held = await sent(shop, person)
    path = at(held.id, "lam-them")
    await press(shop, person, path, f"seen={held.version}&uses=an-vat")

    now = await Proposal.get(id=held.id)
    strange = await press(shop, person, path, f"seen={now.version}&uses=chua-benh")
    assert strange.status_code == 422
    assert "công dụng lạ chua-benh" in strange.text
    assert (await Proposal.get(id=held.id)).patch == now.patch
    assert (await press(shop, person, path, f"seen={now.version}&story=Cũ")).status_code == 303
    emptied = await Proposal.get(id=held.id)
    assert emptied.patch["uses"]["read"] == []
