"""A name that changes in the registry moves exactly the listings whose document says it."""

import json

import pytest

from shop import catalogue
from shop.catalogue.renaming import COMMUNES, GROUPS, PRODUCERS, SETS, count_shown
from shop.errors import EditedMeanwhileError, InvalidError
from shop.intake import Intake, take_in
from shop.models import AgriGroup, AuditEntry, Commune, Listing, OcopSet, Product
from shop.services import opened
from tests.catalogues import DATA
from tests.intake.writing import a_row, saved

LISTS = Intake(by="test", publish=True)


@pytest.fixture
async def full(full_settings):
    async with opened(full_settings) as services:
        yield services


async def listings() -> dict[str, tuple[int, dict]]:
    rows = await Listing.filter(live=True).values_list("code", "serial", "document")
    return {code: (serial, json.loads(document)) for code, serial, document in rows}


def said_of(document: dict, noun: str) -> set[str | None]:
    """Give what a document names: communes, producers and sets by code, groups by name."""
    category = document["category"]
    if noun == "commune":
        return {document["origin"]["commune"]["code"], document["producer"]["commune"]["code"]}
    if noun == "producer":
        return {document["producer"]["code"]}
    group = category["group"]["vi"] if document["kind"] == "agricultural" else None
    return {category.get("set")} if noun == "set" else {group}


@pytest.mark.parametrize(
    ("what", "code", "names"),
    [
        (COMMUNES, "11914", {"name": "Đặc khu Cát Bà"}),
        (SETS, "08", {"name_vi": "Chế biến từ thịt và cá", "name_en": "Of meat and fish"}),
        (GROUPS, "", {"name_vi": "Rau củ tươi ngon", "name_en": "Fresh vegetables"}),
        (PRODUCERS, "HP-CS-005", {"name": "HTX Đại Thắng mới"}),
    ],
)
async def test_a_new_name_moves_just_the_listings_that_say_it(full, what, code, names):
    group = await AgriGroup.all().order_by("code").first()
    code = code or group.code
    key = group.name_vi if what is GROUPS else code
    before = await listings()
    saying = {one for one, (_, said) in before.items() if key in said_of(said, what.noun)}
    counted = await count_shown(what, code)

    await catalogue.rename(what, code, names, by="user 7", seen=1)

    after = await listings()
    moved = {one for one in after if after[one][0] != before[one][0]}
    changed = {one for one in after if after[one][1] != before[one][1]}
    touched = set(await what.shown_by([code]).values_list("code", flat=True))
    assert moved == changed == touched == saying
    assert counted == len(saying) > 0
    said = [json.dumps(after[one][1], ensure_ascii=False) for one in moved]
    assert [one for one in said if names[what.columns[0]] not in one] == []
    [entry] = await AuditEntry.filter(action=f"{what.noun}.rename")
    assert (entry.by, entry.subject) == ("user 7", code)


async def test_every_commune_touches_what_names_it_and_no_more(full):
    documents = {code: said for code, (_, said) in (await listings()).items()}
    communes = await Commune.all().values_list("code", flat=True)

    touched = {
        one: set(await catalogue.products_of_communes([one]).values_list("code", flat=True))
        for one in communes
    }

    assert len(communes) == 114
    assert touched == {
        one: {code for code, said in documents.items() if one in said_of(said, "commune")}
        for one in communes
    }


async def test_of_two_who_rename_the_second_is_told(full):
    await catalogue.rename_commune("11914", "Đặc khu Cát Bà", by="user 7", seen=1)
    before = await listings()

    with pytest.raises(EditedMeanwhileError):
        await catalogue.rename_commune("11914", "Đặc khu Cát Hải", by="user 8", seen=1)

    assert (await Commune.get(code="11914")).name == "Đặc khu Cát Bà"
    assert await listings() == before


async def test_the_same_name_again_is_no_edit(full):
    name = (await Commune.get(code="11914")).name

    await catalogue.rename_commune("11914", f" {name} ", by="user 7", seen=1)

    assert (await Commune.get(code="11914")).version == 1
    assert not await AuditEntry.exists(action="commune.rename")


async def test_a_name_must_say_something_and_fit(full):
    for name in ("", "  ", "Xã " * 100):
        with pytest.raises(InvalidError):
            await catalogue.rename_commune("11914", name, by="user 7")

    assert (await Commune.get(code="11914")).version == 1


async def test_lists_with_old_names_undo_none_of_them(full):
    group = await AgriGroup.all().order_by("code").first()
    await catalogue.rename_commune("11914", "Đặc khu Cát Bà", by="user 7")
    names = {"name_vi": "Chế biến từ thịt và cá", "name_en": "Of meat and fish"}
    await catalogue.rename(SETS, "08", names, by="user 7")
    await catalogue.rename(GROUPS, group.code, {**names, "name_vi": "Nhóm mới"}, by="user 7")
    before = await listings()

    report = await take_in([DATA], LISTS)

    assert len(report.conflicts) == 3
    assert "11914" in {one.key for one in report.conflicts}
    assert (report.refusals, report.counts["products"]) == ([], {"unchanged": 429})
    assert (await OcopSet.get(number="08")).name_vi == "Chế biến từ thịt và cá"
    assert (await AgriGroup.get(code=group.code)).name_vi == "Nhóm mới"
    assert await listings() == before


async def test_a_list_of_products_may_not_say_the_old_name_of_a_commune(full, tmp_path):
    row = a_row("agri", "HP-NS-0001")
    await catalogue.rename_commune(row["commune_code"], "Xã Tên Mới", by="user 7")

    report = await take_in([saved(tmp_path, row)], LISTS)

    [refusal] = report.refusals
    assert "Xã Tên Mới" in str(refusal)


async def test_lists_name_a_group_as_it_came_in_or_as_it_is_called_now(full, tmp_path):
    row = a_row("agri", "HP-NS-0001")
    code = (await Product.get(code="HP-NS-0001")).agri_group_id
    names = {"name_vi": "Tên nhóm hoàn toàn mới", "name_en": "A new name"}
    await catalogue.rename(GROUPS, code, names, by="user 7")

    reports = [
        await take_in([saved(tmp_path, row | {"group": said})], LISTS)
        for said in (row["group"], names["name_vi"])
    ]

    assert [one.refusals for one in reports] == [[], []]
    assert [one.counts["products"] for one in reports] == [{"unchanged": 1}, {"unchanged": 1}]


async def test_a_group_is_not_called_as_another_one(full):
    first, second = (await AgriGroup.all().order_by("code"))[:2]
    names = {"name_vi": second.name_vi.upper(), "name_en": "Twice"}

    with pytest.raises(InvalidError) as refused:
        await catalogue.rename(GROUPS, first.code, names, by="user 7")

    assert [one.field for one in refused.value.errors] == ["name_vi"]
    assert (await AgriGroup.get(code=first.code)).name_vi == first.name_vi
