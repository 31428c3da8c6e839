"""Who works for a producer: its owners see, add, change and remove; each may leave."""

from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop.access import Actor, May
from shop.accounts import claims
from shop.accounts.joining import change_role, colleagues_of, dismiss, let_join
from shop.accounts.members import remove_member
from shop.accounts.people import Address
from shop.accounts.ways import ways_now
from shop.errors.mistakes import WrongValueError
from shop.inputs.contacts import address_of_person
from shop.inputs.values import day
from shop.models import IdentityKind, MemberRole
from shop.services import services
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.portal.frame import (
    HOME,
    LEAVE,
    MEMBERS,
    PRODUCTS,
    Visit,
    place,
    portal_page,
    visit,
)
from shop.web.signed import go, signed_in
from shop.web.words import word, words

DONE = {
    "them": "member_added",
    "them-tu-bao": "member_added_untold",
    "vai-tro": "member_changed",
    "bo": "member_removed",
    "yeu-cau": "claim_answered",
}
"""What the address says was done → what the page says of it."""
HAS_DONE = "xong"
OFFERED = (MemberRole.EDITOR, MemberRole.OWNER)
NO_ADDRESS = Sentence(
    "Bạn chưa ghi số điện thoại hoặc email. Hãy ghi một trong hai.",
    "There is no telephone number or e-mail. Write one of them.",
)
NO_ROLE = Sentence(
    "Bạn chưa chọn người đó làm được gì. Hãy chọn một dòng.",
    "You have not said what they may do. Choose one line.",
)


def _address(text: str) -> tuple[str, str]:
    if not text:
        raise WrongValueError(NO_ADDRESS)
    return address_of_person(text)


def _role(text: object) -> object:
    if text not in set(MemberRole):
        raise WrongValueError(NO_ROLE)
    return text


class Joining(BaseModel):
    address: Annotated[tuple[str, str], BeforeValidator(_address)] = Field(
        default="", validate_default=True
    )
    role: Annotated[MemberRole, BeforeValidator(_role)] = Field(default="", validate_default=True)
    until: Annotated[date | None, BeforeValidator(lambda text: day(text) if text else None)] = None


class Changed(BaseModel):
    to: MemberRole


class Decided(BaseModel):
    answer: Literal["yes", "no"]


def member_routes() -> list[BaseRoute]:
    path, one = place("{producer:code}", MEMBERS), "{membership:number}"
    claim = f"{path}/yeu-cau/{{claim:number}}"
    leaving = place("{producer:code}", LEAVE)
    return [
        *signed_in(path, members, ("GET", "POST"), is_fresh=True),
        *signed_in(f"{path}/{one}/vai-tro", change, ("POST",), is_fresh=True),
        *signed_in(f"{path}/{one}/bo", remove, ("POST",), is_fresh=True),
        *signed_in(claim, decide, ("POST",), is_fresh=True),
        *signed_in(leaving, leave, ("GET", "POST"), is_fresh=True),
    ]


async def members(request: Request, language: Language, actor: Actor) -> Response:
    """Show who works for a producer, and add a person."""
    at = await visit(request, language, actor, May.KEEP)

    async def act(joining: Joining) -> Response:
        kind, text = joining.address
        is_told = await let_join(
            Address(IdentityKind(kind), text),
            at.producer.code,
            joining.role,
            by=actor.by,
            until=joining.until,
            language=language,
        )
        ways = await ways_now(services(request).settings)
        can_tell = is_told and ways.can_tell(IdentityKind(kind))
        done = "them" if can_tell else "them-tu-bao"
        return at.go(f"{MEMBERS}?{HAS_DONE}={done}")

    return await answer(request, Joining, partial(_page, at), act, origin=origin_of(request))


async def change(request: Request, language: Language, actor: Actor) -> Response:
    """Let a member do more, or less."""
    at = await visit(request, language, actor, May.KEEP)

    async def act(changed: Changed) -> Response:
        which = request.path_params["membership"]
        await change_role(which, at.producer.code, changed.to, by=actor.by)
        return at.go(f"{MEMBERS}?{HAS_DONE}=vai-tro")

    return await answer(request, Changed, partial(_page, at), act, origin=origin_of(request))


async def remove(request: Request, language: Language, actor: Actor) -> Response:
    """End what a member is to a producer."""
    at = await visit(request, language, actor, May.KEEP)

    async def act(_: Nothing) -> Response:
        await dismiss(request.path_params["membership"], at.producer.code, by=actor.by)
        return at.go(f"{MEMBERS}?{HAS_DONE}=bo")

    return await answer(request, Nothing, partial(_page, at), act, origin=origin_of(request))


async def decide(request: Request, language: Language, actor: Actor) -> Response:
    """Answer a person who says that the producer is theirs too."""
    at = await visit(request, language, actor, May.KEEP)

    async def act(decided: Decided) -> Response:
        claim = await claims.claim_on(at.producer.code, request.path_params["claim"])
        await claims.decide(claim.id, decided.answer == "yes", by=actor.by)
        return at.go(f"{MEMBERS}?{HAS_DONE}=yeu-cau")

    return await answer(request, Decided, partial(_page, at), act, origin=origin_of(request))


async def leave(request: Request, language: Language, actor: Actor) -> Response:
    """Let a person leave a producer by themselves, told before what follows."""
    at = await visit(request, language, actor, May.WORK)

    async def show(form: Form[Nothing]) -> Response:
        title = words(language).member_leave_title.format(name=at.producer.name)
        back = at.address(PRODUCTS)
        return await portal_page(at, "personal/leave.html", title, here=LEAVE, form=form, back=back)

    async def act(_: Nothing) -> Response:
        await remove_member(actor.user, at.producer.code, by=actor.by)
        return go(HOME, language)

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def _page(at: Visit, form: Form[Any]) -> Response:
    done = DONE.get(at.request.query_params.get(HAS_DONE, "")) if at.is_read else None
    return await portal_page(
        at,
        "personal/members.html",
        words(at.language).members_title,
        here=MEMBERS,
        form=form,
        members=await colleagues_of(at.producer.code, at.actor.user),
        me=at.actor.user,
        claims=await claims.waiting_for(at.producer.code),
        roles=[(one.value, word(f"may_{one}", at.language)) for one in OFFERED],
        path=at.address(MEMBERS),
        leaving=at.address(LEAVE),
        done=word(done, at.language) if done else "",
    )
