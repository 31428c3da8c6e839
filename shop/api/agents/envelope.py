"""What stands around every UCP answer: the version, the capability, and messages.

The version is the earlier one; `spoken` (shop/api/agents/versions.py) says an answer in another.
"""

from http import HTTPStatus
from typing import Any

from shop.api.agents.versions import EARLIER
from shop.errors import (
    InvalidError,
    OtherVersionError,
    ShopError,
    TooLargeError,
    TooManyItemsError,
    TooManyRequestsError,
    UnknownKeyError,
)

Thing = dict[str, Any]
SEARCH = "dev.ucp.shopping.catalog.search"
LOOKUP = "dev.ucp.shopping.catalog.lookup"
NOT_FOUND, ITEM_UNAVAILABLE = "not_found", "item_unavailable"
RECOVERABLE, UNRECOVERABLE = "recoverable", "unrecoverable"
CODES: dict[type[ShopError], str] = {
    TooManyItemsError: "request_too_large",
    TooLargeError: "request_too_large",
    TooManyRequestsError: "rate_limited",
    UnknownKeyError: "unauthorized",
    OtherVersionError: "version_unsupported",
    InvalidError: "invalid_request",
}
MOST_TOLD = 100
"""Characters of what was sent that a message repeats."""


def metadata(capability: str | None, status: str = "success") -> Thing:
    known = {capability: [{"version": EARLIER}]} if capability else {}
    return {"version": EARLIER, "status": status, "capabilities": known}


def info(code: str, content: str, **more: str) -> Thing:
    return {"type": "info", "code": code, "content": content, **more}


def warning(code: str, content: str, **more: str) -> Thing:
    return {"type": "warning", "code": code, "content": content, **more}


def failure(
    code: str, content: str, severity: str = UNRECOVERABLE, capability: str | None = None
) -> Thing:
    """Answer with `error_response`: there is nothing to give."""
    told = {"type": "error", "code": code, "content": content, "severity": severity}
    return {"ucp": metadata(capability, "error"), "messages": [told]}


def refused(error: Exception, status: int, incident: str | None = None) -> Thing:
    """Say a refusal of ours as UCP does; of a failure only the incident's number."""
    usual = HTTPStatus(status).name.lower()
    code = next((code for kind, code in CODES.items() if isinstance(error, kind)), usual)
    if isinstance(error, ShopError):
        return failure(code, in_words(error), RECOVERABLE)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return failure(code, f"Something failed here; incident {incident}.")
    return failure(code, HTTPStatus(status).description or HTTPStatus(status).phrase)


def in_words(error: ShopError) -> str:
    """Give the sentence, and after it what is wrong with which field."""
    fields = error.errors if isinstance(error, InvalidError) else []
    return " ".join([str(error), *(one.line.en for one in fields)])


def short(text: str) -> str:
    return text if len(text) <= MOST_TOLD else text[: MOST_TOLD - 1] + "…"
