"""The page of a producer: who it is, where, and what of it is in the catalogue."""

import orjson
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from search.engine import Query, Sort
from search.vietnamese import slug
from shop import clock
from shop.catalogue.merging import meant_by
from shop.errors import NotFoundError
from shop.formats import schema_org
from shop.models import Evidence, Producer, Purpose
from shop.models.columns import Row
from shop.publishing.contacts import COLUMNS, contact_of
from shop.queries.finding import Found, find
from shop.queries.listings import Contact
from shop.queries.producers import producers_shown
from shop.services import services
from shop.web import translated
from shop.web.language import Language, in_vietnamese
from shop.web.moving import redirect_unless_at
from shop.web.pages import About, render
from shop.web.public.asking import PER_PAGE
from shop.web.public.cards import cards_of
from shop.web.public.contacts import MARKS, commune_of, parted, reach_of
from shop.web.public.kept import Page, kept_page
from shop.web.public.paging import turned
from shop.web.words import word, words

NO_PRODUCER = Sentence(
    "Không có cơ sở {code}. Hãy tìm theo tên cơ sở.", "There is no producer {code}."
)


async def producer(request: Request, language: Language) -> Response:
    async def page() -> Page:
        found = await _meant(request.path_params["code"].upper())
        path = f"/co-so/{found['code']}/{slug(found['name'])}"
        redirect_unless_at(request, language, path)
        body, _ = parted(await _page(request, language, found, path))
        return Page(body)

    asked = turned(request, request.scope["path"])
    return await kept_page(request, language, asked.at(asked.page), page, lasting=False)


async def _meant(code: str) -> Row:
    """Give a producer by its code, or by one that it had before two were merged."""
    try:
        return await _find(code)
    except NotFoundError:
        if (now := await meant_by(code)) == code:
            raise
        return await _find(now)


async def _find(code: str) -> Row:
    """Give a producer who agreed to be shown. Raises NotFoundError for any other."""
    shown = producers_shown().filter(code=code)
    rows = await shown.values(
        "code",
        "name",
        "subject_type",
        "story",
        "former_district",
        "evidence",
        commune_code="commune__code",
        commune="commune__name",
    )
    if not rows:
        raise NotFoundError(NO_PRODUCER.filled(code=code))
    return rows[0]


async def _contact(code: str) -> Contact:
    """Give how to reach a producer who agreed to show it: consent and contact are read at once."""
    rows = await Producer.filter(
        code=code, consents__purpose=Purpose.CONTACT, consents__withdrawn_at=None
    ).values(*COLUMNS)
    return orjson.loads(contact_of(rows[0]) or "{}") if rows else {}


async def _page(request: Request, language: Language, found: Row, path: str) -> str:
    t, origin = words(language), services(request).settings.base_url
    name = translated.maker(found["name"], language)
    commune = translated.place(found["commune"], language)
    asked = turned(request, path)
    made = await _made(request, found["code"], asked.offset)
    about = About(
        title=asked.titled(name.text, language),
        description=t.producer_description.format(name=name.text, commune=commune.text),
        path=asked.at(asked.page),
        indexed=asked.page == 1 or bool(made.listings),
    )
    return render(
        "public/producer.html",
        request,
        language,
        about,
        found=found,
        name=name,
        kind=word(f"subject_{found['subject_type']}", language),
        commune=commune,
        reach=reach_of(await _contact(found["code"]), language),
        asked=commune_of(found["commune_code"], found["commune"], language),
        marks=MARKS,
        commune_url=language.address(f"/xa-phuong/{found['commune_code']}"),
        district=translated.former(found["former_district"], language),
        story=in_vietnamese(found["story"], language),
        cards=cards_of((one.document for one in made.listings), language),
        total=made.answer.total,
        page=asked.page,
        here=language.address(asked.path),
        page_urls=asked.urls(made.answer.total, language),
        data=_data(found, origin + language.address(path)),
    )


async def _made(request: Request, code: str, offset: int) -> Found:
    """Find a page of what a producer makes, by name."""
    query = Query(
        now=int(clock.now().timestamp()),
        producer_code=frozenset({code}),
        sort=Sort.NAME,
        limit=PER_PAGE,
        offset=offset,
    )
    return await find(services(request).engine, query)


def _data(found: Row, url: str) -> Markup:
    """Say the page once more for machines; nothing of a producer that was made up."""
    if found["evidence"] == Evidence.ILLUSTRATIVE:
        return Markup("")
    script = schema_org.as_script(schema_org.producer(found, url))
    return Markup(script)  # noqa: S704 - as_script escapes all that could leave the element
