"""Reading what a request asks or sends: all is known, given once, and typed; or it is refused."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import ErrorDetails
from starlette.requests import Request

from media.sentences import Sentence
from shop.errors import (
    BadQueryError,
    FieldError,
    InvalidError,
    UnsupportedError,
    mistakes,
)
from shop.http.bodies import read_body

JSON = "application/json"
MOST_BYTES = 64 * 1024
"""Of a JSON body, unless an operation takes more."""
MOST_ERRORS = 20
"""Mistakes that one answer names: it must not grow with what is thrown at it."""
TWICE = Sentence(
    "{field} được gửi hai lần. Hãy chỉ gửi một lần.", "{field} is given twice; give it once."
)
UNKNOWN = Sentence(
    "{field} không phải tham số ở đây. Hãy dùng một trong: {known}.",
    "{field} is not a parameter here; known are: {known}.",
)
NONE_KNOWN = Sentence(
    "Địa chỉ này không nhận tham số. Hãy bỏ hết tham số.",
    "There are no parameters here.",
)
NO_JSON = Sentence("Hãy gửi {kind}.", "Send {kind}.")
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The character U+0000 as JSON writes it, and no escaped backslash before the same letters."""
NO_NUL = Sentence(
    "Nội dung có ký tự U+0000. Hãy bỏ ký tự này rồi gửi lại.",
    "There is the character U+0000 in it; leave it out and send it again.",
)
MISUNDERSTOOD = Sentence(
    "Nội dung gửi lên có chỗ không đọc được. Hãy sửa chỗ sai rồi gửi lại.",
    "What was sent is not understood.",
)


class Asked(BaseModel):
    """The parameters of an operation; list fields may be given several times, others once."""

    model_config = ConfigDict(extra="forbid", frozen=True)


A = TypeVar("A", bound=Asked)
S = TypeVar("S", bound=BaseModel)


def asked(request: Request, model: type[A]) -> A:
    """Read the parameters of a request.

    Raises BadQueryError naming each that is unknown, doubled or not of its kind. U+0000 is right
    in none: PostgreSQL cannot keep it.
    """
    given = request.query_params.multi_items()
    known = {field.alias or name: field for name, field in model.model_fields.items()}
    lists = {name for name, field in known.items() if str(field.annotation).startswith("list")}
    values: dict[str, object] = {}
    errors: list[FieldError] = []
    for name, text in given:
        if len(errors) == MOST_ERRORS:
            break
        if wrong := _wrong(name, text, known):
            errors.append(wrong)
        elif name in lists:
            values.setdefault(name, [])
            values[name].append(text)  # type: ignore[attr-defined] # it is the list made above
        elif name in values:
            errors.append(FieldError(name, TWICE.filled(field=name), text[:100]))
        else:
            values[name] = text
    if errors:
        raise BadQueryError(errors)
    try:
        return model.model_validate(values)
    except ValidationError as refused:
        raise BadQueryError(_in_words(refused)) from None


async def sent(
    request: Request, model: type[S], *, most: int = MOST_BYTES, is_kept: bool = True
) -> S:
    """Read a JSON body of so many bytes at most.

    Raises UnsupportedError, TooLargeError, TooSlowError, or InvalidError naming each field that is
    not right. U+0000 is right in none of what `is_kept`.
    """
    body = await sent_bytes(request, most)
    if is_kept and NUL.search(body):
        raise InvalidError(NO_NUL, _fields_with_nul(body))
    return understood(body, model)


async def sent_bytes(request: Request, most: int = MOST_BYTES) -> bytes:
    """Give the JSON that a request brings. Raises what `sent` raises of what is no body of ours."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise UnsupportedError(NO_JSON.filled(kind=JSON))
    return await read_body(request, most)


def understood(body: bytes, model: type[S]) -> S:
    """Read JSON. Raises InvalidError naming each field that is not right."""
    try:
        return model.model_validate_json(body)
    except ValidationError as refused:
        raise misunderstood(refused) from None


@dataclass(frozen=True, slots=True)
class Misread:
    """An item of a batch that was not understood."""

    given: Any
    errors: list[FieldError]


def _each(given: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(given)
    except ValidationError as refused:
        return Misread(given, _in_words(refused))


EACH = WrapValidator(_each)
"""Of items of a batch: one that is not understood is `Misread`, and no mistake of the others."""


def _fields_with_nul(body: bytes) -> list[FieldError]:
    """Name the fields that hold U+0000, as far as what was sent can be read."""
    try:
        read = orjson.loads(body)
        fields = read.items() if isinstance(read, dict) else ()
        held = [name for name, value in fields if NUL.search(orjson.dumps({name: value}))]
    except (ValueError, TypeError):  # no JSON, or too deep to be written again
        return []
    return [FieldError(name[:100], NO_NUL) for name in held[:MOST_ERRORS]]


def misunderstood(refused: ValidationError) -> InvalidError:
    """Say which fields were not understood, and why."""
    return InvalidError(MISUNDERSTOOD, _in_words(refused))


def _wrong(name: str, text: str, known: Collection[str]) -> FieldError | None:
    """Say what is wrong with a parameter whatever it is for."""
    if name in known:
        return FieldError(name, NO_NUL, text[:100]) if "\0" in text else None
    names = ", ".join(sorted(known))
    said = UNKNOWN.filled(field=name[:100], known=names) if known else NONE_KNOWN
    return FieldError(name[:100], said, text[:100])


def _in_words(refused: ValidationError) -> list[FieldError]:
    return [_told(error) for error in refused.errors()[:MOST_ERRORS]]


def _told(error: ErrorDetails) -> FieldError:
    field, value = ".".join(map(str, error["loc"]))[:100], _given(error["input"])
    return FieldError(field, mistakes.told(error, field, value), value)


def _given(value: object) -> str:
    """Repeat what was given as its sender wrote it: a text, or JSON, whose numbers have no end.

    Without U+0000, which no database keeps.
    """
    if isinstance(value, bytes):
        return value[:100].decode(errors="replace")
    text = value if isinstance(value, str) else _as_json(value)
    return text[:100].replace("\0", "\ufffd")


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
