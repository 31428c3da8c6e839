"""Suggestions for the search box: what may be meant by what is typed so far, as JSON."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from search.highlight import highlight
from search.suggesting import MOST
from search.vietnamese import slug
from shop.formats.listing import texts
from shop.readers.suggestions import Suggestion, Target, TargetKind
from shop.services import process
from shop.web import translated
from shop.web.language import Language, Said, pick
from shop.web.public.asking import KINDS as FACET_KINDS
from shop.web.public.asking import cleaned, search_path, text_path
from shop.web.words import word, words
from shop.web.writing import counted, money

KINDS = {
    TargetKind.QUERY: "suggested_query",
    TargetKind.SCOPE: "suggested_scope",
    TargetKind.GROUP: "suggested_group",
    TargetKind.PRODUCT: "suggested_product",
    TargetKind.COMMUNE: "suggested_commune",
    TargetKind.DISTRICT: "suggested_district",
    TargetKind.PROVINCE: "suggested_province",
    TargetKind.PRODUCER: "suggested_producer",
}
PLACES = {TargetKind.COMMUNE, TargetKind.DISTRICT, TargetKind.PROVINCE}
SCOPES = {str(kind): value for value, kind in FACET_KINDS.items()}
HEADERS = {"Cache-Control": "public, max-age=60", "X-Robots-Tag": "noindex"}
NOT_YET = {"items": [], "told": ""}
"""No browser or proxy may keep it: a moment later there may be suggestions."""


async def suggest(request: Request, language: Language) -> Response:
    text, _ = cleaned(request.query_params.get("q", ""))
    suggestions = process(request).suggestions
    found = await suggestions.suggest(text, MOST - 1)
    if found is None:
        return _answered(NOT_YET, {**HEADERS, "Cache-Control": "no-store"})
    answer = {
        "items": [
            *(_shown(one, text, language) for one in found),
            *([_all(text, language)] if found else []),
        ],
        "told": _told(len(found) + bool(found), language),
    }
    return _answered(answer, HEADERS)


def _answered(answer: dict[str, Any], headers: dict[str, str]) -> Response:
    return Response(orjson.dumps(answer), media_type="application/json", headers=headers)


def _shown(one: Suggestion, text: str, language: Language) -> dict[str, Any]:
    """Say what a suggestion is; `parts` of its name are marked where the text stands."""
    said = _name(one.target, language)
    is_other = one.name not in texts(one.target.name)
    return {
        "url": language.address(_path(one.target)),
        "kind": word(KINDS[one.target.kind], language),
        "parts": highlight(said.text, text),
        "note": words(language).formerly.format(name=one.name) if is_other else "",
        "lang": language.other if said.lang else language,
        "price": "" if one.target.price is None else money(one.target.price, language),
        "picture": one.target.picture,
    }


def _name(target: Target, language: Language) -> Said:
    said = pick(target.name, language)
    if target.kind in PLACES:
        return translated.place(said.text, language)
    return translated.maker(said.text, language) if target.kind == TargetKind.PRODUCER else said


def _all(text: str, language: Language) -> dict[str, Any]:
    """Lead to the page of all that a text finds, where Enter leads too."""
    said = words(language).suggested_all.format(text=text.strip())
    return {
        "url": language.address(text_path(text.strip())),
        "kind": "",
        "parts": [(said, False)],
        "note": "",
        "lang": language,
        "price": "",
        "picture": "",
    }


def _path(target: Target) -> str:
    name, key = target.name["vi"], target.key
    if target.kind == TargetKind.GROUP:
        return search_path(bo=key)
    if target.kind == TargetKind.SCOPE:
        return text_path(name, loai=SCOPES[key])
    if not key:
        return text_path(name)
    folder = {
        TargetKind.PRODUCT: "san-pham",
        TargetKind.COMMUNE: "xa-phuong",
        TargetKind.PRODUCER: "co-so",
    }
    return f"/{folder[target.kind]}/{key}/{slug(name)}"


def _told(found: int, language: Language) -> str:
    t = words(language)
    return counted(t.n_suggestions, found, language) if found else str(t.no_suggestions)
