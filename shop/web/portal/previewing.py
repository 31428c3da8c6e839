"""A proposal as shoppers will see it: the document that it would be, through the page's template.

Its waiting pictures have addresses of their own, and it leads to no address that is not there yet.
"""

from typing import Any, cast

import orjson
from markupsafe import Markup
from starlette.responses import HTMLResponse

from shop import clock
from shop.formats.document import Document
from shop.proposals.standing import Standing
from shop.publishing.rendering import contact_beside, shown_as
from shop.web.pages import About, render
from shop.web.personal import HEADERS
from shop.web.portal.drafts import CHECK, Drafting
from shop.web.portal.waiting import names_of, with_waiting
from shop.web.public.cards import card
from shop.web.public.contacts import parted
from shop.web.public.product import content_of
from shop.web.words import PAIRS, word

PREVIEW = "xem-truoc"


def preview_page(at: Drafting, one: Standing) -> HTMLResponse:
    """Show the whole page of a product as it would be."""
    title = word("preview_title", at.language)
    body = _rendered(at, one, "portal/preview.html", title, back=at.address(CHECK))
    headers = {**HEADERS, "Content-Language": at.language}
    return HTMLResponse(body, headers=headers)


def shown_top(at: Drafting, one: Standing) -> Markup:
    """Give the card of a product as it would be, and what one sees of its page first."""
    top = _rendered(at, one, "portal/shown.html", "")
    return Markup(top)  # noqa: S704 - rendered by our own templates, which escape


def document_of(at: Drafting, one: Standing) -> Document:
    """Give what the page would be made of; of a new product, with a name and a group to show."""
    shown = shown_as(one.would_be, clock.now())
    named = {
        "code": "",
        "name": PAIRS["check_untitled"]._asdict(),
        "category": {"code": "", "group": PAIRS["check_group_other"]._asdict()},
    }
    document = {**named, **shown, "url": at.path(PREVIEW)}
    waiting = names_of(one.would_be.photos)
    return cast("Document", with_waiting(document, waiting, at.actor.side))


def _rendered(at: Drafting, one: Standing, template: str, title: str, **content: Any) -> str:
    document = document_of(at, one)
    contact = orjson.loads(contact_beside(one.would_be) or "{}")
    about = About(title=title, description=title, path=at.path(PREVIEW), indexed=False)
    page = render(
        template,
        at.request,
        at.language,
        about,
        **content_of(document, contact, at.language),
        **content,
        card=card(document, at.language),
        sellers=[],
    )
    return parted(page)[0]
