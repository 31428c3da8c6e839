"""A household that became a company: same code, same products, and what it was stays known."""

from datetime import date

import pytest

from shop import catalogue
from shop.catalogue.legal_forms import NewForm, forms_of, note_form
from shop.errors import EditedMeanwhileError, InvalidError
from shop.models import AuditEntry, Producer, SubjectType
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_small_catalogue, goods, on_show
from tests.publishing.truth import document, serials

CODE = "HP-CS-101"
COMPANY = NewForm(
    subject_type=SubjectType.COMPANY,
    name="Công ty TNHH Làng Chài",
    since=date(2026, 11, 2),
    basis="Giấy chứng nhận đăng ký doanh nghiệp số 0201234567",
)


@pytest.fixture(autouse=True)
async def two_products(services, stopped_clock):
    await a_small_catalogue()
    await on_show(goods(), goods(GAO_RUOI, producer_id="HP-CS-102", commune_id="11761"))


async def told() -> list[tuple]:
    return [(one.subject_type, one.name, one.since, one.basis) for one in await forms_of(CODE)]


async def test_its_products_say_what_it_is_now():
    before, url = await serials(), (await document(CA_MOI))["url"]

    await note_form(CODE, COMPANY, by="user 7", seen=1)

    shown = await document(CA_MOI)
    now = shown["producer"]
    assert (now["subject_type"], now["name"]) == ("DOANH_NGHIEP", "Công ty TNHH Làng Chài")
    assert (now["code"], shown["url"]) == (CODE, url)
    after = await serials()
    assert {one for one in after if after[one] != before[one]} == {CA_MOI}
    assert await told() == [
        ("HTX", "Cơ sở chế biến Làng Chài", None, ""),
        ("DOANH_NGHIEP", "Công ty TNHH Làng Chài", COMPANY.since, COMPANY.basis),
    ]
    [entry] = await AuditEntry.filter(action="producer.form")
    assert (entry.subject, entry.detail) == (CODE, {"since": "2026-11-02"})


async def test_noted_again_of_the_same_day_it_was_a_mistake():
    await note_form(CODE, COMPANY, by="user 7")

    farm = COMPANY.model_copy(update={"subject_type": SubjectType.FARM, "name": ""})
    await note_form(CODE, farm, by="user 7", seen=2)

    assert [row[0] for row in await told()] == ["HTX", "TRANG_TRAI"]
    assert (await Producer.get(code=CODE)).subject_type == SubjectType.FARM


async def test_what_it_was_longer_ago_leaves_todays_alone():
    await note_form(CODE, COMPANY, by="user 7")
    before = await serials()
    kind = SubjectType.COOPERATIVE_GROUP

    earlier = NewForm(subject_type=kind, since=date(2019, 5, 1), basis="Hợp đồng hợp tác")
    await note_form(CODE, earlier, by="user 7")

    assert [row[0] for row in await told()] == ["HTX", "THT", "DOANH_NGHIEP"]
    assert (await Producer.get(code=CODE)).subject_type == SubjectType.COMPANY
    assert await serials() == before


async def test_a_day_to_come_and_no_basis_are_refused():
    later = COMPANY.model_copy(update={"since": date(2026, 12, 24), "basis": ""})

    with pytest.raises(InvalidError) as refused:
        await note_form(CODE, later, by="user 7")

    assert [one.field for one in refused.value.errors] == ["since", "basis"]
    assert await told() == []


async def test_of_two_registrars_the_second_is_told():
    await catalogue.rename_producer(CODE, "Làng Chài", by="user 8", seen=1)

    with pytest.raises(EditedMeanwhileError):
        await note_form(CODE, COMPANY, by="user 7", seen=1)

    assert await told() == []


async def test_a_name_that_is_corrected_is_todays_forms_too():
    await note_form(CODE, COMPANY, by="user 7")

    await catalogue.rename_producer(CODE, "Công ty Làng Chài", by="user 7")

    assert [row[1] for row in await told()] == ["Cơ sở chế biến Làng Chài", "Công ty Làng Chài"]
