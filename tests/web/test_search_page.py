"""What the search page tells of how it read a query, and where else it leads."""

import re

import pytest

from shop import publishing
from shop.formats.listing import lowest_unit_price
from shop.models import Product
from shop.readers import index
from shop.web.public.asking import text_path
from tests.conftest import services_of
from tests.web.test_pages_front_door import links, notices, parsed, shown_codes

CAT_HAI = "/xa-phuong/11914/dac-khu-cat-hai"
LACKING = "Chưa có {}; đây là {} của Hải Phòng."


def named(page):
    """Give the pages that a search leads to besides its hits: address, name, older name."""
    chips = page.iterfind(".//div[@class='found']/p[@class='words']/a")
    return [
        (one.get("href"), one.find("span").text, getattr(one.find("small"), "text", None))
        for one in chips
    ]


def notice_links(page):
    return [one.get("href") for one in page.iterfind(".//p[@class='notice']/a")]


@pytest.mark.parametrize(
    ("prefix", "typed", "told"),
    [
        ("", "nuowcs mawms", "Hiển thị kết quả cho “nước mắm”. Vẫn tìm “nuowcs mawms”"),
        ("/en", "nuocmam", "Showing results for “nước mắm”. Search for “nuocmam” instead"),
    ],
)
async def test_a_query_that_is_read_otherwise_says_so_and_offers_the_letters(
    shop, prefix, typed, told
):
    path = f"{prefix}/tim-kiem?q={typed.replace(' ', '+')}"

    page = parsed(await shop.get(f"{path}&sao=3"))

    assert notices(page) == [told]
    [literally] = notice_links(page)
    assert literally == f"{path}&sao=3&dung-nguyen=1"
    literal = parsed(await shop.get(literally))
    assert notice_links(literal) == [f"{path}&sao=3"]
    assert shown_codes(literal) != shown_codes(page)


@pytest.mark.parametrize("typed", ["nước mắm", "nuoc mam", "Nước Mắm Cát Hải", ""])
async def test_a_query_that_is_read_as_it_stands_says_nothing(shop, typed):
    assert notices(parsed(await shop.get("/tim-kiem", params={"q": typed}))) == []


async def test_a_literal_search_is_kept_from_robots_and_through_its_own_form(shop):
    page = parsed(await shop.get("/tim-kiem?q=dua&dung-nguyen=1"))

    assert page.find(".//meta[@name='robots']").get("content") == "noindex, follow"
    assert page.find(".//input[@name='dung-nguyen']").get("value") == "1"
    assert links(page, "canonical") == ["http://localhost:8000/tim-kiem?q=dua&dung-nguyen=1"]
    assert links(parsed(await shop.get("/tim-kiem?dung-nguyen=1")), "canonical") == [
        "http://localhost:8000/tim-kiem"
    ]


@pytest.mark.parametrize("typed", ["HP-OCOP-9999", "8938501234560", "mã ns 9876"])
async def test_a_code_that_nothing_has_is_told(shop, typed):
    page = parsed(await shop.get("/tim-kiem", params={"q": typed}))

    assert notices(page) == ["Không sản phẩm nào có mã này."]
    assert shown_codes(page) == []


async def test_words_that_nothing_has_are_told(shop):
    page = parsed(await shop.get("/tim-kiem?q=nước+mắm+wolframit"))

    assert LACKING.format("nước mắm wolframit", "nước mắm") in notices(page)
    assert shown_codes(page) != []


async def test_too_many_words_are_told(shop):
    page = parsed(await shop.get("/en/tim-kiem", params={"q": "nước mắm " * 16}))

    assert "The query has too many words; only its beginning was used." in notices(page)


@pytest.mark.parametrize("typed", ["Đặc khu Cát Hải", "cat hai", "CÁT HẢI"])
async def test_the_name_of_a_commune_offers_its_page_above_the_hits(shop, typed):
    page = parsed(await shop.get("/en/tim-kiem", params={"q": typed}))

    assert (f"/en{CAT_HAI}", "Cát Hải special zone", None) in named(page)
    assert shown_codes(page) != []


