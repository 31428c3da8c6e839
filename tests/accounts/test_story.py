"""From a letter to the public page: an official prints, a farmer comes in, and readers see it.

What opened doors on the way is then looked for in everything that is kept.
"""

import re
from contextlib import contextmanager
from io import StringIO

import html5lib
import structlog

from shop import clock
from shop.accounts.sending import PostOffice
from shop.backup import save
from shop.config import Settings
from shop.models import OfficialRole, Producer, Variant
from tests.accounts.coming import CODE, another, post
from tests.accounts.conftest import digits_in, everything_stored, rounds, with_settings
from tests.conftest import services_of
from tests.people import official

MAKER, NUMBER = "HP-CS-102", "0912 345 678"
PRINTED = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
MINE = f"/nha-san-xuat/{MAKER}"


def forms_of(page: str) -> list[tuple[str, dict[str, str]]]:
    """Give where each form of a page goes, and what it would send as it stands."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [
        (
            form.get("action") or "",
            {
                one.get("name"): one.get("value") or ""
                for one in form.iter()
                if one.tag in {"input", "button"} and one.get("name")
                if one.get("type") not in {"checkbox", "radio"}
            },
        )
        for form in tree.iter("form")
        if form.get("method") == "post"
    ]


async def send(door, path: str, having: str = "", **typed: str):
    """Open a page and send the form of it that has a field, with what a person types."""
    page = await door.get(path)
    assert page.status_code == 200, (path, page.status_code)
    action, fields = next(
        (action, fields)
        for action, fields in forms_of(page.text)
        if not having or having in {*fields, *fields.values()}
    )
    return await post(door, action or path, **{**fields, **typed})


@contextmanager
def logged():
    """Hear everything that is logged, as it would be written."""
    heard = StringIO()
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.JSONRenderer(default=str)],
        logger_factory=structlog.PrintLoggerFactory(heard),
        cache_logger_on_first_use=False,
    )
    try:
        yield heard
    finally:
        structlog.configure(**before)


async def test_from_a_letter_to_the_public_page(shop, sms, tmp_path):
    sms.says((200, {}))
    ours = services_of(shop).settings
    more = {"console_messages": False, "sms_url": sms.url, "sms_key": "khoá-sms"}
    by_sms = Settings(**ours.model_dump() | more)
    with_settings(shop, by_sms)
    pack = await Variant.filter(product__producer_id=MAKER).order_by("id").first()
    since = (await shop.get("/api/v1/changes?since=0&limit=1")).json()["head"]
    farmer = another(shop)

    with logged() as heard:
        opens = await come_by_letter(farmer, await letter_of(another(shop)), by_sms, sms)
        await say_everything(farmer, pack.sku)

    page = (await another(shop).get(f"/san-pham/{pack.product_id}", follow_redirects=True)).text
    for said in ("85.000", f"{clock.today():%m/%Y}", "Tạm hết hàng", "tel:+84912345678"):
        assert said in page, said
    changes = (await shop.get("/api/v1/changes", params={"since": since})).json()["items"]
    [mine] = [one for one in changes if one["code"] == pack.product_id]
    [offer] = [one for one in mine["listing"]["variants"] if one["sku"] == pack.sku]
    assert (offer["price"]["amount"], offer["availability"]) == (85_000, "out_of_stock")
    await save(tmp_path / "backup.tar", services_of(shop).pictures)
    kept = {
        "the log": heard.getvalue(),
        "the database": await everything_stored(),
        "a backup": (tmp_path / "backup.tar").read_bytes().decode(errors="replace"),
    }
    assert '"event": "request"' in kept["the log"]
    assert [(place, one) for place, text in kept.items() for one in opens if one in text] == []
    assert [one for one in ("0912345678", "912345678") if one in kept["the log"]] == []


async def letter_of(desk) -> str:
    """Have an official of the commune print a letter; give the code that stands on it."""
    where = await Producer.get(code=MAKER).values("commune_id")
    helper = await official(OfficialRole.HELPER, where["commune_id"])
    desk.headers.update(helper.headers)
    letter = await send(desk, f"/can-bo/giay-moi/{MAKER}")
    [code] = set(PRINTED.findall(letter.text))
    return code


async def come_by_letter(farmer, code: str, by_sms: Settings, sms) -> list[str]:
    """Type the letter's code and the digits; give all that opened a door on the way."""
    whose = await send(farmer, f"/nha-san-xuat/nhan?ma={code}", code=code.lower())
    assert whose.status_code in {200, 303}
    asked = await post(farmer, "/nha-san-xuat/nhan/so", code=code, address=NUMBER)
    assert (asked.status_code, asked.headers["location"]) == (303, CODE)
    async with PostOffice(by_sms) as office:
        await rounds(office)
    digits = digits_in(sms.texts[-1])
    came = await post(farmer, CODE, code=digits, mine="1")
    assert (came.status_code, came.headers["location"]) == (303, f"{MINE}/dong-y?moi=1")
    tokens = [farmer.cookies["sanvat-session"], farmer.cookies["sanvat-browser"]]
    return [code, code.replace("-", ""), digits, *tokens]


async def say_everything(farmer, sku: str) -> None:
    """Consent to being called, say the number, a price, and that there is no more."""
    assert (await consent_to(farmer, "contact")).status_code == 303
    noted = await send(farmer, f"{MINE}/lien-he", having="seen", phone=NUMBER)
    assert noted.status_code == 303
    priced = await send(farmer, f"/nha-san-xuat/gia/{sku}", price="85k", say="amount")
    assert priced.status_code == 303
    assert (await post(farmer, f"/nha-san-xuat/kho/{sku}", con="het")).status_code == 303


async def consent_to(door, purpose: str):
    """Send the form that gives one consent, with the version of its text."""
    page = await door.get(f"{MINE}/dong-y?moi=1")
    assert " checked" not in page.text
    action, fields = next(
        (action, fields)
        for action, fields in forms_of(page.text)
        if fields.get("purpose") == purpose and fields.get("answer") == "give"
    )
    return await post(door, action or f"{MINE}/dong-y", **fields)
