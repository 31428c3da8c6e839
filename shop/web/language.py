"""The two languages of the pages, and where a page stands in each."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shop.formats.document import Both


class Language(StrEnum):
    VI = "vi"
    EN = "en"

    @property
    def other(self) -> "Language":
        return Language.EN if self is Language.VI else Language.VI

    @property
    def prefix(self) -> str:
        """What stands before a path: nothing in Vietnamese."""
        return "" if self is Language.VI else "/en"

    def address(self, path: str) -> str:
        """Give the address of a page, whose path is written as on the Vietnamese side."""
        return self.prefix + path if path != "/" else self.prefix or "/"


View = Callable[[Request, Language], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it is shown, and the `lang` attribute it needs where the page speaks another."""

    text: str
    lang: Markup = Markup("")  # noqa: RUF009 - immutable

    def __bool__(self) -> bool:
        return bool(self.text)


MARKS = {language: Markup(f' lang="{language}"') for language in Language}  # noqa: S704 - ours
SAME = Markup("")


def pick(both: Both, language: Language) -> Said:
    """Give a text in a language, or in the other one, marked, where there is no translation."""
    vi, en = both.get("vi", ""), both.get("en", "")
    own, other = (vi, en) if language is Language.VI else (en, vi)
    return Said(own, SAME) if own else Said(other, MARKS[language.other])


def in_vietnamese(text: str, language: Language) -> Said:
    """Mark a text that exists in Vietnamese only: names of people and places, what they wrote."""
    return Said(text, SAME if language is Language.VI else MARKS[Language.VI])


def language_of(path: str) -> Language:
    return Language.EN if path == "/en" or path.startswith("/en/") else Language.VI


def both_languages(path: str, view: View, methods: Sequence[str] = ("GET",)) -> list[BaseRoute]:
    """Make the two routes of a page."""
    return [
        Route(language.address(path), _speaking(view, language), methods=list(methods))
        for language in Language
    ]


def _speaking(view: View, language: Language) -> Callable[[Request], Awaitable[Response]]:
    @wraps(view)
    async def endpoint(request: Request) -> Response:
        return await view(request, language)

    return endpoint