@pytest.mark.parametrize(
    ("typed", "today", "former"),
    [
        ("thị trấn Cát Bà", "Đặc khu Cát Hải", "Thị trấn Cát Bà"),
        ("xa gia luan", "Đặc khu Cát Hải", "Xã Gia Luận"),
        ("Xã Kiến Quốc", "Xã Nghi Dương", "Xã Kiến Quốc"),
    ],
)
async def test_a_former_commune_leads_to_todays(shop, typed, today, former):
    pages = named(parsed(await shop.get("/tim-kiem", params={"q": typed})))

    assert (today, former) in {(name, before) for _, name, before in pages}


async def test_a_former_district_leads_to_the_communes_that_it_became(shop):
    page = parsed(await shop.get("/tim-kiem", params={"q": "huyện Tiên Lãng"}))

    assert len(named(page)) >= 5
    assert {before for _, name, before in named(page) if name != "Xã Tiên Lãng"} == {
        "Huyện Tiên Lãng"
    }
    assert shown_codes(page) != []


async def test_marks_that_were_typed_tell_places_apart(shop):
    without = {name for _, name, _ in named(parsed(await shop.get("/tim-kiem?q=xã+an+lão")))}
    other = {name for _, name, _ in named(parsed(await shop.get("/tim-kiem?q=xã+an+láo")))}

    assert (without, other) == ({"Xã An Lão"}, set())


@pytest.mark.parametrize(
    "typed", ["Cơ sở chế biến Làng Chài", "lang chai", "HTX minh hoạ 02 – Xã Quyết Thắng"]
)
async def test_the_name_of_a_producer_offers_its_page(shop, typed):
    pages = named(parsed(await shop.get("/tim-kiem", params={"q": typed})))

    assert [url for url, _, _ in pages if "/co-so/" in url] != []


async def test_a_query_that_names_more_than_a_place_offers_no_page_while_it_finds(shop):
    assert named(parsed(await shop.get("/tim-kiem?q=nước+mắm+cát+hải"))) == []


async def test_nothing_found_by_filters_tells_what_is_near(shop):
    page = parsed(await shop.get("/tim-kiem?q=nuocmam+cát+hải&loai=nong-san&bo=08"))

    help_ = page.find(".//div[@class='nothing']")
    kinds = [one.get("href") for one in help_.findall("p[@class='words']")[0].iterfind("a")]
    assert notices(page) == ["Hiển thị kết quả cho “nước mắm cát hải”. Vẫn tìm “nuocmam cát hải”"]
    assert kinds[0] == "/tim-kiem?bo=09"  # of fish sauce
    assert CAT_HAI in {url for url, _, _ in named(page)}
    assert help_.find(".//ul[@class='cards']") is not None


async def test_a_word_of_another_region_is_marked_where_it_is_found(shop):
    page = parsed(await shop.get("/tim-kiem?q=heo"))

    marked = {one.text.lower() for one in page.iterfind(".//*[@class='card-name']/a/mark")}
    assert "lợn" in marked


@pytest.mark.parametrize(
    ("prefix", "groups"),
    [
        ("", ["Củ và gia vị tươi", "Dược liệu và cây công nghiệp"]),
        ("/en", ["Beans and seeds", "Farmed fish and seafood"]),
    ],
)
async def test_groups_stand_in_the_order_of_the_alphabet(shop, prefix, groups):
    page = parsed(await shop.get(f"{prefix}/tim-kiem"))

    [farm] = [
        one for one in page.iterfind(".//fieldset") if one.find(".//input[@name='bo']") is not None
    ]
    labels = [one.find("input").tail for one in farm.iterfind("label")]
    assert labels[:2] == groups


