"""Archives that no backup ever was, made by hand: their hash is right, for that needs no secret."""

import gzip
import tarfile
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import orjson

from shop.backup.archive import ABOUT, COMPLETE, FORMAT, Contents
from shop.backup.tables import columns, tables

MIB = 1 << 20
ORIGINAL = b"mot tam anh"
DIGEST = sha256(ORIGINAL).hexdigest()
COMMUNE = {
    "code": "11728",
    "name": "Xã Kiến Hưng",
    "name_sort": "kien hung",
    "kind": "commune",
    "province_code": "31",
    "former_districts": "Huyện Kiến Thụy",
    "former_province": "Thành phố Hải Phòng",
    "valid_from": "2025-07-01",
    "valid_to": None,
    "imported_digest": "",
}
LISTING = {
    "code": "HP-NS-0001",
    "serial": 7,
    "rev": 1,
    "live": False,
    "audience": "everyone",
    "digest": "",
    "document": None,
    "changed_at": "2026-11-23T03:00:00+00:00",
}


class Part(NamedTuple):
    """A member: its header, and what follows it."""

    header: bytes
    name: str = ""
    data: bytes = b""


def part(name: str, data: bytes = b"", *, size: int | None = None, **odd: object) -> Part:
    info = tarfile.TarInfo(name)
    info.size = len(data) if size is None else size
    for attribute, value in odd.items():
        setattr(info, attribute, value)
    return Part(info.tobuf(tarfile.GNU_FORMAT), name, data)


def about(**changed: object) -> Part:
    told = {name: list(columns(model)) for name, model in tables().items()}
    text = {"format": FORMAT, "head": 7, "tables": told} | changed
    return part(ABOUT, orjson.dumps({key: value for key, value in text.items() if value != ""}))


def rows(table: str, *given: object, number: int = 1) -> Part:
    lines = b"".join(orjson.dumps(row) + b"\n" for row in given)
    return packed(table, gzip.compress(lines), number)


def packed(table: str, data: bytes, number: int = 1) -> Part:
    return part(f"tables/{table}/{number:06}.jsonl.gz", data)


def picture(name: str = f"originals/{DIGEST[:2]}/{DIGEST}") -> Part:
    return part(name, ORIGINAL)


def sealed(*parts: Part) -> list[Part]:
    """Put the last member behind the others, as `Writing.complete` would."""
    seen = Contents()
    for one in parts:
        kind, _, rest = one.name.partition("/")
        if kind == "tables":
            seen.note_rows(rest.partition("/")[0], one.data, _count(one.data))
        elif one.name != ABOUT:
            seen.files += 1
    return [*parts, part(COMPLETE, orjson.dumps(seen.described()))]


def _count(data: bytes) -> int:
    try:
        return gzip.decompress(data[:MIB]).count(b"\n")
    except (OSError, EOFError):
        return 1


def write(path: Path, parts: Iterable[Part]) -> None:
    with path.open("wb") as file:
        for one in parts:
            file.write(one.header + one.data + bytes(-len(one.data) % 512))
        file.write(bytes(1024))


def whole() -> list[Part]:
    return sealed(about(), rows("commune", COMMUNE), rows("listing", LISTING), picture())


def ending(data: bytes) -> list[Part]:
    return [*whole()[:-1], part(COMPLETE, data)]


def a_row(**changed: object) -> list[Part]:
    return sealed(about(), rows("commune", COMMUNE | changed))


def a_listing(**changed: object) -> list[Part]:
    return sealed(about(), rows("listing", LISTING | changed))


def in_the_middle(one: Part) -> list[Part]:
    return sealed(about(), rows("commune", COMMUNE), one)


def bomb(piece: bytes, times: int = 100) -> list[Part]:
    """Rows that unpack to a hundred MiB and more, from some hundred KB."""
    return [about(), packed("commune", gzip.compress(piece) * times)]


def nested(depth: int) -> bytes:
    return gzip.compress(b"[" * depth + b"]" * depth + b"\n")


