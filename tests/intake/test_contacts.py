"""Lists that say how producers can be reached."""

import pytest

from shop import catalogue
from shop.intake import Intake, take_in
from shop.models import AuditEntry, Consent, Listing, Producer, Purpose
from tests.intake.writing import rows_of, saved

CODE = "HP-CS-101"
NEW = "HP-CS-901"
PHONE = "0912 345 678"


def a_producer(code: str = CODE, **columns: str) -> dict[str, str]:
    [row] = [row for row in rows_of("producers") if row["producer_code"] == CODE]
    return {**row, "producer_code": code, **columns}


async def standing(code: str) -> set[Purpose]:
    return set(
        await Consent.filter(producer_id=code, withdrawn_at=None).values_list("purpose", flat=True)
    )


async def test_a_list_says_how_to_reach_a_producer_and_what_it_consents_to(full, take, tmp_path):
    columns = {
        "consents": "catalogue; contact",
        "contact_name": "Người trực máy",
        "phone": "O912 345 678 / 0163 812 3456; 0225 3842 011",
        "zalo": "zalo.me/0912345678",
        "address": "Thôn Đoài, xã Đại Hà cũ, huyện Kiến Thụy, Hải Phòng",
        "opening": "7–17 giờ",
        "how_to_order": "Gọi trước một ngày",
        "minimum_order": "2 kg",
        "delivery_area": "Nội thành",
        "shop_url": "https://cua-hang.example.vn/",
    }

    report = await take(saved(tmp_path, a_producer(NEW, **columns)))

    assert report.counts["producers"] == {"created": 1}
    found = await Producer.get(code=NEW)
    assert found.phone == "+84912345678; +84338123456; +842253842011"
    assert found.zalo == "+84912345678"
    assert found.address == columns["address"]  # of yesterday's district: as it is written
    assert (found.opening, found.minimum_order) == ("7–17 giờ", "2 kg")
    assert (found.shop_url, found.contact_evidence) == ("https://cua-hang.example.vn/", "")
    assert await standing(NEW) == {Purpose.CATALOGUE, Purpose.CONTACT}


async def test_the_consent_to_be_reached_is_only_ever_given_by_name(full, take, tmp_path):
    await take(saved(tmp_path, a_producer(NEW, phone=PHONE)))

    assert await standing(NEW) == {Purpose.CATALOGUE, Purpose.MARKETPLACES, Purpose.STATISTICS}
    assert not await Consent.exists(purpose=Purpose.CONTACT)


async def test_what_cannot_be_read_is_refused_and_repeated_nowhere(full, take, tmp_path):
    wrong = {"phone": "0912 34A 678", "zalo": "nhắn 0912 34A 678", "address": "=HYPERLINK(1)"}

    for column, value in wrong.items():
        report = await take(saved(tmp_path, a_producer(**{column: value})))

        [refusal] = report.refusals
        assert refusal.column == column
        assert "34A" not in refusal.line.vi + refusal.line.en
        assert "HYPERLINK" not in refusal.line.vi + refusal.line.en
    longest = await take(saved(tmp_path, a_producer(contact_name="Bà Tám " * 60)))
    assert "Tám" not in longest.refusals[0].line.vi
    assert (await Producer.get(code=CODE)).phone == ""


async def test_a_list_fills_in_changes_what_lists_said_and_keeps_what_was_noted_here(
    full, take, tmp_path
):
    async def taken(**columns: str) -> str:
        report = await take(saved(tmp_path, a_producer(**columns)))
        [(outcome, _)] = [pair for pair in report.counts["producers"].items() if pair[1]]
        assert not [c for c in report.conflicts if "345" in c.line.vi + c.line.en]
        return str(outcome)

    assert await taken(phone=PHONE) == "updated"
    assert await taken(phone=PHONE) == "unchanged"
    assert await taken(phone="0913 345 678") == "updated"
    assert await taken(phone="") == "unchanged"  # an empty cell says nothing
    assert await taken() == "unchanged"  # and so does a list without the column
    assert (await Producer.get(code=CODE)).phone == "+84913345678"

    await catalogue.set_contact(CODE, {"phone": "0914 345 678"}, by="test")

    assert await taken(phone=PHONE) == "conflict"
    assert (await Producer.get(code=CODE)).phone == "+84914345678"


async def test_a_list_that_was_imported_before_contacts_were_known_still_updates(
    full, take, tmp_path
):
    report = await take(saved(tmp_path, a_producer(name="Cơ sở Làng Chài")))

    assert report.counts["producers"]["updated"] == 1
    assert not report.conflicts


async def test_an_import_notes_no_personal_data_in_the_audit(full, tmp_path):
    await take_in([saved(tmp_path, a_producer(phone=PHONE))], Intake(by="test"))

    told = str([dict(row) for row in await AuditEntry.all().values()])
    assert "912345678" not in told
    assert not await Listing.filter(contact__not_isnull=True).exists()  # no consent names it


@pytest.mark.parametrize("said", [{}, {"phone": ""}])
async def test_goods_of_a_producer_that_says_nothing_have_no_contact(full, said, take, tmp_path):
    await take(saved(tmp_path, a_producer(consents="catalogue;marketplaces;statistics", **said)))

    assert not await Listing.filter(contact__not_isnull=True).exists()
