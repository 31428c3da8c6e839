"""Forms of pages: read into typed values, or shown again with every letter that was typed.

A view gives `answer` what shows the form and what acts on it; this is the one place that turns a
refusal into words beside the fields. Templates print forms by the macros of templates/forms.html.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, SecretStr, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from shop.database import AwayError
from shop.errors import (
    EditedMeanwhileError,
    FieldError,
    ForeignFormError,
    InvalidError,
    ShopError,
    TooLargeError,
    TooManyRequestsError,
    UnavailableError,
    UnsupportedError,
)
from shop.errors.mistakes import WrongValueError, told
from shop.http.bodies import read_body
from shop.http.same_origin import is_from_us
from shop.inputs import values
from shop.inputs.labels import of_form
from shop.metrics import DATABASE_ERRORS
from shop.services import services
from shop.web.language import Language

URL_ENCODED = "application/x-www-form-urlencoded"
MOST_BYTES = 256 * 1024
MOST_FIELDS = 200
LONGEST_CODE = 16
NO_FORM = Sentence(
    "Trang này chỉ nhận biểu mẫu. Hãy mở lại trang rồi gửi.",
    "This page takes forms only. Open it again and send the form.",
)
FOREIGN = Sentence(
    "Biểu mẫu này không được gửi từ trang của danh mục. Hãy mở lại trang rồi gửi.",
    "No page of the catalogue sent this form. Open the page again and send it from there.",
)
TYPED = "typed"
"""In the scope of a request whose form was received: field → its texts."""
SOON = 5
"""Seconds after which what was away may be back."""
KEPT: dict[type[ShopError], HTTPStatus] = {
    EditedMeanwhileError: HTTPStatus.CONFLICT,
    InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Refusals that the form is shown with again, for it can be sent once more; others have a page."""
TOO_MUCH = Sentence(
    "Biểu mẫu dài quá {most} KiB. Hãy viết ngắn lại rồi gửi.",
    "The form has more than {most} KiB. Shorten it and send it again.",
)
TWICE = Sentence(
    "{field} được gửi hai lần. Hãy chỉ gửi một lần.", "{field} is given twice. Give it once."
)

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Form(Generic[M]):
    """A form as it was filled in, and what came of reading it."""

    typed: Mapping[str, list[str]] = field(default_factory=dict)
    """Field → its texts, letter for letter."""
    value: M | None = None
    errors: tuple[FieldError, ...] = ()
    """In the order of the fields; those of no field have an empty one."""

    def text(self, name: str, otherwise: str = "") -> str:
        """Give what stands in a field; `otherwise` is what stood there before it was sent."""
        return self.typed[name][0] if name in self.typed else otherwise

    def code(self, name: str, otherwise: str = "") -> str:
        """Give what stands in a field as the code of a row, no longer than a column may hold."""
        return self.text(name, otherwise).strip().upper()[:LONGEST_CODE]

    def has(self, name: str, choice: str, *, otherwise: bool = False) -> bool:
        """Tell whether a choice is ticked."""
        return choice in self.typed[name] if name in self.typed else otherwise

    def error(self, name: str, language: Language) -> str:
        """Say what is wrong with a field; empty: nothing."""
        return next((_in(one.said, language) for one in self.errors if one.field == name), "")

    def summary(self, language: Language) -> list[tuple[str, str]]:
        """Give (field, sentence) of all that is wrong."""
        return [(one.field, _in(one.said, language)) for one in self.errors]

    def refused(self, refusal: ShopError) -> "Form[M]":
        """Give the form with what a verb said of it."""
        errors = refusal.errors if isinstance(refusal, InvalidError) else ()
        return replace(self, value=None, errors=tuple(errors) or (FieldError("", refusal.said),))


class Nothing(BaseModel):
    """A form that is only a button."""


def origin_of(request: Request) -> str:
    """Give our origin: where forms must come from."""
    return services(request).settings.base_url


