"""Taking pictures in: any key may send some; the key of a service of ours also shows them."""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from media.accept import Incoming
from media.failpoints import reach
from media.limits import (
    LONGEST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    MOST_PIXELS_OF_HEIC,
    MOST_PIXELS_OF_JPEG,
    SHORTEST_SIDE,
)
from media.refusing import TOO_HEAVY, Refused
from media.sentences import Sentence
from shop import photos
from shop.api.asking import Asked
from shop.errors import (
    NO_PRODUCT,
    FieldError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RefusedPicturesError,
    ShopError,
    TooLargeError,
    TooManyRequestsError,
    UnavailableError,
)
from shop.errors.mistakes import WrongValueError
from shop.http.multipart import Form, Upload, read_form
from shop.inputs import values
from shop.inputs.tables import PhotoInput
from shop.metrics import count_not_taken, count_refused
from shop.models import Picture, Product
from shop.partners.keys import Caller
from shop.photos import Brought, Room
from shop.photos.uploads import bring_all, settle
from shop.services import services

FIELDS = {
    "product": "Code of the product that is to show them; needs a service key.",
    "view_vi": "What is seen beside the product itself, in Vietnamese: mặt sau, vườn cây …",
    "view_en": "The same in English.",
    "licence": "Licence of the pictures, as an SPDX identifier.",
}
LONGEST = {"product": 16, "view_vi": 120, "view_en": 120, "licence": 60}
FORM = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {
                "picture": {
                    "type": "array",
                    "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "minItems": 1,
                    "maxItems": 20,
                    "description": f"JPEG, PNG, WebP or HEIC; {MOST_BYTES >> 20} MiB each, 60 MiB "
                    f"together, at most {MOST_PIXELS // 1_000_000} megapixels (HEIC "
                    f"{MOST_PIXELS_OF_HEIC // 1_000_000}, JPEG {MOST_PIXELS_OF_JPEG // 1_000_000}),"
                    f" {SHORTEST_SIDE} to {LONGEST_SIDE:,} pixels a side.",
                },
                **{
                    name: {"type": "string", "maxLength": LONGEST[name], "description": about}
                    for name, about in FIELDS.items()
                },
            },
            "required": ["picture"],
            "additionalProperties": False,
        }
    }
}
DAY = 24 * 60 * 60
BUSY = Sentence(
    "Đang có quá nhiều ảnh gửi đến. Hãy gửi lại sau một phút.",
    "Too many pictures are arriving; send them again in a minute.",
)
NO_FIELD = Sentence(
    "{field} không phải trường ở đây. Hãy dùng một trong: picture, {known}.",
    "{field} is not a field here; known are: picture, {known}.",
)
TOO_LONG = Sentence(
    "{field} quá dài. Hãy rút xuống còn {most} ký tự.", "{field} has at most {most} characters."
)
NOT_FOR_FILES = Sentence(
    "{field} không phải trường để gửi tệp. Hãy gửi tệp ở trường picture.",
    "{field} is not a field for files; send them as picture.",
)
NO_PICTURE = Sentence(
    "Chưa có picture. Hãy gửi từ một đến hai mươi tệp.",
    "The field picture is missing; send one to twenty files.",
)
NEEDS_SERVICE = Sentence(
    "Khoá này không được gắn ảnh vào sản phẩm. Hãy dùng khoá của dịch vụ.",
    "Showing pictures on a product needs the key of a service.",
)
Verdict = dict[str, Any]
_arriving = asyncio.Semaphore(64)
"""Forms that one process reads at a time; each holds up to twenty files open."""


@dataclass(frozen=True, slots=True)
class Sender:
    by: str
    most_a_day: int
    """New pictures; 0: no limit."""


@dataclass(slots=True)
class Arriving:
    """A picture on its way in: once its first bytes told enough, the rest is not kept."""

    picture: Incoming
    refusal: Refused | None = None

    def write(self, chunk: bytes) -> None:
        """Raise TooLargeError for a picture so heavy that no more of the form is read."""
        if self.refusal:
            return
        try:
            self.picture.write(chunk)
        except Refused as refused:
            if refused.said is TOO_HEAVY:
                count_refused(refused)
                raise TooLargeError(refused.said) from None
            self.refusal = refused


async def take(request: Request, _: Asked) -> Response:
    """Take the pictures of a form, each by itself; those called accepted are kept for good."""
    caller: Caller = request.state.caller
    if _arriving.locked():
        count_not_taken("busy")
        raise UnavailableError(BUSY)
    async with _arriving:
        return await _take_all(request, caller)


