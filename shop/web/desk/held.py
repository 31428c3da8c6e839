"""Who has a proposal in hand, said to the officials who read it."""

from shop import clock
from shop.access import Actor
from shop.models import InHand
from shop.proposals.queue import Holder
from shop.web.language import Language
from shop.web.words import words
from shop.web.writing import clock_time, counted


def holder_of(row: InHand | None) -> Holder | None:
    return Holder(row.user.id, row.user.name, row.since) if row else None


def held_since(holder: Holder, actor: Actor, language: Language) -> str:
    """Say who has a proposal in hand, and for how long: `chị Hoa, 4 phút`."""
    minutes = int((clock.now() - holder.since).total_seconds()) // 60
    long = counted(words(language).held_minutes, max(minutes, 1), language)
    return f"{_who(holder, actor, language)}, {long}"


def says_held(holder: Holder, actor: Actor, language: Language) -> str:
    """Say on the page of a proposal who has it in hand, and that this keeps it from no decision."""
    t = words(language)
    pattern = t.held_by_you if holder.user == actor.user else t.held_by_other
    return str(pattern.format(who=name_of(holder, language), time=clock_time(holder.since)))


def name_of(holder: Holder, language: Language) -> str:
    return holder.name or str(words(language).review_official.format(n=holder.user))


def _who(holder: Holder, actor: Actor, language: Language) -> str:
    if holder.user == actor.user:
        return str(words(language).held_you)
    return name_of(holder, language)
