"""What stands around the pages of signed-in people, and of those where they come in."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from shop.access import Actor
from shop.services import services
from shop.web.devices import app_of
from shop.web.forms import Form
from shop.web.language import Language
from shop.web.pages import About, render

HEADERS = {"X-Robots-Tag": "noindex"}


def personal_page(
    request: Request,
    language: Language,
    template: str,
    title: str,
    *,
    actor: Actor | None = None,
    form: Form[Any] | None = None,
    **content: Any,
) -> HTMLResponse:
    """Render a page that is for one person; `template` extends personal/frame.html.

    `form`, if the page has one, makes the title of the page say that something is wrong.
    """
    path = request.url.path.removeprefix(language.prefix)
    is_error = bool(form and form.errors)
    about = About(title=title, description=title, path=path, indexed=False, is_error=is_error)
    body = render(
        template,
        request,
        language,
        about,
        actor=actor,
        form=form or Form(),
        help_phone=services(request).settings.help_phone,
        inside_app=app_of(request.headers.get("user-agent", "")),
        **content,
    )
    headers = {**HEADERS, "Content-Language": language}
    return HTMLResponse(body, HTTPStatus.OK, headers=headers)
