import pytest
from starlette.datastructures import QueryParams

from search.engine import Sort
from shop import clock
from shop.clock import start_of
from shop.web.public.asking import asked, page_of, price_range, search_path
from shop.web.public.directory import Directory, Group, Place

NAMES = Directory(
    farm={"trai-cay": Group("trai-cay", {"vi": "Trái cây"})},
    ocop={"09": Group("09", {"vi": "Nước mắm"}, {"vi": "Thực phẩm"})},
    places={"11914": Place("11914", "Đặc khu Cát Hải", "special_zone", "Huyện Cát Hải", "")},
)


def _asked(query: str):
    return asked(QueryParams(query), NAMES)


def test_everything_that_can_be_asked_reaches_the_engine():
    wanted = _asked(
        "q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&loai=ocop&loai=nong-san&bo=09&sao=4&sao=5&xa=11914"
        "&chung-nhan=HACCP&gia=50000-100000&mua=3&sap-xep=gia-tang&trang=2"
    )

    query = wanted.query(["group"])

    assert query.text == "nước mắm"
    assert query.kind == {"ocop", "agricultural"}
    assert (query.group, query.stars, query.commune_code) == ({"09"}, {4, 5}, {"11914"})
    assert (query.certificates, query.season_months) == ({"HACCP"}, {3})
    assert (query.price_from, query.price_to) == (50_000, 100_000)
    assert (query.sort, query.limit, query.offset) == (Sort.PRICE_UP, 24, 24)
    assert wanted.ignored == ()


def test_an_address_says_the_same_search_again():
    query = "q=vai&loai=ocop&bo=09&sao=4&sao=5&gia=50000-&mua=nay&sap-xep=ten&trang=3"

    assert _asked(query).path(page=3) == f"/tim-kiem?{query}"


def test_in_season_now_is_the_month_of_hai_phong():
    from datetime import date

    with clock.stopped(start_of(date(2026, 5, 1))):
        assert _asked("mua=nay").query().season_months == {5}


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ("loai=xe-may", ("xe-may",)),
        ("bo=99&bo=09", ("99",)),
        ("sao=2", ("2",)),
        ("sao=OCOP", ("OCOP",)),
        ("xa=00000", ("00000",)),
        ("chung-nhan=ISO9001", ("ISO9001",)),
        ("gia=100000-50000", ("100000-50000",)),
        ("gia=-", ("-",)),
        ("gia=một-hai", ("một-hai",)),
        ("gia=-50000&gia=50000-", ("50000-",)),
        ("mua=13", ("13",)),
        ("mua=٣", ("٣",)),
        ("sap-xep=rating", ("rating",)),
        ("trang=0", ("0",)),
        ("trang=-1", ("-1",)),
        ("trang=99999999999999999999", ("99999999999999999999",)),
        ("trang=٣", ("٣",)),
        ("utm_source=zalo&fbclid=1", ()),
        ("loai=&bo=&gia=&trang=", ()),
    ],
)
def test_what_is_unknown_is_passed_over_and_told(query, ignored):
    wanted = _asked(query)

    assert wanted.ignored == ignored
    assert wanted.page == 1
    wanted.query()


def test_a_long_query_is_cut_and_says_so():
    wanted = _asked("q=" + "a" * 201)

    assert (len(wanted.text), wanted.was_cut) == (200, True)
    assert not _asked("q=" + "a" * 200).was_cut


def test_text_is_composed_and_rid_of_control_characters():
    assert _asked("q=nu%CC%9Bo%CC%9B%CC%81c%00%0A++ma%CC%86%CC%81m").text == "nước mắm"


def test_a_filter_can_be_taken_off_again():
    wanted = _asked("q=vai&sao=4&sao=5&trang=2")

    assert wanted.without("sao", "4").path() == "/tim-kiem?q=vai&sao=5"
    assert wanted.unfiltered().path() == "/tim-kiem?q=vai"


def test_pages_of_many_filters_are_not_for_robots():
    assert _asked("loai=ocop&sao=4").is_indexed
    assert _asked("").is_indexed
    assert not _asked("loai=ocop&sao=4&xa=11914").is_indexed


@pytest.mark.parametrize("query", ["q=vai", "q=vai&loai=ocop", "q=v&trang=2", "q=v&dung-nguyen=1"])
def test_pages_with_words_of_a_visitor_are_not_for_robots(query):
    assert not _asked(query).is_indexed


def test_price_ranges_may_be_open():
    assert price_range("-50000") == (None, 50_000)
    assert price_range("500000-") == (500_000, None)


def test_links_to_a_filter_name_it_as_the_address_does():
    assert search_path(chung_nhan="HACCP") == "/tim-kiem?chung-nhan=HACCP"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gia-tu=120.000&gia-den=250000", "120000-250000"),
        ("gia-tu=120k&gia-den=", "120000-"),
        ("gia-den=1.500.000 ₫", "-1500000"),
        ("gia-tu=300&gia-den=100", "100000-300000"),
        ("gia=-50000&gia-tu=60000&gia-den=60000", "60000-60000"),
        ("gia=-50000&gia-tu= &gia-den=", "-50000"),
    ],
)
def test_a_range_of_prices_is_read_as_people_type_it(typed, meant):
    wanted = _asked(typed)

    assert (wanted.filters["gia"], wanted.ignored) == ((meant,), ())
    assert wanted.path() == f"/tim-kiem?gia={meant}"


def test_a_price_that_cannot_be_read_is_told_and_narrows_nothing():
    wanted = _asked("gia-tu=rẻ&gia-den=٣")

    assert (wanted.filters, wanted.ignored) == ({}, ("rẻ", "٣"))


@pytest.mark.parametrize(("given", "page"), [("2", 2), ("", 1), ("0", 1), ("x", 1), ("٣", 1)])
def test_a_page_that_cannot_be_read_is_the_first(given, page):
    assert page_of(given) == page
