"""Where an official mends the spelling of what is submitted, and of nothing else."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, proposal_for
from shop.inputs import values
from shop.inputs.tables import Text
from shop.models import Side
from shop.proposals import spelling
from shop.proposals.standing import standing_of
from shop.web.differences import label_of
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import words

ONE = f"{HOMES[Side.OFFICIAL]}/de-nghi/{{proposal:proposal}}"
HERE = f"{ONE}/chinh-ta"


class Mended(BaseModel):
    seen: values.Version
    description: Text = ""
    story: Text = ""


def spelling_routes() -> list[BaseRoute]:
    return signed_in(HERE, mend, ("GET", "POST"), side=Side.OFFICIAL)


async def mend(request: Request, language: Language, actor: Actor) -> Response:
    number = request.path_params["proposal"]
    await proposal_for(actor, May.REVIEW, number)
    path = ONE.replace("{proposal:proposal}", number)

    async def show(form: Form[Any]) -> Response:
        held = await proposal_for(actor, May.REVIEW, number)
        one = await standing_of(held)
        return personal_page(
            request,
            language,
            "desk/spelling.html",
            words(language).spell_title,
            actor=actor,
            form=form,
            back=language.address(path),
            held=held,
            name=one.would_be.product["name_vi"],
            fields=[
                (field, label_of(field, language), text)
                for field, text in spelling.mendable(one).items()
            ],
        )

    async def act(said: Mended) -> Response:
        texts = {"description": said.description, "story": said.story}
        await spelling.mend(number, said.seen, texts, user=actor.user)
        return go(path, language)

    return await answer(request, Mended, show, act, origin=origin_of(request))
