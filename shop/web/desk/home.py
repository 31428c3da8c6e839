"""The officials' desk: what waits to be decided, and where all else that they do is."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import OFFICIALS, Actor, May
from shop.accounts import given_up
from shop.accounts.officials import duties
from shop.models import Mandate, OfficialRole, ProposalState, Side
from shop.proposals import queue
from shop.proposals.queue import Counts, Waiting, Wanted
from shop.web.account.passkeys import offer_to
from shop.web.desk.results import just_decided, undo_of_asked
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, signed_in
from shop.web.words import words
from shop.web.writing import counted, day, moment

HOME = HOMES[Side.OFFICIAL]
LONGEST_PARAMETER = 64


def desk_home_routes() -> list[BaseRoute]:
    return signed_in(HOME, home, side=Side.OFFICIAL)


async def home(request: Request, language: Language, actor: Actor) -> Response:
    held = await duties(actor.user)
    wanted = _wanted(request)
    found, more = await queue.waiting(held, wanted)
    counted_all = await queue.counts(held)
    return personal_page(
        request,
        language,
        "desk/home.html",
        words(language).queue_title,
        actor=actor,
        allowed=_allowed(held),
        duties=held,
        wanted=wanted,
        rows=[(one, _due(one, language), _kind(one, language)) for one in found],
        counts=_counts(counted_all, language),
        communes=counted_all.communes,
        may_narrow=any(one.commune for one in held) and not all(one.commune for one in held),
        more=f"{language.address(HOME)}?{_query(wanted, more)}" if more else "",
        nothing=await _nothing(held, language) if not found else "",
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
        "may_operate": _is_admin(held),
        "only_reads": roles == {OfficialRole.READER},
    }


def _is_admin(held: list[Mandate]) -> bool:
    return any(one.role in OFFICIALS[May.OPERATE] for one in held)


def _wanted(request: Request) -> Wanted:
    asked = request.query_params.items()
    given = {name: text[:LONGEST_PARAMETER] for name, text in asked if text.isprintable()}
    return Wanted(given.get("xa", ""), given.get("cua-toi") == "1", given.get("sau", ""))


def _query(wanted: Wanted, after: str) -> str:
    return urlencode(list(_parameters(wanted, after)))


def _parameters(wanted: Wanted, after: str) -> Iterator[tuple[str, str]]:
    if wanted.commune:
        yield "xa", wanted.commune
    if wanted.only_mine:
        yield "cua-toi", "1"
    yield "sau", after


def _counts(found: Counts, language: Language) -> str:
    states = (ProposalState.SUBMITTED, ProposalState.NEEDS_WORD, ProposalState.RETURNED)
    many = {str(state): found.by_state.get(state, 0) for state in states}
    return str(words(language).queue_counts.format(**many))


async def _nothing(held: list[Mandate], language: Language) -> str:
    t, last = words(language), await queue.last_approved(held)
    said = t.queue_last.format(moment=moment(last, language)) if last else ""
    return f"{t.queue_none} {said}".strip()


def _due(one: Waiting, language: Language) -> str:
    """Say by when an answer is promised, in words."""
    late = _days_late(one.answer_by)
    if late > 0:
        return counted(words(language).due_late, late, language)
    if late == 0:
        return str(words(language).due_today)
    return str(words(language).due_on.format(day=day(one.answer_by, language)))


def _days_late(promised: date) -> int:
    return (clock.today() - promised).days


def _kind(one: Waiting, language: Language) -> str:
    t = words(language)
    kind = t.queue_new if one.is_new else counted(t.queue_changed, one.changes, language)
    return f"{kind} · {t.queue_round.format(n=one.round)}" if one.round > 1 else str(kind)
