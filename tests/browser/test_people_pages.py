"""Doors, second steps, accounts: every page in every state, phone and desktop, both languages."""

import re
from datetime import timedelta

import pyotp
import pytest
from axe_playwright_python.async_playwright import Axe

from shop import clock
from shop.accounts import officials
from shop.accounts.members import end_mandates
from shop.accounts.people import Address
from shop.models import IdentityKind, OfficialRole, Passkey, Session
from shop.services import opened
from tests.accounts.conftest import KEY
from tests.browser.judging import press
from tests.browser.sites import empty_site
from tests.people import official, stranger
from tests.serving import served

pytestmark = pytest.mark.browser
WIDTHS = {"phone": (360, 640), "desktop": (1280, 900)}
PASSWORD = "thuyền buồm cam ngọt 27"
LANGUAGES = ("", "/en")


@pytest.fixture(scope="module")
async def site(tmp_path_factory):
    async with empty_site(tmp_path_factory.mktemp("people-site")) as settings:
        pass
    async with opened(settings):
        people = {
            "producer": await stranger("+84912345678"),
            "stale": await stranger("+84912345679"),
            "registrar": await official(OfficialRole.REGISTRAR, address="a@sanvat.example"),
            "reader": await official(OfficialRole.READER, "11311", until=clock.today()),
            "stale official": await official(OfficialRole.ADMIN, address="b@sanvat.example"),
        }
        people["idle"] = await official(
            OfficialRole.ADMIN, until=clock.today(), address="c@sanvat.example"
        )
        await end_mandates(people["idle"].user, by="test")
        long_ago = clock.now() - timedelta(minutes=20)
        stale = [people[name].user for name in ("stale", "stale official")]
        await Session.filter(user_id__in=stale).update(proved_at=long_ago)
        for n, name in enumerate(("producer", "stale", "stale official")):
            await Passkey.create(
                side="producer",
                user_id=people[name].user,
                credential=f"k{n}",
                public_key="x",
                name="Điện thoại của tôi",
                created_at=clock.now(),
                used_at=clock.now(),
            )
        links = [await link(f"{n}@sanvat.example") for n in range(2)]
    with served(settings, SANVAT_SECRET_KEY=KEY) as origin:
        yield origin, people, links


async def link(mail: str) -> str:
    there = Address(IdentityKind.EMAIL, mail)
    await officials.appoint(there, OfficialRole.HELPER, ("11311",), by="test")
    return f"/can-bo/kich-hoat/{await officials.make_link(there, by='test')}"


class Visit:
    """A walk through pages in one language; each page is judged at both widths."""

    def __init__(self, page, origin: str, prefix: str) -> None:
        self.page, self.start, self.found, self.seen = page, origin + prefix, [], 0

    async def come_as(self, person) -> None:
        await self.page.context.clear_cookies()
        cookies = person.cookies.items() if person else ()
        for name, value in cookies:
            cookie = {"name": name, "value": value, "url": self.start}
            await self.page.context.add_cookies([cookie])

    async def see(self, path: str) -> None:
        await self.page.goto(self.start + path)
        await self.judge()

    async def send(self, form: str = "main form", **typed: str) -> None:
        for name, text in typed.items():
            await self.page.locator(f"main [name={name}]").first.fill(text)
        await press(self.page.locator(f"{form} button[type=submit]").first)

    async def judge(self) -> None:
        for width, height in WIDTHS.values():
            await self.page.set_viewport_size({"width": width, "height": height})
            found = (await Axe().run(self.page)).response["violations"]
            wide = await self.page.evaluate("document.documentElement.scrollWidth")
            self.found += [(self.page.url, width, v["id"], v["nodes"][0]["html"]) for v in found]
            self.found += [(self.page.url, width, "wide", wide)] if wide > width else []
        self.seen += 1

    async def refused(self) -> None:
        assert await self.page.locator("#form-errors").count() == 1, self.page.url
        await self.judge()


@pytest.fixture(params=LANGUAGES, ids=["vi", "en"])
async def visit(request, chromium, site):
    async with await chromium.new_context() as context:
        walk = Visit(await context.new_page(), site[0], request.param)
        yield walk
        assert walk.found == []


async def test_the_doors(visit, site):
    await visit.see("/nha-san-xuat/dang-nhap")
    await visit.send(address="12")
    await visit.refused()
    await visit.see("/can-bo/dang-nhap")
    await visit.send(email="không phải", password="x")
    await visit.refused()
    await visit.send(email="a@sanvat.example", password="mật khẩu sai hẳn")
    await visit.refused()
    await visit.page.goto(f"{visit.start}/can-bo/kich-hoat/khong-co")
    await visit.refused()

    assert visit.seen == 6


async def test_the_link_and_the_second_step(visit, site):
    _, _, links = site
    number = LANGUAGES.index("/en" if "/en" in visit.start else "")
    path = links[number]
    await visit.see(path)
    await visit.send(password="ngắn")
    await visit.refused()
    await visit.send(password=PASSWORD)
    assert visit.page.url.endswith("/ma")
    await visit.judge()
    await visit.send("main form.code-field", code="12")
    await visit.refused()
    secret = re.sub(r"\s", "", await visit.page.locator(".key").inner_text())
    await visit.send("main form.code-field", code=pyotp.TOTP(secret).now())
    await visit.page.wait_for_url("**/can-bo")

    await visit.page.context.clear_cookies(name="sanvat-session")
    await visit.page.goto(f"{visit.start}/can-bo/dang-nhap")
    await visit.send(email=f"{number}@sanvat.example", password=PASSWORD)
    assert visit.page.url.endswith("/can-bo/ma")
    await visit.judge()
    await visit.send("main form.code-field", code="000000")
    await visit.refused()

    assert visit.seen == 6


async def test_the_desk(visit, site):
    _, people, _ = site
    for name in ("registrar", "reader", "idle"):
        await visit.come_as(people[name])
        await visit.see("/can-bo")
    await visit.come_as(people["stale official"])
    await visit.see("/can-bo/tai-khoan")
    await visit.see("/can-bo/xac-nhan?ve=/can-bo/tai-khoan")
    await visit.send("main form.code-field", code="1")
    await visit.refused()

    assert visit.seen == 6


async def test_a_producers_account(visit, site):
    _, people, _ = site
    await visit.come_as(people["producer"])
    await visit.see("/nha-san-xuat/tai-khoan")
    await visit.send(name="Đ" * 121)
    await visit.refused()
    await visit.see("/nha-san-xuat/tai-khoan?xong=luu")
    await visit.see("/nha-san-xuat/xac-nhan")
    await visit.come_as(people["stale"])
    await visit.see("/nha-san-xuat/tai-khoan")
    await press(visit.page.locator("form[action$='/bo'] button"))
    await visit.refused()
    await visit.see("/nha-san-xuat/xac-nhan?ve=/nha-san-xuat/tai-khoan")
    await visit.send("main form.code-field", code="1")
    await visit.refused()
    await press(visit.page.locator("form[action*='/gui'] button"))
    await visit.page.wait_for_url("**/xac-nhan?ve=**")
    await visit.judge()

    assert visit.seen == 9
