"""Long lists in pages: which page is asked for, and where the others are."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from shop.web.language import Language
from shop.web.public.asking import PER_PAGE, page_of
from shop.web.words import words

AROUND = 2
"""Pages offered before and after the present one."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A page of a list that stands at `path`."""

    path: str
    page: int

    @property
    def offset(self) -> int:
        return (self.page - 1) * PER_PAGE

    def at(self, page: int) -> str:
        return f"{self.path}?trang={page}" if page > 1 else self.path

    def titled(self, title: str, language: Language) -> str:
        return title if self.page == 1 else f"{title} – {self.named(language)}"

    def named(self, language: Language) -> str:
        return str(words(language).page_n.format(n=self.page))

    def urls(self, total: int, language: Language) -> dict[int, str]:
        pages = -(-total // PER_PAGE)
        return urls_near(self.page, pages, lambda page: language.address(self.at(page)))


def turned(request: Request, path: str) -> Turned:
    return Turned(path, page_of(request.query_params.get("trang", "")))


def urls_near(page: int, pages: int, address: Callable[[int], str]) -> dict[int, str]:
    """Give the addresses of the first, the last and the near pages, by number."""
    near = range(page - AROUND, page + AROUND + 1)
    shown = sorted({n for n in (1, *near, pages) if 1 <= n <= pages})
    return {n: address(n) for n in shown}
