"""The page on which a reader says what is wrong with another: no account, no name, no number."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from media.sentences import Sentence, number
from shop.catalogue.page_reports import report_page
from shop.database import AwayError
from shop.errors.mistakes import WrongValueError
from shop.http.shares import Shares, address_of
from shop.models import Topic
from shop.models.reporting import LONGEST_REPORT
from shop.queries.listings import listing_of
from shop.queries.producers import producers_shown
from shop.services import services
from shop.web import translated
from shop.web.forms import Form, answer
from shop.web.language import Language, Said, both_languages, pick
from shop.web.pages import About, render
from shop.web.public.cards import documents
from shop.web.words import word, words

A_MINUTE = 5
"""Reports that one address may send."""
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
SEE_OTHER = 303
NAMELESS = Said("")
UNREADABLE = "\ufffd"
"""What stands for bytes that are no UTF-8, such as half a surrogate pair."""
NO_TOPIC = Sentence(
    "Bạn chưa chọn chỗ sai. Hãy chọn một trong các mục.",
    "You have not said what is wrong. Choose one of these.",
)
TOO_LONG = Sentence(
    "Phần mô tả dài {letters} ký tự. Hãy rút xuống còn {most} ký tự.",
    "The text has {letters} characters. Shorten it to {most}.",
)
DAMAGED = Sentence(
    "Phần mô tả có chữ bị hỏng khi gửi. Hãy gõ lại chỗ có dấu “�”.",
    "Some letters were damaged on the way. Type again what shows as “�”.",
)


def _topic(text: object) -> object:
    if text not in set(Topic):
        raise WrongValueError(NO_TOPIC)
    return text


def _text(text: str) -> str:
    if UNREADABLE in text:
        raise WrongValueError(DAMAGED)
    if len(text) > LONGEST_REPORT:
        raise WrongValueError(TOO_LONG, letters=number(len(text)), most=number(LONGEST_REPORT))
    return text


class Reported(BaseModel):
    topic: Annotated[Topic, BeforeValidator(_topic)] = Field(default="", validate_default=True)
    text: Annotated[str, AfterValidator(_text)] = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the page is about; while the database is away its code is all that is known."""

    code: str
    name: Said = NAMELESS
    url: str = ""


def reporting_routes() -> list[BaseRoute]:
    shares = Shares()

    async def report(request: Request, language: Language) -> Response:
        return await _report(request, language, shares)

    return [
        *both_languages("/bao-loi/{code:code}", report, ("GET", "POST")),
        *both_languages("/bao-loi/{code:code}/cam-on", thank),
    ]


async def _report(request: Request, language: Language, shares: Shares) -> Response:
    settings, code = services(request).settings, request.path_params["code"].upper()
    share = A_MINUTE if settings.pages_per_address else 0

    async def show(form: Form[Reported]) -> Response:
        return _form(request, language, form, await _subject_or_code(request, code, language))

    async def act(reported: Reported) -> Response:
        shares.take(address_of(request), share)
        await _subject(code, language)
        await report_page(code, reported.topic, reported.text, language)
        return RedirectResponse(language.address(f"/bao-loi/{code}/cam-on"), SEE_OTHER, HEADERS)

    return await answer(request, Reported, show, act, origin=settings.base_url)


async def thank(request: Request, language: Language) -> Response:
    """Say that the report has arrived: at an address of its own, where a reload sends nothing."""
    code = request.path_params["code"].upper()
    subject, t = await _subject(code, language), words(language)
    about = About(
        title=t.report_thanks,
        description=t.report_next,
        path=f"/bao-loi/{code}/cam-on",
        indexed=False,
    )
    body = render("public/reported.html", request, language, about, subject=subject)
    return HTMLResponse(body, headers={**HEADERS, "Content-Language": language})


def _form(
    request: Request, language: Language, form: Form[Reported], subject: Subject
) -> HTMLResponse:
    t, path = words(language), f"/bao-loi/{subject.code}"
    about = About(
        title=t.report_of.format(name=subject.name.text or subject.code),
        description=t.report_lead,
        path=path,
        indexed=False,
        is_error=bool(form.errors),
    )
    body = render(
        "public/report.html",
        request,
        language,
        about,
        form=form,
        subject=subject,
        address=language.address(path),
        topics=[(one.value, word(f"topic_{one}", language)) for one in Topic],
        most=LONGEST_REPORT,
    )
    return HTMLResponse(body, headers={**HEADERS, "Content-Language": language})


async def _subject_or_code(request: Request, code: str, language: Language) -> Subject:
    """Give what the report is about; a form that was sent is shown again without the database."""
    try:
        return await _subject(code, language)
    except AwayError:
        if request.method != "POST":
            raise
        return Subject(code)


async def _subject(code: str, language: Language) -> Subject:
    """Give what has a page under a code. Raises NotFoundError and GoneError as that page does."""
    if names := await producers_shown().filter(code=code).values_list("name", flat=True):
        url = language.address(f"/co-so/{code}")
        return Subject(code, translated.maker(str(names[0]), language), url)
    [document] = documents([await listing_of(code)])
    return Subject(code, pick(document["name"], language), language.address(document["url"]))
