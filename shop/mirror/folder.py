"""The copy: one JSON file a code, and beside them what is known of each, in one small database.

The order of writes is all that a crash is survived by:

1. a document is written under a temporary name and renamed, so no reader ever sees half of one;
   a deletion removes its file;
2. after all files of a page, one transaction notes their revisions and digests *and* the cursor.

Killed before 2, the files are ahead of the cursor: the same page comes again and writes the same,
or newer. Never is the cursor ahead of the files, as far as the operating system keeps its promises;
for the power cut that breaks them (files are not flushed one by one, which would cost minutes in a
full copy) every file is read and held against its digest whenever a mirror starts.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from shop.mirror.reading import BUCKETS, CODE, Item, MirrorError, bucket_of, digest_of

STATE = ".mirror.sqlite3"
QUARANTINE = "quarantine"
BEGINNING = "0"
TABLES = """
    CREATE TABLE IF NOT EXISTS place (
        id INTEGER PRIMARY KEY CHECK (id = 1), cursor TEXT, copying INTEGER, round INTEGER
    );
    CREATE TABLE IF NOT EXISTS item (
        code TEXT PRIMARY KEY, rev INTEGER, digest TEXT, round INTEGER
    ) WITHOUT ROWID;
    INSERT OR IGNORE INTO place VALUES (1, '0', 1, 1);
"""
KEEP = "INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)"


class Folder:
    """A copy in a folder; `copying` while a full copy is under way, which may take several runs.

    Every code that a full copy names gets its `round`; at its end the others are dropped.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._state = _opened(path / STATE)
        self._noted: dict[str, Item | None] = {}
        self._read_place()

    def close(self) -> None:
        self._state.close()

    def _read_place(self) -> None:
        place = self._state.execute("SELECT cursor, copying, round FROM place").fetchone()
        self.cursor, self.copying, self._round = str(place[0]), bool(place[1]), int(place[2])

    def tidy(self) -> int:
        """Forget what is not as it was noted, and remove what was not; tell how much was wrong.

        What is forgotten here is missed at the next comparison with the source.
        """
        for half in self.path.glob(".*.part"):
            half.unlink(missing_ok=True)
        known = dict(self._state.execute("SELECT code, digest FROM item"))
        wrong = [code for code, digest in known.items() if self._digest(code) != digest]
        strays = [code for code in self.codes() if code not in known]
        for code in strays:
            self._file(code).unlink(missing_ok=True)
        with self._written():
            self._state.executemany("DELETE FROM item WHERE code = ?", [(c,) for c in wrong])
        return len(wrong) + len(strays)

    def codes(self) -> list[str]:
        """Name the codes that have a file."""
        found = [file for file in self.path.glob("*.json") if CODE.fullmatch(file.stem)]
        return [file.stem for file in found if file.is_file()]

    def put(self, item: Item, document: bytes) -> None:
        """Write a document, unless it is there already. Raises OSError."""
        if self._known(item.code) != digest_of(document):
            temporary = self.path / f".{item.code}.part"
            temporary.write_bytes(document)
            temporary.replace(self._file(item.code))
        self._noted[item.code] = Item(item.code, item.rev, digest_of(document))
        self._aside(item.code).unlink(missing_ok=True)

    def drop(self, code: str) -> None:
        self._file(code).unlink(missing_ok=True)
        self._noted[code] = None
        self._aside(code).unlink(missing_ok=True)

    def put_aside(self, given: Any, reason: str) -> None:
        """Keep an item that cannot be read or written, for a person; the others go on.

        The document we had stays as it was, and is asked for again at the next comparison.
        """
        code, text = _code_of(given), _written(given)
        (self.path / QUARANTINE).mkdir(exist_ok=True)
        aside = self._aside(code or sha256(text.encode()).hexdigest())
        aside.write_text(f"{reason}\n{text}\n", encoding="utf-8")
        if had := self._item(code):
            self._noted[code] = had  # this round has seen it

    def aside(self) -> list[str]:
        """Name what was put aside and has not come right since."""
        return sorted(file.stem for file in (self.path / QUARANTINE).glob("*.txt"))

    def keep(self, cursor: str, *, complete: bool = False) -> None:
        """Note all that was written since the last time, and the cursor: after the files."""
        gone = self._unseen() if complete and self.copying else []
        for code in gone:
            self._file(code).unlink(missing_ok=True)
            self._aside(code).unlink(missing_ok=True)
        kept = [item for item in self._noted.values() if item]
        dropped = [code for code, item in self._noted.items() if item is None] + gone
        copying = self.copying and not complete
        with self._written():
            rows = [(item.code, item.rev, item.digest, self._round) for item in kept]
            self._state.executemany(KEEP, rows)
            self._state.executemany("DELETE FROM item WHERE code = ?", [(c,) for c in dropped])
            self._state.execute("UPDATE place SET cursor = ?, copying = ?", (cursor, copying))
        self._noted = {}
        self._read_place()

    def start_over(self) -> None:
        """Begin a full copy; nothing is dropped before its end."""
        self._noted = {}
        with self._written():
            self._state.execute(
                "UPDATE place SET cursor = ?, copying = 1, round = round + 1", (BEGINNING,)
            )
        self._read_place()

    def held(self, bucket: int) -> dict[str, tuple[int, str]]:
        """Give code → revision and digest, of one bucket."""
        rows = self._state.execute("SELECT code, rev, digest FROM item")
        return {code: (rev, digest) for code, rev, digest in rows if bucket_of(code) == bucket}

    def buckets(self) -> list[str]:
        """Compute the digest of the copy as docs/partners.md says."""
        hashes = [sha256() for _ in range(BUCKETS)]
        for row in self._state.execute("SELECT code, rev, digest FROM item ORDER BY code"):
            hashes[bucket_of(row[0])].update("{} {} {}\n".format(*row).encode())
        return [one.hexdigest() for one in hashes]

    def _unseen(self) -> list[str]:
        rows = self._state.execute("SELECT code FROM item WHERE round < ?", (self._round,))
        return [code for (code,) in rows if code not in self._noted]

    def _known(self, code: str) -> str:
        return noted.digest if (noted := self._noted.get(code) or self._item(code)) else ""

    def _item(self, code: str) -> Item | None:
        sql = "SELECT code, rev, digest FROM item WHERE code = ?"
        row = self._state.execute(sql, (code,)).fetchone()
        return row and Item(*row)

    def _digest(self, code: str) -> str:
        try:
            return digest_of(self._file(code).read_bytes())
        except OSError:
            return ""

    def _file(self, code: str) -> Path:
        return self.path / f"{code}.json"

    def _aside(self, name: str) -> Path:
        return self.path / QUARANTINE / f"{name}.txt"

    @contextmanager
    def _written(self) -> Iterator[None]:
        self._state.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._state.execute("ROLLBACK")
            raise
        self._state.execute("COMMIT")


