"""What is sent and answered, for example: each is right by its schema (tests/api/test_openapi.py).

All of it is made up; the digests are those of the documents beside them.
"""

from hashlib import sha256
from typing import Any

import orjson

EPOCH = "a7c46b1ff778ed7d"
HEAD = f"{EPOCH}.432.1b0-9f31c2d4"
CODE, PACK = "HP-OCOP-0026", "HP-OCOP-0026-1"
DAY, AT = "2026-11-20", "2026-11-23T03:00:05Z"
LISTING = {
    "code": CODE,
    "kind": "ocop",
    "url": f"/san-pham/{CODE}/tra-sen-vi-du",
    "name": {"vi": "Trà sen ví dụ", "en": "Example lotus tea"},
    "category": {
        "code": "12",
        "group": {"vi": "Chè", "en": "Tea"},
        "set": "12",
        "set_name": {
            "vi": "Sản phẩm trà từ thực vật khác",
            "en": "Herbal/other plant infusions",
        },
        "section": {"vi": "Sản phẩm thực phẩm", "en": "Food"},
    },
    "producer": {
        "code": "HP-CS-101",
        "name": "Hợp tác xã Ví Dụ",
        "subject_type": "HTX",
        "commune": {"code": "11728", "name": "Xã Kiến Hưng"},
        "url": "/co-so/HP-CS-101/hop-tac-xa-vi-du",
    },
    "origin": {"commune": {"code": "11728", "name": "Xã Kiến Hưng"}},
    "variants": [
        {
            "sku": PACK,
            "pack": "hộp 100 g",
            "quantity": 100,
            "unit": "g",
            "price": {
                "amount": 185000,
                "currency": "VND",
                "confirmed_on": DAY,
                "confirmed_by": "list",
            },
            "unit_price": {
                "amount": 1850000,
                "currency": "VND",
                "reference": {"value": 1, "unit": "kg"},
            },
        }
    ],
    "evidence": "illustrative",
}
DIGEST = sha256(b"everyone\n" + orjson.dumps(LISTING)).hexdigest()
PICTURE = sha256(b"picture").hexdigest()
KEY = {
    "id": 7,
    "last4": "x4Qz",
    "kind": "partner",
    "sandbox": False,
    "rights": ["keys", "reports", "webhooks"],
    "created_at": "2026-06-01T02:00:00Z",
    "expires_at": "2027-06-01T02:00:00Z",
}
MESSAGE = {
    "id": "msg_3f2c9a6e51d84b07",
    "head": f"{EPOCH}.432",
    "state": "delivered",
    "created_at": "2026-11-23T03:00:02Z",
    "ended_at": AT,
    "status": 204,
    "attempts": 1,
}
HOOK = {"id": "wh_0123456789abcdef01234567", "url": "https://shop.example.vn/hook"}
WEBHOOK = {
    **HOOK,
    "state": "active",
    "created_at": "2026-06-01T02:00:00Z",
    "told": f"{EPOCH}.432",
    "last": MESSAGE,
    "dead": [],
}
SECRET = {**HOOK, "secret": "whsec_YW4gZXhhbXBsZSwgbmV2ZXIgdXNlZCBlbHNld2hlcmU="}
RULE = {
    "percent": 8.5,
    "plus": 2000,
    "round_to": 1000,
    "categories": {"12": "100639", "trai-cay": "100630", "ocop": "100629"},
}
CHANNEL = {
    "channel": "google",
    "name": "Google Merchant Center",
    "file": "google.xml",
    "fetches": True,
    "requires": ["pack", "source", "picture", "way_to_buy", "price", "availability"],
    "bans": ["not_online", "adults_only"],
    "banned_kinds": ["live_animals", "tobacco"],
    "drawn_pictures": False,
    "takes_preorders": False,
    "price_as_on_page": True,
    "longest_title": 150,
    "least_picture_side": 100,
    "rule": {**RULE, "drawn_pictures": False},
}
CATALOGUE_CHANGED = {
    "type": "catalogue.changed",
    "timestamp": "2026-11-23T03:00:02Z",
    "data": {"epoch": EPOCH, "head": f"{EPOCH}.432"},
}
UCP = {"version": "2026-04-08", "status": "success"}
SENT: dict[str, Any] = {
    "checkpoint": {"cursor": HEAD},
    "add-key": {"days": 365, "rights": ["reports"]},
    "report-sales": {
        "sales": [{"code": CODE, "state": "live", "url": "https://shop.example.vn/p/26"}]
    },
    "report-availability": {
        "packs": [{"sku": PACK, "availability": "out_of_stock", "on": DAY}],
    },
    "report-prices": {"packs": [{"sku": PACK, "price": 110000, "on": DAY}]},
    "add-webhook": {"url": "https://shop.example.vn/hook"},
    "channel": RULE,
    "ucp_search": {"query": "trà sen", "pagination": {"limit": 5}},
    "ucp_lookup": {"ids": [CODE]},
    "ucp_product": {"id": CODE},
}
"""Operation → a body of its requests."""
ANSWERED: dict[str, Any] = {
    "search": {
        "query": "tra sen",
        "understood": "trà sen",
        "changed": False,
        "cut": False,
        "dropped": [],
        "kept": "",
        "near": [],
        "facts": [],
        "total": 1,
        "facets": {"stars": {"4": 1}},
        "plain": False,
        "partial": False,
        "hits": [LISTING],
    },
    "listing": LISTING,
    "categories": {
        "categories": [
            {
                "code": "agricultural",
                "kind": "agricultural",
                "name": {"vi": "Nông sản", "en": "Farm goods"},
                "products": 250,
            },
            {
                "code": "trai-cay",
                "kind": "agricultural",
                "name": {"vi": "Trái cây", "en": "Fruit"},
                "parent": "agricultural",
                "products": 41,
            },
        ]
    },
    "changes": {
        "epoch": EPOCH,
        "items": [
            {
                "serial": 431,
                "rev": 2,
                "code": CODE,
                "op": "upsert",
                "changed_at": "2026-11-23T03:00:00Z",
                "digest": DIGEST,
                "listing": LISTING,
            },
            {
                "serial": 432,
                "rev": 3,
                "code": "HP-NS-0101",
                "op": "delete",
                "changed_at": AT,
            },
        ],
        "next": HEAD,
        "has_more": False,
        "head": HEAD,
    },
    "manifest": {
        "base_url": "https://sanvat.example.vn",
        "epoch": EPOCH,
        "head": HEAD,
        "files": [
            {
                "name": "products.jsonl",
                "url": "https://sanvat.example.vn/feeds/products.jsonl",
                "bytes": 1048576,
                "items": 429,
                "sha256": DIGEST,
                "serial": 432,
                "cursor": HEAD,
                "built_at": AT,
            }
        ],
        "audit": None,
    },
    "digest": {
        "epoch": EPOCH,
        "head": HEAD,
        "bucket": 93,
        "items": [{"code": CODE, "rev": 2, "digest": DIGEST}],
    },
    "checkpoint": {"epoch": EPOCH, "head": HEAD, "cursor": HEAD, "behind": 0},
    "pictures": {
        "pictures": [
            {
                "file": "tra-sen.jpg",
                "accepted": True,
                "picture": PICTURE,
                "width": 1600,
                "height": 1200,
                "placeholder": "data:image/webp;base64,UklGRg==",
                "renditions": [
                    {
                        "url": f"/media/{PICTURE}.webp",
                        "width": 320,
                        "height": 240,
                        "type": "image/webp",
                    }
                ],
            },
            {
                "file": "phim.mp4",
                "accepted": False,
                "reason": {"vi": "Đây không phải ảnh.", "en": "This is no picture."},
            },
        ]
    },
    "partner": {
        "name": "Chợ Ví Dụ",
        "site": "shop.example.vn",
        "scope": {"kind": ["ocop"], "set": [], "commune": [], "stars": [4, 5], "sellable": True},
        "behind": 0,
        "keys": [KEY],
    },
    "add-key": {"id": 8, "key": "hpn_live_example", "expires_at": "2027-11-23T03:00:00Z"},
    "report-sales": {"taken": 1, "refused": 0, "results": [{"code": CODE, "came": "taken"}]},
    "report-availability": {"taken": 1, "refused": 0, "results": [{"sku": PACK, "came": "taken"}]},
    "report-prices": {"taken": 1, "refused": 0, "results": [{"sku": PACK, "came": "taken"}]},
    "sales": {
        "sales": [
            {
                "code": CODE,
                "state": "live",
                "url": "https://shop.example.vn/p/26",
                "note": "",
                "reported_at": AT,
                "clicks": 12,
                "prices": [{"sku": PACK, "price": 110000, "on": DAY}],
            }
        ]
    },
    "add-webhook": SECRET,
    "webhooks": {"webhooks": [WEBHOOK]},
    "webhook": WEBHOOK,
    "rotate-webhook": {**SECRET, "former_until": "2026-11-24T03:00:05Z"},
    "replay-webhook": {"message": MESSAGE["id"]},
    "test-webhook": {"message": MESSAGE["id"]},
    "enable-webhook": WEBHOOK,
    "channels": {"channels": [CHANNEL]},
    "channel": CHANNEL,
    "obstacles": {
        "channel": "google",
        "items": [
            {
                "code": CODE,
                "name": "Trà sen ví dụ",
                "obstacles": [
                    {
                        "code": "illustrative",
                        "concerns": CODE,
                        "field": "evidence",
                        "blocking": True,
                        "vi": "Đây là sản phẩm minh hoạ.",
                        "en": "It is made up as an example.",
                    }
                ],
            }
        ],
        "next": CODE,
    },
    "ucp_search": {"ucp": UCP, "products": [], "messages": []},
    "ucp_lookup": {"ucp": UCP, "products": [], "messages": []},
    "ucp_product": {"ucp": {**UCP, "status": "error"}, "messages": []},
}
"""Operation → what it answers when nothing is refused."""
REFUSED: dict[tuple[str, str], Any] = {
    ("changes", "400"): {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "The query is not understood. since: This is no cursor of ours.",
        "instance": "/api/v1/changes",
        "errors": [
            {"field": "since", "message": "This is no cursor of ours.", "value": "2026-11-23"}
        ],
    },
    ("changes", "410"): {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This cursor is not of this catalogue's present epoch.",
        "instance": "/api/v1/changes",
        "resync": "/api/v1/changes?since=0",
    },
}


def show(operation: str, described: dict[str, Any]) -> None:
    """Put the examples of an operation into its description."""
    if operation in SENT:
        [body] = described["requestBody"]["content"].values()
        body["example"] = SENT[operation]
    for status, answer in described["responses"].items():
        content: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
        if (operation, status) in REFUSED:
            content["example"] = REFUSED[operation, status]
        elif status.startswith("2") and operation in ANSWERED:
            content["example"] = ANSWERED[operation]
