"""What a producer allows: each purpose asked by itself, told before, and taken back as easily."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import catalogue, clock
from shop.access import Actor, May
from shop.catalogue.agreements import AGREEMENTS
from shop.formats.document import Both
from shop.models import Consent, ProducerState, Product, Purpose, State
from shop.publishing.contacts import WAYS
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language, Said, pick
from shop.web.portal.frame import CONSENTS, CONTACT, PRODUCTS, Visit, place, portal_page, visit
from shop.web.signed import signed_in
from shop.web.words import word, words
from shop.web.writing import counted, day

ASKED_ANEW = "moi"
"""The query parameter of the page after a claim."""
ANSWERED = "xong"
AGREED = "dong-y"
"""The query parameter of the contact page after its consent."""
OF_LISTS = ("public list:", "stated in ")
"""How the basis of a consent begins that a list brought (shop/intake/reference.py)."""


class Answered(BaseModel):
    purpose: Purpose
    answer: Literal["give", "withdraw"]
    version: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A purpose as it is asked, with what holds now."""

    purpose: Purpose
    title: str
    text: str
    version: str
    state: str
    agreed: Said
    """What was agreed to, where that is not the text that is asked now."""
    otherwise: str
    """What follows when it is taken back."""
    needs: str
    """What is missing for it to take effect."""
    stands: bool
    is_settled: bool
    """An owner agreed to this very text."""


def consent_routes() -> list[BaseRoute]:
    path = place("{producer:code}", CONSENTS)
    return signed_in(path, consents, ("GET", "POST"), is_fresh=True)


async def consents(request: Request, language: Language, actor: Actor) -> Response:
    """Show what a producer allows, and take its owner's answers, one at a time."""
    at = await visit(request, language, actor, May.KEEP)

    async def show(form: Form[Answered]) -> Response:
        return await _page(at, form)

    async def act(answered: Answered) -> Response:
        await _note(at, answered)
        return at.go(_next(at, answered))

    return await answer(request, Answered, show, act, origin=origin_of(request))


async def _note(at: Visit, answered: Answered) -> None:
    code, purpose, by = at.producer.code, answered.purpose, at.actor.by
    if answered.answer == "give":
        await catalogue.agree(code, purpose, answered.version, at.language, by=by)
    else:
        await catalogue.withdraw_consent(code, purpose, by=by, missing_ok=True)


def _next(at: Visit, answered: Answered) -> str:
    gave_contact = answered.purpose is Purpose.CONTACT and answered.answer == "give"
    if gave_contact and not at.producer.phone:
        return f"{CONTACT}?{AGREED}=1"
    anew = f"{ASKED_ANEW}=1&" if ASKED_ANEW in at.request.query_params else ""
    return f"{CONSENTS}?{anew}{ANSWERED}={answered.purpose}"


async def _page(at: Visit, form: Form[Answered]) -> Response:
    latest, t = await _latest(at.producer.code), words(at.language)
    goods = Product.filter(producer_id=at.producer.code, state=State.PUBLISHED)
    published = await goods.count()
    asked = [_question(at, one, latest, published) for one in AGREEMENTS]
    waits = published and not _stands(latest, Purpose.CATALOGUE)
    return await portal_page(
        at,
        "personal/consents.html",
        t.consents_title,
        here=CONSENTS,
        form=form,
        questions=asked,
        is_anew=ASKED_ANEW in at.request.query_params,
        waiting=counted(t.consents_waiting, published, at.language) if waits else "",
        contact=at.address(CONTACT),
        products=at.address(PRODUCTS),
        done=_done(at, asked),
    )


async def _latest(producer: str) -> dict[Purpose, Consent]:
    """Give purpose → the consent that stands, or the one that was taken back last."""
    rows = await Consent.filter(producer_id=producer).order_by("given_at", "id")
    ended = [row for row in rows if row.withdrawn_at]
    return {row.purpose: row for row in [*ended, *(row for row in rows if not row.withdrawn_at)]}


def _stands(latest: Mapping[Purpose, Consent], purpose: Purpose) -> bool:
    return purpose in latest and latest[purpose].withdrawn_at is None


def _question(
    at: Visit, purpose: Purpose, latest: Mapping[Purpose, Consent], published: int
) -> Question:
    held, asked, language = latest.get(purpose), AGREEMENTS[purpose], at.language
    text = asked.text.vi if language is Language.VI else asked.text.en
    kept = held.text if held and not held.withdrawn_at else ""
    is_asked_still = held is not None and held.text_version == asked.version
    return Question(
        purpose,
        word(f"consent_title_{purpose}", language),
        text,
        asked.version,
        _state(held, language),
        _said(kept, language) if kept != text else Said(""),
        counted(word(f"otherwise_{purpose}", language), published, language),
        _needs(at, purpose, latest),
        _stands(latest, purpose),
        bool(kept) and is_asked_still,
    )


def _said(kept: str, language: Language) -> Said:
    """Mark a kept text that is in the other language."""
    english = {one.text.en for one in AGREEMENTS.values()}
    return pick(Both(en=kept) if kept in english else Both(vi=kept), language)


def _state(held: Consent | None, language: Language) -> str:
    t = words(language)
    if held is None:
        return str(t.consent_none)
    if held.withdrawn_at:
        ended = day(clock.today(held.withdrawn_at), language)
        return str(t.consent_withdrawn.format(day=ended))
    since = day(clock.today(held.given_at), language)
    if held.text:
        return str(t.consent_by_hand.format(day=since))
    if held.basis.startswith(OF_LISTS):
        return str(t.consent_by_list.format(day=since))
    return str(t.consent_by_paper.format(day=since, basis=held.basis))


def _needs(at: Visit, purpose: Purpose, latest: Mapping[Purpose, Consent]) -> str:
    t = words(at.language)
    if purpose is Purpose.CATALOGUE and at.producer.state == ProducerState.UNCONFIRMED:
        return str(t.consent_needs_official)
    rests = purpose in {Purpose.CONTACT, Purpose.MARKETPLACES}
    if rests and not _stands(latest, Purpose.CATALOGUE):
        return str(t.consent_needs_catalogue)
    is_reached = any(getattr(at.producer, way) for way in WAYS)
    return str(t.consent_needs_contact) if purpose is Purpose.CONTACT and not is_reached else ""


def _done(at: Visit, asked: list[Question]) -> str:
    """Say what an answer came to: by what holds now, whatever the address claims."""
    which = at.request.query_params.get(ANSWERED)
    found = next((one for one in asked if one.purpose == which), None)
    if found is None or not at.is_read:
        return ""
    done = "given" if found.stands else f"none_{found.purpose}"
    said = word(f"consent_done_{done}", at.language)
    return f"{found.title}: {said[:1].lower()}{said[1:]}"
