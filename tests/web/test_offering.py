"""A page that is not there offers what was meant; its status stays, and robots cost little."""

import pytest

from shop import catalogue
from shop.web.public import offering
from tests.web.test_pages_front_door import parsed

GONE = "HP-OCOP-0026"


@pytest.fixture(autouse=True)
def afresh(monkeypatch):
    monkeypatch.setattr(offering, "_shares", offering.Shares())
    monkeypatch.setattr(offering, "_kept", offering.OrderedDict())


def cards(page) -> list[str]:
    names = page.iterfind(".//main//*[@class='card-name']/a")
    return ["".join(one.itertext()) for one in names]


async def test_the_words_of_an_address_are_looked_for(shop):
    answer = await shop.get("/san-pham/HP-NS-9999/nuoc-mam-cat-hai")
    page = parsed(answer)

    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert cards(page)[0] == "Nước mắm Cát Hải"
    assert page.find(".//main//input[@type='search']").get("value") == "nuoc mam cat hai"
    assert len(page.findall(".//input[@type='search']")) == 1


async def test_what_has_gone_shows_others_of_its_group_and_nothing_of_itself(shop):
    await catalogue.withdraw(GONE, by="test")

    answer = await shop.get(f"/san-pham/{GONE}")

    found = cards(parsed(answer))
    assert answer.status_code == 410
    assert len(found) == offering.MOST
    assert "Nước mắm Cát Hải" not in found


async def test_any_other_address_has_a_field_to_search_and_no_goods(shop):
    page = parsed(await shop.get("/khong-co-trang-nay"))

    assert cards(page) == []
    assert page.find(".//main//input[@type='search']").get("value") == ""


@pytest.mark.parametrize(
    "path",
    [
        "/san-pham/HP-NS-9999/" + "-".join(["nuoc"] * 16),
        "/san-pham/HP-NS-9999/<script>",
        "/wp-admin/nuoc-mam",
        "/can-bo/khong-co/nuoc-mam",
    ],
)
async def test_no_search_is_made_for_what_is_no_address_of_ours(shop, path):
    answer = await shop.get(path)

    assert answer.status_code == 404
    assert cards(parsed(answer)) == []
    assert offering._kept == {}


async def test_beyond_its_share_a_page_says_no_more_than_before(shop, monkeypatch):
    monkeypatch.setattr(offering, "A_MINUTE", 1)
    first = await shop.get("/san-pham/HP-NS-9999/nuoc-mam")
    same = await shop.get("/san-pham/HP-NS-9998/nuoc-mam")

    beyond = await shop.get("/san-pham/HP-NS-9999/vai-thieu")

    assert [bool(cards(parsed(one))) for one in (first, same, beyond)] == [True, True, False]
    assert beyond.status_code == 404


async def test_what_went_since_a_search_was_kept_is_not_offered(shop):
    path = "/san-pham/HP-NS-9999/nuoc-mam-cat-hai"
    before = cards(parsed(await shop.get(path)))

    await catalogue.withdraw(GONE, by="test")

    assert before[0] == "Nước mắm Cát Hải"
    assert "Nước mắm Cát Hải" not in cards(parsed(await shop.get(path)))
