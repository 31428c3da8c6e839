"""The pages about the catalogue itself: about, contact, privacy, corrections, open data."""

from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import counting
from shop.catalogue import page_reports
from shop.config import Settings
from shop.formats import schema_org
from shop.formats.files import FORMATS
from shop.services import services
from shop.web.language import Language, View, both_languages
from shop.web.pages import About, render
from shop.web.public.following import RECOGNISED, SEASONS
from shop.web.public.kept import Page, kept_page
from shop.web.words import word, words

ABOUT, CONTACT, PRIVACY = "/gioi-thieu", "/lien-he", "/quyen-rieng-tu"
CORRECTIONS, OPEN = "/dinh-chinh", "/du-lieu-mo"
PRODUCERS, MISSING = "/nha-san-xuat", "/dang-tim"
NO_LISTING: frozenset[str] = frozenset()
"""What these pages show of the catalogue: nothing, so no change of it drops them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its text and links; a link is a word and a path, of pages or of files."""

    name: str
    links: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One of these pages; `name` is that of its title, and begins those of its texts."""

    path: str
    name: str
    parts: tuple[Part, ...]
    says_who: bool = False
    """Whether it tells who runs the catalogue."""
    has_files: bool = False
    onward: tuple[tuple[str, str], ...] = ()


TOLD = (
    Told(
        ABOUT,
        "house_about",
        (Part("shop"), Part("sources"), Part("stars"), Part("made_up"), Part("order")),
        says_who=True,
        onward=(("house_contact", CONTACT), ("house_corrections", CORRECTIONS)),
    ),
    Told(
        CONTACT,
        "house_contact",
        (
            Part("buy", (("all_products", "/tim-kiem"), ("missing_title", MISSING))),
            Part("wrong", (("house_corrections", CORRECTIONS),)),
            Part("producer", (("for_producers", PRODUCERS),)),
            Part("incident"),
        ),
        says_who=True,
        onward=(("house_privacy", PRIVACY), ("house_open", OPEN)),
    ),
    Told(
        PRIVACY,
        "house_privacy",
        (
            Part("readers"),
            Part("counted"),
            Part("logs"),
            Part("reports"),
            Part("producers"),
            Part("people"),
            Part("rights"),
            Part("ask", (("for_producers", PRODUCERS),)),
        ),
        says_who=True,
    ),
    Told(
        CORRECTIONS,
        "house_corrections",
        (
            Part("report", (("all_products", "/tim-kiem"), ("index_producers", "/co-so"))),
            Part("then"),
            Part("own", (("for_producers", PRODUCERS),)),
            Part("stars", (("recognitions_revoked", "/cong-nhan?muc=thu-hoi"),)),
            Part("seen"),
        ),
        onward=(("house_contact", CONTACT),),
    ),
    Told(
        OPEN,
        "house_open",
        (
            Part(
                "api",
                files=(
                    ("open_api", "/openapi.json"),
                    ("house_open_partners", "/partners.md"),
                    ("house_open_new", "/partners-changes.md"),
                    ("house_open_agents", "/llms.txt"),
                ),
            ),
            Part("feeds", (("feed_seasons", SEASONS), ("feed_recognised", RECOGNISED))),
            Part("terms"),
        ),
        has_files=True,
        onward=(("house_contact", CONTACT),),
    ),
)
CSV = ("recognitions.csv", "/cong-nhan.csv")


def house_routes() -> list[BaseRoute]:
    return [route for told in TOLD for route in both_languages(told.path, _view(told))]


def _view(told: Told) -> View:
    async def view(request: Request, language: Language) -> Response:
        async def page() -> Page:
            return Page(_page(request, language, told), NO_LISTING)

        return await kept_page(request, language, told.path, page, searched=False)

    return view


def _page(request: Request, language: Language, told: Told) -> str:
    settings, lead = services(request).settings, word(f"{told.name}_lead", language)
    title = word(told.name, language)
    return render(
        "public/house.html",
        request,
        language,
        About(title=title, description=lead, path=told.path),
        parts=[_part(told, part, settings, language) for part in told.parts],
        says_who=told.says_who,
        who_first=told.path == CONTACT,
        who=_who(settings, language) if told.says_who else [],
        files=_files(language) if told.has_files else [],
        onward=_links(told.onward, language),
        data=_data(title, lead, settings.base_url, language) if told.has_files else "",
    )


def _part(told: Told, part: Part, settings: Settings, language: Language) -> dict[str, object]:
    key, t = f"{told.name}_{part.name}", words(language)
    text = word(key, language).format(
        link=t.report_title, counts=counting.KEPT.days, reports=page_reports.KEPT.days
    )
    paragraphs = [text]
    if part.name == "producer" and settings.help_phone:
        paragraphs.append(t.house_contact_producer_call.format(number=settings.help_phone))
    files = [(word(name, language), path) for name, path in part.files]
    links = [*_links(part.links, language), *files]
    return {"title": word(f"{key}_title", language), "paragraphs": paragraphs, "links": links}


def _links(links: tuple[tuple[str, str], ...], language: Language) -> list[tuple[str, str]]:
    return [(word(name, language), language.address(path)) for name, path in links]


def _who(settings: Settings, language: Language) -> list[tuple[str, str, str]]:
    """Give what is known of whom runs this: term, text, address of a link."""
    t, phone = words(language), settings.run_by_phone
    digits = "".join(one for one in phone if one in "+0123456789")
    told = [
        (t.house_who, settings.run_by, ""),
        (t.house_address, settings.run_by_address, ""),
        (t.house_phone, phone, f"tel:{digits}"),
        (t.house_email, settings.run_by_email, f"mailto:{settings.run_by_email}"),
    ]
    return [one for one in told if one[1]]


def _files(language: Language) -> list[tuple[str, str, str]]:
    """Give name, address and content of each file."""
    listed = [(one.name, f"/feeds/{one.name}") for one in FORMATS] + [CSV]
    return [(name, path, word(_key(name), language)) for name, path in listed]


def _key(name: str) -> str:
    return "house_file_" + name.replace(".", "_").replace("/", "_")


def _data(title: str, lead: str, origin: str, language: Language) -> Markup:
    """Describe the files for machines that look for data."""
    files = [(one.name, origin + f"/feeds/{one.name}", one.media_type) for one in FORMATS]
    name, url = f"{title}: {words(language).site}", origin + language.address(OPEN)
    made = schema_org.dataset(name, lead, url, files)
    return Markup(schema_org.as_script(made))  # noqa: S704 - as_script escapes all that could leave
