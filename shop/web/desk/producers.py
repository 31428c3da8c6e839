"""Producers in the registry: found, called otherwise, and what they are as subjects over time."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import catalogue
from shop.access import Actor, May, must, must_not_be_of, producer_for, reach, reaches
from shop.catalogue import legal_forms
from shop.catalogue.legal_forms import NewForm
from shop.catalogue.renaming import PRODUCERS, count_shown
from shop.inputs import values
from shop.models import LegalForm, Producer, ProducerAlias, ProducerState, Side, SubjectType
from shop.queries import registry
from shop.web.desk.naming import DONE, LONGEST_SEARCH
from shop.web.desk.registry import HOME
from shop.web.desk.registry import PRODUCERS as HERE
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.own_products import start_of
from shop.web.signed import go, signed_in
from shop.web.words import word, words
from shop.web.writing import day

ONE = f"{HERE}/{{producer:code}}"
RENAMED, FORM, MERGED = "ten", "loai-hinh", "gop"
SAID = {RENAMED: "registry_renamed", FORM: "form_saved", MERGED: "merge_done"}
"""What was just done, by the query parameter `xong`."""


class Renamed(BaseModel):
    seen: values.Version
    name: str = ""


class Changed(BaseModel):
    seen: values.Version
    subject_type: SubjectType
    name: str = ""
    since: values.Day
    basis: str = ""


def producer_routes() -> list[BaseRoute]:
    both = ("GET", "POST")
    return [
        *signed_in(HERE, producers, side=Side.OFFICIAL),
        *signed_in(ONE, producer, both, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{FORM}", change_form, both, side=Side.OFFICIAL),
    ]


async def producers(request: Request, language: Language, actor: Actor) -> Response:
    """List the producers of the communes where an official is one, fifty at a time."""
    await must(actor, May.SEE)
    text, start = request.query_params.get("q", "")[:LONGEST_SEARCH], start_of(request)
    rows, following = await registry.producers(await reach(actor, May.SEE), text, start)
    return personal_page(
        request,
        language,
        "desk/producers.html",
        words(language).registry_producers,
        actor=actor,
        back=language.address(HOME),
        here=language.address(HERE),
        rows=[(row, kind_of(row["subject_type"], language), _state(row, language)) for row in rows],
        text=text,
        following=following,
    )


async def producer(request: Request, language: Language, actor: Actor) -> Response:
    """Show a producer, and take another name for it."""
    code = await code_for(request, actor, reading=May.SEE)

    async def show(form: Form[Any]) -> Response:
        return await _page(request, language, actor, form)

    async def act(said: Renamed) -> Response:
        await catalogue.rename_producer(code, said.name, by=actor.by, seen=said.seen)
        return go(f"{HERE}/{code}?{DONE}={RENAMED}", language)

    return await answer(request, Renamed, show, act, origin=origin_of(request))


async def change_form(request: Request, language: Language, actor: Actor) -> Response:
    """Ask what a producer has become, and note it."""
    code = await code_for(request, actor)

    async def show(form: Form[Any]) -> Response:
        held = await producer_for(actor, May.REGISTER, code)
        return personal_page(
            request,
            language,
            "desk/legal_form.html",
            words(language).form_change,
            actor=actor,
            form=form,
            back=language.address(f"{HERE}/{code}"),
            held=held,
            kind=kind_of(held.subject_type, language),
            kinds=[(one.value, kind_of(one, language)) for one in SubjectType],
            shown=await count_shown(PRODUCERS, code),
        )

    async def act(said: Changed) -> Response:
        new = NewForm(**said.model_dump(exclude={"seen"}))
        await legal_forms.note_form(code, new, by=actor.by, seen=said.seen)
        return go(f"{HERE}/{code}?{DONE}={FORM}", language)

    return await answer(request, Changed, show, act, origin=origin_of(request))


async def code_for(request: Request, actor: Actor, *, reading: May = May.REGISTER) -> str:
    """Give the code of a producer that an official may read of, or keep; never of their own."""
    code: str = request.path_params["producer"].upper()
    needed = May.REGISTER if request.method == "POST" else reading
    await producer_for(actor, needed, code)
    if needed is May.REGISTER:
        await must_not_be_of(actor.user, code)
    return code


async def _page(request: Request, language: Language, actor: Actor, form: Form[Any]) -> Response:
    code = request.path_params["producer"].upper()
    held = await Producer.get(code=code).select_related("commune")
    said = SAID.get(request.query_params.get(DONE, ""))
    return personal_page(
        request,
        language,
        "desk/producer.html",
        words(language).registry_producer,
        actor=actor,
        form=form,
        back=language.address(HERE),
        here=language.address(f"{HERE}/{code}"),
        held=held,
        kind=kind_of(held.subject_type, language),
        state=_state({"state": held.state}, language),
        shown=await count_shown(PRODUCERS, code),
        aliases=await ProducerAlias.filter(producer_id=code).order_by("code"),
        forms=[_form(one, language) for one in await legal_forms.forms_of(code)],
        may_register=await reaches(actor, May.REGISTER, code),
        done=word(said, language) if said else "",
    )


def _form(one: LegalForm, language: Language) -> dict[str, str]:
    t = words(language)
    since = t.form_from.format(day=day(one.since, language)) if one.since else t.form_before
    kind = kind_of(one.subject_type, language)
    return {"kind": kind, "name": one.name, "since": since, "basis": one.basis}


def kind_of(subject_type: str, language: Language) -> str:
    return word(f"subject_{SubjectType(subject_type).value}", language)


def _state(row: dict[str, Any], language: Language) -> str:
    is_shown = row["state"] == ProducerState.CONFIRMED
    return "" if is_shown else str(words(language).registry_unconfirmed)
