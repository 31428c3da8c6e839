"""The examples of docs/partners.md, sent as they stand there, are answered as they stand there."""

import json
import re
from pathlib import Path

from shop.partners import keys

TEXT = (Path(__file__).parents[2] / "docs" / "partners.md").read_text()
EXAMPLE = re.compile(r"```http\n(\w+) (\S+)\n(.*?)\n\n(.*?)\n```\n\n```json\n(.*?)\n```", re.DOTALL)


async def test_what_is_sent_as_in_the_document_is_answered_as_in_the_document(shop, stopped_clock):
    key = await keys.add_partner("Chợ Việt", by="test", site="example.vn")
    found = EXAMPLE.findall(TEXT.replace("\n\n{", "\n\n\n{"))

    answers = [
        await shop.request(
            method,
            path,
            content=body.encode(),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
                **dict(line.split(": ", 1) for line in more.strip().splitlines()),
            },
        )
        for method, path, more, body, _ in found
    ]

    assert [path for _, path, *_ in found] == [
        "/api/v1/sales", "/api/v1/availability", "/api/v1/prices",
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert [one.json() for one in answers] == [json.loads(said) for *_, said in found]
