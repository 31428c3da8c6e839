"""Letters to producers that an annex names and the catalogue lacks, printed at once.

A producer that is here gets the letter with a code by which its owner comes in; one that is not
gets a letter that says how to begin, in which there is nothing secret.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, may_everywhere, reach
from shop.accounts import invitations
from shop.inputs import values
from shop.intake.annexes.makers import Maker, makers_of
from shop.intake.annexes.shown import annex_of
from shop.models import Decision, Invitation, Side
from shop.queries.decisions import decision_of
from shop.services import services
from shop.web.desk.annex import ANNEX, must_read
from shop.web.desk.registry import DECISIONS
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.letters import as_printed
from shop.web.personal import personal_page
from shop.web.signed import DOORS, signed_in
from shop.web.words import words
from shop.web.writing import day

LETTERS = f"{ANNEX}/giay-moi"


class Print(BaseModel):
    """A button, with the newest letter of all that its page knew of."""

    seen: values.Version = 0


def annex_letter_routes() -> list[BaseRoute]:
    both: Sequence[str] = ("GET", "POST")
    return signed_in(LETTERS, letters, both, side=Side.OFFICIAL)


async def letters(request: Request, language: Language, actor: Actor) -> Response:
    """List the producers that an annex has and the catalogue lacks; make letters to them."""
    await must_read(request, actor)
    decision = await decision_of(request.path_params["decision"])
    makers = await makers_of(await annex_of(decision))
    invited = await _invited(makers, actor)

    async def show(form: Form[Print]) -> Response:
        last = await Invitation.all().order_by("-id").first()
        return personal_page(
            request,
            language,
            "desk/annex_makers.html",
            words(language).annex_letters_title,
            actor=actor,
            form=form,
            back=_back(decision, language),
            makers=makers,
            seen=last.id if last else 0,
            may=await may_everywhere(actor, May.REGISTER),
        )

    async def act(asked: Print) -> Response:
        made = await invitations.invite_all(invited, by=actor.by, seen=asked.seen)
        settings = services(request).settings
        args = (settings.base_url, settings.help_phone, language)
        return personal_page(
            request,
            language,
            "desk/annex_letters.html",
            words(language).annex_letters_title,
            actor=actor,
            back=_back(decision, language),
            printed=[as_printed(one, *args) for one in made],
            **_plain(makers, decision, settings.base_url, language),
        )

    return await answer(request, Print, show, act, origin=origin_of(request))


def _plain(
    makers: Sequence[Maker], decision: Decision, base_url: str, language: Language
) -> dict[str, Any]:
    """Give what stands in the letters to producers that have no code yet."""
    return {
        "plain": [one for one in makers if not one.code],
        "decision": decision,
        "signed": day(decision.signed_on, language),
        "door": f"{base_url.partition('://')[2]}{DOORS[Side.PRODUCER]}",
    }


async def _invited(makers: Sequence[Maker], actor: Actor) -> list[str]:
    """Give the producers that are here, within the official's reach, and without an owner."""
    codes = [one.code for one in makers if one.code and not one.has_owner]
    reached = (await reach(actor, May.HELP)).filter(code__in=codes)
    return [str(code) for code in await reached.values_list("code", flat=True)]


def _back(decision: Decision, language: Language) -> str:
    return language.address(f"{DECISIONS}/{decision.id}/phu-luc")
