"""A producer's figures: exact, of its own products, and of words that many looked for."""

from datetime import timedelta

import pytest

from shop import clock
from shop.models import CallCount, ClickCount, MemberRole, Partner, SaleClick
from shop.partners import keys
from shop.queries.figures import FEWEST, figures_of, told_words
from tests.people import member
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, on_show
from tests.web.own import LANG_CHAI, LIST, THUY_HUONG, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")
PAGE = f"{LIST}/so-lieu"


async def opened(code: str, word: str, clicks: int, ago: int = 0) -> None:
    day = clock.today() - timedelta(days=ago)
    await ClickCount.create(day=day, understood=word, code=code, clicks=clicks)


async def seeded() -> None:
    """Count for Cá mòi what stands in the tables below, and something for another's product."""
    for word, clicks, ago in (
        ("cá mòi", 7, 0), ("cá mòi", 5, 29), ("cá mòi", 40, 30), ("cá mòi", 60, 364),
        ("cá mòi", 1000, 365), ("kho làng chài", 6, 100), ("kho làng chài", 4, 3), ("mòi", 4, 1),
    ):  # fmt: skip
        await opened(CA_MOI, word, clicks, ago)
    await opened(TRA_SEN, "trà sen", 50)
    await keys.add_partner("Sàn Minh Hoạ", by="test")
    partner, today = await Partner.get(), clock.today()
    for days, clicks in ((0, 2), (40, 3), (365, 100)):
        day = today - timedelta(days=days)
        await SaleClick.create(day=day, partner_id=partner.id, code=CA_MOI, clicks=clicks)
        await CallCount.create(day=day, code=CA_MOI, calls=clicks * 2)


async def test_they_are_the_sums_of_30_days_and_of_a_year(portal):
    await on_show(goods(TRA_SEN, producer_id=THUY_HUONG))
    await seeded()

    [(one), following] = await figures_of(LANG_CHAI)
    [figures] = one

    assert (figures.code, following) == (CA_MOI, "")
    assert (figures.lately.opened, figures.lately.to_shops, figures.lately.calls) == (20, 2, 4)
    assert (figures.year.opened, figures.year.to_shops, figures.year.calls) == (126, 5, 10)
    assert figures.lately.words == [("cá mòi", 12)]
    assert (figures.lately.other_words, figures.year.other_words) == (8, 14)
    assert figures.year.words == [("cá mòi", 112)]


@pytest.mark.on("sqlite")
async def test_the_page_says_them_and_what_is_not_counted(portal):
    await seeded()
    editor = await member(LANG_CHAI, MemberRole.EDITOR)

    page = await portal.get(PAGE, headers=editor.headers)
    english = await portal.get(f"/en{PAGE}", headers=editor.headers)

    assert (
        "Mở từ kết quả tìm kiếm 20 126 tìm «cá mòi» 12 112 từ khác 8 14 Sang nơi bán 2 5"
        " Bấm gọi 4 10"
    ) in text_of(page)
    assert "JavaScript" in text_of(page)
    assert "for “cá mòi” 12 112" in text_of(english)
    assert "«mòi»" not in page.text
    assert f'href="{PAGE}"' in (await portal.get(LIST, headers=editor.headers)).text


@pytest.mark.on("sqlite")
async def test_nothing_is_said_plainly_where_nothing_was_counted(portal):
    await on_show(goods(GAO_RUOI))
    owner = await member(LANG_CHAI)

    page = text_of(await portal.get(PAGE, headers=owner.headers))

    assert page.count("Chưa có lượt nào trong 12 tháng.") == 2
    assert "<table" not in page


@pytest.mark.on("sqlite")
async def test_those_of_another_producer_are_answered_as_what_is_not_there(portal):
    await on_show(goods(TRA_SEN, producer_id=THUY_HUONG))
    await seeded()
    owner = await member(LANG_CHAI)

    others = await portal.get(f"/nha-san-xuat/{THUY_HUONG}/so-lieu", headers=owner.headers)
    missing = await portal.get("/nha-san-xuat/HP-CS-999/so-lieu", headers=owner.headers)

    assert (others.status_code, missing.status_code) == (404, 404)
    assert others.text.replace(THUY_HUONG, "") == missing.text.replace("HP-CS-999", "")
    assert "trà sen" not in others.text


@pytest.mark.parametrize(
    ("counted", "lately", "year"),
    [
        ({"a": (5, 5)}, {"a": 5}, {"a": 10}),
        ({"a": (5, 0)}, {"a": 5}, {"a": 5}),
        ({"a": (0, 5)}, {}, {"a": 5}),
        ({"a": (4, 0)}, {}, {}),
        ({"a": (2, 2)}, {}, {}),
        ({"a": (5, 2)}, {}, {}),  # all of the rest: neither is told
        ({"a": (5, 2), "b": (0, 4)}, {}, {}),
        ({"a": (5, 2), "b": (1, 4), "c": (2, 2)}, {}, {"a": 7, "b": 5}),  # "b" hides "a"
        ({"a": (5, 2), "b": (3, 1), "c": (2, 2)}, {}, {"a": 7}),
        ({"a": (5, 2), "b": (9, 9), "c": (2, 2)}, {"b": 9}, {"b": 18}),
        ({"a": (5, 2), "b": (3, 20), "c": (9, 0)}, {"c": 9}, {"a": 7, "b": 23, "c": 9}),
    ],
)
def test_a_word_is_told_where_no_part_of_it_is_few(counted, lately, year):
    told = told_words(counted)

    assert (dict(told[0]), dict(told[1])) == (lately, year)


def test_no_difference_of_what_is_told_is_a_few():
    counts = (0, 1, 4, 5, 6, 11)
    pairs = [(few, many) for few in counts for many in counts]
    for one in pairs:
        for two in pairs:
            words = {"a": one, "b": two}
            lately, year = (dict(said) for said in told_words(words))
            assert all(n >= FEWEST for n in (*lately.values(), *year.values()))
            for word, n in lately.items():
                assert year[word] - n == 0 or year[word] - n >= FEWEST
            rest = sum(map(sum, words.values())) - sum(year.values())
            hidden = [word for word in year if word not in lately and words[word][0] > 0]
            assert len(hidden) != 1 or rest >= FEWEST
