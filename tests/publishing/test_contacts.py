"""A contact is beside the document, by a consent of its own, and moves nothing of the log."""

import orjson
import pytest

from shop import catalogue, publishing
from shop.errors import InvalidError, NotFoundError
from shop.models import (
    AuditEntry,
    Clock,
    Consent,
    Listing,
    ListingVersion,
    Producer,
    Purpose,
    SaleRestriction,
    ToPublish,
)
from shop.publishing import Drift
from shop.publishing.changing import FAN_OUT
from tests.publishing.goods import CA_MOI, GAO_RUOI, PRODUCERS, TRA_SEN, goods, on_show
from tests.publishing.truth import drift, serials, sql, the_table

MAKER, OTHER = PRODUCERS
SAID = {"phone": "0912 345 678", "address": "Thôn Đoài, xã Đại Hà cũ", "zalo": "0912345678"}
SHOWN = {"phone": "+84912345678", "zalo": "+84912345678", "address": "Thôn Đoài, xã Đại Hà cũ"}


async def contact(code: str = CA_MOI):
    return orjson.loads((await Listing.get(code=code)).contact or "null")


@pytest.fixture
async def shown(small):
    """Two products of a producer that can be reached, and one of another."""
    await on_show(goods(CA_MOI), goods(GAO_RUOI), goods(TRA_SEN, producer_id=OTHER))
    await catalogue.set_contact(MAKER, SAID, by="test")
    return small


async def test_a_contact_is_shown_and_changed_without_a_serial_or_a_version(shown):
    before, reports = await the_table(), (await Clock.get(id=1)).reports
    assert [await contact(code) for code in (CA_MOI, GAO_RUOI, TRA_SEN)] == [SHOWN, SHOWN, None]

    await catalogue.set_contact(MAKER, {"phone": "0225 3842 011", "zalo": ""}, by="test")

    assert await contact() == {"phone": "+842253842011", "address": SHOWN["address"]}
    assert await the_table() == before
    assert await serials() == {CA_MOI: (1, 1), GAO_RUOI: (2, 1), TRA_SEN: (3, 1)}
    assert await ListingVersion.all().count() == 3
    assert publishing.reports() == (await Clock.get(id=1)).reports == reports + 1
    assert await publishing.contacts_shown_anew(reports) == {CA_MOI, GAO_RUOI}
    assert await publishing.contacts_shown_anew(reports + 1) == set()


async def test_what_changes_nothing_counts_nothing(shown):
    before = await Clock.get(id=1)

    await catalogue.set_contact(MAKER, SAID, by="test")

    after = await Clock.get(id=1)
    assert (after.head, after.reports) == (before.head, before.reports)


async def test_a_consent_taken_back_takes_the_contact_away_and_one_given_brings_it(shown):
    await catalogue.withdraw_consent(MAKER, Purpose.CONTACT, by="test")
    assert [await contact(CA_MOI), await contact(GAO_RUOI)] == [None, None]
    assert (await Producer.get(code=MAKER)).phone == "+84912345678"

    await catalogue.give_consent(MAKER, Purpose.CONTACT, "phiếu ký ngày 1/11", by="test")

    assert await contact() == SHOWN
    assert (await serials())[CA_MOI] == (1, 1)


async def test_without_the_consent_to_be_shown_at_all_there_is_no_contact_either(shown):
    await catalogue.withdraw_consent(MAKER, Purpose.CATALOGUE, by="test")

    gone = await Listing.get(code=CA_MOI)
    assert (gone.live, gone.document, gone.contact) == (False, None, None)


async def test_a_withdrawn_product_keeps_no_contact(shown):
    await catalogue.withdraw(CA_MOI, by="test")

    assert (await Listing.get(code=CA_MOI)).contact is None
    assert await contact(GAO_RUOI) == SHOWN


async def test_a_contact_and_a_document_change_together(shown):
    async with publishing.change(by="test") as wanted:
        await Producer.filter(code=MAKER).update(name="Làng Chài", opening="7–17 giờ")
        wanted.touch(CA_MOI)

    listing = await Listing.get(code=CA_MOI)
    assert (listing.serial, listing.rev) == (4, 2)
    assert orjson.loads(listing.contact) == {**SHOWN, "opening": "7–17 giờ"}


async def test_goods_that_may_not_be_sold_online_invite_to_no_order(shown):
    said = {"how_to_order": "Gọi", "minimum_order": "2", "shop_url": "https://a.example.vn/"}
    await catalogue.set_contact(MAKER, said, by="test")
    assert said.items() <= (await contact()).items()

    await on_show(goods(CA_MOI, sale_restriction=SaleRestriction.NOT_ONLINE))

    assert await contact() == {"phone": SHOWN["phone"], "address": SHOWN["address"]}


