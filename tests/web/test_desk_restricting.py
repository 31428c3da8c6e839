"""An official says on approving how goods may be sold; the machine suggests, and picks none."""

import json
import re

import pytest

from shop.models import AuditEntry, Listing, OfficialRole, Product, Proposal, ProposalState
from tests.people import Person, member, official
from tests.web.test_desk import ONE, SARDINES, an_edit, decide, owner_of, page_of, see, submitted

SPIRIT, BEER = {"name": "Rượu ngô men lá", "pack-1": "chai 500 ml"}, {"name": "Bia hơi"}
NOT_ONLINE, ADULTS = "Chỉ giới thiệu, không bán trực tuyến", "Chỉ dành cho người từ 18 tuổi"
OPTION = re.compile(r'<option value="(none|adults_only|not_online)"( selected)?>([^<]*)</option>')
FIRST = "HP-NS-0251"


@pytest.fixture
async def producer(shop) -> Person:
    return await member(ONE)


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)


async def document_of(code: str) -> dict:
    return json.loads((await Listing.get(code=code)).document)


async def said_of_it(code: str) -> list[tuple[str, dict]]:
    entries = AuditEntry.filter(subject=code, action="product.restrict").order_by("id")
    return [(one.by, one.detail) for one in await entries]


@pytest.mark.parametrize(
    ("texts", "suggested"),
    [(SPIRIT, ["not_online"]), (BEER, ["adults_only"]), ({"name": "Cá mòi kho"}, [])],
)
async def test_what_a_name_lets_the_machine_suggest_is_marked_and_not_chosen(
    shop, producer, moderator, texts, suggested
):
    page = await see(shop, moderator, page_of(await submitted(shop, producer, **texts)))

    found = OPTION.findall(page)
    assert [value for value, _, _ in found] == ["none", "adults_only", "not_online"]
    assert [value for value, _, said in found if "(máy gợi ý)" in said] == suggested
    assert [chosen for _, chosen, _ in found] == ["", "", ""]
    assert ("<details open><summary>Hạn chế bán" in page) is bool(suggested)
    assert '<option value="">Giữ như cũ: Không hạn chế</option>' in page


async def test_approved_without_a_word_on_it_goods_are_free(shop, producer, moderator):
    sent = await submitted(shop, producer, **SPIRIT)

    assert (await decide(shop, moderator, sent, "duyet", restriction="")).status_code == 303

    document = await document_of(FIRST)
    assert "sale_restriction" not in document
    assert document["variants"][0]["price"]["amount"] == 125_000
    assert await said_of_it(FIRST) == []
    page = await see(shop, producer, f"/nha-san-xuat/de-nghi/{sent.id}/da-gui")
    assert "Cán bộ ghi" not in page


@pytest.mark.parametrize(
    ("texts", "chosen", "said"),
    [(SPIRIT, "not_online", NOT_ONLINE), (BEER, "adults_only", ADULTS)],
)
async def test_what_is_chosen_is_published_audited_and_shown_to_its_producer(
    shop, producer, moderator, texts, chosen, said
):
    on_the_card = {"not_online": "Pháp luật hạn chế bán hàng này qua mạng", "adults_only": ADULTS}
    sent = await submitted(shop, producer, **texts)

    assert (await decide(shop, moderator, sent, "duyet", restriction=chosen)).status_code == 303

    document = await document_of(FIRST)
    assert document["sale_restriction"] == chosen
    assert ("price" in document["variants"][0]) is (chosen == "adults_only")
    assert await said_of_it(FIRST) == [(f"user {moderator.user}", {"restriction": chosen})]
    assert said in (await shop.get(document["url"])).text
    page = await see(shop, producer, f"/nha-san-xuat/de-nghi/{sent.id}/da-gui")
    assert f"Cán bộ ghi: «{said}»." in page
    assert on_the_card[chosen] in await see(shop, producer, f"/nha-san-xuat/{ONE}")


async def test_an_edit_keeps_it_until_an_official_says_otherwise_and_undoing_brings_it_back(
    shop, moderator
):
    await Product.filter(code=SARDINES).update(sale_restriction="adults_only")
    owner = await member(await owner_of(SARDINES))
    first = await an_edit(owner, storage="Nơi khô ráo.")
    page = await see(shop, moderator, page_of(first))
    assert f'<option value="">Giữ như cũ: {ADULTS}</option>' in page
    await decide(shop, moderator, first, "duyet")
    assert (await Product.get(code=SARDINES)).sale_restriction == "adults_only"

    second = await an_edit(owner, storage="Nơi mát.")
    await decide(shop, moderator, second, "duyet", restriction="none")
    assert (await Product.get(code=SARDINES)).sale_restriction == "none"
    assert "sale_restriction" not in await document_of(SARDINES)
    undone = await decide(shop, moderator, second, "hoan-tac")

    assert undone.status_code == 303
    assert (await Product.get(code=SARDINES)).sale_restriction == "adults_only"
    assert (await document_of(SARDINES))["sale_restriction"] == "adults_only"
    assert await said_of_it(SARDINES) == [(f"user {moderator.user}", {"restriction": "none"})]


async def test_what_cannot_be_chosen_is_refused_and_what_was_stays_chosen(
    shop, producer, moderator
):
    sent = await submitted(shop, producer, **SPIRIT)

    odd = await decide(shop, moderator, sent, "duyet", restriction="under_the_counter")
    half = await decide(shop, moderator, sent, "duyet", restriction="not_online", ocop_set="01")

    assert [odd.status_code, half.status_code] == [422, 422]
    assert [value for value, chosen, _ in OPTION.findall(half.text) if chosen] == ["not_online"]
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED
    assert not await Product.exists(code=FIRST)
