"""Papers that officials confirmed end as certificates do, and are told of for what they cover."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop import clock, papers
from shop.accounts.reminding import remind
from shop.accounts.texts import PAPER_ENDS, write
from shop.models import (
    Certificate,
    CertificateKind,
    Evidence,
    Message,
    OfficialRole,
    Paper,
    PaperKind,
    Reminder,
)
from shop.papers import Of, Told
from tests.conftest import services_of
from tests.papers.sending import send
from tests.people import member, official
from tests.pictures import photo
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, a_small_catalogue, goods, on_show

LANG_CHAI = Of(producer="HP-CS-101")
ENDS = date(2027, 3, 12)
"""A Friday."""
MORNING = datetime(2026, 12, 12, 1, tzinfo=UTC)
"""Ninety days before: 8:00 in Hải Phòng, a Saturday."""
MONDAY = MORNING + timedelta(days=2)
TEST = Told("test_report", number="KN-12", expires_on=ENDS)
ONE = "Sản vật Hải Phòng: {paper} của {product} hết hạn 12-3-2027. Có giấy mới thì hãy báo cán bộ."


@pytest.fixture
async def room(client):
    """Three products without stars, long before their papers end; one kind of papers has a row."""
    with clock.stopped(MORNING - timedelta(days=300)):
        await a_small_catalogue()
        names = {CA_MOI: "Cá mòi kho Làng Chài", GAO_RUOI: "Gạo ruộng rươi", TRA_SEN: "Trà sen"}
        given = {"evidence": Evidence.SOURCED, "certificates": [CertificateKind.FOOD_SAFETY]}
        await on_show(*[goods(code, name_vi=name, **given) for code, name in names.items()])
        rows = {
            "test_report": "Phiếu kiểm nghiệm",
            "giay-phep-khai-thac-nuoc-ngam-cho-co-s-2": "Lạ",
        }
        await PaperKind.bulk_create(
            [PaperKind(code=c, words_vi=vi, words_en="") for c, vi in rows.items()]
        )
        yield services_of(client).room


@pytest.fixture
async def registrar(room):
    return await official(OfficialRole.REGISTRAR)


async def confirmed(room, registrar, told: Told, *covers: str, of: Of = LANG_CHAI) -> Paper:
    paper = await send(room, photo(1), told=told, of=of)
    await papers.confirm(paper.id, covers, user=registrar.user, seen=1)
    return paper


async def reminded(at: datetime = MORNING) -> list[str]:
    """Look at what is due, and list what the owner of the goods is told of papers."""
    with clock.stopped(at):
        await remind(500)
    rows = await Message.filter(what=PAPER_ENDS).order_by("created_at", "id")
    return [write(one.what, "vi", one.words)[1] for one in rows]


async def test_a_paper_of_a_producer_is_one_message_for_all_that_it_covers(room, registrar):
    await confirmed(room, registrar, TEST, CA_MOI, GAO_RUOI)
    await member("HP-CS-101")

    told = [await reminded(), await reminded(), await reminded(MONDAY)]

    assert told == [[ONE.format(paper="Phiếu kiểm nghiệm", product="2 sản phẩm")]] * 3
    rows = await Reminder.filter(is_told=True).order_by("user_id", "product_id")
    keys = [(one.user_id == registrar.user, one.product_id, one.proof, one.step) for one in rows]
    assert sorted(keys) == [
        (whose, code, "test_report", 90) for whose in (False, True) for code in (CA_MOI, GAO_RUOI)
    ]


async def test_a_paper_that_covers_none_is_good_for_all_of_its_producer(room, registrar):
    await confirmed(room, registrar, TEST)
    await on_show(goods("HP-OCOP-0004", producer_id="HP-CS-102", evidence=Evidence.SOURCED))
    await member("HP-CS-101")
    await member("HP-CS-102")

    assert await reminded() == [ONE.format(paper="Phiếu kiểm nghiệm", product="3 sản phẩm")]


@pytest.mark.parametrize(
    "proof", ["small_producer_commitment", "giay-phep-khai-thac-nuoc-ngam-cho-co-s-2"]
)
async def test_a_kind_with_a_long_code_or_without_a_row_is_told_of(room, registrar, proof):
    told = Told(proof, expires_on=ENDS)
    await confirmed(room, registrar, told, of=Of(product=TRA_SEN))
    await member("HP-CS-101")

    name = "Lạ" if proof.endswith("2") else proof
    assert await reminded() == [ONE.format(paper=name, product="Trà sen")]
    assert await Reminder.filter(proof=proof, is_told=True).count() == 1


@pytest.mark.parametrize(
    "by", ["waiting", "refused", "withdrawn", "replaced", "renewed", "lasting"]
)
async def test_a_paper_that_is_good_no_longer_or_was_renewed_is_told_to_none(room, registrar, by):
    old = await send(room, photo(1), told=TEST, of=LANG_CHAI)
    if by != "waiting":
        await papers.confirm(old.id, [CA_MOI], user=registrar.user, seen=1)
    match by:
        case "refused":
            await papers.refuse(old.id, "Giấy mờ", user=registrar.user, seen=2)
        case "withdrawn":
            await papers.withdraw(old.id, by="user 12", seen=2)
        case "replaced":
            new = await send(room, photo(2), told=Told("other_paper"), of=LANG_CHAI)
            await Paper.filter(id=new.id).update(replaces=old.id)
            await papers.confirm(new.id, [CA_MOI], user=registrar.user, seen=1)
        case "renewed":
            later = Told("test_report", issued_on=ENDS, expires_on=ENDS + timedelta(days=365))
            await confirmed(room, registrar, later, CA_MOI)
        case "lasting":
            await confirmed(room, registrar, Told("test_report"), CA_MOI)
    await member("HP-CS-101")

    assert await reminded(MONDAY) == []
    assert await Reminder.all().count() == 0


async def test_of_a_lists_certificate_and_a_paper_the_last_day_counts(room, registrar):
    early, late = ENDS - timedelta(days=1), ENDS + timedelta(days=400)
    for code, day in ((CA_MOI, early), (GAO_RUOI, late), (TRA_SEN, early)):
        stated = Certificate.filter(product_id=code, kind=CertificateKind.FOOD_SAFETY)
        await stated.update(expires_on=day, verified_on=date(2026, 1, 5), verified_by="test")
    await Certificate.filter(product_id=TRA_SEN).update(verified_on=None)
    of_all = Told("ATTP", number="123/2026/ATTP-HP", expires_on=ENDS)
    await confirmed(room, registrar, of_all, CA_MOI, GAO_RUOI, TRA_SEN)
    await member("HP-CS-101")

    told = await reminded()

    paper = "Đủ điều kiện an toàn thực phẩm"
    assert told == [ONE.format(paper=paper, product="2 sản phẩm")]
    known = (
        await Reminder.filter(step=90).order_by("product_id").values_list("product_id", "ends_on")
    )
    assert known == [(CA_MOI, ENDS), (TRA_SEN, ENDS)]


async def test_a_new_day_on_a_paper_is_told_anew(room, registrar):
    first = await confirmed(room, registrar, TEST, CA_MOI)
    await member("HP-CS-101")
    assert len(await reminded()) == 1

    with clock.stopped(MORNING + timedelta(days=1)):
        await papers.refuse(first.id, "Ghi sai ngày.", user=registrar.user, seen=2)
        corrected = Told("test_report", number="KN-12", expires_on=ENDS - timedelta(days=3))
        await confirmed(room, registrar, corrected, CA_MOI)

    told = await reminded(MORNING + timedelta(days=1))
    assert [text.partition("hết hạn ")[2][:9] for text in told] == ["12-3-2027", "9-3-2027."]
