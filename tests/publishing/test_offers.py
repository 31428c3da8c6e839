"""What a pack costs and whether it is to be had: voices say it, each on its day; it grows old."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop import catalogue, clock
from shop.catalogue import Said
from shop.errors import EditedMeanwhileError, InvalidError, NotFoundError
from shop.formats.standing import season_end, stands_through
from shop.models import AuditEntry, Availability, Listing, Variant, Voice
from shop.publishing import drain
from shop.worker import publish_due
from tests.conftest import TODAY
from tests.publishing.goods import CA_MOI, GAO_RUOI, goods, on_show
from tests.publishing.truth import document, drift, serials

pytestmark = pytest.mark.usefixtures("stopped_clock")
SKU = f"{CA_MOI}-1"
NOW = clock.today(TODAY)
YESTERDAY, LAST_WEEK = NOW - timedelta(days=1), NOW - timedelta(days=7)
STOCK = ("availability", "availability_confirmed_on", "availability_confirmed_by")
IN, OUT = Availability.IN_STOCK, Availability.OUT_OF_STOCK


async def pack(code: str = CA_MOI) -> dict:
    [found] = (await document(code))["variants"]
    return found


async def said_of(sku: str, action: str) -> list[dict]:
    entries = await AuditEntry.filter(subject=sku, action=action).order_by("id")
    return [entry.detail for entry in entries]


async def test_what_was_never_said_is_unknown(small):
    await on_show(goods())

    assert not set(STOCK) & set(await pack())


async def test_a_word_about_stock_has_its_day_and_its_voice(small):
    await on_show(goods())

    taken = await catalogue.set_availability(
        SKU, OUT, by="user 7", said=Said(Voice.PRODUCER, YESTERDAY)
    )

    assert taken
    assert {key: (await pack())[key] for key in STOCK} == {
        "availability": "out_of_stock",
        "availability_confirmed_on": YESTERDAY.isoformat(),
        "availability_confirmed_by": "producer",
    }
    assert (await drift())[1] == []


async def test_of_two_voices_the_later_day_stands_and_the_audit_has_both(small):
    await on_show(goods())
    await catalogue.set_availability(SKU, IN, by="user 7", said=Said(Voice.PRODUCER, YESTERDAY))

    taken = await catalogue.set_availability(
        SKU, OUT, by="partner Chợ", said=Said(Voice.PARTNER, LAST_WEEK)
    )

    assert not taken
    assert (await pack())["availability"] == "in_stock"
    [first, second] = await said_of(SKU, "variant.availability")
    assert (first["voice"], first["availability"], first["taken"]) == ("producer", "in_stock", True)
    assert (second["voice"], second["on"], second["taken"]) == (
        "partner", LAST_WEEK.isoformat(), False,
    )  # fmt: skip


async def test_of_one_day_the_word_that_came_last_stands(small):
    await on_show(goods())

    for stock in (IN, OUT):
        assert await catalogue.set_availability(SKU, stock, by="test")

    assert (await pack())["availability"] == "out_of_stock"


async def test_what_was_taken_back_stays_unknown_against_older_words(small):
    await on_show(goods())
    await catalogue.set_availability(SKU, IN, by="test", said=Said(on=LAST_WEEK))
    await catalogue.set_availability(SKU, None, by="test")

    late = await catalogue.set_availability(SKU, IN, by="test", said=Said(Voice.LIST, YESTERDAY))

    assert not late
    assert not set(STOCK) & set(await pack())


async def test_a_price_has_its_day_and_an_older_one_does_not_overrule_it(small):
    await on_show(goods())
    await catalogue.set_price(SKU, 130_000, by="test", said=Said(Voice.PRODUCER))

    assert not await catalogue.set_price(SKU, 90_000, by="test", said=Said(Voice.LIST, YESTERDAY))
    assert (await pack())["price"] == {
        "amount": 130_000,
        "currency": "VND",
        "confirmed_on": NOW.isoformat(),
        "confirmed_by": "producer",
    }


@pytest.mark.parametrize(
    ("verb", "refusal"),
    [
        (lambda: catalogue.set_price(SKU, 1, by="x", said=Said(on=NOW + timedelta(1))),
         "Ngày 24/11/2026 chưa đến. Hãy ghi ngày hôm nay hoặc ngày đã qua."),
        (lambda: catalogue.set_availability(SKU, IN, by="x", said=Said(on=date(2031, 1, 1))),
         "Ngày 01/01/2031 chưa đến. Hãy ghi ngày hôm nay hoặc ngày đã qua."),
        (lambda: catalogue.set_price(SKU, 0, by="x"),
         "Giá là số đồng nguyên lớn hơn 0. Hãy ghi lại giá."),
    ],
)  # fmt: skip
async def test_a_day_to_come_and_no_price_are_refused_and_change_nothing(small, verb, refusal):
    await on_show(goods())
    before = await serials()

    with pytest.raises(InvalidError) as caught:
        await verb()

    assert caught.value.said.vi == refusal
    assert await serials() == before
    assert (await Variant.get(sku=SKU)).version == 1


async def test_stock_of_a_pack_that_is_gone_or_was_changed_meanwhile_is_refused(small):
    await on_show(goods())

    with pytest.raises(NotFoundError):
        await catalogue.set_availability(f"{CA_MOI}-9", IN, by="test")
    await catalogue.set_price(SKU, 130_000, by="test", seen=1)
    with pytest.raises(EditedMeanwhileError):
        await catalogue.set_availability(SKU, IN, by="test", seen=1)


async def test_ninety_days_later_it_is_unknown_by_itself_and_the_price_keeps_its_day(
    small, stopped_clock
):
    await on_show(goods(), goods(GAO_RUOI))
    await catalogue.set_price(SKU, 130_000, by="test")
    await catalogue.set_availability(SKU, IN, by="test")
    ends = clock.end_of(NOW + timedelta(days=89))
    assert (await Listing.get(code=CA_MOI)).changes_at == ends

    await _at(ends - timedelta(seconds=1))
    assert (await pack())["availability"] == "in_stock"

    before = await serials()
    await _at(ends)

    assert not set(STOCK) & set(await pack())
    assert (await pack())["price"]["confirmed_on"] == NOW.isoformat()
    after = await serials()
    assert {code for code in after if after[code] != before[code]} == {CA_MOI}
    assert (await Listing.get(code=CA_MOI)).changes_at is None


async def _at(moment) -> None:
    with clock.stopped(moment):
        await publish_due(moment)
        while await drain():
            pass


async def test_a_season_s_end_takes_the_stock_away(small):
    await on_show(goods(season_months=[10, 11]))

    await catalogue.set_availability(SKU, IN, by="test")

    assert (await Listing.get(code=CA_MOI)).changes_at == clock.end_of(date(2026, 11, 30))


async def test_one_word_confirms_all_that_is_shown_of_a_producer(small):
    await on_show(goods(), goods(GAO_RUOI))
    await catalogue.set_availability(SKU, IN, by="test", said=Said(on=LAST_WEEK))
    await catalogue.set_availability(
        f"{GAO_RUOI}-1", IN, by="test", said=Said(on=NOW - timedelta(days=90))
    )

    packs = await catalogue.confirm_offers("HP-CS-101", by="user 7", said=Said(Voice.PRODUCER))

    assert packs == 2
    assert (await pack())["availability_confirmed_on"] == NOW.isoformat()
    for code in (CA_MOI, GAO_RUOI):
        assert (await pack(code))["price"]["confirmed_on"] == NOW.isoformat()
        assert (await pack(code))["price"]["confirmed_by"] == "producer"
    assert "availability" not in await pack(GAO_RUOI)  # nothing was shown that could be confirmed
    assert (await drift())[1] == []
    with pytest.raises(NotFoundError):
        await catalogue.confirm_offers("HP-CS-999", by="test")


@given(
    said_on=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    season=st.sets(st.integers(1, 12)),
)
def test_a_word_stands_at_most_ninety_days_and_not_beyond_its_season(said_on, season):
    last = stands_through(said_on, season)

    assert said_on <= last <= said_on + timedelta(days=89)
    days = [said_on + timedelta(days=n) for n in range((last - said_on).days + 1)]
    ends = [one for one in days if one.month in season and (one + timedelta(1)).month not in season]
    assert ends in ([], [last])
    if season and len(season) < 12:
        assert season_end(said_on, season) >= said_on
    else:
        assert season_end(said_on, season) is None
