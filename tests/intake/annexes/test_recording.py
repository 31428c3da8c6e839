"""What an annex recognises is published once for each product, however many there are."""

from datetime import date

import pytest

from shop.catalogue.decisions import record_decision
from shop.intake.annexes.keeping import take_in
from shop.intake.annexes.reading import parted
from shop.intake.annexes.recording import record
from shop.intake.annexes.shown import annex_of
from shop.models import Decision, Listing, Recognition, ToPublish
from shop.publishing.changing import FAN_OUT, drain
from tests.publishing.goods import a_small_catalogue, goods, on_show
from tests.publishing.truth import drift

MANY = FAN_OUT + 5


@pytest.mark.on("sqlite")
async def test_each_product_of_a_long_annex_gets_one_serial(services):
    await a_small_catalogue()
    codes = [f"HP-OCOP-{n:04}" for n in range(1, MANY + 1)]
    await on_show(*[goods(code, name_vi=f"Cá kho mẻ {code[-4:]}") for code in codes])
    while await drain():
        pass
    before = dict(await Listing.all().values_list("code", "rev"))
    made = await record_decision("9/QĐ-UBND", "UBND thành phố", date(2026, 3, 5), by="test")
    text = "\n".join(f"Cá kho mẻ {code[-4:]}\tCơ sở Làng Chài\t\t3" for code in codes)

    await take_in(made, lambda: [("", list(enumerate(parted(text), 1)))], by="test", seen=0)
    decision = await Decision.get(id=made)
    ready = len((await annex_of(decision)).ready)
    many = await record(decision, [], ready, user=1, seen=1)
    waiting = await ToPublish.all().count()
    while await drain():
        pass

    after = dict(await Listing.all().values_list("code", "rev"))
    assert (ready, many, await Recognition.all().count()) == (MANY, MANY, MANY)
    assert waiting > 0
    assert {after[code] - before[code] for code in codes} == {1}
    assert (await drift())[1] == []
