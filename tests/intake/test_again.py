"""A list imported again: its news are taken, and what was edited in the service stays."""

import asyncio
import json

import pytest

from shop import catalogue
from shop.intake import Intake, take_in
from shop.models import Certificate, Commune, Listing, Producer, Product, Recognition, Variant
from shop.publishing import change
from tests.catalogues import DATA
from tests.intake.conftest import drift, serials
from tests.intake.writing import a_row, rows_of, saved

OCOP = "HP-OCOP-0026"
AGRI = "HP-NS-0001"
EXCUSE = "Change it there, or take the edit into the list."


async def moved_since(before):
    after = await serials()
    return {code: serial for code, serial in after.items() if before.get(code) != serial}


async def shown(code):
    return json.loads((await Listing.get(code=code)).document)


async def test_a_price_set_in_the_service_stays_and_is_reported(full, take, tmp_path):
    await catalogue.set_price(f"{OCOP}-1", 99_000, by="test")
    before = await serials()
    file = saved(tmp_path, a_row("ocop", "HP-OCOP-0001"), a_row("ocop", OCOP))
    listed = a_row("ocop", OCOP)["price_vnd"]

    report = await take(file)

    assert report.counts["products"] == {"unchanged": 1, "conflict": 1}
    [conflict] = report.conflicts
    assert str(conflict) == (
        f"list.csv, row 3: {OCOP} was edited in the service since it was last imported and stays "
        f"as it is there (price_vnd is “99000” there and “{listed}” in the list). {EXCUSE}"
    )
    assert (await Variant.get(product_id=OCOP)).price == 99_000
    assert await moved_since(before) == {}


async def test_a_producer_renamed_in_the_service_keeps_its_name_and_products(full, take):
    await catalogue.rename_producer("HP-CS-005", "HTX Nông nghiệp Đại Thắng mới", by="test")
    before = await serials()

    report = await take(DATA)

    [conflict] = report.conflicts
    assert (conflict.file, conflict.key) == ("agri_producers.csv", "HP-CS-005")
    assert [one.column for one in conflict.differences] == ["name"]
    assert report.counts["producers"] == {"unchanged": 117, "conflict": 1}
    assert report.counts["products"] == {"unchanged": 429}
    assert (await Producer.get(code="HP-CS-005")).name == "HTX Nông nghiệp Đại Thắng mới"
    assert await moved_since(before) == {}


async def test_a_commune_renamed_in_the_service_keeps_its_name(full, take):
    await catalogue.rename_commune("11914", "Đặc khu Cát Bà", by="test")
    before = await serials()

    report = await take(DATA)

    assert [conflict.key for conflict in report.conflicts] == ["11914"]
    assert report.refusals == []
    assert (await Commune.get(code="11914")).name == "Đặc khu Cát Bà"
    assert await moved_since(before) == {}


async def test_an_edit_of_a_name_stays_though_the_list_changed_too(full, take, tmp_path):
    async with change(by="test") as wanted:
        await Product.filter(code=OCOP).update(name_vi="Tên do nhà sản xuất sửa")
        wanted.touch(OCOP)
    before = await serials()

    report = await take(saved(tmp_path, a_row("ocop", OCOP, storage_vi="Nơi mát")))

    [conflict] = report.conflicts
    assert [one.column for one in conflict.differences] == ["name_vi", "storage"]
    product = await Product.get(code=OCOP)
    assert product.name_vi == "Tên do nhà sản xuất sửa"
    assert product.storage == a_row("ocop", OCOP)["storage_vi"]
    assert await moved_since(before) == {}


async def test_an_edit_that_the_list_took_over_is_no_conflict_any_more(full, take, tmp_path):
    await catalogue.set_price(f"{OCOP}-1", 99_000, by="test")

    before = await serials()

    taken_over = await take(saved(tmp_path, a_row("ocop", OCOP, price_vnd="99.000đ")))
    moved = await moved_since(before)
    changed_later = await take(saved(tmp_path, a_row("ocop", OCOP, price_vnd="88000")))

    assert taken_over.counts["products"] == {"unchanged": 1}
    assert moved == {}
    assert changed_later.counts["products"] == {"updated": 1}
    assert (await Variant.get(product_id=OCOP)).price == 88_000


async def test_a_name_that_the_list_took_over_is_no_conflict_any_more(full, take, tmp_path):
    await catalogue.rename_producer("HP-CS-101", "Làng Chài mới", by="test")
    before = await serials()

    taken_over = await take(saved(tmp_path, a_row("producers", "HP-CS-101", name="Làng Chài mới")))
    moved = await moved_since(before)
    changed_later = await take(saved(tmp_path, a_row("producers", "HP-CS-101", name="Làng Chài")))

    assert taken_over.counts["producers"] == {"unchanged": 1}
    assert moved == {}
    assert changed_later.counts["producers"] == {"updated": 1}
    assert (await Producer.get(code="HP-CS-101")).name == "Làng Chài"


