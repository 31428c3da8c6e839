"""What is saved while it is typed: acknowledged as JSON, compared field by field, never lost."""

import re
import unicodedata
from html import unescape
from urllib.parse import urlencode

import pytest

from shop.accounts import sessions
from shop.catalogue import suspend
from shop.models import Product, Proposal, ProposalState
from shop.proposals import drafting
from shop.proposals.drafting import Typed
from shop.proposals.marking import mark_of
from tests.accounts.coming import post
from tests.people import OURS, Person, at_another_browser, member
from tests.proposals.test_facts import FILLED, SARDINES, hidden

ONE = "HP-CS-101"
EMPTY = mark_of("")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def person(shop) -> Person:
    one = await member(ONE)
    shop.headers.update(one.headers)
    return one


async def begun(person: Person, product: str | None = None) -> tuple[Proposal, str]:
    draft = await drafting.begin(ONE, product, user=person.user)
    return draft, f"/nha-san-xuat/de-nghi/{draft.id}"


async def typed(draft: Proposal) -> dict[str, str]:
    return {name: one["typed"] for name, one in (await Proposal.get(id=draft.id)).patch.items()}


async def test_a_save_is_acknowledged_with_what_stands_there_now(shop, person):
    draft, path = await begun(person)

    answer = await post(shop, f"{path}/luu", name="Vải thiều sớm", known=f"name:{EMPTY}", seen="1")

    said = answer.json()
    groups, at = said.pop("groups"), said.pop("saved_at")
    assert answer.status_code == 200
    assert said == {"version": 2, "known": f"name:{mark_of('Vải thiều sớm')}"}
    assert re.fullmatch(r"\d{1,2}:\d\d", at)
    assert "trai-cay" in groups
    assert await typed(draft) == {"name": "Vải thiều sớm"}


async def test_two_tabs_are_told_of_each_other_and_nothing_is_written_over(shop, person):
    draft, path = await begun(person)
    first = await post(shop, f"{path}/luu", name="Một", known=f"name:{EMPTY}")
    assert first.status_code == 200

    second = await post(shop, f"{path}/luu", name="Hai", known=f"name:{EMPTY}", seen="2")

    assert second.status_code == 409
    answer = second.json()
    assert answer["fields"] == {"name": ["Một", "Hai"]}
    assert answer["said"] == {"name": "Máy khác vừa sửa «Tên sản phẩm». Bạn giữ bản nào?"}
    assert answer["version"] == 2
    assert await typed(draft) == {"name": "Một"}
    chosen = await post(shop, f"{path}/luu", name="Hai", known=answer["known"])
    assert chosen.status_code == 200
    assert await typed(draft) == {"name": "Hai"}
    late = await post(shop, f"{path}/luu", name="Ba", known=answer["known"])
    assert late.status_code == 409  # the answer was about "Một"


async def test_other_fields_are_nothing_to_two_tabs(shop, person):
    draft, path = await begun(person)
    await post(shop, f"{path}/luu", name="Một", known=f"name:{EMPTY}", seen="1")
    await post(shop, f"{path}/luu", story="Chuyện", known=f"story:{EMPTY}", seen="1")

    assert await typed(draft) == {"name": "Một", "story": "Chuyện"}


async def test_a_tab_is_never_taken_for_another(shop, person):
    """Its first save had no answer: it names what it sent."""
    draft, path = await begun(person)
    await post(shop, f"{path}/luu", name="Vải", known=f"name:{EMPTY}")
    more = await post(shop, f"{path}/luu", name="Vải thiều", known=f"name:{EMPTY},{mark_of('Vải')}")

    assert more.status_code == 200
    assert await typed(draft) == {"name": "Vải thiều"}


