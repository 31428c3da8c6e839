"""Whatever changes a document is told in the change log: every way to change one, then a re-render.

The judge is `verify`, which renders all codes again from their rows: it must find nothing to mend.
"""

from datetime import timedelta

import pytest

from shop import catalogue, clock, publishing
from shop.database import select
from shop.intake import Intake, take_in
from shop.models import Purpose
from shop.worker import publish_due, publish_waiting
from tests.conftest import TODAY
from tests.intake.writing import a_row, saved
from tests.pictures import key, photo, send


async def listed(folder, row) -> None:
    await take_in([saved(folder, row)], Intake(by="test"))


async def renamed_set(_, folder) -> None:
    await listed(folder, a_row("sets", "10", subgroup_vi="Tương, nước mắm và nước chấm"))


async def renamed_group(_, folder) -> None:
    await listed(folder, a_row("agri_groups", "trai-cay", name_vi="Trái cây và quả"))


async def renamed_commune_in_a_list(_, folder) -> None:
    await listed(folder, a_row("communes", "11668", name="Xã An Khánh Mới"))


async def edited_product(_, folder) -> None:
    await listed(folder, a_row("ocop", "HP-OCOP-0026", name_vi="Nước mắm cốt mới"))


async def renamed_producer(*_: object) -> None:
    await catalogue.rename_producer("HP-CS-005", "HTX Nông nghiệp Đại Thắng mới", by="test")


async def renamed_commune(*_: object) -> None:
    await catalogue.rename_commune("11668", "Xã An Khánh Mới", by="test")


async def priced(*_: object) -> None:
    await catalogue.set_price("HP-OCOP-0026-1", 123_000, by="test")


async def withdrawn(*_: object) -> None:
    await catalogue.withdraw("HP-OCOP-0026", by="test")


async def suspended(*_: object) -> None:
    await catalogue.suspend("HP-OCOP-0026", by="test", reason="test")


async def no_more_consent(*_: object) -> None:
    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")


async def pictured(door, _) -> None:
    sent = await send(door, await key(), photo(), product="HP-OCOP-0026")
    assert sent.json()["pictures"][0]["accepted"]


@pytest.mark.parametrize(
    "change",
    [
        renamed_set,
        renamed_group,
        renamed_commune_in_a_list,
        edited_product,
        renamed_producer,
        renamed_commune,
        priced,
        withdrawn,
        suspended,
        no_more_consent,
        pictured,
    ],
)
async def test_every_change_of_a_document_is_told(shop, tmp_path, change):
    before = (await publishing.head()).serial

    await change(shop, tmp_path)
    while await publish_waiting():
        pass

    assert (await publishing.head(afresh=True)).serial > before
    assert [drift async for _, drift in publishing.verify() if drift] == []


async def test_what_ends_is_told_when_it_ends(shop):
    later = TODAY + timedelta(days=4 * 365)
    with clock.stopped(later):
        while await publish_due():
            pass
        assert [drift async for _, drift in publishing.verify() if drift] == []

    [row] = await select("SELECT count(*) AS n FROM listing WHERE document LIKE '%\"ocop\":{%'")
    assert row["n"] == 0  # a recognition lasts 36 months