async def test_a_name_given_while_the_list_is_judged_stays(full, take, tmp_path):
    written, seen = asyncio.Event(), asyncio.Event()

    async def renaming():
        async with change(by="test") as wanted:
            await Producer.filter(code="HP-CS-101").update(name="Làng Chài mới")
            written.set()
            await seen.wait()
            wanted.touch_all(Product.filter(producer_id="HP-CS-101"))

    async with asyncio.TaskGroup() as group:
        group.create_task(renaming())
        await written.wait()
        listed = saved(tmp_path, a_row("producers", "HP-CS-101", name="Làng Chài cũ"))
        importing = group.create_task(take(listed))
        await asyncio.sleep(0.3)  # the import waits for the lock
        seen.set()

    assert importing.result().counts["producers"] == {"conflict": 1}
    assert (await Producer.get(code="HP-CS-101")).name == "Làng Chài mới"


async def test_changed_rows_are_published_again_and_no_others(full, take, tmp_path):
    rows = rows_of("agri")
    changed = {"HP-NS-0003": "Trứng vịt chạy đồng", "HP-NS-0200": "Tên khác hẳn"}
    for row in rows:
        row["name_vi"] = changed.get(row["code"], row["name_vi"])
    before = await serials()

    report = await take(saved(tmp_path, *rows))

    assert report.counts["products"] == {"updated": 2, "unchanged": 248}
    assert await moved_since(before) == {"HP-NS-0003": 430, "HP-NS-0200": 431}
    assert await Listing.filter(code__in=changed).values_list("rev", flat=True) == [2, 2]
    again = await take(tmp_path)
    assert again.counts["products"] == {"unchanged": 250}
    assert await drift() == []


async def test_a_new_name_of_a_producer_in_the_list_moves_its_products(full, take, tmp_path):
    before = await serials()
    theirs = await Product.filter(producer_id="HP-CS-101").values_list("code", flat=True)

    report = await take(
        saved(tmp_path, a_row("producers", "HP-CS-101", name="Cơ sở Làng Chài mới"))
    )

    assert report.counts["producers"] == {"updated": 1}
    assert sorted(await moved_since(before)) == sorted(theirs)
    assert theirs
    assert await drift() == []


async def test_a_new_decision_adds_a_recognition_and_keeps_the_old(full, take, tmp_path):
    new = a_row(
        "ocop",
        "HP-OCOP-0001",
        decision_no="900/QĐ-UBND",
        signed_on="2026-06-01",
        expires_on="2029-06-01",
        stars="5",
        recognition_type="upgraded",
    )

    report = await take(saved(tmp_path, new))
    again = await take(saved(tmp_path, new))

    assert report.counts["products"] == {"updated": 1}
    assert again.counts["products"] == {"unchanged": 1}
    recognised = await Recognition.filter(product_id="HP-OCOP-0001").order_by("id")
    assert [(one.stars, one.type, str(one.expires_on)) for one in recognised] == [
        (4, "new", "2022-12-31"),
        (5, "upgraded", "2029-06-01"),
    ]
    listing = await Listing.get(code="HP-OCOP-0001")
    assert '"stars":5,"decision":"900/QĐ-UBND"' in listing.document


WRONG = {
    "decision_no": "90/QĐ-UBND",
    "signed_on": "2026-06-01",
    "expires_on": "2029-06-01",
    "stars": "5",
}


@pytest.mark.parametrize("day", ["2026-06-01", "2026-05-01"])
async def test_a_corrected_decision_takes_the_place_of_the_wrong_one(full, take, tmp_path, day):
    await take(saved(tmp_path, a_row("ocop", OCOP, **WRONG)))
    kept = await Recognition.filter(product_id=OCOP).order_by("id").values_list("id", flat=True)
    end = day.replace("2026", "2029")
    right = WRONG | {
        "decision_no": "900/QĐ-UBND", "signed_on": day, "expires_on": end, "stars": "4",
    }  # fmt: skip

    report = await take(saved(tmp_path, a_row("ocop", OCOP, **right)))
    again = await take(tmp_path)

    assert report.counts["products"] == {"updated": 1}
    assert again.counts["products"] == {"unchanged": 1}
    assert (await shown(OCOP))["ocop"] == {
        "stars": 4,
        "decision": "900/QĐ-UBND",
        "issuer": a_row("ocop", OCOP)["issuer"],
        "signed_on": day,
        "expires_on": end,
    }
    now = await Recognition.filter(product_id=OCOP).order_by("id").values_list("id", flat=True)
    assert now == kept
    assert await drift() == []


