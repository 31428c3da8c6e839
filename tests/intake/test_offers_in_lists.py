"""Lists say what a pack costs and whether it is to be had, and on which day that was so."""

import json
from datetime import date, timedelta

import pytest

from shop import catalogue, clock
from shop.catalogue import Said
from shop.models import AuditEntry, Availability, Listing, Variant, Voice
from tests.intake.conftest import drift, serials
from tests.intake.writing import a_row, saved

OCOP = "HP-OCOP-0026"
SKU = f"{OCOP}-1"
DAY = timedelta(days=1)


def written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@pytest.fixture
async def later(full):
    """Let it be a month after the real lists were taken in; give that day."""
    imported = (await Variant.get(sku=SKU)).price_confirmed_on
    with clock.stopped(clock.start_of(imported + 30 * DAY)):
        yield clock.today()


async def pack(code: str = OCOP) -> dict:
    [found] = json.loads((await Listing.get(code=code)).document)["variants"]
    return found


def listed(folder, **more: str):
    return saved(folder, a_row("ocop", OCOP) | more)


async def test_no_pack_of_the_real_lists_is_to_be_had_for_no_list_says_so(full):
    documents = [json.loads(one.document) for one in await Listing.all()]
    packs = [pack for one in documents for pack in one.get("variants", ())]

    assert len(packs) == 429
    assert [one for one in packs if "availability" in one] == []
    priced = [one["price"] for one in packs if "price" in one]
    assert {one["confirmed_by"] for one in priced} == {"list"}
    assert all("confirmed_on" in one for one in priced)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("còn hàng", "in_stock"),
        ("CÒN", "in_stock"),
        ("hết hàng", "out_of_stock"),
        ("Tạm hết hàng", "out_of_stock"),
        ("đặt trước", "preorder"),
        ("out_of_stock", "out_of_stock"),
    ],
)
async def test_stock_and_its_day_are_read_as_people_write_them(later, take, tmp_path, words, shown):
    day = later - 3 * DAY
    report = await take(listed(tmp_path, availability=words, availability_on=written(day)))

    assert report.counts["products"] == {"updated": 1}
    found = await pack()
    assert (found["availability"], found["availability_confirmed_on"]) == (shown, day.isoformat())
    assert found["availability_confirmed_by"] == "list"
    assert OCOP not in {one.code for one in await drift()}  # of others something ended meanwhile


async def test_the_same_list_again_changes_nothing(later, take, tmp_path):
    days = {"availability_on": written(later - DAY), "price_on": written(later)}
    file = listed(tmp_path, availability="còn hàng", **days)
    await take(file)
    before = await serials()

    report = await take(file)

    assert report.counts["products"] == {"unchanged": 1}
    assert await serials() == before


async def test_a_dry_run_says_what_would_change_and_changes_nothing(later, take, tmp_path):
    before = await serials()

    report = await take(listed(tmp_path, availability="hết"), dry_run=True)

    assert report.counts["products"] == {"updated": 1}
    assert await serials() == before


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ({"availability": "còn hàng", "availability_on": "1/12/2027"},
         "“1/12/2027” là ngày chưa đến. Hãy ghi ngày hôm nay hoặc ngày đã qua."),
        ({"price_on": "2031-01-01"},
         "“2031-01-01” là ngày chưa đến. Hãy ghi ngày hôm nay hoặc ngày đã qua."),
        ({"availability": "nhiều"},
         "“nhiều” chưa rõ còn hay hết. Hãy ghi “còn hàng”, “hết hàng” hoặc “đặt trước”."),
        ({"availability_on": "20/11/2026"},
         "Có ngày mà chưa ghi còn hay hết hàng. Hãy điền cột tình trạng hàng."),
    ],
)  # fmt: skip
async def test_a_day_to_come_and_unknown_words_are_refused(full, take, tmp_path, cells, refusal):
    report = await take(listed(tmp_path, **cells))

    assert report.counts["products"] == {"refused": 1}
    [one] = report.refusals
    assert refusal in one.line.vi


async def test_an_older_list_does_not_overrule_what_was_said_since(later, take, tmp_path):
    await catalogue.set_price(SKU, 99_000, by="test")
    await catalogue.set_availability(SKU, Availability.OUT_OF_STOCK, by="test")
    old = written(later - DAY)
    cells = {"availability": "còn hàng", "availability_on": old, "price_on": old}
    before = await serials()

    report = await take(listed(tmp_path, **cells))

    assert report.counts["products"] == {"unchanged": 1}
    assert await serials() == before
    told = await AuditEntry.filter(subject=SKU, action="variant.price").order_by("-id").first()
    assert (told.detail["price"], told.detail["taken"]) == (75_000, False)


async def test_a_price_of_a_later_day_stands_against_an_edit_made_here(later, take, tmp_path):
    word = Said(Voice.PRODUCER, later - 9 * DAY)
    await catalogue.set_price(SKU, 99_000, by="test", said=word)

    report = await take(listed(tmp_path, price_vnd="81.000đ", price_on=written(later - 2 * DAY)))

    assert report.counts["products"] == {"updated": 1}
    assert (await pack())["price"] == {
        "amount": 81_000,
        "currency": "VND",
        "confirmed_on": (later - 2 * DAY).isoformat(),
        "confirmed_by": "list",
    }
    assert OCOP not in {one.code for one in await drift()}  # of others something ended meanwhile


async def test_a_price_without_a_day_is_of_the_day_of_its_list(later, take, tmp_path):
    report = await take(listed(tmp_path, price_vnd="82000"))

    assert report.counts["products"] == {"updated": 1}
    assert (await pack())["price"]["confirmed_on"] == later.isoformat()
