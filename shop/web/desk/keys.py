"""Whether single keys do something on an official's pages: each turns them off for themselves."""

from functools import partial
from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.accounts.people import use_shortcuts
from shop.models import Side
from shop.web.account.own import account_page
from shop.web.forms import answer, origin_of
from shop.web.language import Language
from shop.web.signed import HOMES, go, signed_in

ACCOUNT = f"{HOMES[Side.OFFICIAL]}/tai-khoan"


class Keys(BaseModel):
    shortcuts: Literal["1"] | None = None


def keys_routes() -> list[BaseRoute]:
    return signed_in(f"{ACCOUNT}/phim-tat", keys, ("POST",), side=Side.OFFICIAL)


async def keys(request: Request, language: Language, actor: Actor) -> Response:
    async def act(said: Keys) -> Response:
        await use_shortcuts(actor.user, wanted=said.shortcuts == "1")
        return go(f"{ACCOUNT}?xong=phim", language)

    show = partial(account_page, request, language, actor)
    return await answer(request, Keys, show, act, origin=origin_of(request))
