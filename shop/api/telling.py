"""What the description of the API says in words: of each operation, its part, and of headers."""

import re
from typing import Any, NamedTuple

from shop.api.operations import Operation

SEARCHING, FOLLOWING, FILES, PARTNERS = "search", "following", "files", "partners"
SELLING, WEBHOOKS, CHANNELS, AGENTS, DOCUMENTS = (
    "selling", "webhooks", "channels", "agents", "documents",
)  # fmt: skip
TAGS = {
    SEARCHING: "Finding products, reading one, and the categories that they are sorted by.",
    FOLLOWING: "Copying the whole catalogue and staying in step with it.",
    FILES: "The catalogue as files, for spreadsheets, channels and agents.",
    PARTNERS: "A partner's own keys, and the pictures that it sends.",
    SELLING: "What a partner reports: where it sells, and what is to be had.",
    WEBHOOKS: "Being told that something has changed, instead of asking.",
    CHANNELS: "What each sales channel takes, by which rule, and what keeps goods out.",
    AGENTS: "The Universal Commerce Protocol, for shopping agents.",
    DOCUMENTS: "What programs and their writers read first.",
}


class Told(NamedTuple):
    tag: str
    description: str


TOLD = {
    "search": Told(
        SEARCHING,
        "Case does not matter, marks may be left out, slips are forgiven. Filters of one kind are"
        " alternatives; all kinds that are named must hold.",
    ),
    "listing": Told(
        SEARCHING,
        "The document as `changes` has it, byte for byte. 404: never published. 410: withdrawn, or"
        " not for you.",
    ),
    "categories": Told(
        SEARCHING,
        "Key your own tree of categories on `code`: names may be edited, a code never changes its"
        " meaning. `category.code` of a document, the filter `group` and the keys of a rule's"
        " `categories` are these codes.",
    ),
    "changes": Told(
        FOLLOWING,
        "Begin with `since=0` and follow `next` while `has_more` is true; store each `upsert`, drop"
        " each `delete`; then go on from `next`, with `wait` as a long poll. 400: what you sent was"
        " never a cursor of ours; mend it. 410: start over from `resync`.",
    ),
    "manifest": Told(
        FOLLOWING,
        "A copy may begin with a file: fetch the one whose `sha256` is named, then follow `changes`"
        " from the `cursor` beside it.",
    ),
    "digest": Told(
        FOLLOWING,
        "Once a day, compute the same from your copy and compare, while your cursor is `head`."
        " Where a bucket differs, list it with `bucket` and fetch what differs.",
    ),
    "checkpoint": Told(
        FOLLOWING,
        "Nothing depends on it: it lets the operator see who falls behind.",
    ),
    "pictures": Told(
        PARTNERS,
        "Up to 20 at a time. What is accepted is kept for good when the answer is sent; sending it"
        " again changes nothing.",
    ),
    "partner": Told(PARTNERS, "Any key may ask; no secret is told."),
    "add-key": Told(
        PARTNERS,
        "The key is told this once. Two are good at a time, so that you can change over to it"
        " without a gap. No key can give a right that it lacks.",
    ),
    "revoke-key": Told(PARTNERS, "From its next request on the key is refused; not your last one."),
    "report-sales": Told(
        SELLING,
        "Up to 200 listings, each judged by itself. A report changes no document and moves no"
        " cursor; our page of the product then leads to a `live` address.",
    ),
    "report-availability": Told(
        SELLING,
        "Of packs of products that you reported `live`, each judged by itself. What was said of a"
        " later day stands. This changes documents, so `changes` carries it.",
    ),
    "report-prices": Told(
        SELLING,
        "What you ask at your own shop stands beside the producer's price and changes no document;"
        " from a producer's own system it is the price. Each pack is judged by itself.",
    ),
    "sales": Told(SELLING, "By code; follow `next` while there is one."),
    "add-webhook": Told(
        WEBHOOKS,
        "An https address on the public internet. Its secret is told this once; messages are signed"
        " with it as Standard Webhooks says.",
    ),
    "webhooks": Told(WEBHOOKS, "With the latest message of each, and the latest five given up."),
    "webhook": Told(WEBHOOKS, "With its latest message, and the latest five given up."),
    "remove-webhook": Told(WEBHOOKS, "Nothing more is sent to it."),
    "rotate-webhook": Told(
        WEBHOOKS,
        "Until `former_until` each message carries a signature by either secret.",
    ),
    "replay-webhook": Told(
        WEBHOOKS,
        "What waits is sent now, or else the latest message that was given up. 422: there is none.",
    ),
    "test-webhook": Told(
        WEBHOOKS,
        "A signed test event, by the way that news goes; its `type` is `webhook.test`.",
    ),
    "enable-webhook": Told(WEBHOOKS, "What waited when it was disabled is sent first."),
    "channels": Told(
        CHANNELS, "To the partner who holds a channel its rule is told, too; limits may be stricter"
        " at the channel itself.",
    ),
    "channel": Told(
        CHANNELS,
        "The whole rule each time. It changes that channel's file alone, which is built anew within"
        " seconds; `changes` and documents never know it.",
    ),
    "obstacles": Told(
        CHANNELS,
        "Give `next` as `after` until it is absent. A pack is in the channel's file just when"
        " nothing that is `blocking` concerns it or its product.",
    ),
    "export": Told(
        CHANNELS,
        "A workbook for `shopee`, `lazada` or `tiktok`: first a row for each pack that may go out,"
        " then what is kept out and what to do about it.",
    ),
    "ucp_profile": Told(AGENTS, "Start here: which services there are, and where."),
    "ucp_search": Told(AGENTS, "`search_catalog` of the protocol: a query, a filter, or both."),
    "ucp_lookup": Told(AGENTS, "`lookup_catalog`: up to 50 product codes, SKUs or GTINs."),
    "ucp_product": Told(AGENTS, "`get_product`: one product, and a pack of it if that is named."),
    "llms": Told(DOCUMENTS, "As llmstxt.org lays it out."),
    "partners-document": Told(DOCUMENTS, "All that partners build from, in Markdown."),
    "partners-changes": Told(DOCUMENTS, "What is new for partners, the latest first, in Markdown."),
}  # fmt: skip
OF_A_FILE = Told(
    FILES,
    "Built within seconds of a change and replaced whole; the same catalogue makes the same bytes."
    " Go on with `Range` and `If-Range` where a download stopped.",
)


