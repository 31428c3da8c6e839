"""What an official wrote of a proposal that is on their desk no more: given back, letter by letter.

The answer is that of a proposal which never was, for this official: it says nothing of it.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from shop.access import Actor
from shop.errors import NotFoundError
from shop.models import Side
from shop.proposals.reasons import REASONS
from shop.web.denied import note_refusal
from shop.web.desk.results import in_language
from shop.web.forms import TYPED
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES
from shop.web.words import words

View = Callable[[Request, Language, Actor], Awaitable[Response]]


def keeping_words(view: View) -> View:
    """Give what was written back where a right or a proposal went away while it was."""

    @wraps(view)
    async def kept(request: Request, language: Language, actor: Actor) -> Response:
        try:
            return await view(request, language, actor)
        except NotFoundError as refusal:
            if not (written := _written(request, language)):
                raise
            await note_refusal(request, actor, refusal)
            return _page(request, language, actor, written)

    return kept


def _written(request: Request, language: Language) -> list[str]:
    """List what was ticked and written, as it reads on the page."""
    typed: Mapping[str, list[str]] = request.scope.get(TYPED, {})
    ticked = [REASONS[key][1] for key in typed.get("reasons", ()) if key in REASONS]
    own = [text for text in typed.get("words", ()) if text.strip()]
    return [*(in_language(said, language) for said in ticked), *own]


def _page(request: Request, language: Language, actor: Actor, written: list[str]) -> Response:
    page = personal_page(
        request,
        language,
        "desk/gone.html",
        words(language).gone_title,
        actor=actor,
        back=language.address(HOMES[Side.OFFICIAL]),
        written=written,
    )
    page.status_code = HTTPStatus.NOT_FOUND
    return page
