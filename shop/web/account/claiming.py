"""Coming in by a printed code: of a letter, which claims a producer, or one given in person."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.accounts import claims, codes, invitations, sessions
from shop.accounts.claims import Claimed
from shop.accounts.codes import Tried
from shop.accounts.people import Address
from shop.accounts.secret import read_letters, write_letters
from shop.accounts.sessions import Browser
from shop.accounts.signing import come_by_letters
from shop.accounts.ways import expect_way, ways_now
from shop.inputs.contacts import address_of_person
from shop.models import IdentityKind, Invitation, Side
from shop.services import services
from shop.web.account.offering import asked_for
from shop.web.account.signing import (
    CODE,
    HOME,
    WAITING,
    after_claim,
    claimed_page,
    claiming,
    welcome_in,
)
from shop.web.forms import KEPT, Form, answer, origin_of
from shop.web.language import Language, both_languages, in_vietnamese
from shop.web.personal import personal_page
from shop.web.signed import actor_of, browser_of, go, keep_browser, signed_in
from shop.web.words import words

PAPER = f"{HOME}/nhan"
PREFILLED = "ma"
"""The query parameter by which the QR of a letter fills in its code."""


class Paper(BaseModel):
    code: str = ""
    mine: str = ""


class Invited(BaseModel):
    code: str = ""
    address: Annotated[tuple[str, str], BeforeValidator(address_of_person)] = Field(
        default="", validate_default=True
    )


def claiming_routes() -> list[BaseRoute]:
    return [
        *both_languages(PAPER, come_by_paper, ("GET", "POST")),
        *both_languages(f"{PAPER}/so", ask_whose, ("GET", "POST")),
        *signed_in(WAITING, see_what_waits),
    ]


async def come_by_paper(request: Request, language: Language) -> Response:
    """Take a printed code: one given in person lets in, a letter's asks next who its reader is.

    Reading the page changes nothing: robots that look at what a QR leads to spend no code.
    """
    ended: list[Invitation] = []

    async def show(form: Form[Paper]) -> Response:
        return _paper_page(request, language, form, ended)

    async def act(typed: Paper) -> Response:
        browser = browser_of(request)
        tried = await codes.try_letters(browser, typed.code)
        shown = (tried.digest, bool(typed.mine))
        if response := await _hand_over(request, language, browser, shown):
            await codes.found_right(tried)
            return response
        invitation = await _letter(tried)
        ended.append(invitation)
        actor = await actor_of(request, Side.PRODUCER)
        if actor and sessions.is_fresh(actor):
            response = await _claim_at_once(request, language, actor, invitation)
            await codes.found_right(tried)
            return response
        await _must_be_good(request, tried, invitation)
        page = await _whose_page(request, language, Form(), (invitation, typed.code))
        keep_browser(request, page, browser)
        return page

    return await answer(request, Paper, show, act, origin=origin_of(request))


async def ask_whose(request: Request, language: Language) -> Response:
    """Have six digits sent to the person who holds a letter; typing those claims its producer."""
    if request.method != "POST":
        return go(PAPER, language)
    browser = browser_of(request)
    good: list[Invitation] = []

    async def show(form: Form[Invited]) -> Response:
        if not good and not form.error("code", language):
            try:
                good.append(await _good_letter(request, browser, form.text("code")))
            except tuple(KEPT) as refusal:
                form = form.refused(refusal)
        if not good:
            return _paper_page(request, language, form, [])
        return await _whose_page(request, language, form, (good[0], form.text("code")))

    async def act(asked: Invited) -> Response:
        invitation = await _good_letter(request, browser, asked.code)
        good.append(invitation)
        kind, text = asked.address
        address = Address(IdentityKind(kind), text)
        await expect_way(services(request).settings, address.kind)
        await codes.ask(address, browser, language=language, invitation=invitation.id)
        response = go(CODE, language)
        keep_browser(request, response, browser)
        return response

    return await answer(request, Invited, show, act, origin=origin_of(request))


async def see_what_waits(request: Request, language: Language, actor: Actor) -> Response:
    """Show a person which of their claims wait for an owner's answer."""
    title = words(language).waiting_title
    return personal_page(
        request,
        language,
        "personal/waiting.html",
        title,
        actor=actor,
        waiting=await claims.asked_by(actor.user),
        back=language.address(HOME),
    )


async def _hand_over(
    request: Request, language: Language, browser: Browser, shown: tuple[str, bool]
) -> Response | None:
    """Let a person in by a code that was given in person; None: it is no such code."""
    digest, is_kept = shown
    after = claiming(request)
    came = await come_by_letters(browser, digest, language=language, is_kept=is_kept, after=after)
    if came is None:
        return None
    onward = await after_claim(came)
    response = welcome_in(request, language, came, is_kept=is_kept, onward=onward)
    keep_browser(request, response, browser)
    return response


async def _claim_at_once(
    request: Request, language: Language, actor: Actor, invitation: Invitation
) -> Response:
    number = _help_phone(request)
    claimed = await claims.claim_at_once(actor.user, invitation, help_phone=number)
    producer: str = invitation.producer_id  # type: ignore[attr-defined]
    return go(claimed_page(producer, is_theirs=claimed is not Claimed.ASKED), language)


async def _letter(tried: Tried) -> Invitation:
    """Find the letter of a code. Raises InvalidError that names the field `code`: it is none."""
    if (found := await invitations.with_digest(tried.digest)) is None:
        raise codes.refused("code", codes.WRONG_PAPER)
    return found


async def _must_be_good(request: Request, tried: Tried, invitation: Invitation) -> None:
    invitations.must_be_good(invitation, _help_phone(request))
    await codes.found_right(tried)


async def _good_letter(request: Request, browser: Browser, typed: str) -> Invitation:
    """Find the letter of a code that is good still, else raise InvalidError as above."""
    tried = await codes.try_letters(browser, typed)
    invitation = await _letter(tried)
    await _must_be_good(request, tried, invitation)
    return invitation


def _paper_page(
    request: Request, language: Language, form: Form[Any], ended: list[Invitation]
) -> Response:
    letters = read_letters(request.query_params.get(PREFILLED, "")[:40])
    return personal_page(
        request,
        language,
        "personal/paper.html",
        words(language).paper_title,
        form=form,
        prefilled=write_letters(letters) if letters else "",
        renew=in_vietnamese(ended[0].producer.commune.name, language) if ended else None,
    )


async def _whose_page(
    request: Request, language: Language, form: Form[Any], letter: tuple[Invitation, str]
) -> Response:
    (invitation, code), ways = letter, await ways_now(services(request).settings)
    return personal_page(
        request,
        language,
        "personal/whose.html",
        words(language).whose_title,
        form=form,
        code=code,
        producer=invitation.producer,
        name=in_vietnamese(invitation.producer.name, language),
        commune=in_vietnamese(invitation.producer.commune.name, language),
        asked=asked_for(ways, language),
        is_used_up=ways.is_used_up,
        back=language.address(PAPER),
    )


def _help_phone(request: Request) -> str:
    return services(request).settings.help_phone
