"""What officials do to let producers in: they look for them, and hand codes to people they know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tortoise.queryset import QuerySet

from media.sentences import Sentence
from search.vietnamese import words
from shop.access import Actor, May, reach
from shop.accounts import codes, invitations
from shop.accounts.codes import refused
from shop.accounts.handing import is_official, reached_by, works_within
from shop.accounts.members import owners_now
from shop.accounts.people import Address, person_of
from shop.accounts.secret import write_letters
from shop.errors import NO_PRODUCER, NotFoundError
from shop.models import Code, Commune, Invitation, Producer

SHOWN = 100
AN_OFFICIAL = Sentence(
    "Người này là cán bộ nên không nhận mã trao tay. Hãy nhờ quản trị viên.",
    "This person is an official, who gets no code in person. Ask the administrator.",
)
ELSEWHERE = Sentence(
    "Bạn không trao mã cho số này được. Hãy mời người đó đến xã, phường của cơ sở mình.",
    "You cannot hand a code to this one. Send them to the commune of their own producer.",
)

NO_COMMUNE = Sentence("Không có xã {code}. Hãy xem lại mã xã.", "There is no commune {code}.")


@dataclass(frozen=True, slots=True)
class Invitee:
    """A producer as an official who lets people in sees it."""

    code: str
    name: str
    commune: str
    has_owner: bool
    letter: Invitation | None = None
    """The one that is good, or was so last."""

    @property
    def last_day(self) -> date | None:
        """The last day of a letter that waits to be used."""
        waits = self.letter and not self.letter.used_at
        return invitations.last_day_of(self.letter) if self.letter and waits else None


@dataclass(frozen=True, slots=True)
class Handed:
    """A code that is given in person, told once."""

    code: str
    """As it is written: K7QM-4T2X."""
    address: Address
    row: Code


async def invitees(actor: Actor, text: str = "") -> tuple[list[Invitee], int]:
    """Find producers an official may help, by name, code or commune; those without an owner first.

    Give up to SHOWN of them, and how many there are.
    """
    there = (await reach(actor, May.HELP)).order_by("name_sort", "code")
    rows = await there.values("code", "name", commune="commune__name")
    wanted = words(text)
    folded = {row["code"]: " ".join(words(" ".join(row.values()))) for row in rows}
    found = [row for row in rows if all(word in folded[row["code"]] for word in wanted)]
    owned = await _owned()
    found.sort(key=lambda row: row["code"] in owned)
    letters = await invitations.latest_of([row["code"] for row in found[:SHOWN]])
    return [_invitee(row, owned, letters) for row in found[:SHOWN]], len(found)


def _invitee(row: Mapping[str, str], owned: set[str], letters: Mapping[str, Invitation]) -> Invitee:
    code = row["code"]
    return Invitee(code, row["name"], row["commune"], code in owned, letters.get(code))


async def _owned() -> set[str]:
    return {str(code) for code in await owners_now().values_list("producer_id", flat=True)}


async def hand_over(actor: Actor, address: Address, producer: str = "") -> Handed:
    """Make a code for a person whom an official knows, who may come to own a producer by it.

    Raises InvalidError that names the field: `producer` for one out of reach, `address` for a
    person who works for one out of reach, whom the official could otherwise come in as.
    """
    reached = await reached_by(actor)
    if producer and producer not in reached:
        raise refused("producer", NO_PRODUCER.filled(code=producer))
    if user := await person_of(address):
        if await is_official(user.id):
            raise refused("address", AN_OFFICIAL)
        if not await works_within(user.id, reached):
            raise refused("address", ELSEWHERE)
    letters, row = await codes.hand_over(address, by=actor.by, producer=producer or None)
    return Handed(write_letters(letters), address, row)


async def producers_of(communes: Sequence[str], producers: Sequence[str]) -> list[str]:
    """List the codes of the producers of some communes, and of some themselves; none: of all.

    Raises NotFoundError for a commune or producer that is not there.
    """
    if not communes and not producers:
        return sorted(await _listed(Producer.all()))
    there = await _listed(Producer.filter(code__in=producers))
    if missing := sorted(set(producers) - there):
        raise NotFoundError(NO_PRODUCER.filled(code=missing[0]))
    known = await _listed(Commune.filter(code__in=communes))
    if missing := sorted(set(communes) - known):
        raise NotFoundError(NO_COMMUNE.filled(code=missing[0]))
    return sorted(there | await _listed(Producer.filter(commune_id__in=communes)))


async def _listed(rows: QuerySet[Any]) -> set[str]:
    return {str(code) for code in await rows.values_list("code", flat=True)}