async def test_a_decision_taken_back_by_the_list_is_not_shown_any_more(full, take, tmp_path):
    before = (await shown(OCOP))["ocop"]
    await take(saved(tmp_path, a_row("ocop", OCOP, **WRONG)))
    assert (await shown(OCOP))["ocop"]["stars"] == 5

    report = await take(saved(tmp_path, a_row("ocop", OCOP)))

    assert report.counts["products"] == {"updated": 1}
    assert (await shown(OCOP))["ocop"] == before
    assert await Recognition.filter(product_id=OCOP).count() == 1


async def test_a_decision_signed_earlier_is_taken_and_is_no_conflict_later(full, take, tmp_path):
    earlier = a_row("ocop", "HP-OCOP-0001", signed_on="2019-12-30", expires_on="2022-12-30")
    await take(saved(tmp_path, earlier))

    same = await take(saved(tmp_path, earlier))
    other = await take(saved(tmp_path, earlier | {"name_vi": "Cá mòi kho riềng"}))

    assert same.counts["products"] == {"unchanged": 1}
    assert other.counts["products"] == {"updated": 1}


async def test_stars_corrected_in_the_same_decision_are_corrected(full, take, tmp_path):
    report = await take(saved(tmp_path, a_row("ocop", "HP-OCOP-0001", stars="3")))

    assert report.counts["products"] == {"updated": 1}
    assert await Recognition.filter(product_id="HP-OCOP-0001").values_list("stars", flat=True) == [
        3
    ]


async def test_certificates_come_and_go_with_the_list(full, take, tmp_path):
    async def held():
        found = Certificate.filter(product_id=AGRI).order_by("kind")
        return await found.values_list("kind", flat=True)

    await take(saved(tmp_path, a_row("agri", AGRI, certificates="VietGAP; COLLECTIVE_MARK")))
    assert await held() == ["COLLECTIVE_MARK", "VIETGAP"]
    await take(saved(tmp_path, a_row("agri", AGRI, certificates="VIETGAP")))
    assert await held() == ["VIETGAP"]
    await take(saved(tmp_path, a_row("agri", AGRI, certificates="")))
    assert await held() == []
    assert await drift() == []


async def test_gtins_swapped_between_two_products_are_refused_in_words(full, take, tmp_path):
    one, two = a_row("agri", AGRI), a_row("agri", "HP-NS-0002")
    swapped = saved(tmp_path, one | {"gtin": two["gtin"]}, two | {"gtin": one["gtin"]})

    report = await take(swapped)

    assert report.counts["products"] == {"refused": 2}
    assert [(one.row, one.column) for one in report.refusals] == [(2, "gtin"), (3, "gtin")]
    assert (await Variant.get(product_id=AGRI)).gtin == one["gtin"]


async def test_gtins_swap_in_the_three_steps_that_the_refusal_names(full, take, tmp_path):
    one, two = a_row("agri", AGRI), a_row("agri", "HP-NS-0002")

    for rows in (
        [one | {"gtin": ""}],
        [two | {"gtin": one["gtin"]}],
        [one | {"gtin": two["gtin"]}],
    ):
        report = await take(saved(tmp_path, *rows), specimens=True)
        assert report.counts["products"] == {"updated": 1}

    assert (await Variant.get(product_id=AGRI)).gtin == two["gtin"]
    assert (await Variant.get(product_id="HP-NS-0002")).gtin == one["gtin"]


async def test_a_product_moves_to_another_producer(full, take, tmp_path):
    before = await serials()

    await take(saved(tmp_path, a_row("agri", AGRI, producer_code="HP-CS-001")))

    assert await moved_since(before) == {AGRI: 430}
    listing = await Listing.get(code=AGRI)
    assert '"producer":{"code":"HP-CS-001","name":"Công ty CP đầu tư Hải Âu"' in listing.document


async def test_what_was_withdrawn_is_not_shown_again_by_a_list(full, take, tmp_path):
    await catalogue.withdraw(OCOP, by="test")

    report = await take(saved(tmp_path, a_row("ocop", OCOP, name_vi="Tên mới")))

    assert report.counts["products"] == {"updated": 1}
    assert (await Product.get(code=OCOP)).state == "withdrawn"
    assert not (await Listing.get(code=OCOP)).live


async def test_two_imports_at_once_both_end_well(services):
    how = Intake(by="test", publish=True, specimens=True)

    await asyncio.gather(take_in([DATA], how), take_in([DATA], how))

    assert await Product.all().count() == 429
    assert await Variant.all().count() == 429
    assert await Recognition.all().count() == 179
    assert await Listing.filter(live=True).count() == 429
    assert await drift() == []
