"""Messages by Zalo's notification service (ZNS), which has approved texts of ours as templates.

Its interface, as programs of others use it (POST /message/template, GET /message/status with the
header `access_token`): an answer is 200 also where it refuses, and `error` then is not 0. A
template has the facts of our text by name, and of a code `otp`.
"""

import re
from typing import Any

from shop.accounts.postmen.gateways import Gateway
from shop.accounts.postmen.letters import Letter, NotSentError, Way
from shop.accounts.texts import CODE
from shop.config import Settings

RECEIPT = re.compile(r"[0-9A-Za-z_-]{1,64}")
DELIVERED = 1
HIGHEST_ERROR = 9_999
"""A longer figure might be a telephone number, which is noted nowhere."""


class ZaloPostman:
    """Sends letters for which there is a template, and asks whether they arrived."""

    way = Way.ZALO

    def __init__(self, settings: Settings) -> None:
        shown = {"access_token": settings.zalo_key.get_secret_value()}
        self._gateway = Gateway("Zalo's gateway", settings.zalo_url, shown)
        self._templates = settings.templates

    def knows(self, what: str) -> bool:
        return what in self._templates

    async def send(self, letter: Letter) -> str:
        facts = {"otp" if name == CODE else name: fact for name, fact in letter.facts.items()}
        body = {
            "phone": _phone(letter),
            "template_id": self._templates[letter.what],
            "template_data": facts,
            "tracking_id": letter.id,
        }
        answer = _accepted(await self._gateway.post("/message/template", body))
        receipt = str(answer.get("msg_id", ""))
        return receipt if RECEIPT.fullmatch(receipt) else ""

    async def has_arrived(self, letter: Letter, receipt: str) -> bool:
        asked = {"message_id": receipt, "phone": _phone(letter)}
        answer = _accepted(await self._gateway.get("/message/status", **asked))
        return answer.get("status") == DELIVERED


def _phone(letter: Letter) -> str:
    return letter.address.text.removeprefix("+")


def _accepted(answer: dict[str, Any]) -> dict[str, Any]:
    error = answer.get("error")
    if error != 0:
        known = error if isinstance(error, int) and abs(error) <= HIGHEST_ERROR else "oddly"
        raise NotSentError(f"Zalo's gateway answered {known}")
    data = answer.get("data")
    return data if isinstance(data, dict) else {}
