"""The officials' desk: what waits to be decided, and where all else that they do is."""

from dataclasses import replace
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import OFFICIALS, Actor, May, communes_for
from shop.accounts import given_up
from shop.accounts.officials import duties
from shop.models import Mandate, OfficialRole, Side
from shop.proposals import queue
from shop.proposals.patrol_list import Patrolled, patrolled
from shop.proposals.queue import Tab, Waiting, Wanted
from shop.proposals.queue_counts import Counts, counts
from shop.proposals.suspended import suspended
from shop.proposals.trust import field_of
from shop.services import services
from shop.web.account.passkeys import offer_to
from shop.web.desk.asking import is_narrowed, query_of, wanted_of
from shop.web.desk.held import held_since
from shop.web.desk.results import just_decided, undo_of_asked
from shop.web.differences import label_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.drafts import WORD
from shop.web.signed import HOMES, signed_in
from shop.web.words import word, words
from shop.web.writing import counted, day, moment

HOME = HOMES[Side.OFFICIAL]
TABS = {
    Tab.WAITING: "waiting",
    Tab.MINE: "mine",
    Tab.WORD: "word",
    Tab.RETURNED: "returned",
    Tab.SUSPENDED: "suspended",
    Tab.PATROL: "patrol",
}
"""Tab → how its words are named (shop/web/words/queueing.py), in the order of the page."""


def desk_home_routes() -> list[BaseRoute]:
    return signed_in(HOME, home, side=Side.OFFICIAL)


async def home(request: Request, language: Language, actor: Actor) -> Response:
    held, wanted = await duties(actor.user), wanted_of(request)
    here = await counts(held, wanted.tab, actor.user)
    rows, more = await _rows(held, wanted, actor, language)
    return personal_page(
        request,
        language,
        "desk/home.html",
        words(language).queue_title,
        actor=actor,
        allowed=_allowed(held),
        duties=held,
        wanted=wanted,
        rows=rows,
        names=TABS,
        tabs=_tabs(here, wanted, language, trust=services(request).settings.trust),
        here=here,
        is_narrowed=is_narrowed(wanted),
        all_of_tab=f"{language.address(HOME)}{query_of(Wanted(wanted.tab))}",
        may_narrow=any(one.commune for one in held) and not all(one.commune for one in held),
        more=f"{language.address(HOME)}{query_of(wanted, more)}" if more else "",
        nothing="" if rows else await _nothing(held, wanted, language),
        done=await just_decided(request, language, actor),
        undo=await undo_of_asked(request, language, actor),
        dead=await given_up.count() if _is_admin(held) else 0,
        offers_passkey=await offer_to(actor, language),
    )


def _allowed(held: list[Mandate]) -> dict[str, bool]:
    roles = {one.role for one in held}
    return {
        "may_help": bool(roles & OFFICIALS[May.HELP]),
        "may_claim": bool(roles & OFFICIALS[May.DECIDE]),
        "may_review": bool(roles & OFFICIALS[May.REVIEW]),
        "may_read": bool(held),
        "may_operate": _is_admin(held),
        "may_operate_all": communes_for(held, May.OPERATE) is None,
        "only_reads": roles == {OfficialRole.READER},
    }


def _is_admin(held: list[Mandate]) -> bool:
    return any(one.role in OFFICIALS[May.OPERATE] for one in held)


async def _rows(
    held: list[Mandate], wanted: Wanted, actor: Actor, language: Language
) -> tuple[list[dict[str, Any]], str]:
    """Give what the rows of a tab say, a page of them; and where the next page begins."""
    if wanted.tab is Tab.SUSPENDED:
        products, more = await suspended(held, wanted)
        return [{"one": one, "since": _since(one.since, language)} for one in products], more
    if wanted.tab is Tab.PATROL:
        shown, more = await patrolled(held, wanted, actor.user)
        return [_on_patrol(one, language) for one in shown], more
    found, more = await queue.waiting(held, wanted, actor.user)
    helped = communes_for(held, May.HELP)
    rows = [_row(one, wanted.tab, actor, language) for one in found]
    for row in rows:
        row["address"] = _address(row["one"], wanted.tab, helped, language)
    return rows, more


def _on_patrol(one: Patrolled, language: Language) -> dict[str, Any]:
    fields = [label_of(field_of(column), language) for column in one.columns]
    return {"one": one, "since": _since(one.until, language), "kind": " · ".join(fields)}


def _address(one: Waiting, tab: Tab, helped: set[str] | None, language: Language) -> str:
    """Give where a row leads; empty: to nothing that this official may read."""
    if tab is not Tab.WORD:
        return language.address(f"{HOME}/de-nghi/{one.id}")
    may_help = helped is None or one.commune in helped
    return language.address(f"{HOME}/giup/de-nghi/{one.id}/{WORD}") if may_help else ""


def _row(one: Waiting, tab: Tab, actor: Actor, language: Language) -> dict[str, Any]:
    is_due = tab in {Tab.WAITING, Tab.MINE}
    return {
        "one": one,
        "due": _due(one.answer_by, language) if is_due and one.answer_by else "",
        "is_late": is_due and one.answer_by is not None and one.answer_by < clock.today(),
        "since": "" if is_due else _since(one.sent_at, language),
        "kind": _kind(one, actor, language),
        "remarks": counted(words(language).queue_remarks, one.findings, language)
        if is_due and one.findings
        else "",
        "held": held_since(one.holder, actor, language) if one.holder else "",
        "is_others": one.holder is not None and one.holder.user != actor.user,
    }


def _since(at: Any, language: Language) -> str:
    return day(clock.today(at), language) if at else ""


def _tabs(
    here: Counts, wanted: Wanted, language: Language, *, trust: bool
) -> list[tuple[str, str, int, bool]]:
    """Give address, name and number of each tab, and whether it is the one that is open.

    Where no producer is trusted, nothing is looked at afterwards: that tab is left out if empty.
    """
    address = language.address(HOME)
    return [
        (
            f"{address}{query_of(replace(Wanted(), tab=tab))}",
            word(f"tab_{key}", language),
            here.tabs[tab],
            tab is wanted.tab,
        )
        for tab, key in TABS.items()
        if tab is not Tab.PATROL or trust or here.tabs[tab] or tab is wanted.tab
    ]


async def _nothing(held: list[Mandate], wanted: Wanted, language: Language) -> str:
    t = words(language)
    if is_narrowed(wanted):
        return str(t.queue_none_so)
    if wanted.tab is not Tab.WAITING:
        return word(f"tab_none_{TABS[wanted.tab]}", language)
    last = await queue.last_approved(held)
    said = t.queue_last.format(moment=moment(last, language)) if last else ""
    return f"{t.queue_none} {said}".strip()


def _due(promised: date, language: Language) -> str:
    """Say by when an answer is promised, in words."""
    late = (clock.today() - promised).days
    if late > 0:
        return counted(words(language).due_late, late, language)
    if late == 0:
        return str(words(language).due_today)
    return str(words(language).due_on.format(day=day(promised, language)))


def _kind(one: Waiting, actor: Actor, language: Language) -> str:
    t = words(language)
    said = [t.queue_new if one.is_new else counted(t.queue_changed, one.changes, language)]
    if one.corrector is not None:
        is_own = one.corrector == actor.user
        said = [t.correct_queue, *([t.correct_queue_own] if is_own else []), *said]
    if one.round > 1:
        said.append(t.queue_round.format(n=one.round))
    return " · ".join(said)
