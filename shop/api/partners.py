"""What a partner does for itself: looks at its place here, and changes its keys."""

import re
from datetime import datetime
from typing import Annotated, Any

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from shop.api.asking import Asked, sent
from shop.api.operations import JSON, Operation
from shop.api.schemas import Shape
from shop.errors import ForbiddenError, NotFoundError
from shop.models import KeyKind, Right
from shop.partners import following, keys
from shop.partners.keys import Caller, KnownKey
from shop.partners.scopes import Scope

NUMBER = re.compile(r"\d{1,9}", re.ASCII)
CANNOT_GIVE = Sentence(
    "Khoá này không thể cho quyền mà nó không có. Hãy bỏ {rights}.",
    "This key cannot give what it lacks: {rights}.",
)
NO_KEY = Sentence("Không có khoá như vậy. Hãy xem lại số của khoá.", "There is no such key.")


class Key(Shape):
    id: int
    last4: str
    kind: KeyKind
    rights: list[Right]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    sandbox: Annotated[bool, Field(description="What it writes is answered and not kept.")]


class Myself(Shape):
    """A partner as it is known here."""

    name: str
    site: Annotated[str, Field(description="Host that reported addresses must belong to.")]
    scope: Scope
    producer: Annotated[
        str | None, Field(description="Code of the producer whose own system you are.")
    ] = None
    behind: Annotated[int | None, Field(description="Serials, by the last checkpoint.")] = None
    keys: list[Key]


class KeyWanted(Shape):
    days: Annotated[int, Field(ge=1, le=keys.LONGEST_LIFE)] = keys.LONGEST_LIFE
    rights: Annotated[
        list[Right] | None, Field(description="Some of your own; absent: all of them.")
    ] = None
    sandbox: Annotated[
        bool, Field(description="To try with: what it writes is answered and not kept.")
    ] = False


class NewKey(Shape):
    id: int
    key: Annotated[str, Field(description="Told this once.")]
    expires_at: datetime


async def myself(request: Request, _: Asked) -> Response:
    caller = _caller(request)
    lag = await following.lag_of(caller.partner)
    theirs = [_described(key) for key in await keys.keys_of(caller.partner)]
    told = {"name": lag.partner, "site": lag.site, "scope": caller.scope.model_dump(mode="json")}
    of = {"producer": caller.producer} if caller.producer else {}
    behind = {} if lag.behind is None else {"behind": lag.behind}
    return _answer({**told, **of, **behind, "keys": theirs})


async def add_key(request: Request, _: Asked) -> Response:
    caller, wanted = _caller(request), await sent(request, KeyWanted)
    rights = caller.rights if wanted.rights is None else frozenset(wanted.rights)
    if beyond := rights - caller.rights:
        raise ForbiddenError(CANNOT_GIVE.filled(rights=", ".join(sorted(beyond))))
    kept = None if rights == frozenset(Right) else rights
    made = await keys.add_key(
        caller.partner,
        by=caller.name,
        kind=caller.kind,
        days=wanted.days,
        rights=kept,
        is_sandbox=wanted.sandbox,
    )
    return _answer({"id": made.id, "key": made.key, "expires_at": made.expires_at}, 201)


async def revoke_key(request: Request, _: Asked) -> Response:
    caller, key = _caller(request), request.path_params["key"]
    if not NUMBER.fullmatch(key):
        raise NotFoundError(NO_KEY)
    await keys.revoke_key(int(key), by=caller.name, partner=caller.partner, keeps_one=True)
    return Response(status_code=204)


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


def _described(key: KnownKey) -> dict[str, Any]:
    revoked = {"revoked_at": key.revoked_at} if key.revoked_at else {}
    return {
        "id": key.id,
        "last4": key.last4,
        "kind": key.kind,
        "rights": sorted(key.rights),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "sandbox": key.is_sandbox,
        **revoked,
    }


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    data = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    return Response(data, status, {"Cache-Control": "no-store"}, JSON)


OPERATIONS = (
    Operation(
        id="partner",
        path="/api/v1/partner",
        summary="Look at yourself: your scope, your keys, how far you are",
        handler=myself,
        needs_key=True,
        answers=Myself,
    ),
    Operation(
        id="add-key",
        path="/api/v1/keys",
        summary="Make a second key, to change over to",
        handler=add_key,
        method="POST",
        status=201,
        sends=KeyWanted,
        right=Right.KEYS,
        answers=NewKey,
        problems=(413, 415, 422),
    ),
    Operation(
        id="revoke-key",
        path="/api/v1/keys/{key}",
        summary="End a key of yours at once",
        handler=revoke_key,
        method="DELETE",
        right=Right.KEYS,
        status=204,
        answers=None,
        problems=(404, 422),
    ),
)
