"""A person who is signed in sends what they have no right to: it is refused, and the audit told."""

import re
from collections.abc import Iterator

from starlette.requests import Request

from shop.access import Actor
from shop.audit.denials import Denied, Lacks, note_denied
from shop.errors import (
    ForbiddenError,
    ForeignFormError,
    NotFoundError,
    OwnersOnlyError,
    OwnProducerError,
    ShopError,
)
from shop.web.language import language_of

LACKING: dict[type[ShopError], Lacks] = {
    OwnersOnlyError: Lacks.OWNERSHIP,
    OwnProducerError: Lacks.DISTANCE,
    ForbiddenError: Lacks.DUTY,
    NotFoundError: Lacks.REACH,
}
"""The first that fits."""
KIND = re.compile(r":[a-z]+(?=\})")
CODE = re.compile(r"HP-[A-Z]{2,4}-\d{3,6}(?:-\d{1,3})?|[0-9a-z]{26}", re.ASCII)
MOST_ROWS = 10**8
"""A longer number in an address may be that of a telephone."""


async def note_refusal(request: Request, actor: Actor, refusal: ShopError) -> None:
    """Let the audit tell what was refused for want of a right; reading is told nowhere."""
    if request.method != "POST" or isinstance(refusal, ForeignFormError):
        return
    why = next((why for kind, why in LACKING.items() if isinstance(refusal, kind)), None)
    if why:
        subject = next(_named(request), actor.by)
        await note_denied(Denied(actor.by, _page(request), subject, why))


def _page(request: Request) -> str:
    path: str = request.scope["route"].path
    return KIND.sub("", path.removeprefix(language_of(path).prefix))


def _named(request: Request) -> Iterator[str]:
    """Name what stands in the address, unless it may be what a person typed there."""
    for name, text in request.path_params.items():
        if isinstance(text, int) and text < MOST_ROWS:
            yield f"{name} {text}"
        elif isinstance(text, str) and CODE.fullmatch(text):
            yield text
