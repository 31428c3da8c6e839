"""What officials do besides deciding, in a real browser: accessible in every state, and it fits."""

from collections.abc import AsyncIterator

import pytest

from shop import clock
from shop.models import InPerson, Message, MessageState, OfficialRole, Product, Proposal
from shop.proposals import deciding, drafting, spelling
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.services import opened
from tests.browser.judging import CROSSED, come, judge, press
from tests.people import member, official
from tests.pictures import photo
from tests.proposals.drafts import drafted, waiting_photo
from tests.serving import served

pytestmark = pytest.mark.browser
ONE, SARDINES = "HP-CS-101", "HP-OCOP-0001"


@pytest.fixture(scope="module")
async def desk(catalogues, tmp_path_factory):
    """A site with a proposal whose spelling was mended, an edit, and what is still to be told."""
    async with catalogues.copied("pictured", "sqlite", tmp_path_factory.mktemp("acts")) as settings:
        async with opened(settings) as held:
            admin, owner = await official(OfficialRole.ADMIN), await member(ONE)
            new = await a_new_one(held, owner, admin.user)
            edit = await an_edit()
            await still_to_tell()
        with served(settings, with_worker=False) as origin:
            yield origin, {"admin": admin, "owner": owner}, new, edit


async def a_new_one(held, owner, admin: int) -> str:
    made = await drafted(owner, ONE, description="Cá mòi kho sẳn trong nồi đất.")
    await waiting_photo(held, made.id, photo(1, (900, 675)))
    sent = await drafting.submit(made.id, made.version, user=owner.user, answer_days=3)
    texts = {"description": "Cá mòi kho sẵn trong nồi đất."}
    await spelling.mend(sent.id, sent.version, texts, user=admin)
    now = await Proposal.get(id=sent.id)
    await deciding.approve(now.id, Approval(now.version), held.pictures, user=admin)
    return now.id


async def an_edit() -> str:
    owner = (await Product.get(code=SARDINES)).producer_id
    person = await member(owner)
    begun = await drafting.begin(owner, SARDINES, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, {"storage": "Nơi khô ráo."}))
    return (await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)).id


async def still_to_tell() -> None:
    now, words = clock.now(), {"product": "Cá mòi kho Làng Chài"}
    about = {"what": "proposal_approved", "words": words, "not_before": now}
    await InPerson.create(producer_id=ONE, **about)
    await Message.create(
        id="a" * 22, kind="phone", address="+84912345678", language="vi", state=MessageState.DEAD,
        expires_at=now, created_at=now, ended_at=now, attempts=9,
        error="the SMS gateway answered 500", **about,
    )  # fmt: skip


async def states(page, desk, root: str) -> AsyncIterator[str]:
    origin, people, new, edit = desk
    await come(page.context, origin, people["owner"])
    await page.goto(f"{origin}{root}/nha-san-xuat/de-nghi/{new}/da-gui")
    assert await page.locator(".mended ins").count() == 1
    yield "mended, as its producer sees it"
    await come(page.context, origin, people["admin"])
    for name, path in {
        "bar": f"?xong={new}",
        "decided": f"/de-nghi/{new}",
        "spelling": f"/de-nghi/{edit}/chinh-ta",
        "to tell": "/bao-tai-xa",
        "not sent": "/tin-nhan",
        "suspend": f"/san-pham/{SARDINES}/tam-ngung",
    }.items():
        await page.goto(f"{origin}{root}/can-bo{path}")
        yield name
    await press(page.locator("button[name=act]"))
    assert await page.locator(".form-errors a").count() == 1
    yield "no reason"


@pytest.mark.parametrize(("root", "size"), CROSSED)
async def test_every_state_is_accessible_and_fits(chromium, desk, root, size):
    async with await chromium.new_context(viewport=size) as context:
        page = await context.new_page()
        seen = await judge(page, states(page, desk, root))
    assert len(seen) == 8


async def test_a_decision_is_taken_back_without_javascript(chromium, desk):
    origin, people, new, _ = desk
    async with await chromium.new_context(java_script_enabled=False) as context:
        await come(context, origin, people["admin"])
        page = await context.new_page()
        await page.goto(f"{origin}/can-bo?xong={new}")
        await press(page.locator("form[data-key=z] button"))

        assert page.url.endswith(f"/can-bo/de-nghi/{new}?xong={new}")
        assert "Đã hoàn tác." in await page.locator(".done").inner_text()
