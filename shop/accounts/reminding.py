"""Reminding people of what expires: each of each end and step once, whatever is killed when.

The rows that say so are written with the message, in one transaction that locks the person. How
they are sent, and how often tried, is the outbox's (shop/accounts/sending.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tortoise.transactions import in_transaction

from media.failpoints import reach
from shop import clock
from shop.access import mandates_now
from shop.accounts.due import FIRST, LAST, Due, Known, Official, due, together, wanted
from shop.accounts.hours import is_daytime, is_morning_of_work
from shop.accounts.members import owners_now
from shop.accounts.messages import tell
from shop.accounts.people import Address, address_in_use
from shop.accounts.texts import ENDINGS, PAPER_ENDS, STARS_END
from shop.catalogue.endings import OCOP, Ending, Key, endings
from shop.database import delete_some
from shop.formats.words import PAIRS
from shop.models import (
    IdentityKind,
    Message,
    OfficialRole,
    RemindedAs,
    Reminder,
    User,
)

ROLES = {
    OfficialRole.HELPER: RemindedAs.HELPER,
    OfficialRole.REGISTRAR: RemindedAs.REGISTRAR,
}
SHARE = 2
"""Reminders are at most one of so many paid messages of a day: codes must go out, too."""
KEPT = timedelta(days=730)
"""Since an end: so long officials may ask who was told of it."""
MANY = ("{n} sản phẩm", "{n} products")
Theirs = Mapping[Key, tuple[Ending, RemindedAs]]


@dataclass(slots=True)
class Round:
    """One look at what is due, and how many telephones may yet ring today."""

    at: datetime
    left: int

    @property
    def today(self) -> date:
        return clock.today(self.at)


async def remind(most_paid: int, at: datetime | None = None) -> int:
    """Remind whom it is time to remind; tell how many messages were written."""
    now = at or clock.now()
    if not is_daytime(now):
        return 0
    at_once = Round(now, max(0, most_paid // SHARE - await _rung_today(now)))
    days = at_once.today - timedelta(days=LAST), at_once.today + timedelta(days=FIRST)
    found = await endings(*days)
    people = wanted(found, await _owners(found), await _officials())
    known = await _known(people, days)
    return sum(
        [
            await _remind(user, theirs, at_once)
            for user, theirs in sorted(people.items())
            if due(theirs, known.get(user, set()), at_once.today)
        ]
    )


async def forget_old(at: datetime | None = None) -> int:
    """Forget who was reminded of what ended long ago; tell how many rows went."""
    today = clock.today(at)
    return await delete_some(Reminder.filter(ends_on__lt=today - KEPT))


async def _rung_today(now: datetime) -> int:
    since = clock.start_of(clock.today(now))
    ours = Message.filter(what__in=(STARS_END, PAPER_ENDS), kind=IdentityKind.PHONE)
    return await ours.filter(created_at__gte=since).count()


async def _owners(found: Iterable[Ending]) -> dict[str, list[int]]:
    producers = {one.producer for one in found}
    owners: dict[str, list[int]] = {}
    rows = owners_now().filter(producer_id__in=sorted(producers)).order_by("id")
    for producer, user in await rows.values_list("producer_id", "user_id"):
        owners.setdefault(producer, []).append(user)
    return owners


async def _officials() -> list[Official]:
    held = mandates_now().filter(role__in=list(ROLES), user__disabled_at=None).order_by("id")
    rows = await held.values_list("user_id", "role", "commune_id")
    return [Official(user, ROLES[role], commune) for user, role, commune in rows]


async def _known(people: Iterable[int], days: tuple[date, date]) -> dict[int, set[tuple[Key, int]]]:
    """Give person → what they were reminded of, of what ends between two days."""
    known: dict[int, set[tuple[Key, int]]] = {}
    some = Reminder.filter(user_id__in=sorted(people), ends_on__gte=days[0], ends_on__lte=days[1])
    rows = await some.values_list("user_id", "product_id", "proof", "ends_on", "step")
    for user, product, proof, ends_on, step in rows:
        known.setdefault(user, set()).add(((product, proof, ends_on), step))
    return known


async def _remind(user: int, theirs: Theirs, at_once: Round) -> int:
    """Tell one person all that is due: an owner by end, an official in one message a day."""
    sent = 0
    mine = {key: one for key, one in theirs.items() if one[1] is RemindedAs.OWNER}
    for some in together(due(mine, set(), at_once.today)):
        sent += await _tell_owner(user, some, at_once)
    others = {key: one for key, one in theirs.items() if key not in mine}
    if others and is_morning_of_work(at_once.at):
        sent += await _tell_official(user, others, at_once)
    return sent


async def _tell_owner(user: int, some: list[Due], at_once: Round) -> bool:
    async with in_transaction():
        still = due(_of(some), await _locked(user, some), at_once.today)
        address = await address_in_use(user)
        if not still or address is None or not _has_room(address, at_once):
            return False
        first = still[0].ending
        what = STARS_END if first.proof == OCOP else PAPER_ENDS
        await _tell(user, address, what, **_words(still))
        at_once.left -= address.kind == IdentityKind.PHONE
        await _note(user, still, at_once.at)
    reach("reminder-committed")
    return True


async def _tell_official(user: int, others: Theirs, at_once: Round) -> bool:
    async with in_transaction():
        still = due(others, await _locked(user, due(others, set(), at_once.today)), at_once.today)
        address = await address_in_use(user)
        if not still or address is None or await _was_told_today(user, at_once.at):
            return False
        await _tell(user, address, ENDINGS, n=len({one.ending.product for one in still}))
        await _note(user, still, at_once.at)
    reach("reminder-committed")
    return True


def _of(some: Iterable[Due]) -> Theirs:
    return {one.ending.key: (one.ending, one.reminded_as) for one in some}


def _has_room(address: Address, at_once: Round) -> bool:
    return address.kind != IdentityKind.PHONE or at_once.left > 0


async def _locked(user: int, some: Iterable[Due]) -> Known:
    """Let no other worker tell this person; give what they were reminded of by now."""
    await User.filter(id=user).select_for_update(no_key=True).only("id")
    days = [one.ending.ends_on for one in some]
    known = await _known([user], (min(days), max(days))) if days else {}
    return known.get(user, set())


async def _was_told_today(user: int, now: datetime) -> bool:
    since = clock.start_of(clock.today(now))
    told = Reminder.filter(user_id=user, is_told=True, at__gte=since)
    return await told.exclude(reminded_as=RemindedAs.OWNER).exists()


async def _tell(user: int, address: Address, what: str, **words: Any) -> None:
    language = (await User.get(id=user).only("id", "language")).language
    await tell(address, what, language=language, **words)
    reach("reminder-told")


def _words(some: list[Due]) -> dict[str, Any]:
    """Say what an owner is told of: by name, or how many of one day they are."""
    one = some[0].ending
    names = [one.name] * 2 if len(some) == 1 else [said.format(n=len(some)) for said in MANY]
    words: dict[str, Any] = {"product": names, "day": _day(one.ends_on)}
    if one.proof == OCOP:
        return words
    return {**words, "paper": list(one.paper or PAIRS[f"certificate_{one.proof}"])}


def _day(day: date) -> str:
    """Write a day as a text message may: what has strokes could be taken for a link."""
    return f"{day.day}-{day.month}-{day.year}"


async def _note(user: int, some: Iterable[Due], now: datetime) -> None:
    """Note what a person is told, and what they were not in time, in the same transaction."""
    rows = []
    for one in some:
        product, proof, ends_on = one.ending.key
        same = {"product_id": product, "proof": proof, "ends_on": ends_on, "at": now}
        same |= {"user_id": user, "reminded_as": one.reminded_as}
        rows.append(Reminder(**same, step=one.step, is_told=True))
        rows += [Reminder(**same, step=step, is_told=False) for step in one.passed]
    await Reminder.bulk_create(rows)
    reach("reminder-written")