def _code_of(given: Any) -> str:
    """Give the code that an item names, or nothing if it could not be the name of a file."""
    code = given.get("code") if isinstance(given, dict) else None
    return code if isinstance(code, str) and CODE.fullmatch(code) else ""


def _written(given: Any) -> str:
    try:
        return json.dumps(given, ensure_ascii=True, indent=1)
    except RecursionError:
        return f"An item of {_code_of(given) or 'no code'}, nested too deeply to be written."


def _opened(file: Path) -> sqlite3.Connection:
    """Open what is known of the copy, for one mirror at a time.

    A file that is no database any more is begun anew: everything is fetched, nothing is lost.
    """
    try:
        return _prepared(file)
    except sqlite3.OperationalError as refused:
        raise MirrorError(f"{file.parent} is another mirror's at the moment: {refused}") from None
    except sqlite3.DatabaseError:
        file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
        file.replace(file.with_suffix(".damaged"))
        return _prepared(file)


def _prepared(file: Path) -> sqlite3.Connection:
    state = sqlite3.connect(file, timeout=1, isolation_level=None)
    try:
        state.execute("PRAGMA locking_mode=EXCLUSIVE")
        state.execute("PRAGMA synchronous=FULL")
        state.executescript(f"BEGIN EXCLUSIVE; {TABLES} COMMIT;")
    except sqlite3.Error:
        state.close()
        raise
    return state
