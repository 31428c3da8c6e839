"""What a reader, a search engine and a mischief-maker get from the pages."""

import re
from datetime import UTC, datetime

import html5lib
import orjson
import pytest

from shop import catalogue, clock, publishing
from shop.models import Availability, Product
from shop.readers import index
from tests.conftest import services_of
from tests.feeding import show_real_stars

SITE = " · Sản vật Hải Phòng"
ORIGIN = "http://localhost:8000"
FISH_SAUCE = "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"
MAKER = "/co-so/HP-CS-005/htx-minh-hoa-02-xa-quyet-thang"
CAT_HAI = "/xa-phuong/11914/dac-khu-cat-hai"
HOSTILE = "</script><img src=x onerror=alert(1)>"
PAGES = [
    ("/", "vi", "Sản vật Hải Phòng: nông sản và sản phẩm OCOP", "Hải Phòng có gì ngon?"),
    ("/en", "en", "Sản vật Hải Phòng: farm goods and OCOP products", "What is good in Hải Phòng?"),
    ("/tim-kiem", "vi", "Tất cả sản phẩm" + SITE, "Tất cả sản phẩm"),
    ("/en/tim-kiem", "en", "All products" + SITE, "All products"),
    (FISH_SAUCE, "vi", "Nước mắm Cát Hải – Đặc khu Cát Hải" + SITE, "Nước mắm Cát Hải"),
    (
        "/en" + FISH_SAUCE,
        "en",
        "Cat Hai fish sauce – Cát Hải special zone" + SITE,
        "Cat Hai fish sauce",
    ),
    *[
        (prefix + MAKER, language, name + SITE, name)
        for prefix, language, name in (
            ("", "vi", "HTX minh hoạ 02 – Xã Quyết Thắng"),
            ("/en", "en", "Illustrative cooperative 02 – Quyết Thắng commune"),
        )
    ],
    *[
        (prefix + CAT_HAI, language, name + SITE, name)
        for prefix, language, name in (
            ("", "vi", "Đặc khu Cát Hải"),
            ("/en", "en", "Cát Hải special zone"),
        )
    ],
]


def parsed(answer):
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def links(page, rel):
    return [link.get("href") for link in page.iterfind(f".//link[@rel='{rel}']")]


def notices(page):
    return ["".join(one.itertext()) for one in page.iterfind(".//p[@class='notice']")]


def shown_codes(page):
    """Give the codes of the cards of a page."""
    cards = page.iterfind(".//*[@class='card-name']/a")
    return [card.get("href").removeprefix("/en").split("/")[2] for card in cards]


def data_of(page):
    return orjson.loads(page.find(".//script[@type='application/ld+json']").text)


@pytest.mark.parametrize(("path", "language", "title", "heading"), PAGES)
async def test_every_page_says_what_it_is_in_its_language(shop, path, language, title, heading):
    answer = await shop.get(path)

    page = parsed(answer)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == page.get("lang") == language
    assert page.find(".//title").text == title
    assert ["".join(one.itertext()) for one in page.iterfind(".//h1")] == [heading]


@pytest.mark.parametrize("path", ["/", "/tim-kiem?q=nuoc+mam&sao=3", FISH_SAUCE, MAKER, CAT_HAI])
async def test_both_languages_of_a_page_name_each_other(shop, path):
    vietnamese, english = ORIGIN + path, f"{ORIGIN}/en{path.removesuffix('/')}"

    pages = {address: parsed(await shop.get(address)) for address in (vietnamese, english)}

    for address, page in pages.items():
        named = [
            (link.get("hreflang"), link.get("href")) for link in page.iterfind(".//link[@hreflang]")
        ]
        assert links(page, "canonical") == [address]
        assert named == [("vi", vietnamese), ("en", english), ("x-default", vietnamese)]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/san-pham/HP-OCOP-0026", FISH_SAUCE),
        ("/san-pham/hp-ocop-0026/nuoc-mam-cat-hai", FISH_SAUCE),
        ("/san-pham/HP-OCOP-0026/ten/cu?tu=zalo", FISH_SAUCE + "?tu=zalo"),
        ("/co-so/HP-CS-005/ten-cu", MAKER),
        ("/xa-phuong/11914/ten-cu", CAT_HAI),
    ],
)
async def test_an_old_address_moves_for_good_within_its_language(shop, prefix, asked, right):
    answer = await shop.get(prefix + asked)

    assert (answer.status_code, answer.headers["location"]) == (301, prefix + right)