VERSION = re.compile(r"_(v\d+|earlier)$")


def told_of(operation: Operation) -> dict[str, Any]:
    """Say of an operation what it is a part of, and what its summary leaves out."""
    told = OF_A_FILE if is_file(operation) else TOLD.get(subject_of(operation.id))
    tag, description = told or (DOCUMENTS, operation.summary)  # the tests want words of its own
    return {"tags": [tag], "description": description}


def is_file(operation: Operation) -> bool:
    return operation.path.startswith("/feeds/")


def subject_of(operation_id: str) -> str:
    """Name what the versions of one operation have in common; its words are those of all."""
    return VERSION.sub("", operation_id)


def _header(description: str, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


HEADERS = {
    "RateLimit": _header(
        'How much is left, such as `"partner";r=5990;t=60`: requests, and the seconds after which'
        " what was used has come back. As the IETF's draft on RateLimit header fields has it;"
        " absent where there is no limit."
    ),
    "RateLimit-Policy": _header(
        'The share it is taken from, such as `"partner";q=6000;w=60`: requests and seconds.'
    ),
    "Retry-After": _header("Seconds to wait before the next attempt.", "integer"),
    "WWW-Authenticate": _header("`Bearer`: what kind of key would be right."),
    "X-Request-ID": _header("Names the request; quote it when something is wrong."),
    "ETag": _header("Send it back in `If-None-Match` and save the download."),
    "X-Catalogue-Serial": _header("What you got is at least as new as this serial.", "integer"),
    "Content-Digest": _header("SHA-256 of what is sent (RFC 9530); on whole answers only."),
    "Idempotent-Replayed": _header("`true`: the answer of before, and nothing was done again."),
    "X-Catalogue-Sandbox": _header("`true`: the key is one to try with; nothing was kept."),
    "Repr-Digest": _header("SHA-256 of the whole file (RFC 9530)."),
}
WEBHOOK = {
    "tags": [WEBHOOKS],
    "description": "Sent to each webhook after changes, as Standard Webhooks says. Answer 2xx at"
    " once, then read `changes` from your own cursor to its end. The same message may come twice.",
    "parameters": [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": description,
            "schema": {"type": "string"},
        }
        for name, description in {
            "webhook-id": "The message's: the same at each attempt.",
            "webhook-timestamp": "Of the attempt, in seconds since 1970.",
            "webhook-signature": "`v1,` and a signature; one for each secret, parted by blanks.",
        }.items()
    ],
}
