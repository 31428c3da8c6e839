"""Paging through a search of an agent: the cursor is the offset, bound to what was searched for."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256
from typing import Any

import orjson

from media.sentences import Sentence
from shop.api.agents.asked import SearchAsking
from shop.errors import InvalidError
from shop.queries.finding import DEEPEST

OTHER_SEARCH = Sentence(
    "Con trỏ này không thuộc lần tìm này. Hãy gửi pagination.cursor của lần trả lời trước với cùng"
    " câu hỏi, hoặc bỏ trống.",
    "This cursor is not of this search: send pagination.cursor of its last answer with the same"
    " query and filters, or none to begin.",
)


def offset(asking: SearchAsking) -> int:
    """Read the cursor of a request. Raises InvalidError when it is not of this search."""
    cursor = asking.pagination.cursor
    if not cursor:
        return 0
    try:
        mark, _, digits = urlsafe_b64decode(cursor.encode()).decode("ascii").partition(".")
    except (Error, UnicodeError):
        mark = digits = ""
    known = mark == _mark(asking) and digits.isdigit() and len(digits) <= len(str(DEEPEST))
    if not known or int(digits) > DEEPEST:
        raise InvalidError(OTHER_SEARCH)
    return int(digits)


def pagination(asking: SearchAsking, behind: int, total: int) -> dict[str, Any]:
    """Say whether there is more beyond what has been read.

    Without `total_count`: the index counts goods, too, that agents are not offered.
    """
    if not offset(asking) < behind < total or behind > DEEPEST:
        return {"has_next_page": False}
    text = f"{_mark(asking)}.{behind}".encode()
    return {"has_next_page": True, "cursor": urlsafe_b64encode(text).decode()}


def _mark(asking: SearchAsking) -> str:
    narrowed = asking.filters.model_dump(mode="json", include={"categories", "price"})
    asked = [asking.query, narrowed, asking.context.currency]
    return sha256(orjson.dumps(asked)).hexdigest()[:12]