async def test_long_lists_of_filters_have_a_box_to_narrow_them(shop):
    page = parsed(await shop.get("/tim-kiem"))

    narrowed = [one.find("input").get("id") for one in page.iterfind(".//p[@class='narrow']")]
    assert narrowed == ["loc-bo"]
    assert all(one.get("hidden") is not None for one in page.iterfind(".//p[@class='narrow']"))
    assert all(
        one.find("input").get("name") is None for one in page.iterfind(".//p[@class='narrow']")
    )


async def test_hostile_text_is_text_in_every_notice(shop):
    async with publishing.change(by="test") as wanted:
        await Product.filter(code="HP-OCOP-0026").update(name_vi="<b>x</b>")
        wanted.touch("HP-OCOP-0026")
    await index.follow(services_of(shop).engine)

    page = parsed(await shop.get("/tim-kiem", params={"q": "<img src=x onerror=y> nuocmam"}))

    assert page.findall(".//img[@onerror]") == []


async def texts_of(door, query: str, path: str = "/tim-kiem"):
    page = parsed(await door.get(path, params={"q": query}))
    return page, notices(page)


@pytest.mark.parametrize(
    ("typed", "wanted", "kept"),
    [
        ("nước mắm Phú Quốc", "nước mắm Phú Quốc", "nước mắm"),
        ("bưởi da xanh", "bưởi da xanh", "bưởi"),
        ("nuoc mam phu quoc", "nuoc mam phu quoc", "nuoc mam"),
    ],
)
@pytest.mark.on("sqlite")
async def test_what_we_lack_and_what_is_shown_instead_is_one_sentence(shop, typed, wanted, kept):
    page, told = await texts_of(shop, typed)

    assert told == [LACKING.format(wanted, kept)]
    assert shown_codes(page) != []


@pytest.mark.parametrize(("typed", "gone"), [("chả mực gửi", "gửi"), ("gửi chả mực", "gửi")])
@pytest.mark.on("sqlite")
async def test_a_verb_is_no_name_of_a_good_that_we_lack(shop, typed, gone):
    page, told = await texts_of(shop, typed)

    assert told == [f"Không có sản phẩm khớp với tất cả từ khoá. Đã bỏ qua: {gone}."]
    assert shown_codes(page) != []


@pytest.mark.on("sqlite")
async def test_a_sentence_of_what_nothing_has_is_told_word_by_word(shop):
    _, [told] = await texts_of(shop, "nước mắm cho tàu vũ trụ hạt nhân wolframit vanadi")

    assert told.startswith("Không có sản phẩm khớp với tất cả từ khoá. Đã bỏ qua: ")


@pytest.mark.parametrize(
    ("typed", "chips"),
    [
        ("gạo dưới 100k", [("Đến 100.000\xa0₫", "gạo")]),
        ("ocop 5 sao", [("Sản phẩm OCOP", "5 sao"), ("5 sao", "ocop")]),
        ("từ 50k đến 100k trà", [("50.000\xa0₫ – 100.000\xa0₫", "trà")]),
    ],
)
async def test_a_fact_of_the_query_is_a_chip_that_can_be_removed(shop, typed, chips):
    page, _ = await texts_of(shop, typed)

    shown = page.findall(".//div[@class='chips']/a")
    assert [one.findall("span")[1].text for one in shown] == [label for label, _ in chips]
    assert [one.get("href") for one in shown] == [text_path(rest) for _, rest in chips]
    assert notices(page) == []


@pytest.mark.on("sqlite")
async def test_a_question_for_the_season_or_the_price_is_answered_above_the_goods(shop):
    season, _ = await texts_of(shop, "vải thiều mùa nào")
    price, _ = await texts_of(shop, "how much is honey", "/en/tim-kiem")
    plain, _ = await texts_of(shop, "vải thiều")

    [told] = season.iterfind(".//p[@class='asked']")
    assert re.match(r"Mùa vụ: Vải thiều [^(]+ \(tháng \d+( đến tháng \d+)?\)[;.]", told.text)
    [told] = price.iterfind(".//p[@class='asked']")
    assert told.text.startswith("Guide prices of these products: from ₫")
    assert plain.find(".//p[@class='asked']") is None