async def test_both_words_stand_on_the_page_without_a_script(shop, person):
    draft, path = await begun(person)
    page = (await shop.get(f"{path}/thong-tin")).text
    await drafting.save(draft.id, Typed(1, {"name": "Của máy khác"}))

    sent = hidden(page) | FILLED | {"name": "Của tôi"}
    asked = await post(shop, f"{path}/thong-tin", **sent)
    assert asked.status_code == 409
    assert "Máy khác ghi: Của máy khác" in asked.text
    assert "Tôi ghi: Của tôi" in asked.text
    assert await typed(draft) == {"name": "Của máy khác"}

    sent = hidden(asked.text) | FILLED | {"name": "Của tôi"}
    unanswered = await post(shop, f"{path}/thong-tin", **sent)
    assert unanswered.status_code == 422
    assert "Tôi ghi: Của tôi" in unanswered.text
    assert await typed(draft) == FILLED_TYPED | {"name": "Của máy khác"}

    sent = hidden(unanswered.text) | FILLED | {"name": "Của tôi"}
    theirs = await post(shop, f"{path}/thong-tin", **sent, **{"keep-name": "theirs"})
    assert theirs.status_code == 303
    assert (await typed(draft))["name"] == "Của máy khác"
    mine = await post(shop, f"{path}/thong-tin", **sent, **{"keep-name": "mine"})
    assert mine.status_code == 303
    assert (await typed(draft))["name"] == "Của tôi"


FILLED_TYPED = {name: text for name, text in FILLED.items() if not name.startswith("say")}


async def test_a_page_that_was_sent_whole_touches_only_what_was_changed(shop, person):
    draft, path = await begun(person)
    page = (await shop.get(f"{path}/thong-tin")).text
    await drafting.save(draft.id, Typed(1, {"name": "Của máy khác"}))

    answer = await post(shop, f"{path}/thong-tin", **hidden(page), **FILLED | {"name": ""})

    assert answer.status_code == 303
    assert (await typed(draft))["name"] == "Của máy khác"


async def test_two_places_of_one_name_are_two_words(shop, person):
    draft, path = await begun(person)
    page = hidden((await shop.get(f"{path}/thong-tin")).text)
    keys = [one["key"] for one in (await shop.get("/nha-san-xuat/noi?q=le loi")).json()]
    known = {"known": page["known"]}
    await post(shop, f"{path}/luu", place="le loi", commune=keys[0], **known)

    other = await post(shop, f"{path}/luu", place="le loi", commune=keys[1], **known)

    assert other.status_code == 409
    theirs, mine = other.json()["fields"]["place"]
    assert theirs != mine
    assert (await Proposal.get(id=draft.id)).patch["place"]["chosen"] == keys[0]


@pytest.mark.on("sqlite")
async def test_a_script_is_told_that_its_person_is_signed_out(shop, person):
    draft, path = await begun(person)
    await sessions.end_all(person.user, by="test")

    answer = await shop.post(
        f"{path}/luu",
        content=urlencode({"name": "Vải"}),
        headers={**FORM, **OURS, "Accept": "application/json"},
    )

    assert (answer.status_code, answer.json()) == (401, {"signed_in": False})
    assert await typed(draft) == {}


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_a_form_that_comes_after_the_session_is_given_back_whole(shop, person, prefix):
    draft, path = await begun(person)
    page = (await shop.get(f"{path}/thong-tin")).text
    await sessions.end_all(person.user, by="test")
    story = 'Dòng một\r\nDòng <hai> & "ba"'

    kept = await post(shop, f"{prefix}{path}/thong-tin", **hidden(page), **FILLED, made=story)

    assert kept.status_code == 403
    assert "Cá thu một nắng" in kept.text
    assert f'href="{prefix}/nha-san-xuat/dang-nhap" target="_blank"' in kept.text
    again = fields_of(kept.text)
    back = await at_another_browser(person.user, person.address)
    shop.headers.update(back.headers)
    assert (await post(shop, f"{path}/thong-tin", **again)).status_code == 303
    assert await typed(draft) == FILLED_TYPED | {"made": story.replace("\r\n", "\n")}


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(text) for name, text in found}


COLUMNS = """
    code state stars version producer producer_id product_id id round author_id helped_by_id
    worded_at base_version patch kind photos price availability ocop_set_id pack- pack-0
    price-HP-NS-0001-1 price-HP-OCOP-0001-1 __proto__
"""


