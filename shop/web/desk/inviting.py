"""Letters and codes that officials give to producers, each shown once."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, must, producer_for
from shop.accounts import invitations, inviting
from shop.accounts.inviting import Handed
from shop.accounts.people import Address
from shop.inputs import values
from shop.inputs.contacts import address_of_person
from shop.inputs.values import ProducerCode
from shop.models import IdentityKind, Side
from shop.services import services
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language, in_vietnamese
from shop.web.letters import as_printed, qr_of
from shop.web.personal import personal_page
from shop.web.signed import HOMES, signed_in
from shop.web.words import words
from shop.web.writing import day

LETTERS, HANDING = "/can-bo/giay-moi", "/can-bo/trao-tay"
LONGEST_SEARCH = 200


class Print(BaseModel):
    """A button, with the newest letter that its page knew of."""

    seen: values.Version | None = None


class Given(BaseModel):
    address: Annotated[tuple[str, str], BeforeValidator(address_of_person)] = Field(
        default="", validate_default=True
    )
    producer: ProducerCode | None = None


def inviting_routes() -> list[BaseRoute]:
    both: Sequence[str] = ("GET", "POST")
    return [
        *signed_in(LETTERS, choose_producer, side=Side.OFFICIAL),
        *signed_in(f"{LETTERS}/{{code:code}}", print_letter, both, side=Side.OFFICIAL),
        *signed_in(HANDING, hand_over, both, is_fresh=True, side=Side.OFFICIAL),
    ]


async def choose_producer(request: Request, language: Language, actor: Actor) -> Response:
    """List the producers that an official may help, for each what lets its owner in."""
    await must(actor, May.HELP)
    text = request.query_params.get("q", "")[:LONGEST_SEARCH]
    found, total = await inviting.invitees(actor, text)
    return personal_page(
        request,
        language,
        "personal/inviting.html",
        words(language).inviting_title,
        actor=actor,
        back=language.address(HOMES[Side.OFFICIAL]),
        found=found,
        total=total,
        text=text,
        is_over=_is_over,
    )


async def print_letter(request: Request, language: Language, actor: Actor) -> Response:
    """Make a letter and show it to be printed, which is when its code is told."""
    code = request.path_params["code"].upper()
    producer = await producer_for(actor, May.HELP, code)
    page = partial(personal_page, request, language, actor=actor, back=language.address(LETTERS))
    title = words(language).letter_title

    async def show(form: Form[Print]) -> Response:
        name = in_vietnamese(producer.name, language)
        last = await invitations.newest(producer.code)
        seen = last.id if last else 0
        return page("personal/before_letter.html", title, form=form, name=name, seen=seen)

    async def act(asked: Print) -> Response:
        letter = await invitations.invite(producer.code, by=actor.by, seen=asked.seen)
        settings = services(request).settings
        printed = as_printed(letter, settings.base_url, settings.help_phone, language)
        return page("personal/letter.html", title, one=printed)

    return await answer(request, Print, show, act, origin=origin_of(request))


async def hand_over(request: Request, language: Language, actor: Actor) -> Response:
    """Make a code for a person who stands before the official, and show it once."""
    await must(actor, May.HELP)
    title = words(language).handing_title

    async def show(form: Form[Given]) -> Response:
        asked = request.query_params.get("co-so", "")[:16]
        return personal_page(
            request,
            language,
            "personal/handing.html",
            title,
            actor=actor,
            form=form,
            asked=asked,
            back=language.address(HOMES[Side.OFFICIAL]),
        )

    async def act(given: Given) -> Response:
        kind, text = given.address
        address = Address(IdentityKind(kind), text)
        handed = await inviting.hand_over(actor, address, given.producer or "")
        return _handed(request, language, actor, handed)

    return await answer(request, Given, show, act, origin=origin_of(request))


def _handed(request: Request, language: Language, actor: Actor, handed: Handed) -> Response:
    base_url = services(request).settings.base_url
    ends = handed.row.expires_at.astimezone(clock.VIETNAM)
    return personal_page(
        request,
        language,
        "personal/handed.html",
        words(language).handed_title,
        actor=actor,
        handed=handed,
        qr=qr_of(handed.code, base_url),
        ends=words(language).handed_until.format(
            time=f"{ends:%H:%M}", day=day(ends.date(), language)
        ),
        back=language.address(HANDING),
    )


def _is_over(invitee: inviting.Invitee) -> bool:
    return bool(invitee.last_day and invitee.last_day < clock.today())