@pytest.mark.parametrize(
    ("prefix", "title"), [("", "Không tìm thấy trang này"), ("/en", "This page was not found")]
)
@pytest.mark.parametrize(
    "path",
    ["/san-pham/HP-NS-9999/la", "/san-pham/a b", "/co-so/HP-CS-999", "/xa-phuong/99999", "/la"],
)
async def test_what_never_was_is_a_404_in_the_readers_language(shop, prefix, title, path):
    answer = await shop.get(prefix + path)

    page = parsed(answer)
    assert (answer.status_code, page.find(".//h1").text) == (404, title)
    assert page.get("lang") == (prefix.strip("/") or "vi")
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == (
        "no-store",
        "noindex",
    )


@pytest.mark.parametrize(
    ("prefix", "title"),
    [("", "Sản phẩm đã rời danh mục"), ("/en", "This product has left the catalogue")],
)
async def test_what_was_withdrawn_is_a_410_in_the_readers_language(shop, prefix, title):
    assert (await shop.get(prefix + FISH_SAUCE)).status_code == 200

    await catalogue.withdraw("HP-OCOP-0026", by="test")

    answer = await shop.get(prefix + FISH_SAUCE)
    page = parsed(answer)
    assert (answer.status_code, page.find(".//h1").text) == (410, title)
    assert page.get("lang") == (prefix.strip("/") or "vi")


