"""A producer's figures: how often its products were found, and what buyers did then."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May
from shop.queries.figures import Figures, ProductFigures, figures_of
from shop.web.forms import Form
from shop.web.language import Language
from shop.web.portal.frame import FIGURES, PRODUCTS, place, portal_page, visit
from shop.web.portal.own_products import start_of
from shop.web.signed import signed_in
from shop.web.words import words
from shop.web.writing import number

Line = tuple[str, str, str, bool]
"""What is counted, of 30 days, of the year, and whether it is a part of the line above."""


def figures_routes() -> list[BaseRoute]:
    return signed_in(place("{producer:code}", FIGURES), figures)


async def figures(request: Request, language: Language, actor: Actor) -> Response:
    """Show the figures of a producer's products, fifty at a time by their codes."""
    at = await visit(request, language, actor, May.WORK)
    start = start_of(request)
    found, following = await figures_of(at.producer.code, start)
    return await portal_page(
        at,
        "portal/figures.html",
        words(language).figures_title,
        here=FIGURES,
        form=Form(),
        found=[(one, list(_lines(one, language))) for one in found],
        following=f"{at.address(FIGURES)}?tu={following}" if following else "",
        from_start=at.address(FIGURES) if start else "",
        products=at.address(PRODUCTS),
    )


def _lines(one: ProductFigures, language: Language) -> Iterator[Line]:
    t, lately, year = words(language), one.lately, one.year
    if year.is_nothing:
        return

    def line(said: str, few: int | None, many: int, *, is_part: bool = False) -> Line:
        told = t.figures_hidden if few is None else number(few, language)
        return said, told, number(many, language), is_part

    yield line(t.figures_opened, lately.opened, year.opened)
    yield from (line(*said, is_part=True) for said in _words(lately, year, language))
    yield line(t.figures_to_shops, lately.to_shops, year.to_shops)
    yield line(t.figures_calls, lately.calls, year.calls)


def _words(
    lately: Figures, year: Figures, language: Language
) -> Iterator[tuple[str, int | None, int]]:
    t, told = words(language), dict(lately.words)
    for word, n in year.words:
        yield t.figures_word.format(word=word), told.get(word), n
    if year.words and (lately.other_words or year.other_words):
        yield t.figures_other_words, lately.other_words, year.other_words
