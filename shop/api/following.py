"""Following the catalogue: its changes and its manifest."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from shop.api import copying
from shop.api.asking import Asked, sent
from shop.api.identifying import look_again, scope_of
from shop.api.limiting import reader_of
from shop.api.schemas import CheckpointSent
from shop.audit import anchors
from shop.errors import ForeignCursorError
from shop.formats.files import FORMATS
from shop.models import FeedFile
from shop.partners import channels
from shop.partners.following import note_checkpoint
from shop.partners.scopes import Scope
from shop.publishing import Head, head, wait_beyond
from shop.queries.cursors import make_cursor, position_of
from shop.queries.listings import MOST_CHANGES, Changes, Published, changes_offered
from shop.readers.digest import BUCKETS, bucket
from shop.services import process, services

JSON = "application/json"
NEW_EPOCH = Sentence(
    "Danh mục vừa bắt đầu kỷ nguyên số mới. Hãy chép lại từ đầu.",
    "A new epoch of the catalogue has begun.",
)
LONGEST_WAIT = 30


class ChangesAsked(Asked):
    since: Annotated[
        str,
        Field(
            max_length=100,
            description="`0` or absent: from the beginning. Else the `next` of an earlier answer.",
        ),
    ] = "0"
    limit: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = MOST_CHANGES
    wait: Annotated[
        int, Field(ge=0, le=LONGEST_WAIT, description="Seconds to wait for a change.")
    ] = 0
    fields: Annotated[
        Literal["all", "ids"], Field(description="`ids`: without the documents themselves.")
    ] = "all"


class DigestAsked(Asked):
    bucket: Annotated[
        int | None, Field(ge=0, le=BUCKETS - 1, description="List this bucket instead.")
    ] = None


async def changes(request: Request, asked: ChangesAsked) -> Response:
    scope = scope_of(request)
    after = await position_of(asked.since, scope)
    if asked.wait:
        most = services(request).settings.held_per_reader
        with process(request).waiting.one_more(reader_of(request), most):
            await wait_beyond(after.serial, asked.wait)
        await look_again(request)
    turns = process(request).turns
    async with await copying.turn(turns, after.serial, asked.limit):
        page = await changes_offered(
            after.serial, asked.limit, documents=asked.fields == "all", scope=scope
        )
        if page.epoch != after.epoch:  # it began while the reader waited
            raise ForeignCursorError(NEW_EPOCH)
        parts = await _body(page, scope)
    return copying.sent(request, turns, parts, JSON)


async def _body(page: Changes, scope: Scope) -> list[bytes]:
    """Splice the documents in as they are stored: they are not decoded and encoded again."""
    first, *others = copying.pieces([_item(listing) for listing in page.items])
    following = await make_cursor(Head(page.epoch, page.next), scope)
    newest = await make_cursor(Head(page.epoch, page.head), scope) if page.has_more else following
    beginning = b'{"epoch":"%b","items":[%b' % (page.epoch.encode(), first)
    ending = b'],"next":"%b","has_more":%b,"head":"%b"}' % (
        following.encode(),
        b"true" if page.has_more else b"false",
        newest.encode(),
    )
    parts = [beginning, *others]
    return [*parts[:-1], parts[-1] + ending]


def _item(listing: Published) -> bytes:
    began = (
        f'{{"serial":{listing.serial},"rev":{listing.rev},"code":"{listing.code}",'
        f'"op":"{{op}}","changed_at":"{listing.changed_at}"'
    )
    if listing.document is None:
        return (began.replace("{op}", "delete") + "}").encode()
    began = began.replace("{op}", "upsert")
    began = f'{began},"digest":"{listing.digest}"'
    if not listing.document:  # only ids were asked for
        return f"{began}}}".encode()
    return f'{began},"listing":{listing.document}}}'.encode()


async def digest(request: Request, asked: DigestAsked) -> Response:
    scope = scope_of(request)
    if asked.bucket is not None:
        found = await bucket(asked.bucket, scope)
        items = [{"code": code, "rev": rev, "digest": of} for code, rev, of in found.items]
        return await _stands(found.head, scope, bucket=asked.bucket, items=items)
    kept = process(request).digest
    seen = await kept.now(scope)
    return await _stands(seen.head, scope, buckets=seen.buckets)


async def checkpoint(request: Request, _: Asked) -> Response:
    told = await sent(request, CheckpointSent)
    scope = scope_of(request)
    at = await position_of(told.cursor, scope, field="cursor")
    seen = await head()
    await note_checkpoint(request.state.caller, at)
    return await _stands(seen, scope, cursor=told.cursor, behind=max(0, seen.serial - at.serial))


async def _stands(at: Head, scope: Scope, **more: Any) -> Response:
    """Answer with the place of the log that the answer belongs to."""
    body = {"epoch": at.epoch, "head": await make_cursor(at, scope), **more}
    return Response(orjson.dumps(body), media_type=JSON, headers={"Cache-Control": "no-cache"})


def _pictures(name: str, drawn: Mapping[str, bool]) -> dict[str, bool]:
    """Say of a channel's file whether goods that have only drawings may be in it."""
    form = next(one for one in FORMATS if name.startswith(one.name))
    return {"drawn_pictures": drawn[form.channel]} if form.channel else {}


async def manifest(request: Request, _: Asked) -> Response:
    origin, seen, scope = services(request).settings.base_url, await head(), scope_of(request)
    files = await FeedFile.filter(epoch=seen.epoch).order_by("name").values()
    drawn = {key: rule.drawn_pictures for key, rule in (await channels.rules()).items()}
    sealed = await anchors.head()
    serials = {file["serial"] for file in files}
    cursors = {serial: await make_cursor(Head(seen.epoch, serial)) for serial in serials}
    body = orjson.dumps(
        {
            "base_url": origin,
            "epoch": seen.epoch,
            "head": await make_cursor(seen, scope),
            "files": [
                {
                    "name": file["name"],
                    "url": f"{origin}/feeds/{file['name']}",
                    "bytes": file["bytes"],
                    "items": file["items"],
                    "sha256": file["digest"],
                    "serial": file["serial"],
                    "cursor": cursors[file["serial"]],
                    "built_at": file["built_at"],
                    **_pictures(file["name"], drawn),
                }
                for file in files
            ],
            "audit": sealed.told() if sealed else None,
        },
        option=orjson.OPT_UTC_Z,
    )
    return Response(body, media_type=JSON, headers={"Cache-Control": "no-cache"})
