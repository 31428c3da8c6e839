"""Where a registrar puts two codes of one producer together: looked at first, then done."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop.access import Actor, May, must_not_be_of, producer_for
from shop.catalogue.merging import ITSELF, Asked, merge
from shop.catalogue.merging_plan import Member, Plan, plan_of
from shop.errors import FieldError, InvalidError, NotFoundError, OwnProducerError
from shop.inputs import values
from shop.inputs.labels import of_form
from shop.models import Producer, Side
from shop.web.desk.naming import DONE
from shop.web.desk.producers import MERGED, ONE, code_for
from shop.web.desk.registry import PRODUCERS as HERE
from shop.web.desk.results import in_language
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import go, signed_in
from shop.web.words import word, words
from shop.web.writing import counted

NOT_SURE = Sentence(
    "Gộp rồi không tách lại được. Hãy đánh dấu là hai mã của một cơ sở.",
    "It cannot be undone. Tick that both codes are one producer.",
)


class Merged(BaseModel):
    gone: values.ProducerCode
    seen: values.Version
    seen_gone: values.Version
    stays: list[int] = []
    takes: list[str] = []
    sure: Literal["yes", ""] = ""

    @property
    def asked(self) -> Asked:
        return Asked(self.stays, self.takes, (self.seen, self.seen_gone))


def merging_routes() -> list[BaseRoute]:
    both = ("GET", "POST")
    return signed_in(f"{ONE}/{MERGED}", merging, both, side=Side.OFFICIAL, is_fresh=True)


async def merging(request: Request, language: Language, actor: Actor) -> Response:
    """Ask which other code is the same producer, show what would move, and move it."""
    code = await code_for(request, actor)

    async def show(form: Form[Any]) -> Response:
        other = form.code("gone", request.query_params.get("voi", ""))
        return await _page(request, language, actor, form, code, other)

    async def act(said: Merged) -> Response:
        await _other_for(actor, code, said.gone)
        if not said.sure:
            raise InvalidError(NOT_SURE, [FieldError("sure", NOT_SURE)])
        await merge(code, said.gone, said.asked, by=actor.by)
        return go(f"{HERE}/{code}?{DONE}={MERGED}", language)

    return await answer(request, Merged, show, act, origin=origin_of(request))


async def _other_for(actor: Actor, code: str, other: str) -> Plan:
    """Give what would become of both. Raises NotFoundError, OwnProducerError, InvalidError."""
    if code == other:
        raise InvalidError(ITSELF)
    await producer_for(actor, May.REGISTER, other)
    await must_not_be_of(actor.user, other)
    return await plan_of(code, other)


async def _page(
    request: Request, language: Language, actor: Actor, form: Form[Any], code: str, other: str
) -> Response:
    plan, wrong = await _plan(actor, code, other, language)
    return personal_page(
        request,
        language,
        "desk/merge.html",
        words(language).merge_title,
        actor=actor,
        form=form,
        back=language.address(f"{HERE}/{code}"),
        held=await Producer.get(code=code).select_related("commune"),
        asked=other,
        wrong=wrong,
        plan=plan,
        **(_told(plan, language) if plan else {}),
    )


async def _plan(actor: Actor, code: str, other: str, language: Language) -> tuple[Plan | None, str]:
    if not other:
        return None, ""
    try:
        return await _other_for(actor, code, other), ""
    except (NotFoundError, OwnProducerError, InvalidError) as refusal:
        return None, in_language(refusal.said, language)


def _told(plan: Plan, language: Language) -> dict[str, Any]:
    everyone = [one.id for one in plan.members]
    refused = plan.refused(everyone)
    hidden = counted(words(language).merge_hidden, plan.hidden, language) if plan.hidden else ""
    return {
        "lines": list(_lines(plan, language)),
        "hidden": hidden,
        "refused": in_language(refused, language) if refused else "",
        "members": [(one.id, _member(one, language)) for one in plan.members],
        "differing": [
            (one.column, f"{_label(one.column, language)}: {one.theirs} ({one.ours})")
            for one in plan.differing
        ],
    }


def _lines(plan: Plan, language: Language) -> Iterator[str]:
    t = words(language)
    yield counted(t.merge_products, plan.products, language)
    yield counted(t.merge_listings, plan.listings, language)
    yield counted(t.merge_proposals, plan.proposals, language)
    for purpose in sorted(plan.ending):
        yield t.merge_ending.format(purpose=word(f"consent_title_{purpose}", language))
    for column in plan.filled:
        if column != "contact_evidence":
            yield t.merge_filled.format(column=_label(column, language))
    yield t.merge_links
    yield t.merge_alias.format(gone=plan.gone.code, kept=plan.kept.code)


def _member(one: Member, language: Language) -> str:
    t = words(language)
    role = t.merge_owner if one.is_owner else t.merge_editor
    return f"{one.name or t.merge_person.format(n=one.user)} ({role})"


def _label(column: str, language: Language) -> str:
    return in_language(of_form(column), language)