async def test_the_data_for_search_engines_is_the_document(shop, stopped_clock):
    await show_real_stars()
    await catalogue.set_availability("HP-OCOP-0026-1", Availability.IN_STOCK, by="test")
    document = (await shop.get("/api/v1/listings/HP-OCOP-0026")).json()

    described, way = data_of(parsed(await shop.get("/en" + FISH_SAUCE)))

    [pack], [offer] = document["variants"], described["offers"]
    assert (described["@type"], described["sku"]) == ("Product", "HP-OCOP-0026")
    assert described["name"] == document["name"]["en"] == "Cat Hai fish sauce"
    assert (offer["price"], offer["priceCurrency"]) == (pack["price"]["amount"], "VND")
    assert (pack["availability"], offer["availability"]) == (
        "in_stock",
        "https://schema.org/InStock",
    )
    stars = described["hasCertification"][0]
    assert stars["certificationRating"]["ratingValue"] == document["ocop"]["stars"] == 3
    assert stars["certificationIdentification"] == document["ocop"]["decision"]
    assert stars["expires"] == document["ocop"]["expires_on"] == "2028-02-20"
    assert [step["name"] for step in way["itemListElement"]] == [
        "Home",
        "OCOP products",
        document["category"]["set_name"]["en"],
        "Cat Hai fish sauce",
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_the_home_page_names_the_site_and_its_search(shop, prefix):
    page = parsed(await shop.get(prefix or "/"))

    site = orjson.loads(page.find(".//script[@type='application/ld+json']").text)

    assert (site["@type"], site["name"]) == ("WebSite", "Sản vật Hải Phòng")
    assert site["url"] == ORIGIN + (prefix or "/")
    address = site["potentialAction"]["target"]["urlTemplate"].removeprefix(ORIGIN)
    found = await shop.get(address.replace("{search_term_string}", "mam+cat+hai"))
    assert FISH_SAUCE in found.text


async def test_what_was_made_up_says_so_at_the_top_and_is_not_offered(shop):
    page = parsed(await shop.get("/en/san-pham/HP-NS-0126", follow_redirects=True))
    sourced = parsed(await shop.get(FISH_SAUCE))
    cards = parsed(await shop.get("/tim-kiem?q=Gạo Bắc thơm số 7 Thanh Miện"))

    chip = page.find(".//h1/../p[@class='beside']/a")
    assert (chip.text, chip.get("href")) == ("Illustrative", "#minh-hoa")
    assert page.find(".//*[@id='minh-hoa']/h2").text == "Illustrative data"
    assert (data_of(page)[0]["@type"], "offers" in data_of(page)[0]) == ("ProductModel", False)
    assert sourced.find(".//p[@class='beside']") is None
    [card] = [
        one
        for one in cards.iterfind(".//*[@class='card-name']")
        if "HP-NS-0126" in one.find("a").get("href")
    ]
    assert card.find("span[@class='made-up']").text == "Minh hoạ"


async def test_tobacco_is_described_and_never_offered(shop):
    page = parsed(await shop.get("/san-pham/HP-NS-0017/thuoc-lao-tien-lang"))

    assert "offers" not in data_of(page)[0]
    assert page.find(".//section[@class='prices']") is None
    assert page.find(".//div[@class='warning']/h2").text == "Chỉ giới thiệu, không bán trực tuyến"


async def test_a_hostile_name_is_text_wherever_it_stands(shop):
    code = shown_codes(parsed(await shop.get("/")))[0]
    async with publishing.change(by="test") as wanted:
        await Product.filter(code=code).update(name_vi=HOSTILE, name_en=HOSTILE)
        wanted.touch(code)
    await index.follow(services_of(shop).engine)
    path = f"/san-pham/{code}/script-img-src-x-onerror-alert-1"

    pages = {
        one: parsed(await shop.get(one))
        for one in (path, f"/en{path}", "/", "/tim-kiem?q=onerror", f"/tim-kiem?q={HOSTILE}")
    }

    for page in pages.values():
        assert page.findall(".//img[@onerror]") == []
        assert [s.get("type") for s in page.iterfind(".//script") if not s.get("src")] in (
            [],
            ["application/ld+json"],
        )
    assert pages[path].find(".//h1").text == HOSTILE
    assert data_of(pages[path])[0]["name"] == HOSTILE
    assert data_of(pages["/en" + path])[1]["itemListElement"][3]["name"] == HOSTILE
    for listed in ("/", "/tim-kiem?q=onerror"):
        names = [
            "".join(one.itertext()) for one in pages[listed].iterfind(".//*[@class='card-name']/a")
        ]
        assert names.count(HOSTILE) == 1


async def test_english_pages_mark_what_is_vietnamese(shop):
    product = parsed(await shop.get("/en" + FISH_SAUCE))
    maker = parsed(await shop.get("/en" + MAKER))
    found = parsed(await shop.get("/en/tim-kiem?q=nuoc+mam"))

    assert product.find(".//h1").get("lang") is None
    assert product.find(".//p[@class='other-name']").get("lang") == "vi"
    assert product.find(".//details[@class='story fold']/p").get("lang") == "vi"
    by = product.findall(".//p[@class='headline-by']/span/a")
    assert [(one.text, one.get("lang")) for one in by] == [
        ("Illustrative company 07 – Cát Hải special zone", None),
        ("Cát Hải special zone", None),
    ]
    assert (maker.find(".//h1").text, maker.find(".//h1").get("lang")) == (
        "Illustrative cooperative 02 – Quyết Thắng commune",
        None,
    )
    assert {one.get("lang") for one in found.iterfind(".//p[@class='card-producer']")} == {
        "vi",
        None,
    }


async def test_vietnamese_pages_mark_nothing_of_their_own(shop):
    page = parsed(await shop.get(FISH_SAUCE))

    assert [one.text for one in page.iterfind(".//main//*[@lang='en']")] == ["Cat Hai fish sauce"]


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_pages_of_results_lead_to_their_neighbours(shop, prefix):
    addresses = {
        "": ([], ["?trang=2"]),
        "?trang=2": ([""], ["?trang=3"]),
        "?trang=18": (["?trang=17"], []),
    }
    for query, (before, after) in addresses.items():
        page = parsed(await shop.get(f"{prefix}/tim-kiem{query}"))

        assert links(page, "prev") == [f"{prefix}/tim-kiem{one}" for one in before]
        assert links(page, "next") == [f"{prefix}/tim-kiem{one}" for one in after]
        assert links(page, "canonical") == [f"{ORIGIN}{prefix}/tim-kiem{query}"]


async def test_every_product_stands_on_exactly_one_page_of_results(shop):
    codes = [
        code
        for number in range(1, 19)
        for code in shown_codes(parsed(await shop.get(f"/tim-kiem?sap-xep=ten&trang={number}")))
    ]

    assert (len(codes), len(set(codes))) == (429, 429)


@pytest.mark.parametrize(
    ("query", "robots"),
    [
        ("", None),
        ("loai=ocop", None),
        ("loai=ocop&sao=4", None),
        ("loai=ocop&sao=4&sao=5", "noindex, follow"),
        ("loai=ocop&sao=4&mua=11", "noindex, follow"),
    ],
)
async def test_robots_keep_pages_of_at_most_two_filters(shop, query, robots):
    found = parsed(await shop.get(f"/tim-kiem?{query}")).find(".//meta[@name='robots']")

    assert (found.get("content") if found is not None else None) == robots


SPAM = "mua+thuoc+re+spam.example+0900000000"


@pytest.mark.parametrize("query", ["q=nuoc+mam", "q=nuoc+mam&loai=ocop", f"q={SPAM}"])
@pytest.mark.parametrize("address", ["/tim-kiem", "/en/tim-kiem"])
async def test_no_page_with_words_of_a_visitor_is_for_robots(shop, address, query):
    answer = await shop.get(f"{address}?{query}")

    assert answer.status_code == 200
    [robots] = parsed(answer).findall(".//meta[@name='robots']")
    assert robots.get("content") == "noindex, follow"
    assert "tim-kiem" not in (await shop.get("/robots.txt")).text  # so that robots may read it


@pytest.mark.parametrize(
    "query",
    [
        "loai=rau", "bo=khong-co", "sao=9", "xa=00000", "chung-nhan=x", "mua=13", "mua=0", "mua=²",
        "gia=9-1", "gia=-", "gia=a-b", "trang=0", "trang=99999", "trang=٣", "sap-xep=x",
        "sao=<script>", "bo=%00x", "xa=%ff%fe", "q=%00", "q=%ff", "la=1",
    ],
)  # fmt: skip
async def test_a_filter_nobody_knows_finds_everything(shop, query):
    answer = await shop.get(f"/tim-kiem?{query}")

    total = parsed(answer).find(".//p[@class='total']").text
    assert (answer.status_code, total) == (200, "429 sản phẩm · Trang 1/18")


async def test_what_was_passed_over_is_told(shop):
    page = parsed(await shop.get("/tim-kiem?sao=9&xa=zz&mua=13&trang=x"))

    assert notices(page) == ["Đã bỏ qua lựa chọn không có trong danh mục: 9, zz, 13, x."]


@pytest.mark.parametrize(
    ("length", "told"),
    [(200, []), (201, ["The query was longer than 200 characters; only its beginning was used."])],
)
async def test_a_query_beyond_200_letters_is_cut_and_told(shop, length, told):
    page = parsed(await shop.get("/en/tim-kiem?q=" + "ă" * length))

    assert notices(page) == told
    assert page.find(".//h1").text == f"Results for “{'ă' * 200}”"


async def test_who_finds_nothing_is_helped(shop):
    page = parsed(await shop.get("/tim-kiem?q=mawqzx+zzqqy&sao=5"))

    help_ = page.find(".//div[@class='nothing']")
    assert help_.find("h2").text == "Không tìm thấy sản phẩm nào"
    assert "".join(help_.find("p").itertext()) == "Từ khoá của bạn: “mawqzx zzqqy”"
    assert help_.findall("h3") == help_.findall("p[@class='words']") == []  # never chance goods
    assert page.find(".//section[@aria-labelledby='missing']/form").get("action") == "/dang-tim"


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/san-pham//evil.example"])
async def test_nothing_leads_to_another_host(shop, path):
    answer = await shop.get(ORIGIN + path, headers={"Host": "evil.example"})

    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "evil.example" not in answer.text


async def test_the_pages_of_an_empty_catalogue_open(client):
    for path in ("/", "/en", "/tim-kiem", "/en/tim-kiem?q=mam", "/goi-y?q=mam"):
        assert (await client.get(path)).status_code == 200
    assert (await client.get(FISH_SAUCE)).status_code == 404


def offer_of(answer) -> list[str]:
    page = parsed(answer)
    words = [page.find(".//h2[@id='gia']"), *page.iterfind(".//span[@class]")]
    kinds = ("price", "stock", "dated")
    return [
        " ".join("".join(one.itertext()).split())
        for one in words
        if one.tag == "h2" or one.get("class").startswith(kinds)
    ]


async def test_a_price_says_its_month_and_unknown_stock_says_to_ask(shop):
    with clock.stopped(datetime(2026, 12, 1, 5, tzinfo=UTC)):
        await catalogue.set_price("HP-OCOP-0026-1", 81_000, by="test")

        assert offer_of(await shop.get(FISH_SAUCE)) == [
            "Giá tham khảo · cập nhật 12/2026", "81.000 ₫", "Hỏi cơ sở",
        ]  # fmt: skip
        assert offer_of(await shop.get("/en" + FISH_SAUCE)) == [
            "Guide price · as of 12/2026", "₫81,000", "Ask the producer",
        ]  # fmt: skip

        await catalogue.set_availability("HP-OCOP-0026-1", Availability.IN_STOCK, by="test")

        assert offer_of(await shop.get(FISH_SAUCE))[2] == "Còn hàng"


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/nha-san-xuat/a/b/c/d", "/nha-san-xuat"),
        ("/en/can-bo/khong-co", "/en/can-bo"),
        ("/nha-san-xuatt/x", "/"),
    ],
)
async def test_an_error_where_people_work_leads_back_there(shop, path, to):
    page = (await shop.get(path)).text

    [tiles] = re.findall(r'<ul class="tiles tiles-wide">(.*?)</ul>', page, re.DOTALL)
    assert re.findall(r'href="([^"]*)"', tiles)[0] == to


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/en/", "/en"),
        ("/tim-kiem/", "/tim-kiem"),
        (
            "/en/tim-kiem/?q=nước mắm&trang=2",
            "/en/tim-kiem?q=n%C6%B0%E1%BB%9Bc%20m%E1%BA%AFm&trang=2",
        ),
        ("/cong-nhan//", "/cong-nhan"),
    ],
)
async def test_an_address_with_a_slash_behind_it_leads_on(shop, asked, meant):
    answer = await shop.get(asked, headers={"Host": "evil.example"})

    assert (answer.status_code, answer.headers["location"]) == (308, meant)


@pytest.mark.parametrize("asked", ["//evil.example/tim-kiem/", "/khong-co-trang-nay/", "//"])
async def test_a_slash_behind_what_is_no_page_leads_nowhere(shop, asked):
    answer = await shop.get(f"http://localhost:8000{asked}")

    assert (answer.status_code, answer.headers.get("location")) == (404, None)