async def answer(
    request: Request,
    model: type[M],
    show: Callable[[Form[M]], Awaitable[Response]],
    act: Callable[[M], Awaitable[Response]],
    *,
    origin: str,
) -> Response:
    """Show a form, or read what was sent and act on it; show it again if it is refused.

    What `act` raises of KEPT is said in the form, beside the fields where it concerns some; other
    errors are said on a page of their own. `origin` is ours.

    Raises ForeignFormError for what no page of ours sent, before anything of it is read.
    """
    if request.method in {"GET", "HEAD"}:
        return await show(Form())
    await receive(request, origin)
    form = _read(request, model)
    if form.value is None:
        return await _again(show, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return await act(form.value)
    except tuple(KEPT) as refusal:
        status = next(status for kind, status in KEPT.items() if isinstance(refusal, kind))
        if isinstance(refusal, AwayError):
            DATABASE_ERRORS.labels(refusal.why).inc()
        response = await _again(show, form.refused(refusal), status)
        response.headers.update(_when(refusal))
        return response


async def _again(
    show: Callable[[Form[M]], Awaitable[Response]], form: Form[M], status: HTTPStatus
) -> Response:
    response = await show(form)
    response.status_code = status
    return response


def _when(refusal: ShopError) -> dict[str, str]:
    """Say when to send it again, where that is known."""
    if isinstance(refusal, TooManyRequestsError):
        return {"Retry-After": str(refusal.retry_after)}
    return {"Retry-After": str(SOON)} if isinstance(refusal, UnavailableError) else {}


async def receive(request: Request, origin: str, most_fields: int = MOST_FIELDS) -> None:
    """Take in the fields of a form, unless that was done.

    A body may be sent slowly, and a right that was read before it may have ended meanwhile: pages
    of people take the form in first, and read what its sender may do then.

    Raises ForeignFormError for what no page of ours sent, before anything of it is read, else
    UnsupportedError for another kind of body, TooLargeError for one that is too long, and
    TooSlowError for one that does not arrive.
    """
    if not is_from_us(request.headers, origin):
        raise ForeignFormError(FOREIGN)
    if TYPED not in request.scope:
        request.scope[TYPED] = _typed(await _body(request), most_fields)


def _read(request: Request, model: type[M]) -> Form[M]:
    """Read a form that was received; fields that are unknown are passed over."""
    typed: Mapping[str, list[str]] = request.scope[TYPED]
    texts, errors = _cleaned(typed, model)
    try:
        value = model.model_validate(texts)
    except ValidationError as refusal:
        errors += _mistakes(refusal, typed, {one.field for one in errors})
    ours = list(model.model_fields)
    if not errors:
        return Form(typed, value)
    return Form(typed, None, tuple(sorted(errors, key=lambda one: ours.index(one.field))))


async def _body(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != URL_ENCODED:
        raise UnsupportedError(NO_FORM)
    return (await read_body(request, MOST_BYTES)).decode(errors="replace")


def _typed(body: str, most_fields: int) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=most_fields)
    except ValueError:
        raise TooLargeError(TOO_MUCH.filled(most=MOST_BYTES >> 10)) from None
    typed: dict[str, list[str]] = {}
    for name, text in pairs:
        typed.setdefault(name, []).append(text)
    return typed


def _cleaned(
    typed: Mapping[str, list[str]], model: type[BaseModel]
) -> tuple[dict[str, object], list[FieldError]]:
    """Give what the model is made of; a field that was left empty is not there."""
    texts: dict[str, object] = {}
    errors: list[FieldError] = []
    for name, column in model.model_fields.items():
        if column.annotation is SecretStr:  # a password may begin like a formula
            texts[name] = next(iter(typed.get(name, ())), "")
            continue
        try:
            given = [clean for text in typed.get(name, ()) if (clean := values.clean(text))]
        except WrongValueError as fault:
            errors.append(FieldError(name, fault.told(of_form(name), typed[name][0])))
            continue
        if str(column.annotation).startswith("list"):
            texts[name] = given
        elif len(given) > 1:
            errors.append(FieldError(name, TWICE.filled(field=of_form(name))))
        elif given:
            texts[name] = given[0]
    return texts, errors


def _mistakes(
    refusal: ValidationError, typed: Mapping[str, list[str]], known: set[str]
) -> Iterator[FieldError]:
    """Say the first mistake of each field that was not found wrong before."""
    for error in refusal.errors():
        name = str(error["loc"][0]) if error["loc"] else ""
        if name not in known:
            known.add(name)
            text = next(iter(typed.get(name, ())), "")
            yield FieldError(name, told(error, of_form(name), text), text)


def _in(said: Sentence, language: Language) -> str:
    return said.vi if language is Language.VI else said.en
