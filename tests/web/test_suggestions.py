"""Suggestions through the front door: of every kind, in both languages, never of what is gone."""

from urllib.parse import urlencode

import pytest

from shop import catalogue, publishing
from shop.models import FormerCommune, Product
from shop.publishing import head, renew_epoch
from shop.readers import suggestions

FISH_SAUCE = "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"


async def rows(door, q, prefix=""):
    answer = await door.get(f"{prefix}/goi-y", params={"q": q})
    assert answer.status_code == 200
    return answer.json()["items"]


async def items(door, q, prefix=""):
    """Give what is suggested, without the last row, which leads to all results."""
    return (await rows(door, q, prefix))[:-1]


def label(item):
    return "".join(part for part, _ in item["parts"])


async def shown(door, q, prefix=""):
    return [(item["kind"], label(item)) for item in await items(door, q, prefix)]


async def catch_up(door):
    await door._transport.app.state.process.suggestions.catch_up()


async def test_a_product_is_suggested_with_its_address_and_what_was_typed_marked(shop):
    [first, *_] = [one for one in await items(shop, "nuoc mam cat hai") if one["url"] == FISH_SAUCE]

    assert first == {
        "kind": "Sản phẩm",
        "parts": [["Nước", True], [" ", False], ["mắm", True], [" ", False], ["Cát", True],
                  [" ", False], ["Hải", True]],
        "url": FISH_SAUCE,
        "note": "",
        "lang": "vi",
        "picture": "",
        "price": "75.000\N{NO-BREAK SPACE}₫",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("trái c", ("Nhóm", "Trái cây")),
        ("cat hai", ("Xã phường", "Đặc khu Cát Hải")),
        ("thi tran cat ba", ("Xã phường", "Đặc khu Cát Hải")),
        ("tiên lãng", ("Quận huyện cũ", "Huyện Tiên Lãng")),
        ("tỉnh hải dương", ("Tỉnh cũ", "Tỉnh Hải Dương")),
        ("hp ocop 26", ("Sản phẩm", "Nước mắm Cát Hải")),
        ("HP-CS-101", ("Cơ sở", "Cơ sở chế biến Làng Chài")),
        ("làng chài", ("Cơ sở", "Cơ sở chế biến Làng Chài")),
        ("nuowcs mawms quang", ("Sản phẩm", "Nước mắm Quang Hải")),
        ("nuocmamquang", ("Sản phẩm", "Nước mắm Quang Hải")),
    ],
)
async def test_every_kind_is_suggested(shop, typed, suggestion):
    assert suggestion in await shown(shop, typed)


async def test_phrases_to_ask_for_come_before_goods_and_goods_before_producers(shop):
    kinds = [kind for kind, _ in await shown(shop, "mắm c")]

    order = ["Từ khoá", "Nhóm", "Sản phẩm", "Cơ sở", "Xã phường", "Quận huyện cũ"]
    assert kinds == sorted(kinds, key=order.index)
    assert len(set(kinds)) > 1


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("nước m", "nước mắm"),
        ("nuoc mawm", "nước mắm"),
        ("nuwocs ma", "nước mắm"),
        ("hải s", "hải sản"),
        ("quà b", "quà biếu"),
        ("bánh d", "bánh đa"),
    ],
)
async def test_what_one_may_go_on_to_type_is_suggested_and_searched_for(shop, typed, phrase):
    [first, *_] = await items(shop, typed)

    assert (first["kind"], label(first)) == ("Từ khoá", phrase)
    assert first["url"] == f"/tim-kiem?{urlencode({'q': phrase})}"
    assert 'class="card' in (await shop.get(first["url"])).text


async def test_a_phrase_that_is_all_typed_is_offered_among_the_ocop_products(shop):
    [scope, following, *_] = await items(shop, "nuoc mam")

    assert (scope["kind"], label(scope)) == ("trong Sản phẩm OCOP", "nước mắm")
    assert scope["url"] == "/tim-kiem?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&loai=ocop"
    assert (following["kind"], label(following)) == ("Từ khoá", "nước mắm Cát Hải")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vải thiểu", "Vải thiều"),
        ("bđx", "Bánh đậu xanh"),
        ("thịt heo", "Lợn"),
        ("hp ocop 0117", "Nước mắm cốt"),
        ("mua rươi ở đâu", "Rươi"),
    ],
)
async def test_other_readings_suggest_where_the_words_as_they_stand_suggest_little(
    shop, typed, meant
):
    goods = [name for kind, name in await shown(shop, typed) if kind == "Sản phẩm"]

    assert goods[0].startswith(meant)


async def test_the_last_row_leads_to_all_results(shop):
    last = (await rows(shop, " nuoc mam "))[-1]
    english = (await rows(shop, "nuoc mam", "/en"))[-1]

    assert (label(last), last["url"]) == (
        "Xem tất cả kết quả cho “nuoc mam”",
        "/tim-kiem?q=nuoc+mam",
    )
    assert (label(english), english["url"]) == (
        "See all results for “nuoc mam”",
        "/en/tim-kiem?q=nuoc+mam",
    )


async def test_made_up_producers_come_last(shop):
    producers = [name for _, name in await shown(shop, "hợp tác xã")]
    made_up = ["minh hoạ" in name for name in producers]

    assert len(producers) == 7
    assert made_up == sorted(made_up)
    assert not made_up[0]


