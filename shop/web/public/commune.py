"""The page of a commune, ward or special zone: its goods, its producers, and its former names."""

from collections import defaultdict

from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from search.engine import Query
from search.vietnamese import slug, sort_key
from shop import clock
from shop.errors import NotFoundError
from shop.models import FormerCommune
from shop.models.columns import Row
from shop.queries.finding import Found, find
from shop.queries.producers import producers_shown
from shop.services import services
from shop.web import translated
from shop.web.language import Language
from shop.web.moving import redirect_unless_at
from shop.web.pages import About, render
from shop.web.public.asking import PER_PAGE, search_path
from shop.web.public.cards import cards_of
from shop.web.public.directory import Place, directory
from shop.web.public.kept import Page, kept_page
from shop.web.public.paging import turned
from shop.web.words import word, words

NO_COMMUNE = Sentence(
    "Hiện không có xã này. Hãy tìm theo tên xã.", "There is no such commune today."
)


async def commune(request: Request, language: Language) -> Response:
    async def page() -> Page:
        place = (await directory()).places.get(request.path_params["code"])
        if place is None:
            raise NotFoundError(NO_COMMUNE)
        redirect_unless_at(request, language, place.path)
        return Page(await _page(request, language, place))

    asked = turned(request, request.scope["path"])
    return await kept_page(request, language, asked.at(asked.page), page, lasting=False)


async def _page(request: Request, language: Language, place: Place) -> str:
    t, said = words(language), translated.place(place.name, language)
    asked = turned(request, place.path)
    found = await _products(request, place.code, asked.offset)
    about = About(
        title=asked.titled(said.text, language),
        description=t.commune_description.format(name=_within(said.text, language)),
        path=asked.at(asked.page),
        indexed=asked.page == 1 or bool(found.listings),
    )
    return render(
        "public/commune.html",
        request,
        language,
        about,
        place=place,
        name=said,
        place_said=lambda name: translated.place(name, language),
        within=_within(said.text, language),
        cards=cards_of((one.document for one in found.listings), language),
        total=found.answer.total,
        page=asked.page,
        here=language.address(asked.path),
        page_urls=asked.urls(found.answer.total, language),
        search_url=language.address(search_path(xa=place.code)),
        former=await _former(place.code),
        producers=await _producers(place.code, language),
    )


def _within(name: str, language: Language) -> str:
    """Give a name as it stands inside a sentence: xã Quyết Thắng."""
    return name[:1].lower() + name[1:] if language is Language.VI else name


async def _products(request: Request, code: str, offset: int) -> Found:
    now = int(clock.now().timestamp())
    query = Query(now=now, commune_code=frozenset({code}), limit=PER_PAGE, offset=offset)
    return await find(services(request).engine, query)


async def _former(code: str) -> dict[str, list[str]]:
    """Give the names of the units merged into a commune, by their former districts."""
    rows = await FormerCommune.filter(commune_id=code).values("name", "district")
    by_district: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_district[row["district"]].add(row["name"])
    return {
        district: sorted(by_district[district], key=sort_key)
        for district in sorted(by_district, key=sort_key)
    }


async def _producers(code: str, language: Language) -> list[Row]:
    """Give the producers of a commune who agreed to be shown, by name."""
    rows = (
        await producers_shown()
        .filter(commune_id=code)
        .distinct()
        .order_by("name_sort", "code")
        .values("code", "name", "subject_type", "name_sort")
    )
    return [
        {
            "name": translated.maker(row["name"], language),
            "kind": word(f"subject_{row['subject_type']}", language),
            "url": language.address(f"/co-so/{row['code']}/{slug(row['name'])}"),
        }
        for row in rows
    ]
