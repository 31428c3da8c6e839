"""The pictures of the officials' handbook, taken of today's pages.

They are renewed by `PICTURES=docs/pictures .venv/bin/pytest tests/browser/test_handbook.py`.
"""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from media.illustrations import KEYS, picture
from shop.models import OfficialRole, User, WaitingPicture
from shop.proposals import drafting, holding
from shop.proposals.drafting import Typed
from shop.services import opened
from tests.browser.judging import come, press
from tests.people import member, official
from tests.proposals.drafts import drafted, waiting_photo
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.on("sqlite")]
HANDBOOK = Path(__file__).parents[2] / "docs" / "officials.vi.md"
SHOWN = re.compile(r"\]\(pictures/(official-[a-z-]+\.webp)\)")
SIZE, HIGHEST = {"width": 1000, "height": 780}, 1400
ONE, SARDINES = "HP-CS-101", "HP-OCOP-0001"
CLEAN = {"shelf_life": "180 ngày", "ingredients": "Cá mòi, nước mắm, gừng.", "storage": "Nơi mát."}
GOODS = [
    ("Cá mòi kho Làng Chài", {**CLEAN}),
    ("Rượu ngô men lá Làng Chài", {"pack-1": "chai 500 ml", "price-1": "150k"}),
    ("Cá mòi kho OCOP 4 sao", {**CLEAN}),
]


@pytest.fixture
async def desk(catalogues, tmp_path):
    """A desk on which goods of several kinds wait, one in another official's hands."""
    async with catalogues.copied("full", "sqlite", tmp_path) as settings, opened(settings) as held:
        person, sent = await member(ONE), []
        for n, (name, texts) in enumerate(GOODS):
            made = await drafted(person, ONE, name=name, **texts)
            await waiting_photo(held, made.id, jpeg(n))
            await WaitingPicture.all().update(width=1600, height=1200)
            sent.append(await submitted(person, made))
        begun = await drafting.begin(ONE, SARDINES, user=person.user)
        texts = {"storage": "Nơi khô ráo, mát."}
        await submitted(person, await drafting.save(begun.id, Typed(begun.version, texts)))
        another = await official(OfficialRole.MODERATOR)
        await User.filter(id=another.user).update(name="Chị Hoa Minh Hoạ")
        await holding.take_in_hand(sent[2].id, user=another.user)
        with served(settings, with_worker=False) as origin:
            yield origin, await official(OfficialRole.MODERATOR), sent


async def submitted(person, made):
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


def jpeg(n: int) -> bytes:
    data = BytesIO()
    with Image.open(BytesIO(picture(KEYS[n]))) as drawn:
        drawn.convert("RGB").save(data, "JPEG", quality=85)
    return data.getvalue()


async def test_the_handbook_shows_the_pages_of_today(chromium, desk, tmp_path):
    origin, person, sent = desk
    folder = Path(os.environ.get("PICTURES", tmp_path))
    async with await chromium.new_context(viewport=SIZE, locale="vi-VN") as context:
        await come(context, origin, person)
        page = await context.new_page()
        taken = []

        async def take(name: str) -> None:
            whole = await page.screenshot(full_page=True)
            with Image.open(BytesIO(whole)) as shot:
                part = shot.convert("RGB").crop((0, 0, shot.width, min(shot.height, HIGHEST)))
                part.save(folder / name, "WEBP", quality=80)
            taken.append(name)

        await page.goto(f"{origin}/can-bo")
        await take("official-danh-sach.webp")
        await page.goto(f"{origin}/can-bo/de-nghi/{sent[1].id}")
        await take("official-xem-xet.webp")
        await page.goto(f"{origin}/can-bo/de-nghi/{sent[0].id}")
        await page.locator(".desk-return summary").click()
        for reason in ("blurred", "label"):
            await page.locator(f"input[value={reason}]").press("Space")
        await press(page.locator("button[value=look]"))
        await take("official-tra-lai.webp")

    assert sorted(SHOWN.findall(HANDBOOK.read_text(encoding="utf-8"))) == sorted(taken)
    for name in taken:
        with Image.open(HANDBOOK.parent / "pictures" / name) as kept:
            assert kept.width == SIZE["width"], name
