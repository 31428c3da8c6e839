"""Templates, compiled once, and what every page has around its own content."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from shop.services import services
from shop.web.files.assets import asset, inlined, style
from shop.web.language import Language
from shop.web.words import words
from shop.web.writing import counted, day, money, number

TEMPLATES = Path(__file__).parents[2] / "templates"

environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
    cache_size=-1,
)
environment.globals.update(
    asset=asset,
    icon=inlined("favicon.svg"),
    style=Markup(f"<style>{style()}</style>"),  # noqa: S704 - ours; it holds no end of an element
)


@dataclass(frozen=True, slots=True)
class Preview:
    """The picture that stands for a page where it is shared."""

    path: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class About:
    """What a page tells of itself in its head; addresses as on the Vietnamese side."""

    title: str
    description: str
    path: str
    """Where the page stands, in its one right form."""
    other_path: str = ""
    """Where the switch of language leads, if not to `path`."""
    preview: Preview | None = None
    kind: str = "website"
    indexed: bool = True
    is_error: bool = False


def render(
    template: str, request: Request, language: Language, about: About, **content: Any
) -> str:
    """Render a page."""
    origin = services(request).settings.base_url
    return environment.get_template(template).render({**frame(language, about, origin), **content})


def frame(language: Language, about: About, origin: str) -> dict[str, Any]:
    """Give what the frame of every page needs; `origin` is empty where it cannot be known."""
    return {
        "about": about,
        "language": language,
        "root": language.prefix,
        "home": language.address("/"),
        "other": language.other,
        "other_url": language.other.address(about.other_path or about.path),
        "addresses": {each: origin + each.address(about.path) for each in Language},
        "origin": origin,
        "t": words(language),
        "query": "",
        "counted": lambda pattern, n: counted(pattern, n, language),
        "number": lambda value: number(value, language),
        "money": lambda amount: money(amount, language),
        "day": lambda value: day(value, language),
    }
