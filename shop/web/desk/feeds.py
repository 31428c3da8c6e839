"""The feed files, those first that the count guard holds back, and letting one go."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must_everywhere
from shop.inputs import values
from shop.models import FeedFile, Side
from shop.readers import feeds
from shop.services import services
from shop.web.desk.operating import FEEDS, operating_page
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.signed import go, signed_in
from shop.web.words import words
from shop.web.writing import counted, moment, number

FILE = f"{FEEDS}/{{name:path}}"
WITHIN = 5.0
"""Seconds in which a build that is under way must end, or the person tries again."""


class Released(BaseModel):
    seen: values.Version
    """Items that the file would have, as the page said."""


def feeds_routes() -> list[BaseRoute]:
    return [
        *signed_in(FEEDS, see_files, side=Side.OFFICIAL),
        *signed_in(FILE, release, ("GET", "POST"), side=Side.OFFICIAL),
    ]


async def see_files(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.OPERATE)
    rows = [_row(one, language) for one in await feeds.files()]
    return operating_page(
        request,
        language,
        actor,
        "desk/feeds.html",
        FEEDS,
        rows=rows,
        is_any_held=any(row["is_held"] for row in rows),
    )


async def release(request: Request, language: Language, actor: Actor) -> Response:
    """Say what leaves a file if it is let go, and let it go."""
    await must_everywhere(actor, May.OPERATE)
    name = request.path_params["name"]

    async def show(form: Form[Any]) -> Response:
        row = await feeds.file_of(name)
        return operating_page(
            request,
            language,
            actor,
            "desk/release.html",
            FEEDS,
            title=words(language).release_title.format(name=name),
            back=language.address(FEEDS),
            form=form,
            row=_row(row, language),
            facts=_facts(row, language) if row.withheld is not None else [],
            why=_why(row, language) if row.withheld is not None else "",
            seen=row.withheld,
        )

    async def act(said: Released) -> Response:
        data = services(request).settings.data
        await feeds.release(data, name, by=actor.by, seen=said.seen, within=WITHIN)
        return go(FEEDS, language)

    return await answer(request, Released, show, act, origin=origin_of(request))


def _row(row: FeedFile, language: Language) -> dict[str, Any]:
    t, items = words(language), number(row.items, language)
    is_released = feeds.is_released(row)
    stands = t.feeds_stands.format(items=items, moment=moment(row.built_at, language))
    held = t.feeds_held.format(would_be=number(row.withheld or 0, language), items=items)
    return {
        "name": row.name,
        "is_held": row.withheld is not None,
        "is_released": is_released,
        "said": t.feeds_released if is_released else stands if row.withheld is None else held,
        "way": language.address(f"{FEEDS}/{row.name}"),
    }


def _facts(row: FeedFile, language: Language) -> list[tuple[str, str]]:
    """Give what there is now, what there would be, and what would leave."""
    t, would_be = words(language), row.withheld or 0
    said = (
        (t.release_now, row.items),
        (t.release_then, would_be),
        (t.release_go, max(0, row.items - would_be)),
    )
    return [(name, counted(t.release_items, n, language)) for name, n in said]


def _why(row: FeedFile, language: Language) -> str:
    lost = max(0, row.accepted - (row.withheld or 0))
    percent = round(100 * lost / max(row.accepted, 1))
    accepted = number(row.accepted, language)
    return str(words(language).release_why.format(percent=percent, accepted=accepted))
