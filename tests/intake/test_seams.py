"""What the portal asks of intake: the loop stays free, and a list states no more than it may."""

import asyncio

import psutil
import pytest
import xlsxwriter

from shop.intake import Intake, take_in
from shop.models import AuditEntry, Producer, Product, Recognition
from tests.intake.conftest import serials
from tests.intake.test_again import moved_since
from tests.intake.writing import a_row, saved

OCOP, ANOTHER = "HP-OCOP-0026", "HP-OCOP-0001"


@pytest.fixture
async def owner(full):
    return (await Product.get(code=OCOP)).producer_id


async def test_the_loop_goes_on_while_a_workbook_is_read(full, tmp_path):
    row = a_row("ocop", OCOP)
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, row)
        sheet.write_row(1, 0, row.values())
    how, seen = Intake(by="test", dry_run=True), False
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(take_in([tmp_path / "list.xlsx"], how))
        while not reading.done():
            seen = seen or any(map(is_reading, psutil.Process().children()))
            await asyncio.sleep(0.001)

    assert seen  # by this very loop
    assert reading.result().counts["products"] == {"unchanged": 1}


def is_reading(process: psutil.Process) -> bool:
    try:
        return "shop.inputs.workbooks" in process.cmdline()
    except psutil.Error:
        return False


async def test_a_list_reaches_the_products_of_its_producers_and_no_others(full, owner, tmp_path):
    before = await serials()
    mine = a_row("ocop", OCOP, description_vi="Mới viết lại.")
    theirs = a_row("ocop", ANOTHER, description_vi="Của người khác.")
    taken = a_row("ocop", "HP-OCOP-0003", producer_code=owner)
    how = Intake(by="user 12", publish=True, reach=frozenset({owner}))

    report = await take_in([saved(tmp_path, mine, theirs, taken)], how)

    assert report.counts["products"] == {"updated": 1, "refused": 2}
    assert [(one.row, one.column) for one in report.refusals] == [(3, "producer_code"), (4, "code")]
    assert (await moved_since(before)).keys() == {OCOP}


async def test_a_list_with_a_narrow_reach_states_products_only(full, owner, tmp_path):
    (tmp_path / "producers.csv").write_text(
        "producer_code,name,subject_type,commune_code,commune_name,evidence\n"
        f"{owner},Tên khác,household,11914,Đặc khu Cát Hải,illustrative\n"
    )
    how = Intake(by="user 12", reach=frozenset({owner}))

    report = await take_in([tmp_path / "producers.csv"], how)

    assert report.counts["producers"] == {"refused": 1}
    assert (await Producer.get(code=owner)).name != "Tên khác"


async def test_fields_that_a_list_may_not_state_stay_as_they_are_here(full, tmp_path):
    stars = (await Recognition.get(product_id=OCOP)).stars
    row = a_row("ocop", OCOP, stars="5" if stars != 5 else "4", description_vi="Mới viết lại.")
    new = a_row("ocop", OCOP, code="HP-OCOP-9001", gtin="")
    how = Intake(by="user 12", ignored=frozenset({"recognition"}))

    report = await take_in([saved(tmp_path, row, new)], how)

    assert report.counts["products"] == {"updated": 1, "created": 1}
    assert (await Recognition.get(product_id=OCOP)).stars == stars
    assert (await Product.get(code=OCOP)).description_vi == "Mới viết lại."
    assert not await Recognition.exists(product_id="HP-OCOP-9001")
    assert await AuditEntry.exists(subject="HP-OCOP-9001", action="product.create", by="user 12")
