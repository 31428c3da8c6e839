"""A farm product that wins stars by a decision keeps its code, address and history."""

from datetime import date

import pytest

from shop.catalogue.decisions import record_decision
from shop.catalogue.recognising import StarsGiven, recognise
from shop.intake import Intake, take_in
from shop.models import OfficialRole, Product, RecognitionType
from tests.api.test_changes import follow
from tests.conftest import front_door
from tests.intake.writing import a_row, saved
from tests.people import official
from tests.publishing.truth import document

CODE = "HP-NS-0001"
SIGNED, ENDS = date(2026, 3, 5), date(2029, 3, 5)


@pytest.fixture
async def site(full_settings):
    async with front_door(full_settings) as door:
        yield door


async def given(by: str) -> None:
    decision = await record_decision("123/QĐ-UBND", "UBND thành phố Hải Phòng", SIGNED, by=by)
    stars = StarsGiven(
        product=CODE, stars=4, type=RecognitionType.NEW, expires_on=ENDS, ocop_set="03"
    )
    await recognise(decision, [stars], by=by)


async def test_one_code_one_address_and_one_history(site):
    registrar = await official(OfficialRole.REGISTRAR)
    _, cursor = await follow(site)
    was = await document(CODE)

    await given(f"user {registrar.user}")

    now = await document(CODE)
    assert (now["code"], now["url"]) == (was["code"], was["url"])
    assert (was["kind"], now["kind"], now["ocop"]["stars"]) == ("agricultural", "ocop", 4)
    page = await site.get(now["url"])
    assert (page.status_code, "123/QĐ-UBND" in page.text) == (200, True)
    changes, _ = await follow(site, cursor)
    assert [(one["code"], one["op"], one["rev"]) for one in changes] == [(CODE, "upsert", 2)]
    history = await site.get(f"/san-pham/{CODE}/lich-su")
    assert history.text.count('class="step"') == 2
    assert "Cán bộ" in history.text


async def test_lists_of_either_kind_leave_it_one_product(site, tmp_path):
    await given("test")
    before = await Product.all().count()

    report = await take_in([saved(tmp_path, a_row("agri", CODE))], Intake(by="test", publish=True))

    assert report.counts["products"] == {"unchanged": 1}
    product = await Product.get(code=CODE)
    assert (product.kind, product.ocop_set_id, await Product.all().count()) == (
        "ocop", "03", before,
    )  # fmt: skip
