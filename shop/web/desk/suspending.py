"""Where an official suspends a product with a reason, and ends that."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, product_for, reaches
from shop.inputs import values
from shop.models import AuditEntry, Product, Side, State
from shop.proposals import suspending
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import words
from shop.web.writing import moment

HERE = f"{HOMES[Side.OFFICIAL]}/san-pham/{{code}}/tam-ngung"


class Suspended(BaseModel):
    seen: values.Version
    act: Literal["suspend", "end"]
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


def suspending_routes() -> list[BaseRoute]:
    return signed_in(HERE, suspend, ("GET", "POST"), side=Side.OFFICIAL)


async def suspend(request: Request, language: Language, actor: Actor) -> Response:
    """Show how a product stands, and let it be suspended or shown again."""
    code = request.path_params["code"]
    await product_for(actor, May.REVIEW, code)

    async def show(form: Form[Any]) -> Response:
        return await _page(request, language, actor, form)

    async def act(said: Suspended) -> Response:
        verb = suspending.suspend if said.act == "suspend" else suspending.reinstate
        await verb(code, said.seen, said.reason, user=actor.user)
        return go(HERE.format(code=code), language)

    return await answer(request, Suspended, show, act, origin=origin_of(request))


async def _page(request: Request, language: Language, actor: Actor, form: Form[Any]) -> Response:
    product = await product_for(actor, May.REVIEW, request.path_params["code"])
    t, is_suspended = words(language), product.state == State.SUSPENDED
    last = await suspending.last_words(product.code)
    return personal_page(
        request,
        language,
        "desk/suspend.html",
        t.suspend_end_title if is_suspended else t.suspend_title,
        actor=actor,
        form=form,
        back=language.address(HOMES[Side.OFFICIAL]),
        product=product,
        is_suspended=is_suspended,
        may_suspend=product.state in suspending.SHOWN_ONCE,
        last=_said(last, product, language) if last else "",
        may_correct=await reaches(actor, May.CORRECT, product.producer_id),  # type: ignore[attr-defined]
        why=last.detail.get("reason", "") if last else "",
    )


def _said(last: AuditEntry, product: Product, language: Language) -> str:
    """Say who did it last: by number, or the operator from the shell."""
    t, (kind, _, number) = words(language), last.by.partition(" ")
    who = t.suspend_official.format(n=number) if kind == "user" else t.suspend_operator
    pattern = t.suspend_since if product.state == State.SUSPENDED else t.suspend_ended
    return str(pattern.format(moment=moment(last.at, language), who=who))
