"""Coming in, as tests do it: what a postman would carry is read from where it is put."""

from urllib.parse import urlencode

import httpx2

from shop.accounts.people import Address
from shop.accounts.secret import digest_of_digits
from shop.accounts.sessions import Browser
from shop.models import Code, CodePurpose, IdentityKind

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OURS = {"Sec-Fetch-Site": "same-origin"}
DOOR, CODE = "/nha-san-xuat/dang-nhap", "/nha-san-xuat/ma"


def phone(number: int) -> Address:
    return Address(IdentityKind.PHONE, f"+84912{number:06}")


def browser(number: int = 1, network: str = "address 203.0.113.7") -> Browser:
    return Browser(f"browser-{number}", network, "Chrome · Android")


async def carry(digits: str = "123456") -> None:
    """Give the digits of the newest code that has none, as the worker does."""
    code = await Code.filter(purpose=CodePurpose.SIGN_IN, digest="").order_by("-id").first()
    await Code.filter(id=code.id).update(digest=digest_of_digits(digits, code.browser))


async def post(door, path: str, **fields: str):
    """Send a form as a browser does, which names its kind also where it is only a button."""
    return await door.post(path, content=urlencode(fields), headers={**OURS, **FORM})


async def come_in(door, number: str = "0912 345 678", digits: str = "123456", **fields: str):
    """Ask for a code and type it; the client keeps the cookies."""
    await post(door, DOOR, address=number)
    await carry(digits)
    return await post(door, CODE, code=digits, **fields)


def another(door) -> httpx2.AsyncClient:
    """Make another browser at the same door."""
    return httpx2.AsyncClient(transport=door._transport, base_url=str(door.base_url))
