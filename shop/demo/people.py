"""People of the demo, plainly made up: an owner of one producer, and an official of the city."""

from pathlib import Path
from secrets import token_hex

from tortoise.transactions import in_transaction

from shop import publishing
from shop.accounts import officials
from shop.accounts.members import add_member, owners_of
from shop.accounts.people import Address, expect, tell_name
from shop.config import Settings
from shop.models import IdentityKind, MemberRole, OfficialRole, Producer

BY = "demo"
PRODUCER = "HP-CS-101"
"""HP-CS-102 has no owner yet, so that a letter to it can be tried."""
NUMBER, SHOWN = "+84912345678", "0912 345 678"
MAIL = "can-bo@sanvat.example"
PRIVATE = 0o600


def secret_in(folder: Path) -> Path:
    """Give the file of the demo's key for second factors; the first time it is made."""
    file = folder / "secret-key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / "secret-key.unfinished"
        unfinished.touch(PRIVATE)
        unfinished.write_text(f"{token_hex(32)}\n")
        unfinished.replace(file)
    return file


async def let_people_in(settings: Settings) -> list[str]:
    """Make the demo's people where they are missing; say how to enter as each."""
    async with publishing.opened(settings):
        told = await _owner(settings) if await Producer.exists(code=PRODUCER) else []
        return [*told, *await _official(settings)]


async def _owner(settings: Settings) -> list[str]:
    there = Address(IdentityKind.PHONE, NUMBER)
    async with in_transaction():
        user = await expect(there, "vi")
        if not user.name:
            await tell_name(user.id, "Người Minh Hoạ", "vi")
        if not await owners_of(PRODUCER):
            await add_member(user.id, PRODUCER, MemberRole.OWNER, by=BY)
    return [
        f"As a producer ({PRODUCER}): {settings.base_url}/nha-san-xuat/dang-nhap",
        f"    with the number {SHOWN}; the code appears here, on this console",
    ]


async def _official(settings: Settings) -> list[str]:
    there = Address(IdentityKind.EMAIL, MAIL)
    user = await expect(there, "vi")
    if not await officials.duties(user.id):
        for role in (OfficialRole.REGISTRAR, OfficialRole.MODERATOR):
            await officials.appoint(there, role, (), by=BY)
        await tell_name(user.id, "Cán Bộ Minh Hoạ", "vi")
    if await officials.is_active(user.id):
        return [f"As an official ({MAIL}): {settings.base_url}/can-bo/dang-nhap"]
    token = await officials.make_link(there, by=BY)
    return [f"As an official ({MAIL}): {officials.link_at(settings.base_url, token)}"]
