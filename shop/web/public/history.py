"""The public history of a product: what each version changed, and from where it came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from shop import clock
from shop.formats.differing import (
    Piece,
    around_changes,
    differences,
    photos_differ,
    stock_differences,
)
from shop.formats.document import Document
from shop.formats.vouching import is_illustrative
from shop.queries.listings import listing_of
from shop.queries.public_history import Fate, Version, Versions, versions
from shop.web.differences import label_of, line_of
from shop.web.language import Language, in_vietnamese, pick
from shop.web.moving import redirect_unless_at
from shop.web.pages import About, render
from shop.web.public.cards import documents
from shop.web.public.kept import Page, kept_page
from shop.web.words import word, words

BEFORE = "truoc"
NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
WRITTEN = frozenset(
    {"name", "place", "description", "story", "ingredients", "storage", "variety", "keywords"}
)
"""Fields that are in Vietnamese whatever the page speaks."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that a version changed; of its words those around the change."""

    label: str
    pieces: list[Piece]
    lang: Markup


@dataclass(frozen=True, slots=True)
class Step:
    """A version as the page tells it."""

    day: date
    teller: str
    said: str
    changed: list[Changed]
    photos: bool


async def history(request: Request, language: Language) -> Response:
    code, before = request.path_params["code"].upper(), _before(request)

    async def page() -> Page:
        listing = await listing_of(code)
        [document] = documents([listing])
        redirect_unless_at(request, language, _path(code))
        told = await versions(code, document, before)
        return Page(_page(request, language, document, told), frozenset([code]))

    # old versions lose their documents without any listing changing
    asked = f"{request.scope['path']}?{before}"
    return await kept_page(request, language, asked, page, searched=False, lasting=False)


def _path(code: str) -> str:
    return f"/san-pham/{code}/lich-su"


def _before(request: Request) -> int | None:
    """Read behind which version to go on; what is no number begins at the newest."""
    given = request.query_params.get(BEFORE, "")
    return int(given) if NUMBER.fullmatch(given) else None


def _page(request: Request, language: Language, document: Document, told: Versions) -> str:
    t, name = words(language), pick(document["name"], language)
    path = _path(document["code"])
    older = f"{path}?{BEFORE}={told.next}" if told.next else ""
    return render(
        "public/history.html",
        request,
        language,
        About(
            title=t.history_of.format(name=name.text),
            description=t.history_lead,
            path=path,
            indexed=False,
        ),
        name=name,
        is_illustrative=is_illustrative(document),
        product=language.address(document["url"]),
        newest=language.address(path) if _before(request) else "",
        older=language.address(older) if older else "",
        steps=[_step(one, language) for one in told.items],
    )


def _step(one: Version, language: Language) -> Step:
    return Step(
        day=one.at.astimezone(clock.VIETNAM).date(),
        teller=word(f"history_by_{one.teller}", language),
        **_told(one, language),
    )


def _told(one: Version, language: Language) -> dict[str, Any]:
    if one.fate is not Fate.CHANGED or one.before is None or one.after is None:
        return {"said": word(f"history_{one.fate}", language), "changed": [], "photos": False}
    found = list(_changed(one.before, one.after, language))
    photos = photos_differ(one.before, one.after)
    said = "" if found or photos else words(language).history_confirmed
    return {"said": said, "changed": found, "photos": photos}


def _changed(before: Document, after: Document, language: Language) -> list[Changed]:
    found = [*differences(before, after), *stock_differences(before, after)]
    lines = [(one.field, line_of(one, language)) for one in found if one.differs]
    packs = {one["sku"]: one["pack"] for one in after.get("variants", ())}
    return [
        Changed(_label(field, packs, language), around_changes(line.pieces), _lang(field, language))
        for field, line in lines
        if line.differs
    ]


def _label(field: str, packs: Mapping[str, str], language: Language) -> str:
    """Name a field; readers know a pack by its name, which its own line says."""
    kind, _, sku = field.partition("-")
    name = label_of(kind, language)
    return f"{name}: {packs[sku]}" if kind == "stock" else name


def _lang(field: str, language: Language) -> Markup:
    return in_vietnamese("", language).lang if field in WRITTEN else Markup("")
