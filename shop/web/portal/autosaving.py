"""Saving what is typed of a proposal, field by field: by its form, or by its page's script."""

from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shop.access import Actor
from shop.errors import FieldError, InvalidError
from shop.models import Proposal
from shop.proposals import drafting as verbs
from shop.proposals.drafting import CONFLICT, ConflictError
from shop.proposals.grouping import guessed_groups
from shop.proposals.marking import letters_now, letters_of
from shop.proposals.reading import GROUP, NAME
from shop.proposals.standing import Standing, standing
from shop.services import services
from shop.web.forms import TYPED, Form, answer, origin_of
from shop.web.language import Language
from shop.web.portal.drafts import Drafting, drafting
from shop.web.portal.facts import Shown, in_words, known_now, label_of
from shop.web.portal.typed import MINE, THEIRS, Facts, Raw, answer_of, texts_of, typed_in
from shop.web.signed import say_signed_out
from shop.web.words import words
from shop.web.writing import clock_time


async def autosave(request: Request, language: Language, actor: Actor) -> Response:
    """Save what was typed since; whatever becomes of it is said in JSON."""
    at, shown = await drafting(request, language, actor), Shown()

    async def act(facts: Facts) -> Response:
        if facts.is_anothers(actor.user):
            return say_signed_out()
        saved = await save_typed(at, facts, shown)
        return JSONResponse(await _saved(at, saved))

    show = partial(_refused, at, shown)
    return await answer(request, Facts, show, act, origin=origin_of(request))


async def save_typed(at: Drafting, facts: Facts, shown: Shown) -> Proposal:
    """Save a form that was received; note in `shown` what of it is not saved.

    Raises ConflictError, and InvalidError while a person has not said which of two words stays;
    all else is saved then.
    """
    raw: Raw = at.request.scope[TYPED]
    typed = typed_in(raw, facts.seen)
    try:
        saved = await verbs.save(at.proposal.id, typed)
    except ConflictError as found:
        shown.conflicts = dict(found.fields)
        raise
    shown.texts = {}
    await _ask_again(raw, typed.commune, shown, saved)
    return saved


async def _ask_again(raw: Raw, commune: str, shown: Shown, saved: Proposal) -> None:
    """Ask once more of fields whose writer did not say which word stays."""
    texts = dict(texts_of(raw))
    open_ones = [name for name in texts if answer_of(raw, name) not in {"", MINE, THEIRS}]
    if not open_ones:
        return
    one = await standing(saved.id)
    for name in open_ones:
        here = letters_now(one.patch, one.rows, name, one.around)
        shown.conflicts[name] = (here, letters_of(name, texts[name], commune))
    shown.texts = {name: texts[name] for name in open_ones}
    raise InvalidError(CONFLICT, [FieldError(name, CONFLICT) for name in open_ones])


async def _saved(at: Drafting, saved: Proposal) -> dict[str, object]:
    one = await standing(saved.id)
    names = [name for name, _ in texts_of(at.request.scope[TYPED])]
    said: dict[str, object] = {
        "version": saved.version,
        "saved_at": clock_time(saved.changed_at),
        "known": known_now(one, names),
    }
    return said | ({"groups": await _guesses(at, one)} if NAME in names else {})


async def _guesses(at: Drafting, one: Standing) -> list[str]:
    if GROUP in one.patch:
        return []
    producer, name = at.producer.code, str(one.would_be.product["name_vi"])
    return await guessed_groups(services(at.request).engine, name, producer)


async def _refused(at: Drafting, shown: Shown, form: Form[Facts]) -> Response:
    """Say which words stand against which, or what else keeps this from being saved."""
    one = await standing(at.proposal.id)
    both = words(at.language).facts_both
    fields = {
        name: [in_words(name, one, at.language, letters) for letters in pair]
        for name, pair in shown.conflicts.items()
    }
    return JSONResponse(
        {
            "version": one.proposal.version,
            "fields": fields,
            "said": {name: both.format(field=label_of(name, at.language)) for name in fields},
            "known": known_now(one, list(fields)),
            "errors": form.summary(at.language),
        }
    )
