"""What is shown at once, and looked at afterwards: its pages in a real browser."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from shop import clock
from shop.models import (
    OfficialRole,
    Patrol,
    Photo,
    Product,
    Proposal,
    ProposalPhoto,
    ProposalState,
    Review,
    ReviewDecision,
)
from shop.proposals import drafting, sending
from shop.proposals.drafting import Typed, make_id
from shop.services import Services, opened
from tests.browser.judging import CROSSED, come, faults_of, judge, press
from tests.people import Person, member, official
from tests.pictures import photo
from tests.proposals.drafts import about_photos, waiting_photo
from tests.serving import served

pytestmark = pytest.mark.browser
GOODS = ("HP-NS-0004", "HP-NS-0007", "HP-NS-0008", "HP-NS-0010")
NEW = {
    "story": "Bà ngoại trồng trên bãi bồi từ năm 1985, nay cháu gái giữ vườn.",
    "storage": "Nơi khô ráo, thoáng mát; mở nắp thì cất tủ lạnh.",
}


@pytest.fixture(scope="module")
async def desk(catalogues, tmp_path_factory):
    """A site that trusts: three changes that were shown at once, and one that is to be sent."""
    folder = tmp_path_factory.mktemp("patrol")
    async with catalogues.copied("pictured", "sqlite", folder) as settings:
        async with opened(settings) as held:
            moderator = await official(OfficialRole.MODERATOR)
            changes = [await a_change(held, code, is_sent=True) for code in GOODS[:3]]
            _, to_send, owner = await a_change(held, GOODS[3], is_sent=False)
            assert await Patrol.all().count() == 3
        with served(settings, with_worker=False, SANVAT_TRUST="true") as origin:
            yield origin, moderator, owner, [one for _, one, _ in changes], to_send


async def a_change(held: Services, code: str, *, is_sent: bool) -> tuple[str, str, Person]:
    """Let a trusted producer change words and photos of a product."""
    producer = (await Product.get(code=code)).producer_id
    person = await member(producer)
    await let_trust(producer, code)
    begun = await drafting.begin(producer, code, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, NEW))
    shown = Photo.filter(product_id=code).order_by("position")
    await shown.update(illustration=False)
    for n, picture in enumerate(await shown.values_list("picture_id", flat=True), 1):
        await ProposalPhoto.create(proposal_id=saved.id, position=n, picture_id=picture)
    await waiting_photo(held, saved.id, photo(int(code[-1]), (900, 675)))
    await about_photos(saved.id)
    if is_sent:
        wants = {"user": person.user, "answer_days": 3, "wants_show": True}
        assert await sending.send(saved.id, saved.version, held.pictures, **wants)
    return code, saved.id, person


async def let_trust(producer: str, code: str) -> None:
    then = clock.now() - timedelta(days=1)
    for _ in range(3):
        old = await Proposal.create(
            id=make_id(), producer_id=producer, product_id=code, base_version=1, patch={}, round=1,
            state=ProposalState.APPROVED, begun_at=then, changed_at=then, submitted_at=then,
        )  # fmt: skip
        about = {"decision": ReviewDecision.APPROVED, "reasons": [], "at": then}
        await Review.create(proposal_id=old.id, round=1, **about)


async def states(page, desk, root: str) -> AsyncIterator[str]:
    origin, moderator, owner, changes, to_send = desk
    await come(page.context, origin, owner)
    await page.goto(f"{origin}{root}/nha-san-xuat/de-nghi/{to_send}/xem-lai")
    assert await page.locator(".look b").count() == 1
    yield "before sending"
    await come(page.context, origin, moderator)
    await page.goto(f"{origin}{root}/can-bo?muc=hau-kiem")
    assert await page.locator(".desk-queue a").count() >= 1
    yield "list"
    await page.goto(f"{origin}{root}/can-bo/hau-kiem/{changes[2]}")
    assert await page.locator(".desk-lines ins").count() >= 2
    assert await page.locator(".desk-photos img").count() == 2
    yield "a change"
    await page.locator("textarea").fill("")
    await press(page.locator("form[data-key=t] button"))
    assert await page.locator(".form-errors a").count() == 1
    yield "no reason"


@pytest.mark.parametrize(("root", "size"), CROSSED)
async def test_every_state_is_accessible_and_fits(chromium, desk, root, size):
    async with await chromium.new_context(viewport=size) as context:
        page = await context.new_page()
        seen = await judge(page, states(page, desk, root))
    assert len(seen) == 4


async def test_a_middle_screen_fits(chromium, desk):
    origin, moderator, _, changes, _ = desk
    async with await chromium.new_context(viewport={"width": 768, "height": 1024}) as context:
        await come(context, origin, moderator)
        page = await context.new_page()
        for path in ("/can-bo?muc=hau-kiem", f"/can-bo/hau-kiem/{changes[2]}"):
            await page.goto(origin + path)
            assert await faults_of(page, 768) == []


async def test_a_key_puts_back_and_a_key_keeps(chromium, desk):
    origin, moderator, _, changes, _ = desk
    async with await chromium.new_context() as context:
        await come(context, origin, moderator)
        page = await context.new_page()
        await page.goto(f"{origin}/can-bo/hau-kiem/{changes[0]}")
        async with page.expect_navigation():
            await page.keyboard.press("t")
        assert "Đã trả lại" in await page.locator(".done").inner_text()
        assert page.url.partition("?")[0] == f"{origin}/can-bo/hau-kiem/{changes[1]}"

        async with page.expect_navigation():
            await page.keyboard.press("d")

        assert page.url == f"{origin}/can-bo/hau-kiem/{changes[2]}"


async def test_without_javascript_it_is_sent_and_shown(chromium, desk):
    origin, _, owner, _, to_send = desk
    async with await chromium.new_context(java_script_enabled=False) as context:
        await come(context, origin, owner)
        page = await context.new_page()
        await page.goto(f"{origin}/nha-san-xuat/de-nghi/{to_send}/xem-lai")
        assert "Đăng ngay, cán bộ xem sau." in await page.locator(".look").inner_text()
        await page.locator("#field-pledge").check()
        await press(page.locator("form button", has_text="Đăng ngay"))

        assert page.url.endswith("/da-gui")
        assert "Người mua đang thấy bản mới" in await page.locator(".sent").inner_text()
