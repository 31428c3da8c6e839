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


async def addresses_of(user: int) -> list[Address]:
    """List the addresses that a person comes in by, the one used last first."""
    held = await Identity.filter(user_id=user).order_by("-used_at", "id")
    held.sort(key=lambda one: one.used_at is None)  # PostgreSQL puts what is unused first
    return [Address(one.kind, one.address) for one in held]


async def address_in_use(user: int) -> Address | None:
    """Give the address that a person came in by last."""
    return next(iter(await addresses_of(user)), None)


async def name_of(user: User) -> str:
    """Name a person to themselves: by their name, or by an address of theirs."""
    address = await address_in_use(user.id)
    return user.name or (address.text if address else f"user {user.id}")


async def tell_name(user: int, name: str, language: str) -> None:
    """Note what a person is called, and in which language they are written to."""
    await User.filter(id=user).update(name=name, language=language)


async def use_shortcuts(user: int, *, wanted: bool) -> None:
    """Note whether single keys do something on an official's pages."""
    await User.filter(id=user).update(shortcuts=wanted)
