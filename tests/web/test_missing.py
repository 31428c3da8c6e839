"""A reader says what was looked for in vain: counted like a search, under no name."""

import pytest

from shop.counting import looked_for
from shop.web.public.missing import A_MINUTE
from tests.web.test_counted import written
from tests.web.test_pages_front_door import parsed

OURS = {"Sec-Fetch-Site": "same-origin"}


async def send(door, text: str, path: str = "/dang-tim", **headers: str):
    return await door.post(path, data={"text": text}, headers=OURS | headers)


async def test_what_is_missed_is_told_beside_the_searches_in_vain(shop):
    answer = await send(shop, "Nước mắm chay  <b>&amp;</b>")
    thanks = parsed(await shop.get(answer.headers["location"]))
    await written(shop)

    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-tim/cam-on")
    assert thanks.find(".//h1").text == "Đã nhận lời nhắn. Cảm ơn bạn!"
    told = [(one.understood, one.searches) for one in await looked_for(1, in_vain=True)]
    assert told == [("cần tìm: nước mắm chay <b>&amp;</b>", 1)]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Bạn chưa ghi sản vật cần tìm. Hãy ghi vài chữ."),
        ("   ", "Bạn chưa ghi sản vật cần tìm. Hãy ghi vài chữ."),
        ("x" * 81, "Lời nhắn dài 81 ký tự. Hãy rút xuống còn 80 ký tự."),
        (
            "mua gà gọi 0912 345 678",
            "Lời nhắn có dãy số hoặc địa chỉ liên hệ. Hãy chỉ ghi tên sản vật.",
        ),
        (
            "https://evil.example",
            "Lời nhắn có dãy số hoặc địa chỉ liên hệ. Hãy chỉ ghi tên sản vật.",
        ),
    ],
)
@pytest.mark.on("sqlite")
async def test_what_cannot_be_kept_is_said_and_stays_in_the_form(shop, typed, told):
    answer = await send(shop, typed)
    page = parsed(answer)

    assert answer.status_code == 422
    assert page.find(".//p[@id='error-text']").text == told
    assert page.find(".//input[@id='field-text']").get("value") == typed
    assert await written(shop) == []


@pytest.mark.on("sqlite")
async def test_a_form_of_another_site_is_refused(shop):
    answer = await send(shop, "mật ong", **{"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.on("sqlite")
async def test_one_address_says_only_so_much_a_minute(shop):
    answers = [await send(shop, f"quả lạ {'a' * n}", "/en/dang-tim") for n in range(A_MINUTE + 1)]

    assert [one.status_code for one in answers] == [*[303] * A_MINUTE, 429]


@pytest.mark.on("sqlite")
async def test_the_page_of_nothing_offers_it_in_both_languages(shop):
    for prefix in ("", "/en"):
        page = parsed(await shop.get(f"{prefix}/tim-kiem?q=iphone"))
        form = page.find(".//section[@aria-labelledby='missing']/form")
        assert (form.get("method"), form.get("action")) == ("post", f"{prefix}/dang-tim")
        assert form.find(".//input[@name='text']").get("value") == "iphone"


@pytest.mark.on("sqlite")
async def test_of_a_long_query_the_form_holds_what_it_takes(shop):
    page = parsed(await shop.get("/tim-kiem", params={"q": "zq" * 60}))

    form = page.find(".//section[@aria-labelledby='missing']/form")
    assert form.find(".//input[@name='text']").get("value") == "zq" * 40
