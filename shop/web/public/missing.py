"""The form on which a reader says what was looked for in vain: counted like a search."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from media.sentences import Sentence, number
from shop.counting import LONGEST
from shop.errors import FieldError, InvalidError
from shop.errors.mistakes import WrongValueError
from shop.http.shares import Shares, address_of
from shop.services import services
from shop.web.forms import Form, answer
from shop.web.language import Language, both_languages
from shop.web.pages import About, render
from shop.web.public.counted import note_missed
from shop.web.words import words

A_MINUTE = 5
"""Messages that one address may send."""
PATH = "/dang-tim"
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
SEE_OTHER = 303
UNREADABLE = "\ufffd"
"""What stands for bytes that are no UTF-8."""
NOTHING_SAID = Sentence(
    "Bạn chưa ghi sản vật cần tìm. Hãy ghi vài chữ.",
    "You have not said what you are looking for. Write a few words.",
)
TOO_LONG = Sentence(
    "Lời nhắn dài {letters} ký tự. Hãy rút xuống còn {most} ký tự.",
    "The message has {letters} characters. Shorten it to {most}.",
)
PERSONAL = Sentence(
    "Lời nhắn có dãy số hoặc địa chỉ liên hệ. Hãy chỉ ghi tên sản vật.",
    "The message has a number or an address in it. Write only what you are looking for.",
)


def _text(text: str) -> str:
    if not text.strip().strip(UNREADABLE):
        raise WrongValueError(NOTHING_SAID)
    if len(text) > LONGEST:
        raise WrongValueError(TOO_LONG, letters=number(len(text)), most=number(LONGEST))
    return text


class Missed(BaseModel):
    text: Annotated[str, AfterValidator(_text)] = Field(default="", validate_default=True)


def missing_routes() -> list[BaseRoute]:
    shares = Shares()

    async def tell(request: Request, language: Language) -> Response:
        return await _tell(request, language, shares)

    return [
        *both_languages(PATH, tell, ("GET", "POST")),
        *both_languages(f"{PATH}/cam-on", thank),
    ]


async def _tell(request: Request, language: Language, shares: Shares) -> Response:
    settings = services(request).settings
    share = A_MINUTE if settings.pages_per_address else 0

    async def show(form: Form[Missed]) -> Response:
        return _page("public/tell.html", request, language, form=form)

    async def act(missed: Missed) -> Response:
        shares.take(address_of(request), share)
        if not note_missed(request, missed.text):
            raise InvalidError(PERSONAL, [FieldError("text", PERSONAL)])
        return RedirectResponse(language.address(f"{PATH}/cam-on"), SEE_OTHER, HEADERS)

    return await answer(request, Missed, show, act, origin=settings.base_url)


async def thank(request: Request, language: Language) -> Response:
    """Say that the message has arrived: at an address where a reload sends nothing."""
    return _page("public/told.html", request, language, path=f"{PATH}/cam-on")


def _page(
    template: str,
    request: Request,
    language: Language,
    form: Form[Missed] | None = None,
    path: str = PATH,
) -> HTMLResponse:
    t = words(language)
    about = About(
        title=t.missing_title if form else t.missing_thanks,
        description=t.missing_lead if form else t.missing_next,
        path=path,
        indexed=False,
        is_error=bool(form and form.errors),
    )
    body = render(template, request, language, about, form=form)
    return HTMLResponse(body, headers={**HEADERS, "Content-Language": language})
