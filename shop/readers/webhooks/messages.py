"""What a webhook is told, and how it knows that we say it (Standard Webhooks 1.0).

The body says where the catalogue stands and not what changed: a partner that reads `changes` from
its cursor needs no more, and a message that is late, doubled or lost does no harm. It is made of
what never changes about a message, so each attempt sends the same bytes under the same id.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from standardwebhooks import Webhook as Signer

from shop.publishing import Head
from shop.queries.cursors import cursor_of

TYPE = "catalogue.changed"
TEST = "webhook.test"
"""Of a message that the partner asked for; all else is as in the others."""


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    at: Head
    created_at: datetime
    type: str = TYPE

    def body(self) -> bytes:
        return orjson.dumps(
            {
                "type": self.type,
                "timestamp": self.created_at.astimezone(UTC).replace(microsecond=0),
                "data": {
                    "epoch": self.at.epoch,
                    "head": cursor_of(self.at.epoch, self.at.serial),
                },
            },
            option=orjson.OPT_UTC_Z,
        )


def signed(message: Message, secrets: list[str], at: datetime) -> dict[str, str]:
    """Give the headers of an attempt: one signature for each secret that is good now."""
    body = message.body().decode()
    signatures = [Signer(secret).sign(message.id, at, body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
