"""What an administrator does about a partner: its keys, its site, its webhooks, its end.

A key and a secret are shown once, in the answer to the form that made them: in no address.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must_everywhere
from shop.http.outbound import LONGEST
from shop.models import KeyKind, Right, Side
from shop.partners import keys, webhooks
from shop.partners.webhooks import Secret
from shop.queries.partner_states import partner_state
from shop.services import services
from shop.web.desk.partners import HERE, ONE, partner_page
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import go, signed_in
from shop.web.words import words
from shop.web.writing import day, moment

M = TypeVar("M", bound=BaseModel)
Act = Callable[[int, Any], Awaitable[Response]]
Verb = Callable[..., Awaitable[object]]
View = Callable[[Request, Language, Actor], Awaitable[Response]]
KEY, HOOK = f"{ONE}/khoa", f"{ONE}/bao-tin"
NEW = f"{HERE}/moi"
TO_HOOKS: dict[str, Verb] = {
    "gui-lai": webhooks.replay,
    "thu": webhooks.send_test,
    "bat": webhooks.enable,
    "xoa": webhooks.unsubscribe,
}
"""End of an address, and what the page says was done → what is done to a webhook."""


class Added(BaseModel):
    partner_name: str = ""
    partner_site: str = ""
    partner_producer: str = ""
    kind: KeyKind = KeyKind.PARTNER


class NewKey(BaseModel):
    days: Annotated[int, Field(ge=1, le=keys.LONGEST_LIFE)] = keys.LONGEST_LIFE
    right: list[Right] = []
    kind: KeyKind = KeyKind.PARTNER
    sandbox: bool = False


class Sited(BaseModel):
    partner_site: str = ""


class Hooked(BaseModel):
    hook_url: Annotated[str, Field(max_length=LONGEST)] = ""


def partner_act_routes() -> list[BaseRoute]:
    one_key, one_hook = f"{KEY}/{{key:number}}/thu-hoi", f"{HOOK}/{{hook:webhook}}"
    return [
        *signed_in(NEW, add, ("GET", "POST"), side=Side.OFFICIAL, is_fresh=True),
        *_button(KEY, add_key, is_fresh=True),
        *_button(one_key, revoke_key, is_fresh=True),
        *_button(f"{ONE}/trang", set_site),
        *_button(f"{ONE}/ket-thuc", end, is_fresh=True),
        *_button(HOOK, add_hook, is_fresh=True),
        *_button(f"{one_hook}/doi-khoa", rotate, is_fresh=True),
        *(
            route
            for done, verb in TO_HOOKS.items()
            for route in _button(f"{one_hook}/{done}", to_hook(verb, done))
        ),
    ]


def _button(path: str, view: Any, *, is_fresh: bool = False) -> list[BaseRoute]:
    return signed_in(path, view, ("POST",), side=Side.OFFICIAL, is_fresh=is_fresh)


async def add(request: Request, language: Language, actor: Actor) -> Response:
    """Add a partner, and show its key once."""
    await must_everywhere(actor, May.OPERATE)

    async def show(form: Form[Any]) -> Response:
        return personal_page(
            request,
            language,
            "desk/partner_new.html",
            words(language).partner_new_title,
            actor=actor,
            form=form,
            back=language.address(HERE),
        )

    async def act(said: Added) -> Response:
        key = await keys.add_partner(
            said.partner_name,
            by=actor.by,
            kind=said.kind,
            site=said.partner_site,
            producer=said.partner_producer,
        )
        number = await keys.partner_named(said.partner_name)
        return await _shown_once(request, language, actor, number, key=key)

    return await answer(request, Added, show, act, origin=origin_of(request))


async def add_key(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, said: NewKey) -> Response:
        made = await keys.add_key(
            number,
            by=actor.by,
            kind=said.kind,
            days=said.days,
            rights=said.right or None,
            is_sandbox=said.sandbox,
        )
        return await _shown_once(request, language, actor, number, key=made.key)

    return await _acting(request, language, actor, NewKey, act)


async def revoke_key(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, _: Nothing) -> Response:
        await keys.revoke_key(request.path_params["key"], by=actor.by, partner=number)
        return _back(number, "thu-hoi", language)

    return await _acting(request, language, actor, Nothing, act)


async def set_site(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, said: Sited) -> Response:
        await keys.set_site(number, said.partner_site, by=actor.by)
        return _back(number, "trang", language)

    return await _acting(request, language, actor, Sited, act)


async def end(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, _: Nothing) -> Response:
        await keys.end_partner(number, by=actor.by)
        return _back(number, "ket-thuc", language)

    return await _acting(request, language, actor, Nothing, act)


async def add_hook(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, said: Hooked) -> Response:
        outbound = services(request).outbound
        made = await webhooks.subscribe(number, said.hook_url, by=actor.by, outbound=outbound)
        return await _shown_once(request, language, actor, number, secret=made)

    return await _acting(request, language, actor, Hooked, act)


async def rotate(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, _: Nothing) -> Response:
        made = await webhooks.rotate(request.path_params["hook"], by=actor.by, partner=number)
        return await _shown_once(request, language, actor, number, secret=made)

    return await _acting(request, language, actor, Nothing, act)


def to_hook(verb: Verb, done: str) -> View:
    """Give the view that does something to a webhook and says on its partner's page that it did."""

    async def view(request: Request, language: Language, actor: Actor) -> Response:
        async def act(number: int, _: Nothing) -> Response:
            await verb(request.path_params["hook"], by=actor.by, partner=number)
            return _back(number, done, language)

        return await _acting(request, language, actor, Nothing, act)

    return view


async def _acting(
    request: Request, language: Language, actor: Actor, model: type[M], act: Act
) -> Response:
    """Do what a form of a partner's page says, or show that page again with what is wrong."""
    await must_everywhere(actor, May.OPERATE)
    number = (await partner_state(request.path_params["partner"])).id

    async def show(form: Form[Any]) -> Response:
        return await partner_page(request, language, actor, form)

    async def acting(said: M) -> Response:
        return await act(number, said)

    return await answer(request, model, show, acting, origin=origin_of(request))


def _back(number: int, done: str, language: Language) -> Response:
    return go(f"{HERE}/{number}?xong={done}", language)


async def _shown_once(
    request: Request,
    language: Language,
    actor: Actor,
    number: int,
    *,
    key: str = "",
    secret: Secret | None = None,
) -> Response:
    """Show a key or a webhook's secret, which cannot be read again."""
    t, one = words(language), await partner_state(number)
    [newest, *_] = await keys.keys_of(number) if key else [None]
    until = moment(secret.former_until, language) if secret and secret.former_until else ""
    return personal_page(
        request,
        language,
        "desk/partner_secret.html",
        t.secret_title if secret else t.key_title,
        actor=actor,
        back=language.address(f"{HERE}/{number}"),
        one=one,
        text=secret.secret if secret else key,
        is_key=secret is None,
        url=secret.url if secret else "",
        ends=day(newest.expires_at.date(), language) if newest else "",
        until=until,
    )
