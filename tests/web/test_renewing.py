"""A producer sees how long its stars hold, and says that it applied again."""

from datetime import date, timedelta

import pytest

from shop import clock
from shop.accounts.members import remove_member
from shop.models import AuditEntry, Evidence, Listing, RenewalNote
from tests.conftest import TODAY
from tests.people import member
from tests.publishing.goods import CA_MOI, a_small_catalogue, goods, on_show, stars
from tests.publishing.truth import serials
from tests.web.own import LANG_CHAI, LIST, THUY_HUONG, fields_of, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")
PAGE = f"/nha-san-xuat/han-sao/{CA_MOI}"
ENDS = date(2027, 2, 18)
"""87 days after the stopped clock."""
SAID = {"act": "say", "filed_on": "20/11/2026", "note": "Nộp ở UBND xã"}


@pytest.fixture
async def portal(client):
    """The front door of a catalogue in which the stars of one product end in 87 days."""
    await a_small_catalogue()
    recognition = stars(4, ENDS - timedelta(days=1095), ENDS)
    await on_show(goods(recognition=recognition, evidence=Evidence.SOURCED))
    return client


async def say(portal, person, **form: str):
    return await portal.post(PAGE, data=form, headers=person.headers)


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (-94, ""),
        (-93, "Sao OCOP còn 180 ngày"),
        (-4, "Sao OCOP còn 91 ngày"),
        (0, "hết hạn sau 87 ngày"),
        (87, "hết hạn sau 0 ngày"),
        (88, "Sao OCOP đã hết hạn"),
        (87 + 366, ""),
    ],
)
async def test_the_list_says_how_long_stars_hold(portal, later, said):
    with clock.stopped(TODAY + timedelta(days=later)):
        owner = await member(LANG_CHAI)
        answer = await portal.get(LIST, headers=owner.headers)

    page = text_of(answer)
    assert answer.status_code == 200
    assert said in page
    assert page.count("Sao OCOP") == bool(said)
    assert ("/nha-san-xuat/han-sao/" in answer.text) == bool(said)


async def test_that_one_applied_again_is_said_and_changes_nothing_public(portal):
    owner = await member(LANG_CHAI)
    before, document = await serials(), (await Listing.get(code=CA_MOI)).document

    first = await portal.get(PAGE, headers=owner.headers)
    sent = await say(portal, owner, **fields_of(first), **SAID)
    after = await portal.get(sent.headers["location"], headers=owner.headers)

    assert (sent.status_code, sent.headers["location"]) == (303, f"{PAGE}?xong=bao")
    assert "Sao OCOP còn 87 ngày (đến 18/02/2027)" in text_of(first)
    assert "Đã báo cho cán bộ." in text_of(after)
    assert "Cơ sở đã báo ngày 23/11/2026." in text_of(after)
    assert 'value="20/11/2026"' in after.text
    listed = text_of(await portal.get(LIST, headers=owner.headers))
    assert "Sao OCOP còn 87 ngày . Đã báo nộp hồ sơ lại" in listed
    note = await RenewalNote.get()
    assert (note.product_id, note.ends_on, note.filed_on) == (CA_MOI, ENDS, date(2026, 11, 20))
    assert (note.note, note.by) == ("Nộp ở UBND xã", f"user {owner.user}")
    assert (await serials(), (await Listing.get(code=CA_MOI)).document) == (before, document)


async def test_it_can_be_taken_back_and_said_again(portal):
    owner = await member(LANG_CHAI)
    await say(portal, owner, seen="0", act="say")

    page = await portal.get(PAGE, headers=owner.headers)
    back = await say(portal, owner, **fields_of(page), act="take_back")
    again = await say(portal, owner, seen="2", act="say", note="Lần hai")

    assert back.headers["location"] == f"{PAGE}?xong=rut"
    assert again.status_code == 303
    note = await RenewalNote.get()
    assert (note.version, note.taken_back_at, note.note) == (3, None, "Lần hai")
    entries = AuditEntry.filter(action__startswith="renewal.").order_by("id")
    acts = [(one.action, one.subject, one.detail) for one in await entries]
    assert acts == [
        ("renewal.say", CA_MOI, {}),
        ("renewal.take_back", CA_MOI, {}),
        ("renewal.say", CA_MOI, {}),
    ]


async def test_what_another_said_meanwhile_is_not_written_over(portal):
    owner, editor = await member(LANG_CHAI), await member(LANG_CHAI)
    await say(portal, editor, seen="0", act="say", note="Của chị Minh Hoạ")

    late = await say(portal, owner, seen="0", act="say", note="Của tôi")

    assert late.status_code == 409
    assert "Có người vừa sửa lời báo này." in text_of(late)
    assert "Của tôi" in late.text
    assert fields_of(late, "take_back") == {"seen": "1"}
    assert (await RenewalNote.get()).note == "Của chị Minh Hoạ"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"filed_on": "24/11/2026"}, "Ngày nộp chưa đến."),
        ({"filed_on": "hôm qua"}, "hôm qua"),
        ({"note": "á" * 301}, "Ghi chú dài quá 300 ký tự."),
    ],
)
async def test_what_cannot_be_is_said_beside_the_field_and_kept(portal, form, said):
    owner = await member(LANG_CHAI)

    page = await say(portal, owner, seen="0", act="say", **form)

    assert page.status_code == 422
    assert said in text_of(page)
    assert next(iter(form.values())) in page.text
    assert await RenewalNote.all().count() == 0


async def test_where_no_stars_end_there_is_nothing_to_say(portal):
    owner = await member(LANG_CHAI)
    with clock.stopped(TODAY - timedelta(days=300)):
        owner = await member(LANG_CHAI)
        page = await portal.get(PAGE, headers=owner.headers)
        sent = await say(portal, owner, seen="0", act="say")

    assert "Sản phẩm này không có sao nào sắp hoặc vừa hết hạn." in text_of(page)
    assert sent.status_code == 422
    assert await RenewalNote.all().count() == 0


async def test_after_the_end_it_says_what_to_do(portal):
    with clock.stopped(TODAY + timedelta(days=90)):
        owner = await member(LANG_CHAI)
        page = text_of(await portal.get(PAGE, headers=owner.headers))
        english = text_of(await portal.get(f"/en{PAGE}", headers=owner.headers))

    assert "Trang sản phẩm không còn hiện sao. Có quyết định mới, sao sẽ hiện lại." in page
    assert "OCOP stars ended (18 February 2027)" in english


async def test_only_its_own_people_say_it(portal):
    other, gone = await member(THUY_HUONG), await member(LANG_CHAI)
    await member(LANG_CHAI)
    await remove_member(gone.user, LANG_CHAI, by="test")

    answers = [await say(portal, person, seen="0", act="say") for person in (other, gone)]

    assert [one.status_code for one in answers] == [404, 404]
    assert await RenewalNote.all().count() == 0