async def test_a_former_name_is_told_beside_todays(shop):
    [place] = [one for one in await items(shop, "thị trấn cát bà") if one["kind"] == "Xã phường"]

    assert (label(place), place["note"]) == ("Đặc khu Cát Hải", "tên cũ Thị trấn Cát Bà")
    assert place["url"] == "/xa-phuong/11914/dac-khu-cat-hai"


async def test_every_suggestion_leads_to_a_page(shop):
    for typed in ("nước mắm", "cát", "tiên lãng", "htx", "trái cây", "gạo"):
        for prefix in ("", "/en"):
            for item in await items(shop, typed, prefix):
                assert (await shop.get(item["url"])).status_code == 200
                assert item["url"].startswith(f"{prefix}/")


async def test_in_english_english_names_are_suggested_too(shop):
    [first, *_] = await items(shop, "cat hai fish", "/en")

    assert (first["kind"], label(first), first["lang"]) == ("Product", "Cat Hai fish sauce", "en")
    assert first["url"].startswith("/en/san-pham/")


async def test_places_are_said_in_english_and_what_is_vietnamese_only_says_so(shop):
    [place, *_] = await items(shop, "đặc khu cát hải", "/en")
    found = await items(shop, "quang hải", "/en")
    [maker] = [one for one in found if one["kind"] == "Producer"]

    assert (place["kind"], label(place), place["lang"]) == ("Place", "Cát Hải special zone", "en")
    assert (label(maker), maker["lang"]) == ("Công ty TNHH Quang Hải", "vi")


@pytest.mark.parametrize("typed", ["", "n", "  n ", "zzzzqq", "\x00", "%", "'", '"'])
async def test_little_or_nonsense_suggests_nothing_and_says_so(shop, typed):
    answer = await shop.get("/goi-y", params={"q": typed})

    assert answer.json() == {"items": [], "told": "Không có gợi ý"}


async def test_an_answer_may_be_kept_for_a_moment_and_is_not_for_robots(shop):
    answer = await shop.get("/en/goi-y?q=mam")

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.json()["told"] == "8 suggestions, use the up and down arrows"


async def test_a_name_of_several_products_is_suggested_once_and_searches(shop):
    first, second = "HP-OCOP-0027", "HP-OCOP-0028"
    await catalogue.rename_producer("HP-CS-005", "Nhà Một Tên", by="test")
    async with publishing.change(by="test") as wanted:
        await Product.filter(code__in=[first, second]).update(name_vi="Wolframit khô")
        wanted.touch(first, second)
    await items(shop, "nước")
    await catch_up(shop)

    [phrase, only] = await items(shop, "wolfram")

    assert label(phrase) == "wolframit"
    assert (label(only), only["url"]) == ("Wolframit khô", "/tim-kiem?q=Wolframit+kh%C3%B4")
    assert ("Cơ sở", "Nhà Một Tên") in await shown(shop, "nhà một")


async def test_what_is_withdrawn_is_not_suggested_any_more(shop):
    assert ("Sản phẩm", "Nước mắm Quang Hải") in await shown(shop, "nước mắm quang")
    [it] = [one for one in await items(shop, "nước mắm quang") if "quang-hai" in one["url"]]

    await catalogue.withdraw(it["url"].split("/")[2], by="test")
    await catch_up(shop)

    assert ("Sản phẩm", "Nước mắm Quang Hải") not in await shown(shop, "nước mắm quang")


async def test_a_new_epoch_is_read_from_its_beginning(shop):
    await items(shop, "nước mắm")
    held = shop._transport.app.state.process.suggestions
    await renew_epoch("test")

    await catch_up(shop)

    assert held._position == await head(afresh=True)
    assert ("Sản phẩm", "Nước mắm Cát Hải") in await shown(shop, "nuoc mam cat hai")


async def test_a_former_name_that_is_corrected_is_read_without_a_change(shop):
    await items(shop, "nước mắm")
    await FormerCommune.filter(name="Thị trấn Cát Bà").update(name="Thị trấn Wolframit")

    await catch_up(shop)

    assert await shown(shop, "wolfra") == [("Xã phường", "Đặc khu Cát Hải")]


async def test_who_asks_while_nothing_is_ready_does_not_wait_long(shop, monkeypatch):
    monkeypatch.setattr(suggestions, "FIRST_WAIT", 0.0)

    assert await items(shop, "nước mắm") == []


async def test_that_nothing_is_ready_is_not_told_as_nothing_found_and_kept_by_nobody(
    shop, monkeypatch
):
    monkeypatch.setattr(suggestions, "FIRST_WAIT", 0.0)

    answer = await shop.get("/goi-y", params={"q": "nước mắm"})

    assert answer.json() == {"items": [], "told": ""}
    assert answer.headers["cache-control"] == "no-store"


async def test_a_failure_is_borne_and_tried_again(shop, monkeypatch):
    held, failing = shop._transport.app.state.process.suggestions, True
    real = held.catch_up

    async def catch_up_sometimes():
        nonlocal failing
        if failing:
            failing = False
            raise RuntimeError("the database is away")
        await real()

    monkeypatch.setattr(held, "catch_up", catch_up_sometimes)
    monkeypatch.setattr(suggestions, "EVERY", 0.0)
    monkeypatch.setattr(suggestions, "FIRST_WAIT", 0.2)
    assert await items(shop, "nước mắm") == []

    monkeypatch.setattr(suggestions, "FIRST_WAIT", 30.0)
    assert await items(shop, "nước mắm") != []


async def test_an_empty_catalogue_suggests_nothing(client):
    assert await items(client, "nước mắm") == []
