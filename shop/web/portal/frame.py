"""What stands around the pages of one producer: whose they are, and the way between them."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from shop.access import Actor, May, producer_for, reach
from shop.models import Producer
from shop.web.forms import Form
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import go
from shop.web.words import word

HOME = "/nha-san-xuat"
PRODUCTS, CONTACT, CONSENTS, MEMBERS = "", "/lien-he", "/dong-y", "/thanh-vien"
FIGURES = "/so-lieu"
PAPERS = "/giay-to"
LEAVE = "/roi-co-so"
NAMES = {
    PRODUCTS: "nav_products",
    PAPERS: "nav_papers",
    FIGURES: "nav_figures",
    CONTACT: "nav_contact",
    CONSENTS: "nav_consents",
    MEMBERS: "nav_members",
}
"""Path below a producer → its name."""
FOR_ALL = (PRODUCTS, PAPERS, FIGURES)
"""The others are for owners."""
Link = tuple[str, str, bool]
"""Address, name, and whether this is the page."""


def place(producer: str, page: str) -> str:
    """Give the path of a producer's page, as on the Vietnamese side."""
    return f"{HOME}/{producer}{page}"


@dataclass(frozen=True, slots=True)
class Visit:
    """A person on a page about a producer that they work for."""

    request: Request
    language: Language
    actor: Actor
    producer: Producer

    @property
    def is_read(self) -> bool:
        """Whether the page is only looked at, so that it may say what was done before."""
        return self.request.method == "GET"

    def address(self, page: str) -> str:
        """Give the address of another page of the producer."""
        return self.language.address(place(self.producer.code, page))

    def go(self, page: str) -> RedirectResponse:
        """Send the browser on to another page of the producer."""
        return go(place(self.producer.code, page), self.language)


async def visit(request: Request, language: Language, actor: Actor, may: May) -> Visit:
    """Let a person in to the producer that an address names. Raises what `producer_for` raises."""
    producer = await producer_for(actor, may, request.path_params["producer"].upper())
    return Visit(request, language, actor, producer)


def links(producer: str, language: Language, here: str, *, is_owner: bool) -> list[Link]:
    """List the ways between a producer's pages, for templates/personal/nav.html."""
    shown = NAMES if is_owner else FOR_ALL
    pages = [
        (language.address(place(producer, page)), word(NAMES[page], language), page == here)
        for page in shown
    ]
    account = language.address(f"{HOME}/tai-khoan")
    return [*pages, (account, word("nav_account", language), False)]


async def portal_page(
    at: Visit, template: str, title: str, *, here: str, form: Form[Any], **content: Any
) -> HTMLResponse:
    """Render a page about a producer, for one of the people who work for it."""
    theirs = await (await reach(at.actor, May.WORK)).count()
    is_owner = await (await reach(at.actor, May.KEEP)).filter(code=at.producer.code).exists()
    return personal_page(
        at.request,
        at.language,
        template,
        title,
        actor=at.actor,
        form=form,
        working_for=at.producer.name,
        switch_to=at.language.address(HOME) if theirs > 1 else "",
        nav=links(at.producer.code, at.language, here, is_owner=is_owner),
        **content,
    )
