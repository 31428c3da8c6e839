"""The officials' desk: who they are here, until when, and what they can do."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import OFFICIALS, Actor, May
from shop.accounts.officials import duties
from shop.models import OfficialRole, Side
from shop.web.account.passkeys import offer_to
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, signed_in
from shop.web.words import words

HOME = HOMES[Side.OFFICIAL]


def desk_home_routes() -> list[BaseRoute]:
    return signed_in(HOME, home, side=Side.OFFICIAL)


async def home(request: Request, language: Language, actor: Actor) -> Response:
    held = await duties(actor.user)
    roles = {one.role for one in held}
    return personal_page(
        request,
        language,
        "desk/home.html",
        words(language).desk_home,
        actor=actor,
        duties=held,
        may_help=bool(roles & OFFICIALS[May.HELP]),
        may_decide=bool(roles & OFFICIALS[May.DECIDE]),
        only_reads=roles == {OfficialRole.READER},
        offers_passkey=await offer_to(actor, language),
    )
