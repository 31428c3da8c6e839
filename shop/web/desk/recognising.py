"""Where registrars say what a decision recognises: one product by hand, corrected, taken back."""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, may_everywhere, must, must_everywhere, must_not_be_of
from shop.catalogue import recognising
from shop.catalogue.recognising import Stars, StarsGiven
from shop.errors import NO_PRODUCT, NotFoundError
from shop.inputs import values
from shop.inputs.lasting import day_told, lasts_through
from shop.models import Product, Recognition, RecognitionType, Side
from shop.queries import decisions as registry
from shop.web.desk.decisions import ONE
from shop.web.desk.registry import DECISIONS, HOME
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import go, signed_in
from shop.web.words import word, words
from shop.web.writing import day

ADD = f"{ONE}/cong-nhan"
RECOGNITION = f"{HOME}/cong-nhan/{{recognition:number}}"
REVOKE, STRIKE = f"{RECOGNITION}/thu-hoi", f"{RECOGNITION}/bo"
NOW = ("GET", "POST")


class Given(BaseModel):
    seen: values.Version
    stars: values.Stars
    type: RecognitionType
    expires_on: values.Day
    length_confirmed: bool = False

    @property
    def told(self) -> dict[str, Any]:
        return self.model_dump(include={"stars", "type", "expires_on", "length_confirmed"})


class Added(Given):
    product: values.ProductCode
    ocop_set: str = ""


class Revoked(BaseModel):
    seen: values.Version
    act: Literal["revoke", "reinstate"]
    reason: values.Reason = ""
    day: values.Day | None = None


class Struck(BaseModel):
    seen: values.Version


def recognising_routes() -> list[BaseRoute]:
    kept: dict[str, Any] = {"side": Side.OFFICIAL, "keeps_typed": True}
    return [
        *signed_in(ADD, add, NOW, **kept),
        *signed_in(RECOGNITION, correct, NOW, **kept),
        *signed_in(REVOKE, revoke, NOW, is_fresh=True, **kept),
        *signed_in(STRIKE, strike, NOW, is_fresh=True, **kept),
    ]


async def add(request: Request, language: Language, actor: Actor) -> Response:
    """Find a product, then say what the decision gives it."""
    await must_everywhere(actor, May.REGISTER)
    held = await registry.decision_of(request.path_params["decision"])
    chosen = request.query_params.get("sp", "")

    async def show(form: Form[Added]) -> Response:
        now = await registry.decision_of(held.id)
        code = form.code("product", chosen)
        text = request.query_params.get("q", "").strip()[:100]
        product = await Product.get_or_none(code=code).select_related("producer")
        return _page(
            request,
            language,
            actor,
            "desk/recognise.html",
            f"{DECISIONS}/{held.id}",
            form=form,
            held=now,
            product=product,
            text=text,
            found=await registry.candidates(text) if text and not product else [],
            sets=await registry.sets() if product else [],
            expires_on=day_told(lasts_through(now.signed_on)),
        )

    async def act(said: Added) -> Response:
        await _must_be_free(actor, said.product)
        line = StarsGiven(product=said.product, ocop_set=said.ocop_set, **said.told)
        await recognising.recognise(held.id, [line], by=actor.by, seen=said.seen)
        return go(f"{DECISIONS}/{held.id}?xong=cong-nhan", language)

    return await answer(request, Added, show, act, origin=origin_of(request))


async def _must_be_free(actor: Actor, code: str) -> None:
    """Leave what is of an official's own producer to others."""
    if (product := await Product.get_or_none(code=code)) is None:
        raise NotFoundError(NO_PRODUCT.filled(code=code))
    await must_not_be_of(actor.user, product.producer_id)  # type: ignore[attr-defined]


