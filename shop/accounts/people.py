"""People and the addresses they come in by."""

from dataclasses import dataclass

from shop import clock
from shop.models import Identity, IdentityKind, User

SHOWN = 3
"""Digits of a number, or letters of a name, at each end that a page repeats."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be told something: a number in E.164, or an e-mail address."""

    kind: IdentityKind
    text: str

    @property
    def masked(self) -> str:
        """Write it so that its person knows it again and others learn nothing: 0912 ••• 678."""
        if self.kind is IdentityKind.PHONE:
            local = "0" + self.text.removeprefix("+84")
            return f"{local[: SHOWN + 1]} ••• {local[-SHOWN:]}"
        name, _, host = self.text.partition("@")
        return f"{name[:2]}•••@{host}"


async def person_of(address: Address) -> User | None:
    """Find the person of an address, one who may not come in any more too."""
    held = await Identity.filter(kind=address.kind, address=address.text).select_related("user")
    return held[0].user if held else None


async def welcome(address: Address, language: str, *, name: str = "") -> User:
    """Give the person who has shown that an address is theirs; a new one where there is none.

    Inside a transaction.
    """
    now = clock.now()
    user = await expect(address, language, name=name)
    mine = Identity.filter(kind=address.kind, address=address.text)
    await mine.filter(verified_at=None).update(verified_at=now)
    await mine.update(used_at=now)
    return user


async def expect(address: Address, language: str, *, name: str = "") -> User:
    """Give the person of an address; a new one, who has yet to show that it is theirs.

    Inside a transaction. Of two that are made at once the first to be written is the person.
    """
    if user := await person_of(address):
        return user
    new = await User.create(name=name, language=language, created_at=clock.now())
    theirs = Identity(user=new, kind=address.kind, address=address.text)
    await Identity.bulk_create([theirs], ignore_conflicts=True)
    held = await person_of(address)
    if held is None or held.id == new.id:
        return new
    await new.delete()
    return held