HOSTILE: dict[str, tuple[Callable[[], list[Part]], str]] = {
    # Names and kinds of members
    "a path that climbs": (lambda: in_the_middle(part("../../etc/passwd")), "has no place"),
    "a path that begins at /": (lambda: in_the_middle(part("/etc/passwd")), "has no place"),
    "a path that climbs from originals": (
        lambda: in_the_middle(picture(f"originals/../../{DIGEST}")),
        "has no place",
    ),
    "a picture of another kind": (
        lambda: in_the_middle(picture(f"pictures/{DIGEST[:2]}/{DIGEST}.svg")),
        "has no place",
    ),
    "a picture in another folder": (
        lambda: in_the_middle(picture(f"originals/zz/{DIGEST}")),
        "has no place",
    ),
    "another picture than its name": (
        lambda: in_the_middle(picture(f"originals/00/{'0' * 64}")),
        r"originals/00/0+ is damaged\.",
    ),
    "a name that steers the terminal": (
        lambda: in_the_middle(part("\x1b[2J\n\udcff")),
        r"In [^\x1b]+, \?\[2J\?\? has no place",
    ),
    "a device": (lambda: in_the_middle(part("sda", type=tarfile.BLKTYPE)), "sda is no file"),
    "a pipe": (lambda: in_the_middle(part("pipe", type=tarfile.FIFOTYPE)), "pipe is no file"),
    "a folder": (lambda: in_the_middle(part("originals", type=tarfile.DIRTYPE)), "is no file"),
    "a hard link": (
        lambda: in_the_middle(part(f"originals/{DIGEST[:2]}/{DIGEST}", type=b"1", linkname=ABOUT)),
        "is no file",
    ),
    "a symbolic link": (
        lambda: in_the_middle(part(COMPLETE, type=b"2", linkname="/etc/passwd")),
        r"complete\.json is no file",
    ),
    "the first member a link to itself": (
        lambda: [part(ABOUT, type=b"2", linkname=ABOUT)],
        "is no file",
    ),
    "a sparse file": (
        lambda: in_the_middle(part("originals/00/0", type=tarfile.GNUTYPE_SPARSE)),
        "is no file",
    ),
    "a header of its own": (
        lambda: in_the_middle(part("././@PaxHeader", b"30 path=about.json\n", type=b"x")),
        "is no file",
    ),
    "a name of any length": (
        lambda: in_the_middle(part("././@LongLink", b"a" * MIB, type=b"L")),
        "is no file",
    ),
    "a size below nothing": (lambda: [about(), part(ABOUT, size=-1024)], "is no file"),
    "a size beyond every disk": (
        lambda: [about(), part(COMPLETE, size=2**70)],
        r"complete\.json is larger than any",
    ),
    "a size beyond the file": (
        lambda: [
            about(),
            packed("commune", b"")._replace(
                header=part("tables/commune/000001.jsonl.gz", size=9 * MIB).header
            ),
        ],
        "is not whole",
    ),
    # Their order
    "no beginning": (lambda: whole()[1:], "not a backup that this version reads"),
    "two beginnings": (lambda: sealed(about(), about()), "stands in the wrong one"),
    "two ends": (lambda: [*whole(), whole()[-1]], "stands in the wrong one"),
    "rows behind the pictures": (
        lambda: sealed(about(), picture(), rows("commune", COMMUNE)),
        "stands in the wrong one",
    ),
    "more behind the end": (lambda: [*whole(), picture()], "stands in the wrong one"),
    # The first member
    "about a list": (lambda: [part(ABOUT, b"[]")], "not a backup that this version reads"),
    "about no JSON": (lambda: [part(ABOUT, b"{")], "not a backup that this version reads"),
    "about nested": (lambda: [part(ABOUT, b"[" * MIB)], "not a backup that this version reads"),
    "about of another format": (
        lambda: sealed(about(format=2)),
        "not a backup that this version reads",
    ),
    "no tables": (lambda: sealed(about(tables="")), r"the tables in about\.json cannot"),
    "tables a list": (lambda: sealed(about(tables=["commune"])), "the tables in about"),
    "tables of numbers": (lambda: sealed(about(tables={"commune": 7})), "the tables in about"),
    "columns of numbers": (lambda: sealed(about(tables={"commune": [7]})), "the tables in about"),
    "an unknown table": (lambda: sealed(about(tables={"x\x1b": []})), r"has x\?\.\*, which this"),
    "an unknown column": (
        lambda: sealed(about(tables={"commune": ["mùi"]})),
        r"has commune\.mùi, which this version does not know",
    ),
    "no head": (lambda: sealed(about(head="")), r"the head in about\.json cannot be right"),
    "the head a text": (lambda: sealed(about(head="x")), "the head in about"),
    "the head true": (lambda: sealed(about(head=True)), "the head in about"),
    "the head below nothing": (lambda: sealed(about(head=-5)), "the head in about"),
    "the head at the end of numbers": (lambda: sealed(about(head=2**63 - 1)), "the head in about"),
    "the head beyond numbers": (
        lambda: sealed(part(ABOUT, about().data.replace(b'"head":7', b'"head":1' + b"0" * 40))),
        "the head in about",
    ),
    # Rows
    "rows of an unknown table": (lambda: in_the_middle(rows("x", {})), "has no place"),
    "rows of a table that is not told of": (
        lambda: sealed(about(tables={"listing": ["code"]}), rows("commune", COMMUNE)),
        "has no place",
    ),
    "no gzip": (lambda: in_the_middle(packed("listing", b"x" * 99)), "is damaged"),
    "half a gzip": (
        lambda: in_the_middle(packed("listing", gzip.compress(b"{}\n")[:-9])),
        "is damaged",
    ),
    "line ends without end": (lambda: bomb(b"\n" * MIB), r"row 1 of [^ ]+ is none .* \(JSON\)"),
    "a line without end": (lambda: bomb(b" " * MIB), "is larger than any backup makes it"),
    "rows without end": (lambda: bomb(b"{}\n" * MIB), "is larger than any backup makes it"),
    "a row that is no JSON": (
        lambda: in_the_middle(packed("listing", gzip.compress(b'{"code":\n'))),
        r"row 1 of tables/listing/000001\.jsonl\.gz is none .* \(JSON\)",
    ),
    "a row nested deeply": (lambda: in_the_middle(packed("listing", nested(9999))), r"\(JSON\)"),
    "a row that is a list": (lambda: in_the_middle(rows("listing", [])), r"\({…}\)"),
    "a row with a strange column": (lambda: a_row(mùi=""), "“mùi”"),
    "a row with a column without a name": (lambda: a_row(**{"": 1}), "“”"),
    "a number for a text": (lambda: a_row(name=7), "“name”"),
    "a list for a text": (lambda: a_row(name=["Xã"]), "“name”"),
    "a text that is too long": (lambda: a_row(code="117281"), "“code”"),
    "nothing where something must be": (lambda: a_row(name=None), "“name”"),
    "a choice that there is not": (lambda: a_row(kind="làng"), "“kind”"),
    "a day that is none": (lambda: a_row(valid_from="hôm nay"), "“valid_from”"),
    "a number for a day": (lambda: a_row(valid_from=20260101), "“valid_from”"),
    "a text for a number": (lambda: a_listing(rev="1"), "“rev”"),
    "true for a number": (lambda: a_listing(rev=True), "“rev”"),
    "a number beyond numbers": (lambda: a_listing(rev=2**63), "“rev”"),
    "a number for true": (lambda: a_listing(live=1), "“live”"),
    "a moment that is none": (lambda: a_listing(changed_at="2026-13-01T00:00:00Z"), "“changed_at”"),
    "a serial below nothing": (lambda: a_listing(serial=-1), "“serial”"),
    "a serial beyond the head": (lambda: a_listing(serial=8), "“serial”"),
    "a price in words": (
        lambda: sealed(about(), rows("variant", {"price": "rẻ"})),
        "“price”",
    ),
    "a quantity that is none": (
        lambda: sealed(about(), rows("variant", {"quantity": "1,5"})),
        "“quantity”",
    ),
    "a text where JSON must be": (
        lambda: sealed(about(), rows("audit_entry", {"detail": "x"})),
        "“detail”",
    ),
    # The last member
    "no end": (lambda: whole()[:-1], "is not whole"),
    "the end a list": (lambda: ending(b"[]"), "is not whole"),
    "the end a text": (lambda: ending('"hết"'.encode()), "is not whole"),
    "the end a number": (lambda: ending(b"7"), "is not whole"),
    "the end no JSON": (lambda: ending(b"{"), "is not whole"),
    "the end without a hash": (lambda: ending(b'{"rows":{},"files":0}'), "is not whole"),
    "more rows than there are": (
        lambda: ending(whole()[-1].data.replace(b'"commune":1', b'"commune":2')),
        "is not whole",
    ),
    "fewer files than there are": (
        lambda: ending(whole()[-1].data.replace(b'"files":1', b'"files":0')),
        "is not whole",
    ),
}
"""Name → how it is made, and what is said of it."""
