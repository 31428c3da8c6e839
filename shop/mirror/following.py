"""The loop of a mirror: read from my cursor, write what comes, move my cursor."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from shop.mirror.folder import Folder
from shop.mirror.reading import Item, MirrorError, UnreadableError, check, digest_of, item_of
from shop.mirror.source import Source, StartOverError

LONG_POLL = 30
SHORTEST_ROUND = 1.0
"""Seconds between two polls, also of a catalogue that does not let us wait."""
COMPARE_EVERY = 3600.0
"""Seconds between comparisons of the whole copy with the source."""
MOST_MOVES = 50
"""How often a comparison is begun anew because the catalogue moved meanwhile."""
MOST_REPAIRS = 3
MOST_STARTS = 5
"""How often a full copy is begun anew before one is complete."""
MANY = 32
"""Buckets that differ, beyond which a full copy is cheaper."""


class Mirror:
    """Keeps a folder equal to a catalogue."""

    def __init__(
        self, source: Source, folder: Folder, said: Callable[[int], None] = lambda _: None
    ) -> None:
        self.source = source
        self.folder = folder
        self._said = said
        """Hears how many items of a page were taken."""
        self._passed: set[str] = set()
        self._starts = 0

    async def sync_once(self) -> bool:
        """Bring the copy up to date and compare it; tell whether it equals the source."""
        self.folder.tidy()
        await self._catch_up()
        return await self._compare()

    async def follow(self) -> None:
        """Keep the copy up to date until the process ends."""
        await self.sync_once()
        compared = monotonic()
        while True:
            await self._poll()
            if monotonic() - compared > COMPARE_EVERY:
                await self._compare()
                compared = monotonic()

    async def _poll(self) -> None:
        asked = monotonic()
        if not await self._page(wait=LONG_POLL):
            spent = monotonic() - asked
            await self.source.sleep(max(0.0, SHORTEST_ROUND - spent))

    async def _catch_up(self) -> None:
        while await self._page():
            pass

    async def _page(self, wait: int = 0) -> bool:
        """Take in one page; tell whether there is more to read at once."""
        try:
            page = await self.source.changes(self.folder.cursor, wait)
        except StartOverError:
            self._start_over()
            return True
        self._check_moved(page)
        for given in page["items"]:
            await self._take(given)
        self.folder.keep(page["next"], complete=not page["has_more"])
        await self.source.send_checkpoint(page["next"])
        self._said(len(page["items"]))
        return bool(page["has_more"])

    def _start_over(self) -> None:
        """Begin a full copy, but not for ever."""
        if self._starts == MOST_STARTS:
            raise MirrorError(f"{self.source.url} answers 410 to every cursor, also to its own.")
        self._starts += 1
        self._passed.clear()
        self.folder.start_over()

    def _check_moved(self, page: dict[str, Any]) -> None:
        """Raise MirrorError for a page that promises more and leads nowhere.

        A promise of more is followed without a pause: each such page has to bring us on.
        """
        if not page["has_more"]:
            self._passed.clear()
            self._starts = 0
            return
        self._passed.add(self.folder.cursor)
        if not page["items"] or page["next"] in self._passed:
            raise MirrorError(
                f"{self.source.url} promises more changes, and does not move on from the cursor"
                f" {self.folder.cursor}."
            )

    async def _take(self, given: Any) -> None:
        try:
            item = item_of(given)
            if not item.digest:
                self.folder.drop(item.code)
            elif item.document is not None:
                self.folder.put(item, item.document)
            else:
                await self._fetch(item)
        except (UnreadableError, OSError) as reason:
            self.folder.put_aside(given, str(reason))

    async def _fetch(self, item: Item) -> None:
        """Fetch a document by itself. It may be newer than the item, which is then yet to come."""
        document = await self.source.document(item.code)
        if document is None:
            self.folder.drop(item.code)
            return
        check(document, item.code)
        self.folder.put(item, document)

    async def _compare(self) -> bool:
        """Hold the copy against the source's digest, and fetch again what differs."""
        repairs = 0
        for _ in range(MOST_MOVES):
            theirs = await self.source.digest()
            if theirs["head"] != self.folder.cursor:
                await self._catch_up()
                continue
            pairs = zip(self.folder.buckets(), theirs["buckets"], strict=True)
            drifted = [number for number, (ours, its) in enumerate(pairs) if ours != its]
            if not drifted or repairs == MOST_REPAIRS:
                return not drifted
            repairs += 1
            await self._repair(drifted)
        return False

    async def _repair(self, drifted: list[int]) -> None:
        if len(drifted) > MANY:
            self.folder.start_over()
            await self._catch_up()
            return
        for number in drifted:
            await self._repair_bucket(number)
        self.folder.keep(self.folder.cursor)

    async def _repair_bucket(self, number: int) -> None:
        listed, ours = await self.source.bucket(number), self.folder.held(number)
        if listed["head"] != self.folder.cursor:
            return  # it has moved: the comparison begins anew
        theirs = {code: (rev, digest) for code, rev, digest in listed["items"]}
        for code in ours.keys() - theirs.keys():
            self.folder.drop(code)
        for code, (rev, digest) in theirs.items():
            if ours.get(code) != (rev, digest):
                await self._refetch(code, rev, digest)

    async def _refetch(self, code: str, rev: int, digest: str) -> None:
        given = {"code": code, "rev": rev, "op": "upsert", "digest": digest}
        try:
            item = item_of(given)
            document = await self.source.document(code)
            if document is not None and digest_of(document) == digest:
                check(document, code)
                self.folder.put(item, document)
        except (UnreadableError, OSError) as reason:
            self.folder.put_aside(given, str(reason))
