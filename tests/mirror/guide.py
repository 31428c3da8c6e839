"""A partner's copy written from the short version of docs/partners.md, and from nothing of ours."""

import json
from hashlib import sha256


class Follower:
    """Does the four steps, and keeps documents as it got them."""

    def __init__(self, door) -> None:
        self.door = door
        self.cursor = "0"
        self.kept: dict[str, tuple[int, str, dict]] = {}
        self.restarts = 0

    async def catch_up(self) -> None:
        """Steps 1 to 3."""
        seen: set[str] | None = set() if self.cursor == "0" else None
        while True:
            answer = await self.door.get("/api/v1/changes", params={"since": self.cursor})
            if answer.status_code == 410:
                self.cursor, seen = "0", set()
                self.restarts += 1
                continue
            page = answer.json()
            for item in page["items"]:
                self._take(item, seen)
            self.cursor = page["next"]
            if not page["has_more"]:
                break
        if seen is not None:
            self.kept = {code: one for code, one in self.kept.items() if code in seen}

    def _take(self, item, seen) -> None:
        if item["op"] == "delete":
            self.kept.pop(item["code"], None)
            return
        self.kept[item["code"]] = (item["rev"], item["digest"], item["listing"])
        if seen is not None:
            seen.add(item["code"])

    async def compare(self) -> list[int]:
        """Step 4; gives the buckets that differed."""
        while (told := (await self.door.get("/api/v1/digest")).json())["head"] != self.cursor:
            await self.catch_up()
        ours = self._buckets()
        differing = [n for n in range(256) if ours[n] != told["buckets"][n]]
        for number in differing:
            await self._mend(number)
        return differing

    def _buckets(self) -> list[str]:
        lines: list[list[str]] = [[] for _ in range(256)]
        for code in sorted(self.kept, key=str.encode):
            rev, digest, _ = self.kept[code]
            lines[_bucket(code)].append(f"{code} {rev} {digest}\n")
        return [sha256("".join(one).encode()).hexdigest() for one in lines]

    async def _mend(self, number: int) -> None:
        listed = (await self.door.get("/api/v1/digest", params={"bucket": number})).json()["items"]
        theirs = {one["code"]: (one["rev"], one["digest"]) for one in listed}
        for code in [code for code in self.kept if _bucket(code) == number]:
            if code not in theirs:
                del self.kept[code]
        for code, (rev, digest) in theirs.items():
            if self.kept.get(code, ())[:2] != (rev, digest):
                document = (await self.door.get(f"/api/v1/listings/{code}")).json()
                self.kept[code] = (rev, digest, document)

    def documents(self) -> dict[str, dict]:
        return {code: document for code, (_, _, document) in sorted(self.kept.items())}


def as_read(shown: dict[str, bytes]) -> dict[str, dict]:
    return {code: json.loads(document) for code, document in shown.items()}


def _bucket(code: str) -> int:
    return sha256(code.encode()).digest()[0]
