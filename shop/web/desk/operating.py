"""The operator's desk: how the service stands, and what each line that needs a person asks for."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop.access import Actor, May, must_everywhere
from shop.models import Side
from shop.services import services
from shop.standing import Line, look_at_all
from shop.web.desk.results import in_language
from shop.web.desk.telling import DEAD
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, signed_in
from shop.web.words import word, words
from shop.web.writing import clock_time

HOME = HOMES[Side.OFFICIAL]
HERE = f"{HOME}/may-chu"
FEEDS, ALIKE, IN_VAIN, REPORTED = (f"{HERE}/{name}" for name in ("tep", "anh", "tim", "bao-loi"))
PARTS = {
    HERE: "operating_state",
    FEEDS: "feeds_title",
    ALIKE: "alike_title",
    IN_VAIN: "in_vain_title",
    REPORTED: "reported_title",
}
"""Address → the word that names it, in the order of the page."""
LEADS = {
    "feeds": (FEEDS, "feeds_title"),
    "messages": (DEAD, "dead_title"),
    "proposals": (HOME, "queue_title"),
    "reports": (REPORTED, "reported_title"),
}
"""What a line is about → where an official does something about it."""
HIGHEST_PAGE = 10_000


def operating_routes() -> list[BaseRoute]:
    return signed_in(HERE, state, side=Side.OFFICIAL)


async def state(request: Request, language: Language, actor: Actor) -> Response:
    """Tell what `sanvat status` tells, what needs a person first."""
    await must_everywhere(actor, May.OPERATE)
    held = services(request)
    seen, lines = await look_at_all(held.settings, held.engine, _in_words)
    rows = [_row(one, language) for one in lines]
    return operating_page(
        request,
        language,
        actor,
        "desk/operating.html",
        HERE,
        title=words(language).operating_title,
        needing=[row for row in rows if row["needs"]],
        fine=[row for row in rows if not row["needs"]],
        seen=words(language).operating_seen.format(time=clock_time(seen.at)),
    )


def operating_page(
    request: Request, language: Language, actor: Actor, template: str, here: str, **content: Any
) -> Response:
    """Render a part of this desk, with the ways to the others."""
    parts = [(language.address(path), word(name, language)) for path, name in PARTS.items()]
    title = content.pop("title", word(PARTS[here], language))
    return personal_page(
        request,
        language,
        template,
        title,
        actor=actor,
        here=language.address(here),
        parts=parts,
        **{"back": language.address(HOME), **content},
    )


def page_of(request: Request) -> int:
    """Read which page of a list is asked for; what is none is the first."""
    text = request.query_params.get("trang", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST_PAGE))
    return min(max(int(text), 1), HIGHEST_PAGE) if is_number else 1


def _row(line: Line, language: Language) -> dict[str, Any]:
    path, title = LEADS.get(line.about, ("", ""))
    return {
        "name": word(f"server_{line.about}", language),
        "said": _begun(line.said, language),
        "needs": line.needs,
        "do": word(f"server_do_{line.about}", language),
        "way": language.address(path) if path else "",
        "leads": words(language).operating_open.format(title=word(title, language)) if path else "",
    }


def _begun(said: Sentence, language: Language) -> str:
    """Begin a phrase as a sentence begins."""
    text = in_language(said, language)
    return text[:1].upper() + text[1:]


def _in_words(error: BaseException) -> str:
    """Say no more of an error than its kind: the log has the rest, with names of places."""
    return getattr(error, "strerror", None) or type(error).__name__
