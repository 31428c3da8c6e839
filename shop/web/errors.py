"""Errors as pages: in the reader's language, kindly, with what to do next."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from shop.errors import ForeignFormError, OwnersOnlyError, OwnProducerError, OwnWorkError
from shop.web.language import language_of
from shop.web.moving import without_slash
from shop.web.pages import About, environment, frame
from shop.web.public.offering import WORK, offered
from shop.web.words import PAIRS, word

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
OTHERWISE = {4: HTTPStatus.BAD_REQUEST, 5: HTTPStatus.INTERNAL_SERVER_ERROR}
"""For a status without words of its own: those of its class."""


async def error_page(request: Request, status: int, error: Exception) -> Response:
    """Tell an error to a person; nothing here repeats what the error says.

    The database and the search are asked by a few errors only, and those are told without them.
    """
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status_code=status, headers={"Cache-Control": "no-store"})
    if status == HTTPStatus.NOT_FOUND and (there := without_slash(request)):
        headers = {"Cache-Control": "no-store", "Location": there}
        return Response(status_code=HTTPStatus.PERMANENT_REDIRECT, headers=headers)
    language = language_of(request.url.path)
    path = request.url.path.removeprefix(language.prefix)
    known = _known(status, error)
    title = word(f"error_title_{known}", language)
    about = About(title=title, description=title, path="/", indexed=False, is_error=True)
    meant = await offered(request, status, path, language)
    body = environment.get_template("public/error.html").render(
        **frame(language, about, ""),
        meant=meant,
        status=status,
        back_to=next((home for home in WORK if f"{path}/".startswith(f"{home}/")), ""),
        title=title,
        text=word(f"error_text_{known}", language),
        incident=request.scope.get("incident") if known == str(OTHERWISE[5].value) else None,
    )
    return HTMLResponse(body, status, headers={**HEADERS, "Content-Language": language})


def _known(status: int, error: Exception) -> str:
    """Name the words that fit: those of the error itself, of its status, or of its class."""
    if isinstance(error, ForeignFormError):
        return "form"
    if isinstance(error, OwnersOnlyError):
        return "owners"
    if isinstance(error, OwnProducerError):
        return "own_producer"
    if isinstance(error, OwnWorkError):
        return "own_work"
    return f"{status if f'error_title_{status}' in PAIRS else OTHERWISE[status // 100]:d}"