async def test_a_name_and_hours_alone_are_no_way(shown):
    nothing = dict.fromkeys(SAID, "")

    await catalogue.set_contact(MAKER, {**nothing, "contact_name": "Bà Tám"}, by="test")

    assert await contact() is None


async def test_a_consent_ends_at_once_for_more_products_than_a_change_renders(small):
    codes = [f"HP-OCOP-{n:04}" for n in range(1, FAN_OUT + 2)]
    await on_show(*[goods(code) for code in codes[:150]])
    await on_show(*[goods(code) for code in codes[150:]])
    await catalogue.set_contact(MAKER, SAID, by="test")
    assert await Listing.filter(contact__not_isnull=True).count() == len(codes)

    await catalogue.withdraw_consent(MAKER, Purpose.CONTACT, by="test")

    assert await Listing.filter(contact__not_isnull=True).count() == 0
    assert await ToPublish.all().count() > 0  # the worker has not been
    while await publishing.drain():
        pass
    assert await serials() == {code: (n, 1) for n, code in enumerate(codes, 1)}


DAMAGES = {
    "another": "UPDATE listing SET contact = '{\"phone\":\"+84913345678\"}' WHERE code = '{}'",
    "lost": "UPDATE listing SET contact = NULL WHERE code = '{}'",
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_wrong_contact_is_found_and_mended(shown, damage):
    before = await the_table()
    await sql(DAMAGES[damage].replace("'{}'", f"'{CA_MOI}'"))

    assert await drift() == (3, [Drift(CA_MOI, None)])

    assert await contact() == SHOWN
    assert await the_table() == before
    assert await drift() == (3, [])


async def test_a_contact_that_outlived_its_consent_is_found_and_taken_away(shown):
    await sql("UPDATE consent SET withdrawn_at = given_at WHERE purpose = 'contact'")

    assert await drift() == (3, [Drift(CA_MOI, None), Drift(GAO_RUOI, None)])

    assert await contact() is None


async def test_the_audit_names_columns_and_holds_nothing_of_a_person(shown):
    await catalogue.withdraw_consent(MAKER, Purpose.CONTACT, by="test")
    await catalogue.give_consent(MAKER, Purpose.CONTACT, "Bà Tám ký", by="test")

    rows = await AuditEntry.filter(subject=MAKER).order_by("id").values()
    told = [(row["action"], row["detail"], row["before"], row["after"]) for row in rows]
    assert told == [
        ("producer.contact", {"columns": ["address", "phone", "zalo"]}, "", ""),
        ("consent.withdraw", {"purpose": "contact"}, "", ""),
        ("consent.give", {"purpose": "contact"}, "", ""),
    ]


async def test_what_cannot_be_noted_is_refused_and_changes_nothing(shown):
    before = await Producer.all().order_by("code").values()
    with pytest.raises(InvalidError) as refused:
        await catalogue.set_contact(MAKER, {"opening": "8 giờ", "phone": "0912 34A 678"}, by="test")
    assert "34A" not in str(refused.value)
    assert [one.field for one in refused.value.errors] == ["phone"]
    with pytest.raises(NotFoundError):
        await catalogue.set_contact("HP-CS-999", SAID, by="test")
    with pytest.raises(NotFoundError):
        await catalogue.give_consent("HP-CS-999", Purpose.CONTACT, "phiếu", by="test")
    for basis in ("", " ", "x" * 201):
        with pytest.raises(InvalidError):
            await catalogue.give_consent(OTHER, Purpose.CONTACT, basis, by="test")
    with pytest.raises(InvalidError):
        await catalogue.give_consent(MAKER, Purpose.CONTACT, "phiếu", by="test")

    assert await Producer.all().order_by("code").values() == before
    assert await Consent.filter(producer_id=MAKER, purpose=Purpose.CONTACT).count() == 1


async def test_what_is_true_is_not_mixed_with_what_was_made_up(shown):
    made_up = {"phone": "+84400000001", "address": "Nhà số 2", "opening": "7 giờ"}
    await catalogue.set_contact(MAKER, made_up, by="demo", is_illustrative=True)
    assert (await contact())["contact_evidence"] == "illustrative"

    await catalogue.set_contact(MAKER, {"phone": "0912 345 678"}, by="test")

    assert await contact() == {"phone": "+84912345678"}
