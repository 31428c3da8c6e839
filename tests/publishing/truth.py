"""What the listings should say by their rows, what they say, and a reader that copies them."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from shop import clock, publishing
from shop.database import database, select
from shop.models import Listing, Product
from shop.publishing.loading import load
from shop.publishing.rendering import render
from shop.queries import listings

Shown = dict[str, tuple[Any, ...]]
EMITTED = {
    "sqlite": """
        CREATE TABLE emitted (serial BIGINT);
        CREATE TRIGGER made AFTER INSERT ON listing
            BEGIN INSERT INTO emitted VALUES (NEW.serial); END;
        CREATE TRIGGER moved AFTER UPDATE OF serial ON listing
            BEGIN INSERT INTO emitted VALUES (NEW.serial); END;
    """,
    "postgres": """
        CREATE TABLE emitted (serial BIGINT);
        CREATE FUNCTION emit() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO emitted VALUES (NEW.serial); RETURN NEW; END $$;
        CREATE TRIGGER emitted AFTER INSERT OR UPDATE OF serial ON listing
            FOR EACH ROW EXECUTE FUNCTION emit();
    """,
}


async def sql(script: str) -> None:
    """Do behind the service's back what a person with a database shell could."""
    await database().execute_script(script)


async def record_serials() -> None:
    """Have the database itself note every serial that a committed listing ever had."""
    await sql(EMITTED[database().capabilities.dialect])


async def recorded_serials() -> list[int]:
    return [row["serial"] for row in await select("SELECT serial FROM emitted ORDER BY serial")]


async def by_the_rows() -> Shown:
    """Render every product afresh: code → document and digest of what is to be on show."""
    codes = await Product.all().values_list("code", flat=True)
    rows = await load(codes)
    rendered = {code: render(rows[code], clock.now()) for code in codes}
    return {code: (new.document, new.digest) for code, new in rendered.items() if new.live}


async def by_the_listings() -> Shown:
    rows = await Listing.filter(live=True).values_list("code", "document", "digest")
    return {code: (document, digest) for code, document, digest in rows}


async def the_table() -> Shown:
    """Give all listings and tombstones: code → serial, rev, digest, document."""
    rows = await Listing.all().values_list("code", "serial", "rev", "digest", "document")
    return {code: tuple(rest) for code, *rest in rows}


async def serials() -> dict[str, tuple[int, int]]:
    """Give code → serial and rev."""
    rows = await Listing.all().values_list("code", "serial", "rev")
    return {code: (serial, rev) for code, serial, rev in rows}


async def document(code: str) -> dict[str, Any]:
    shown: dict[str, Any] = orjson.loads((await Listing.get(code=code)).document or "null")
    return shown


async def drift() -> tuple[int, list[publishing.Drift]]:
    """Verify everything: how many codes were looked at, and what was found."""
    looked_at, found = 0, []
    async for count, drifts in publishing.verify():
        looked_at, found = looked_at + count, found + drifts
    return looked_at, found


@dataclass
class Mirror:
    """What a partner keeps: a copy, the cursor it stands at, and the serials it was given."""

    copy: Shown = field(default_factory=dict)
    cursor: int = 0
    given: list[int] = field(default_factory=list)

    def at_this_cursor(self) -> "Mirror":
        return Mirror(dict(self.copy), self.cursor)

    async def read(self, limit: int = 50) -> bool:
        """Take in one page; tell whether there is more."""
        page = await listings.changes(self.cursor, limit)
        for item in page.items:
            self.copy[item.code] = (item.serial, item.rev, item.digest, item.document)
            self.given.append(item.serial)
        self.cursor = page.next
        return page.has_more

    async def catch_up(self) -> "Mirror":
        while await self.read():
            pass
        return self
