"""Decisions and what they recognise: each verb whole or not at all, and shown at once."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from shop import clock, publishing
from shop.catalogue import recognising, stop_showing
from shop.catalogue.decisions import EnteredError, Signed, amend_decision, record_decision
from shop.catalogue.recognising import Stars, StarsGiven, recognise
from shop.errors import EditedMeanwhileError, InvalidError, NotFoundError
from shop.models import (
    AgriGroup,
    AuditEntry,
    Decision,
    Kind,
    Listing,
    Product,
    Recognition,
    RecognitionType,
    State,
    ToPublish,
)
from tests.publishing.goods import CA_MOI, GAO_RUOI, SET, goods, on_show
from tests.publishing.truth import document, drift, serials

pytestmark = pytest.mark.usefixtures("small", "stopped_clock")
CITY = "UBND thành phố Hải Phòng"
SIGNED, ENDS = date(2026, 3, 5), date(2029, 3, 5)
BY = "user 12"
HOME_GROWN = "HP-NS-0001"


async def decision(number: str = "123/QĐ-UBND", signed_on: date = SIGNED) -> int:
    return await record_decision(number, CITY, signed_on, by=BY)


def line(code: str = CA_MOI, stars: int = 4, ends: date = ENDS, **told: Any) -> StarsGiven:
    kind = told.pop("type", RecognitionType.NEW)
    return StarsGiven(product=code, stars=stars, type=kind, expires_on=ends, **told)


async def ocop(code: str = CA_MOI) -> dict[str, Any] | None:
    return (await document(code)).get("ocop")


async def test_a_decision_is_written_once_however_its_number_is_typed():
    made = await decision(" 0123 / QĐ - UBND")
    refused = []
    for number in ("0123/QĐ-UBND", "123/qđ-ubnd", "123 / QD-UBND", "123/Q\u0110-UBND"):
        with pytest.raises(InvalidError) as error:
            await record_decision(number, "  ubnd THÀNH PHỐ Hải Phòng", SIGNED, by=BY)
        refused += error.value.errors

    assert (await Decision.get(id=made)).number == "0123/QĐ-UBND"
    assert {(one.said.vi, type(one), one.decision) for one in refused} == {
        ("Quyết định 0123/QĐ-UBND ngày 5/3/2026 đã có.", EnteredError, made)
    }
    assert await Decision.all().count() == 1
    assert await record_decision("123/QĐ-UBND", CITY, date(2026, 3, 6), by=BY) != made
    assert await record_decision("123/QĐ-UBND", "UBND huyện Cát Hải", SIGNED, by=BY) != made


@pytest.mark.parametrize(
    ("number", "issuer", "day", "field"),
    [
        (" ", CITY, SIGNED, "number"),
        ("1/QĐ-UBND", "", SIGNED, "issuer"),
        ("1/QĐ-UBND", CITY, date(2026, 11, 24), "signed_on"),
    ],
)
async def test_what_stands_on_no_paper_is_refused(number, issuer, day, field):
    with pytest.raises(InvalidError) as error:
        await record_decision(number, issuer, day, by=BY)

    assert [one.field for one in error.value.errors] == [field]
    assert not await Decision.exists()


async def test_many_are_recognised_in_one_change_and_shown_at_once():
    await on_show(goods(), goods(GAO_RUOI))
    made = await decision()
    before = await serials()

    await recognise(made, [line(), line(GAO_RUOI, 3)], by=BY, seen=1)

    assert (await ocop(), (await ocop(GAO_RUOI))["stars"]) == (
        {
            "stars": 4, "decision": "123/QĐ-UBND", "issuer": CITY,
            "signed_on": "2026-03-05", "expires_on": "2029-03-05",
        },
        3,
    )  # fmt: skip
    head = max(serial for serial, _ in before.values())
    assert await serials() == {CA_MOI: (head + 1, 2), GAO_RUOI: (head + 2, 2)}
    given = AuditEntry.filter(by=BY).order_by("id").values_list("action", "subject", "detail")
    assert await given == [
        ("decision.record", f"decision {made}", {}),
        ("recognition.give", CA_MOI, {"decision": made}),
        ("recognition.give", GAO_RUOI, {"decision": made}),
        ("decision.recognise", f"decision {made}", {"many": 2}),
    ]
    assert (await drift())[1] == []


async def test_one_wrong_line_of_many_keeps_all_from_being_written():
    await on_show(goods(), goods(GAO_RUOI))
    made = await decision()
    await recognise(made, [line(GAO_RUOI)], by=BY)
    before = await serials()

    with pytest.raises(InvalidError) as error:
        await recognise(
            made,
            [
                line(),
                line(stars=5),
                line(GAO_RUOI),
                line("HP-NS-9999"),
                line("HP-OCOP-0003", 6, date(2098, 3, 5)),
            ],
            by=BY,
        )

    assert [(one.field, one.value, one.said.vi) for one in error.value.errors] == [
        ("product", CA_MOI, f"{CA_MOI} có hai dòng. Hãy giữ một dòng."),
        ("product", GAO_RUOI, f"Quyết định này đã công nhận {GAO_RUOI}. Hãy sửa công nhận đó."),
        (
            "product",
            "HP-NS-9999",
            "Không có sản phẩm HP-NS-9999. Hãy xem lại mã sản phẩm.",
        ),
        (
            "product",
            "HP-OCOP-0003",
            "Không có sản phẩm HP-OCOP-0003. Hãy xem lại mã sản phẩm.",
        ),
        ("stars", "HP-OCOP-0003", "Số sao chỉ ghi 3, 4 hoặc 5."),
        (
            "expires_on",
            "HP-OCOP-0003",
            (
                "Hạn 5/3/2098 không phải 36 tháng, đúng ra là 5/3/2029."
                " Nếu đúng thế, hãy đánh dấu xác nhận."
            ),
        ),
    ]
    assert await Recognition.all().count() == 1
    assert (await serials(), (await Decision.get(id=made)).version) == (before, 2)


async def test_a_length_that_the_paper_says_is_taken_once_it_is_confirmed():
    await on_show(goods())
    made = await decision()
    odd = date(2028, 3, 5)

    with pytest.raises(InvalidError):
        await recognise(made, [line(ends=odd)], by=BY)
    await recognise(made, [line(ends=odd, length_confirmed=True)], by=BY)

    assert (await ocop())["expires_on"] == "2028-03-05"


async def test_of_two_registrars_with_one_decision_the_second_is_told():
    await on_show(goods(), goods(GAO_RUOI))
    made = await decision()

    await recognise(made, [line()], by="user 1", seen=1)
    with pytest.raises(EditedMeanwhileError) as error:
        await recognise(made, [line(GAO_RUOI)], by="user 2", seen=1)

    assert error.value.said.vi == (
        "Có người vừa sửa quyết định này. Hãy xem lại bản mới rồi sửa tiếp."
    )
    assert error.value.version == 2
    assert await Recognition.all().values_list("product_id", flat=True) == [CA_MOI]


async def test_two_registrars_who_enter_one_paper_at_once_make_one_decision():
    numbers = ["123/QĐ-UBND", "123/QĐ - UBND", "0123/qđ-ubnd"]

    results = await asyncio.gather(*map(decision, numbers), return_exceptions=True)

    assert sorted(type(one).__name__ for one in results) == ["InvalidError", "InvalidError", "int"]
    assert await Decision.all().count() == 1


async def test_what_wins_stars_keeps_its_code_and_group_and_needs_a_set():
    await AgriGroup.create(code="ca", name_vi="Cá", name_en="Fish")
    grown = goods(HOME_GROWN, kind=Kind.AGRICULTURAL, ocop_set_id=None, agri_group_id="ca")
    await on_show(grown)
    made = await decision()

    with pytest.raises(InvalidError) as error:
        await recognise(made, [line(HOME_GROWN)], by=BY)
    await recognise(made, [line(HOME_GROWN, ocop_set=SET)], by=BY)

    assert [one.said.vi for one in error.value.errors] == [
        "HP-NS-0001 chưa thuộc bộ OCOP nào. Hãy chọn bộ sản phẩm."
    ]
    shown = await document(HOME_GROWN)
    assert (shown["code"], shown["kind"], shown["ocop"]["stars"]) == (HOME_GROWN, "ocop", 4)
    now = await Product.get(code=HOME_GROWN)
    assert (now.agri_group_id, now.ocop_set_id) == ("ca", SET)
    assert await Listing.get(code=HOME_GROWN).values_list("rev", flat=True) == 2


async def test_one_of_many_is_revoked_and_stands_again():
    await on_show(goods(), goods(GAO_RUOI))
    made = await decision()
    await recognise(made, [line(), line(GAO_RUOI)], by=BY)
    one = await Recognition.get(product_id=CA_MOI)
    today = clock.today()

    await recognising.revoke(one.id, "Không còn đạt tiêu chí", today, 1, by=BY)

    assert (await ocop(), (await ocop(GAO_RUOI))["stars"]) == (None, 4)
    held = await Recognition.get(id=one.id)
    assert (held.revoked_on, held.revoked_reason, held.version) == (
        today, "Không còn đạt tiêu chí", 2,
    )  # fmt: skip

    with pytest.raises(EditedMeanwhileError):
        await recognising.reinstate(one.id, 1, by=BY)
    with pytest.raises(InvalidError):
        await recognising.revoke(one.id, "Lần nữa", today, 2, by=BY)
    await recognising.reinstate(one.id, 2, by=BY)

    assert ((await ocop())["stars"], (await drift())[1]) == (4, [])


@pytest.mark.parametrize(
    ("reason", "day", "field"),
    [
        (" ", date(2026, 11, 23), "reason"),
        ("Sai", SIGNED - timedelta(1), "day"),
        ("Sai", ENDS + timedelta(1), "day"),
    ],
)
async def test_a_revocation_has_a_reason_and_a_day_within(reason, day, field):
    await on_show(goods())
    await recognise(await decision(), [line()], by=BY)
    one = await Recognition.get(product_id=CA_MOI)

    with pytest.raises(InvalidError) as error:
        await recognising.revoke(one.id, reason, day, one.version, by=BY)

    assert [each.field for each in error.value.errors] == [field]
    assert ((await Recognition.get(id=one.id)).revoked_on, (await ocop())["stars"]) == (None, 4)


async def test_a_renewal_signed_before_the_old_one_ends_is_shown_from_its_day():
    await on_show(goods())
    old = await decision("1/QĐ-UBND", date(2024, 1, 10))
    await recognise(old, [line(stars=3, ends=date(2027, 1, 10))], by=BY)
    new = await decision("2/QĐ-UBND", date(2026, 11, 1))

    await recognise(new, [line(ends=date(2029, 11, 1), type=RecognitionType.UPGRADED)], by=BY)

    assert ((await ocop())["decision"], (await ocop())["stars"]) == ("2/QĐ-UBND", 4)
    renewed = await Recognition.get(decision_id=new)
    await recognising.revoke(renewed.id, "Nhầm", clock.today(), renewed.version, by=BY)
    assert ((await ocop())["decision"], (await ocop())["stars"]) == ("1/QĐ-UBND", 3)


async def test_a_recognition_is_corrected_or_struck_out_by_who_has_seen_it():
    await on_show(goods())
    await recognise(await decision(), [line()], by=BY)
    one = await Recognition.get(product_id=CA_MOI)
    right = Stars(stars=5, type=RecognitionType.UPGRADED, expires_on=ENDS - timedelta(1))

    await recognising.correct_recognition(one.id, right, 1, by=BY)
    with pytest.raises(EditedMeanwhileError):
        await recognising.strike(one.id, 1, by=BY)

    assert ((await ocop())["stars"], (await ocop())["expires_on"]) == (5, "2029-03-04")
    await recognising.strike(one.id, 2, by=BY)
    assert (await ocop(), await Recognition.exists()) == (None, False)
    with pytest.raises(NotFoundError):
        await recognising.strike(one.id, 2, by=BY)


async def test_an_amended_day_takes_the_ends_of_36_months_with_it():
    await on_show(goods(), goods(GAO_RUOI), goods("HP-OCOP-0003"))
    made = await decision()
    lines = [line(), line(GAO_RUOI, ends=ENDS - timedelta(1))]
    odd = line("HP-OCOP-0003", ends=date(2030, 1, 1), length_confirmed=True)
    await recognise(made, [*lines, odd], by=BY)

    await amend_decision(made, Signed("124/QĐ-UBND", CITY, date(2026, 3, 6)), 2, by=BY)

    ends = await Recognition.all().order_by("product_id").values_list("expires_on", flat=True)
    assert ends == [date(2029, 3, 6), date(2029, 3, 5), date(2030, 1, 1)]
    assert ((await ocop())["decision"], (await ocop())["signed_on"]) == (
        "124/QĐ-UBND", "2026-03-06",
    )  # fmt: skip
    with pytest.raises(EditedMeanwhileError):
        await amend_decision(made, Signed("125/QĐ-UBND", CITY, SIGNED), 2, by=BY)
    other = await decision("9/QĐ-UBND", date(2026, 3, 6))
    with pytest.raises(InvalidError) as error:
        await amend_decision(other, Signed("124/qđ-ubnd", CITY, date(2026, 3, 6)), 1, by=BY)
    assert error.value.said.vi == "Quyết định 124/QĐ-UBND ngày 6/3/2026 đã có."
    assert (await drift())[1] == []


async def test_what_its_producer_stopped_may_come_back_after_it_won_stars():
    await on_show(goods())
    await stop_showing(CA_MOI, by="user 3")

    await recognise(await decision(), [line()], by=BY)

    held = await Product.get(code=CA_MOI)
    assert (held.state, held.stopped_version) == (State.WITHDRAWN, held.version)


async def test_five_hundred_are_published_with_one_serial_each():
    codes = [f"HP-OCOP-{n:04d}" for n in range(1, 501)]
    await on_show(*[goods(code) for code in codes])
    while await publishing.drain():
        pass
    head = (await publishing.head()).serial
    made = await decision()

    await recognise(made, [line(code) for code in codes], by=BY)
    assert await ToPublish.all().count() == 500
    while await publishing.drain():
        pass

    moved = await serials()
    assert {code: rev for code, (_, rev) in moved.items()} == dict.fromkeys(codes, 2)
    assert sorted(serial for serial, _ in moved.values()) == [*range(head + 1, head + 501)]
    assert (await drift())[1] == []