async def _take_all(request: Request, caller: Caller) -> Response:
    with ExitStack() as stack:
        folder = services(request).room.folder
        form = await read_form(request, lambda: Arriving(stack.enter_context(Incoming(folder))))
        said = _said(form)
        await _may_show(said.get("product"), caller)
        reach("body-read")
        verdicts = await _taken(request, form, said, caller)
    if not any(verdict["accepted"] for verdict in verdicts):
        raise _refusal(verdicts)
    return Response(orjson.dumps({"pictures": verdicts}), media_type="application/json")


def _refusal(verdicts: list[Verdict]) -> ShopError:
    reasons = [Sentence(**one["reason"]) for one in verdicts]
    if set(reasons) == {photos.ENOUGH}:
        return TooManyRequestsError(photos.ENOUGH, DAY)
    errors = [FieldError(one["file"], why) for one, why in zip(verdicts, reasons, strict=True)]
    return RefusedPicturesError(errors, verdicts)


def _said(form: Form[Arriving]) -> dict[str, str]:
    """Read the fields. Raises InvalidError naming all that is wrong."""
    wrong = [
        FieldError(name[:40], NO_FIELD.filled(field=name[:40], known=", ".join(FIELDS)))
        for name in form.fields
        if name not in FIELDS
    ]
    said = {}
    for name, text in form.fields.items():
        try:
            said[name] = " ".join(values.clean(text).split())
        except WrongValueError as fault:
            wrong.append(FieldError(name[:40], fault.told(name[:40], text)))
    wrong += [
        FieldError(name, TOO_LONG.filled(field=name, most=most), said[name][:100])
        for name, most in LONGEST.items()
        if len(said.get(name, "")) > most
    ]
    wrong += [
        FieldError(one.field[:40], NOT_FOR_FILES.filled(field=one.field[:40]))
        for one in form.uploads
        if one.field != "picture"
    ]
    if not form.uploads:
        wrong.append(FieldError("picture", NO_PICTURE))
    if wrong:
        raise InvalidError(wrong[0].line, wrong)
    return said


async def _may_show(code: str | None, caller: Caller) -> None:
    if not code:
        return
    if not caller.may_show_pictures:
        raise ForbiddenError(NEEDS_SERVICE)
    if not await Product.exists(code=code):
        raise NotFoundError(NO_PRODUCT.filled(code=code))


async def _taken(
    request: Request, form: Form[Arriving], said: dict[str, str], caller: Caller
) -> list[Verdict]:
    held = services(request)
    most = 0 if caller.may_show_pictures else held.settings.pictures_per_day
    room, sender = held.room.hurried(), Sender(caller.name, most)
    good = [one.file.picture for one in form.uploads if not one.file.refusal]
    brought = await bring_all(good, room, by=sender.by, most=most)
    verdicts = [await _take(one, said, sender, room, brought) for one in form.uploads]
    await settle(good, brought, room)
    return verdicts


async def _take(
    upload: Upload[Arriving], said: dict[str, str], sender: Sender, room: Room, brought: Brought
) -> Verdict:
    name = upload.name[:200]
    try:
        if upload.file.refusal:
            raise upload.file.refusal
        described = await _kept_and_shown(upload, said, sender, room, brought)
    except Refused as refused:
        count_refused(refused, day_is_full=refused.said is photos.ENOUGH)
        return {"file": name, "accepted": False, "reason": refused.said._asdict()}
    return {"file": name, "accepted": True, **described}


async def _kept_and_shown(
    upload: Upload[Arriving], said: dict[str, str], sender: Sender, room: Room, brought: Brought
) -> Verdict:
    views = {key: said[key] for key in ("view_vi", "view_en", "licence") if key in said}
    code = said.get("product")
    photo = PhotoInput(picture="", **views)  # type: ignore[arg-type] # the keys are those three
    showing = (code, photo) if code else None
    taken = photos.take_and_show(
        upload.file.picture, room, showing, brought, by=sender.by, most=sender.most_a_day
    )
    return _described(await taken)


def _described(picture: Picture) -> Verdict:
    return {
        "picture": picture.digest,
        "width": picture.width,
        "height": picture.height,
        "placeholder": picture.placeholder,
        "renditions": [
            {"url": f"/media/{one['name']}", **{k: v for k, v in one.items() if k != "name"}}
            for one in picture.renditions
        ],
    }
