"""Takes in what the page of an annex sends: a paste or a file, or the choices of many lines."""

import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel
from starlette.requests import Request

from shop.access import Actor
from shop.errors import ForeignFormError
from shop.http.multipart import Limits, read_form
from shop.http.same_origin import is_from_us
from shop.inputs import values
from shop.inputs.sheets import rows_in
from shop.inputs.workbooks import Rows
from shop.intake.annexes.keeping import Choice, Tables
from shop.intake.annexes.reading import parted
from shop.models import RecognitionType
from shop.services import services
from shop.web.forms import FOREIGN, TYPED, URL_ENCODED, origin_of, receive

MOST_FIELDS = 1000
"""Five of each line on a page, and the form's own."""
LIMITS = Limits(size=8 * 1024 * 1024, files=2, fields=10, longest_field=1024 * 1024)
FILE = "file"
"""In the scope of a request: the file that came with it."""
SKIP, OTHER, MISSING = "skip", "other", "none"
OF_LINE = re.compile(r"stars-([0-9]{1,9})")
"""The field that each line of a form has, whatever was chosen."""
MOST_LETTERS = 200


class Sent(BaseModel):
    """A button of the page, with what its page had shown; what is of lines is read apart."""

    do: str = "save"
    seen: values.Version = 0
    ready: int = 0
    """How many lines the page said it would record."""


class _Saving:
    """Writes a file as it arrives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch(mode=0o600)

    def write(self, chunk: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(chunk)


@asynccontextmanager
async def annex_form(request: Request, _: Actor) -> AsyncIterator[None]:
    """Take in a form of the page, for a page made by `signed_in`; a file is gone once answered.

    Raises what `receive` and `read_form` raise.
    """
    origin = origin_of(request)
    if request.headers.get("content-type", "").lower().startswith(URL_ENCODED):
        await receive(request, origin, MOST_FIELDS)
        yield
        return
    if not is_from_us(request.headers, origin):
        raise ForeignFormError(FOREIGN)
    with TemporaryDirectory(dir=services(request).room.folder) as folder:
        names = iter(Path(folder) / str(n) for n in range(LIMITS.files))
        form = await read_form(request, lambda: _Saving(next(names)), LIMITS)
        request.scope[TYPED] = {name: [text] for name, text in form.fields.items()}
        files = [one.file.path for one in form.uploads if one.file.path.stat().st_size]
        request.scope[FILE] = files[0] if files else None
        yield


def tables_of(request: Request) -> Tables:
    """Give what reads the file that was sent, or else what was pasted."""
    file: Path | None = request.scope.get(FILE)
    [text] = request.scope[TYPED].get("paste", [""])[:1]

    def read() -> Iterable[tuple[str, Rows]]:
        if file is None:
            return [("", list(enumerate(parted(text), 1)))]
        return rows_in(file, parted)

    return read


def choices_of(typed: Mapping[str, Sequence[str]]) -> list[Choice]:
    """Read what was chosen of each line that a form has."""
    found = (OF_LINE.fullmatch(name) for name in typed)
    return [_choice(typed, int(one[1])) for one in found if one]


def _choice(typed: Mapping[str, Sequence[str]], line: int) -> Choice:
    def said(name: str) -> str:
        return typed.get(f"{name}-{line}", [""])[0].strip()[:MOST_LETTERS]

    picked, stars, kind = said("pick"), said("stars"), said("type")
    return Choice(
        line,
        product="" if picked in {SKIP, OTHER, MISSING} else picked,
        other="" if picked == SKIP else said("other"),
        is_skipped=picked == SKIP,
        is_missing=picked == MISSING,
        stars=int(stars) if stars in {"3", "4", "5"} else None,
        type=RecognitionType(kind) if kind in set(RecognitionType) else None,
        ocop_set=said("set")[:2],
    )