@pytest.mark.on("sqlite")
@pytest.mark.on("sqlite")
async def test_what_was_typed_before_another_signed_in_is_not_saved_as_theirs(shop, person):
    draft, path = await begun(person)
    page = (await shop.get(f"{path}/thong-tin")).text
    other = await member(ONE, address="0912 345 679")
    shop.headers.update(other.headers)

    by_script = await post(shop, f"{path}/luu", **hidden(page), name="Của tôi")
    by_form = await post(shop, f"{path}/thong-tin", **hidden(page), name="Của tôi")
    kept = await typed(draft)
    shop.headers.update(person.headers)
    again = await post(shop, f"{path}/luu", **hidden(by_form.text), name="Của tôi")

    assert (by_script.status_code, by_script.json()) == (401, {"signed_in": False})
    assert by_form.status_code == 403
    assert '<li class="kept-text">Của tôi</li>' in by_form.text
    assert kept == {}
    assert (again.status_code, await typed(draft)) == (200, {"name": "Của tôi"})


async def test_no_field_of_a_form_writes_another_column(shop, person):
    draft, path = await begun(person, SARDINES)
    before = await Proposal.get(id=draft.id).values()
    product = await Product.get(code=SARDINES).values()
    hostile = dict.fromkeys(COLUMNS.split(), "9")

    for step in ("luu", "thong-tin"):
        answer = await post(shop, f"{path}/{step}", **hostile)
        assert answer.status_code in {200, 303}
        assert await Proposal.get(id=draft.id).values() == before
        assert await Product.get(code=SARDINES).values() == product


HARD = {
    "ten thousand letters": "Ngon lắm. " * 1000,
    "NFD": unicodedata.normalize("NFD", "Cá mòi kho"),
    "emoji": "Cá mòi 🐟👩‍🌾",
    "markup": "<script>alert(1)</script>",
    "soft hyphens": "Cá\u00adthu\u200b một nắng",
    "formula": "=1+1",
    "NUL": "Cá\0thu",
    "lone surrogates": "\ufffd",
    "turned": "\u202eCá thu",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
async def test_what_is_hard_to_read_is_kept_letter_for_letter(shop, person, text):
    draft, path = await begun(person)

    saved = await post(shop, f"{path}/luu", name=text, made=text)
    page = await post(shop, f"{path}/thong-tin", name=text, made=text, seen="2")

    assert saved.status_code == 200
    kept = text.replace("\0", "\ufffd")
    assert await typed(draft) == {"name": kept, "made": kept}
    assert page.status_code == 422
    assert "<script>alert" not in page.text
    assert (await shop.get(f"{path}/thong-tin")).status_code == 200


async def test_a_product_may_go_or_change_while_it_is_drafted(shop, person):
    draft, path = await begun(person, SARDINES)
    await post(shop, f"{path}/luu", name="Cá mòi kho của tôi", known="")
    await suspend(SARDINES, by="test", reason="x")
    await Product.filter(code=SARDINES).update(name_vi="Tên mới nhập", version=9)

    more = await post(shop, f"{path}/luu", storage="Để lạnh.", seen="2")
    page = await shop.get(f"{path}/thong-tin")

    assert more.status_code == 200
    assert 'value="Cá mòi kho của tôi"' in page.text
    assert await typed(draft) == {"name": "Cá mòi kho của tôi", "storage": "Để lạnh."}


async def test_what_was_sent_or_ended_meanwhile_is_not_written(shop, person):
    draft, path = await begun(person)
    await Proposal.filter(id=draft.id).update(
        state=ProposalState.WITHDRAWN, ended_at=draft.begun_at
    )

    answer = await post(shop, f"{path}/luu", name="Vải")
    form = await post(shop, f"{path}/thong-tin", name="Vải")

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        ["", "Đề nghị này đã gửi hoặc đã xong. Hãy mở lại danh sách sản phẩm."]
    ]
    assert form.status_code == 422
    assert 'value="Vải"' in form.text
    assert await typed(draft) == {}


@pytest.mark.on("sqlite")
async def test_what_is_too_long_is_refused_and_nothing_else_is_lost(shop, person):
    draft, path = await begun(person)
    await post(shop, f"{path}/luu", name="Vải")

    answer = await post(shop, f"{path}/luu", story="a" * 300_000)

    assert answer.status_code == 413
    assert await typed(draft) == {"name": "Vải"}