async def correct(request: Request, language: Language, actor: Actor) -> Response:
    """Show a recognition to all officials, and let a registrar correct it."""
    await must(actor, May.SEE)
    one = await registry.recognition_of(request.path_params["recognition"])
    if request.method == "POST":
        await must_everywhere(actor, May.REGISTER)

    async def show(form: Form[Given]) -> Response:
        now = await registry.recognition_of(one.id)
        extra = {"may_register": await may_everywhere(actor, May.REGISTER)}
        return _one(request, language, actor, ("desk/recognition.html", now), form, **extra)

    async def act(said: Given) -> Response:
        await _must_be_free(actor, one.product.code)
        stars = Stars(**said.told)
        await recognising.correct_recognition(one.id, stars, said.seen, by=actor.by)
        return _back(one, "sua-cong-nhan", language)

    return await answer(request, Given, show, act, origin=origin_of(request))


async def revoke(request: Request, language: Language, actor: Actor) -> Response:
    """Take a recognition back with a reason, or let it stand again."""
    await must_everywhere(actor, May.REGISTER)
    one = await registry.recognition_of(request.path_params["recognition"])

    async def show(form: Form[Revoked]) -> Response:
        now = await registry.recognition_of(one.id)
        effect = await _effect(now, language)
        return _one(request, language, actor, ("desk/revoke.html", now), form, effect=effect)

    async def act(said: Revoked) -> Response:
        await _must_be_free(actor, one.product.code)
        if said.act == "reinstate":
            await recognising.reinstate(one.id, said.seen, by=actor.by)
            return _back(one, "khoi-phuc", language)
        from_day = said.day or clock.today()
        await recognising.revoke(one.id, said.reason, from_day, said.seen, by=actor.by)
        return _back(one, "thu-hoi", language)

    return await answer(request, Revoked, show, act, origin=origin_of(request))


async def strike(request: Request, language: Language, actor: Actor) -> Response:
    """Remove what was entered by mistake."""
    await must_everywhere(actor, May.REGISTER)
    one = await registry.recognition_of(request.path_params["recognition"])

    async def show(form: Form[Struck]) -> Response:
        now = await registry.recognition_of(one.id)
        effect = await _effect(now, language)
        return _one(request, language, actor, ("desk/strike.html", now), form, effect=effect)

    async def act(said: Struck) -> Response:
        await _must_be_free(actor, one.product.code)
        await recognising.strike(one.id, said.seen, by=actor.by)
        return _back(one, "bo", language)

    return await answer(request, Struck, show, act, origin=origin_of(request))


def _one(
    request: Request,
    language: Language,
    actor: Actor,
    shown: tuple[str, Recognition],
    form: Form[Any],
    **content: Any,
) -> Response:
    template, one = shown
    held = one.decision
    back = f"{DECISIONS}/{held.id}"
    here = f"{HOME}/cong-nhan/{one.id}"
    return _page(
        request,
        language,
        actor,
        template,
        back if template == "desk/recognition.html" else here,
        form=form,
        one=one,
        held=held,
        product=one.product,
        here=language.address(here),
        expires_on=day_told(one.expires_on),
        today=day_told(clock.today()),
        kind=word(f"recognised_{one.type}", language),
        until=day(one.expires_on, language),
        revoked=day(one.revoked_on, language) if one.revoked_on else "",
        **content,
    )


def _page(
    request: Request, language: Language, actor: Actor, template: str, back: str, **content: Any
) -> Response:
    t = words(language)
    titles = {
        "desk/recognise.html": t.recognise_title,
        "desk/recognition.html": t.recognition_title,
        "desk/revoke.html": t.revoke_title,
        "desk/strike.html": t.strike_title,
    }
    content["kinds"] = [(one, word(f"recognised_{one}", language)) for one in RecognitionType]
    back = language.address(back)
    return personal_page(
        request, language, template, titles[template], actor=actor, back=back, **content
    )


async def _effect(one: Recognition, language: Language) -> str:
    """Say what readers will see of the product once a recognition is gone."""
    t = words(language)
    after = await registry.without(one, clock.today())
    if after.is_same:
        return str(t.effect_none)
    if after.stars is None:
        return str(t.effect_lost)
    return str(t.effect_other.format(n=after.stars, number=after.decision))


def _back(one: Recognition, done: str, language: Language) -> Response:
    return go(f"{DECISIONS}/{one.decision.id}?xong={done}", language)
