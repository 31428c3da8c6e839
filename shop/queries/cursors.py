"""Cursors: what a reader of the change log is given, gives back, and what that stands for.

`epoch.serial`, then the key of a narrower scope, then a tag of the change that had the serial
(docs/adr/0055). Readers take them as they are.
"""

import re
from hashlib import sha256
from typing import Any

from media.sentences import Sentence
from shop.database import select_by_key
from shop.errors import BadQueryError, FieldError, ForeignCursorError
from shop.partners.scopes import EVERYTHING, Scope
from shop.publishing import Head, head
from shop.queries.listings import as_moment

SHAPE = re.compile(
    r"(?P<epoch>[0-9a-f]{16})\.(?P<serial>0|[1-9]\d{0,18})"
    r"(?:\.(?P<key>[0-9a-f]{12}))?(?:\.(?P<tag>[0-9a-f]{1,15}-[0-9a-f]{8}))?",
    re.ASCII,
)
BEGINNING = frozenset({"", "0"})
NOT_OURS = Sentence(
    "Đây không phải con trỏ của chúng tôi. Hãy gửi lại nguyên văn `next` đã nhận, hoặc 0.",
    "This is no cursor of ours. Send the `next` that you got, letter by letter, or 0.",
)
OTHER_EPOCH = Sentence(
    "Con trỏ này không thuộc kỷ nguyên số hiện nay. Hãy chép lại từ đầu.",
    "This cursor is not of this catalogue's present epoch.",
)
OTHER_SCOPE = Sentence(
    "Con trỏ này thuộc phạm vi khác với phạm vi của khoá. Hãy chép lại từ đầu.",
    "This cursor is of another scope than the key's present one.",
)
AHEAD = Sentence(
    "Con trỏ này vượt quá mốc mới nhất của danh mục. Hãy chép lại từ đầu.",
    "This cursor is ahead of the catalogue.",
)
OVERTAKEN = Sentence(
    "Danh mục đã được phục hồi từ bản cũ hơn con trỏ này. Hãy chép lại từ đầu.",
    "The catalogue was put back and went another way than this cursor.",
)
LATEST_AT = """
SELECT v.id, v.code, v.rev, v.digest, v.at FROM listing l
  JOIN listing_version v ON v.code = l.code AND v.rev = l.rev
WHERE l.serial = ? ORDER BY v.id DESC LIMIT 1
""".strip()
WRITTEN = "SELECT id, code, rev, digest, at FROM listing_version WHERE id = ?"


def cursor_of(epoch: str, serial: int, scope: Scope = EVERYTHING) -> str:
    """Name a place of the log without its tag: for what is compared here, and never read on from.

    It is taken as a cursor too, as those are that were given out before there were tags.
    """
    return f"{epoch}.{serial}" if scope.is_everything else f"{epoch}.{serial}.{scope.key}"


async def make_cursor(at: Head, scope: Scope = EVERYTHING) -> str:
    """Make the opaque cursor that a reader of a scope is given.

    Without a tag where the code that had the serial has changed again since.
    """
    rows = await select_by_key(LATEST_AT, at.serial)
    named = cursor_of(at.epoch, at.serial, scope)
    return f"{named}.{_tag(at.serial, rows[0])}" if rows else named


async def position_of(cursor: str, scope: Scope = EVERYTHING, *, field: str = "since") -> Head:
    """Tell which epoch and serial the cursor of a reader of a scope stands for.

    Another process may have given it out a moment ago: before it is refused, the clock is looked
    at afresh. Raises BadQueryError naming the field for what was never a cursor, and
    ForeignCursorError where the reader must start over.
    """
    if cursor in BEGINNING:
        return Head((await head()).epoch, 0)
    if not (read := SHAPE.fullmatch(cursor)):
        raise BadQueryError([FieldError(field, NOT_OURS, cursor[:100])])
    try:
        at = _place(read, await head(), scope)
    except ForeignCursorError:
        at = _place(read, await head(afresh=True), scope)
    if tag := read["tag"]:
        await _must_have_been(at.serial, tag)
    return at


def _place(read: re.Match[str], seen: Head, scope: Scope) -> Head:
    if read["epoch"] != seen.epoch:
        raise ForeignCursorError(OTHER_EPOCH)
    if (read["key"] or "") != scope.key:
        raise ForeignCursorError(OTHER_SCOPE)
    if int(read["serial"]) > seen.serial:
        raise ForeignCursorError(AHEAD)
    return Head(seen.epoch, int(read["serial"]))


async def _must_have_been(serial: int, tag: str) -> None:
    """Raise ForeignCursorError unless this database gave the serial to the change of the tag."""
    number, _, _ = tag.partition("-")
    rows = await select_by_key(WRITTEN, int(number, 16))
    if not rows or _tag(serial, rows[0]) != tag:
        raise ForeignCursorError(OVERTAKEN)


def _tag(serial: int, version: Any) -> str:
    """Name a change by its row, and by a hash of what it was: versions stay, and are not edited."""
    said = [serial, version["code"], version["rev"], version["digest"], as_moment(version["at"])]
    hashed = sha256(" ".join(map(str, said)).encode()).hexdigest()
    return f"{version['id']:x}-{hashed[:8]}"