@pytest.mark.on("sqlite")
async def test_what_is_near_stands_apart_and_is_not_counted(shop):
    page, _ = await texts_of(shop, "rươi tiên lãng")

    near = page.find(".//section[@class='near']")
    listed = [one.get("href") for one in near.iterfind(".//*[@class='card-name']/a")]
    assert near.find("h2").text == "Gần với từ khoá"
    assert page.find(".//p[@class='total']").text == "2 sản phẩm"
    assert len(shown_codes(page)) == 2 + len(listed) > 2


@pytest.mark.on("sqlite")
async def test_nothing_found_shows_what_is_near_and_its_kinds(shop):
    page, _ = await texts_of(shop, "bánh trung thu")

    help_ = page.find(".//div[@class='nothing']")
    assert [one.text for one in help_.iterfind("h3")] == [
        "Gần với từ khoá",
        "Có thể bạn tìm trong nhóm",
    ]
    names = ["".join(one.itertext()) for one in help_.iterfind(".//*[@class='card-name']/a")]
    assert names != []
    assert {name.split()[0] for name in names} == {"Bánh"}
    assert page.find(".//p[@class='total']").text == "0 sản phẩm"


def groups_offered(page):
    chips = page.find(".//div[@class='nothing']").iterfind("p[@class='words']/a")
    return [(one.get("href"), one.text) for one in chips]


@pytest.mark.parametrize("typed", ["tôm hùm", "tom hum alaska"])
@pytest.mark.on("sqlite")
async def test_what_we_lack_is_near_what_begins_like_it_and_is_of_its_kind(shop, typed):
    page, told = await texts_of(shop, typed)

    cards = page.iterfind(".//div[@class='nothing']//*[@class='card-name']/a")
    assert {"".join(one.itertext()).split()[0] for one in cards} == {"Tôm"}
    assert ("/tim-kiem?bo=thuy-san-khai-thac", "Thuỷ sản khai thác") in groups_offered(page)
    assert told == []


@pytest.mark.parametrize("typed", ["sữa chua", "cho hỏi có bán sữa chua không ạ"])
@pytest.mark.on("sqlite")
async def test_a_group_whose_name_is_in_the_words_is_offered(shop, typed):
    page, _ = await texts_of(shop, typed)

    assert [href for href, _ in groups_offered(page)] == ["/tim-kiem?bo=02", "/tim-kiem?bo=08"]
    assert shown_codes(page) == []


@pytest.mark.on("sqlite")
async def test_a_place_in_common_makes_no_other_spelling(shop):
    page, _ = await texts_of(shop, "khách sạn Cát Bà")

    assert "Ý bạn là" not in "".join(page.find(".//div[@class='nothing']").itertext())


@pytest.mark.on("sqlite")
async def test_a_number_alone_is_near_nothing(shop):
    page, _ = await texts_of(shop, "iphone 15 pro")

    assert shown_codes(page) == []


async def test_the_price_of_a_kilogram_orders_packs_of_any_size(shop):
    found = await shop.get("/api/v1/search?q=gạo&sort=unit-price&limit=100")
    page = parsed(await shop.get("/tim-kiem?q=gạo&sap-xep=don-gia"))

    hits = found.json()["hits"]
    prices = [lowest_unit_price(hit) for hit in hits if lowest_unit_price(hit) is not None]
    assert prices == sorted(prices) != []
    assert shown_codes(page) == [hit["code"] for hit in hits][:24]
    chosen = page.find(".//select[@name='sap-xep']/option[@selected]")
    assert (chosen.get("value"), chosen.text) == ("don-gia", "Giá theo kg, lít tăng dần")
