"""The rows that say which file is current under each name, read and written together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from shop.formats.files import FORMATS, NAMED, RECIPE, Format
from shop.formats.rules import AS_IT_IS, Rule, Setting
from shop.models import FeedFile
from shop.models.columns import Row
from shop.publishing import Head
from shop.publishing.timekeeping import MOST_APART
from shop.queries.cursors import cursor_of
from shop.readers.feeds.pacing import NOTE
from shop.readers.feeds.storing import CODINGS, Grown, records_path

LOCK = "lock"
ALL = {form.name + coding.ending: form.name for form in FORMATS for coding in CODINGS}
COLUMNS = (
    "digest", "bytes", "items", "epoch", "serial", "origin", "built_at", "accepted", "withheld",
    "considered", "considered_at", "recipe", "rules", "reports",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """A build: where the catalogue stood, its origin, the channels' rules, the sales, and when."""

    seen: Head
    origin: str
    """The address that links begin with."""
    rules: Mapping[str, Rule]
    reports: int
    """How much was reported of what can be bought where: the clock's `reports`."""
    at: datetime

    @property
    def cursor(self) -> str:
        return cursor_of(self.seen.epoch, self.seen.serial)

    def rules_of(self, name: str) -> str:
        """Tell by which rules a file is written: those of its channel, if it has one."""
        return self.setting(NAMED[name]).rule.digest

    def setting(self, one: Format, buyable: Collection[str] = frozenset()) -> Setting:
        rule = self.rules[one.channel] if one.channel else AS_IT_IS
        return Setting(self.origin, rule, buyable)

    def considered(self, name: str) -> Row:
        """Give what a row says of the latest build, whether its file was taken or not."""
        return {
            "considered": self.cursor,
            "considered_at": self.at,
            "origin": self.origin,
            "recipe": RECIPE,
            "rules": self.rules_of(name),
            "reports": self.reports,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """The files as they stand."""

    rows: dict[str, FeedFile]

    def is_of(self, attempt: Attempt, folder: Path) -> bool:
        """Tell whether all were considered there already, and none is lost.

        What was built by a time that has not come yet, by a clock that was wrong, is not of it.
        """
        wanted = (attempt.cursor, attempt.reports)
        return self.rows.keys() == ALL.keys() and all(
            (row.considered, row.reports) == wanted
            and _is_made_as(attempt, row)
            and row.considered_at <= attempt.at + MOST_APART
            and _is_there(folder, row)
            for row in self.rows.values()
        )

    @property
    def considered(self) -> int:
        """Give the serial up to which all files have considered the catalogue."""
        return min((_serial(row) for row in self.rows.values()), default=0)

    def may_stand(self, seconds: float, attempt: Attempt, folder: Path) -> bool:
        """Tell whether only the catalogue has moved on since a build that is recent.

        A clock that was put back makes it old, not new for ever.
        """
        return self.rows.keys() == ALL.keys() and all(
            row.considered.startswith(f"{attempt.seen.epoch}.")
            and 0 <= (attempt.at - row.considered_at).total_seconds() < seconds
            and _is_made_as(attempt, row)
            and _is_there(folder, row)
            for row in self.rows.values()
        )

    def withheld(self, name: str) -> bool:
        return name in self.rows and self.rows[name].withheld is not None

    def forms(self, name: str) -> list[FeedFile]:
        """Give the rows of all codings of a file; none when one of them is not there."""
        found = [self.rows.get(name + coding.ending) for coding in CODINGS]
        return [row for row in found if row] if all(found) else []

    def only_on(self, folder: Path) -> Self:
        """Leave out what is lost on the disk: nothing can be served in the place of a new file."""
        there = {name: row for name, row in self.rows.items() if _is_there(folder, row)}
        return replace(self, rows=there)

    def sweep(self, folder: Path) -> None:
        """Drop what no row names: files of the build before the last, and what a kill left.

        Files that are replaced now stay until the next build, for a request that just read a row.
        """
        kept = {row.digest for row in self.rows.values()} | {LOCK, NOTE}
        for file in folder.iterdir():
            if file.name.partition(".")[0] not in kept:
                file.unlink(missing_ok=True)


async def standing() -> Standing:
    return Standing({row.name: row for row in await FeedFile.all()})


def rows_of(name: str, grown: Grown, shared: Row) -> list[FeedFile]:
    """Make a row for each coding of a file."""
    return [
        FeedFile(
            name=name + ending,
            digest=stored.digest,
            bytes=stored.size,
            items=grown.items,
            **shared,
        )
        for ending, stored in grown.forms.items()
    ]


async def save(rows: list[FeedFile]) -> None:
    """Point at all new files in one statement."""
    if rows:
        await FeedFile.bulk_create(rows, on_conflict=["name"], update_fields=COLUMNS)


def _is_made_as(attempt: Attempt, row: FeedFile) -> bool:
    """Tell whether it was written by the code, the address and the channel's rules of now."""
    made = (row.origin, row.recipe, row.rules)
    return made == (attempt.origin, RECIPE, attempt.rules_of(ALL[row.name]))


def _serial(row: FeedFile) -> int:
    return int(row.considered.rpartition(".")[2])


def _is_there(folder: Path, row: FeedFile) -> bool:
    needed = [folder / row.digest]
    if row.name in NAMED:
        needed.append(records_path(folder, row.digest))
    return all(path.is_file() for path in needed)
