"""Pictures that lists name: by address, as files beside the list, or inside a ZIP there."""

import asyncio
import io
import os
import unicodedata
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
import trustme
from PIL import Image

from media import refusing
from media.workshop import Workshop
from shop import database, photos
from shop.errors.mistakes import WrongValueError
from shop.inputs.pictures import File
from shop.inputs.tables import PhotoInput
from shop.intake import Intake, take_in
from shop.intake.pictures import set_list
from shop.models import AuditEntry, Listing, Photo, Picture, Product
from tests.commands import told
from tests.intake.conftest import BY, drift, serials
from tests.intake.writing import DATA, a_row, saved, table, xlsx
from tests.strangers import ASCII_HOST, HERE, Names, allowing, standing

CODE = "HP-OCOP-0026"
OTHER = "HP-OCOP-0001"
AGRI = "HP-NS-0001"
NAMED = "is not the name of a file beside the list; write it like a.jpg or hinh/a.jpg."
NOWHERE = "is neither in the folder of the list nor in a ZIP there; put it there."
NO_ADDRESS = "is not an address that we ask; write one that begins like https://example.vn/."
OPEN = "give an address that a stranger's browser opens."


def a_picture(colour: str, kind: str = "JPEG") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (160, 120), colour).save(data, kind)
    return data.getvalue()


RED, GREEN, BLUE, GOLD = (a_picture(colour) for colour in ("red", "green", "blue", "gold"))


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def naming(*sources: str, code: str = CODE, **changed: str) -> dict[str, str]:
    """Give a row that names pictures."""
    kind = "agri" if code.startswith("HP-NS") else "ocop"
    return a_row(kind, code, **changed) | {"pictures": "; ".join(sources)}


def a_zip(path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def folder(tmp_path):
    """Where the lists lie, with their pictures; the catalogue's own data are elsewhere."""
    (tmp_path / "danh sách" / "hình").mkdir(parents=True)
    return tmp_path / "danh sách"


@pytest.fixture
def names():
    return Names()


@pytest.fixture
async def stranger(names):
    """Give a stranger's server; `outbound` asks that one only."""
    authority = trustme.CA()
    async with standing(authority.issue_cert(ASCII_HOST)) as server:
        server.outbound = allowing(server, names, authority)
        yield server


@pytest.fixture(scope="module")
async def workshop():
    """One for all tests here: its foreman needs longer to come than most of them for the rest."""
    shared = Workshop()
    yield shared
    await shared.close()


@pytest.fixture
def bring(full, stranger, workshop):
    """Import, and take the pictures; give the report."""
    room = replace(full.room, workshop=workshop)

    async def importing(*paths: Path, dry_run=False, outbound=None):
        how = Intake(by=BY, publish=True, dry_run=dry_run)
        outbound = outbound or stranger.outbound
        return await take_in(list(paths), how, room=room, outbound=outbound)

    return importing


async def shown(code=CODE):
    """Give what a product shows: source and digest, in order."""
    rows = await Photo.filter(product_id=code).order_by("position").values("source", "picture_id")
    return [(row["source"], row["picture_id"]) for row in rows]


async def published(code=CODE):
    """Give the number of pictures in the document that everybody reads."""
    [document] = await Listing.filter(code=code).values_list("document", flat=True)
    return len(orjson.loads(document)["photos"])


def said(report):
    """Give what was refused and why; the only row stands under the titles."""
    assert {(one.row, one.column) for one in report.refusals} <= {(2, "pictures")}
    return [(one.value, one.said.en) for one in report.refusals]


def of(name, what):
    return name, f"“{name}” {what}"


def counted(report):
    assert report.lines()[-1].startswith("pictures: ")
    return report.lines()[-1].removeprefix("pictures: ")


# What comes in


async def test_pictures_come_by_address_from_the_folder_and_from_a_zip(
    bring, stranger, folder, stopped_clock
):
    address = stranger.puts("/a.jpg", RED)
    (folder / "mặt trước.jpg").write_bytes(GREEN)
    (folder / "hình" / "b.jpg").write_bytes(BLUE)
    a_zip(folder / "ảnh.zip", {"chụp/c.jpg": GOLD, "chụp/": b""})
    sources = [address, "mặt trước.jpg", "hình/b.jpg", "chụp/c.jpg"]

    report = await bring(saved(folder, naming(*sources)))

    assert said(report) == []
    assert counted(report) == "4 new, 0 unchanged, 0 refused"
    pictures = [digest_of(data) for data in (RED, GREEN, BLUE, GOLD)]
    assert await shown() == list(zip(sources, pictures, strict=True))
    assert await photos.sources(CODE) == dict(zip(sources, pictures, strict=True))
    assert await published() == 4
    assert (await serials())[CODE] == 430  # all four at once
    kept = await Picture.filter(digest__in=pictures).values("taken_by", "taken_at", "width")
    assert kept == 4 * [{"taken_by": BY, "taken_at": stopped_clock, "width": 160}]
    assert await drift() == []


async def test_the_same_list_again_moves_nothing_and_asks_nobody(bring, stranger, folder):
    (folder / "b.jpg").write_bytes(GREEN)
    list_ = saved(folder, naming(stranger.puts("/a.jpg", RED), "b.jpg"))
    await bring(list_)
    before, entries = await serials(), await AuditEntry.all().count()
    stranger.heard.clear()

    report = await bring(list_)

    assert counted(report) == "0 new, 2 unchanged, 0 refused"
    assert stranger.heard == []
    assert await serials() == before
    assert await AuditEntry.all().count() == entries


async def test_a_list_says_exactly_which_and_uploaded_ones_stay_behind(bring, full, folder):
    for name, data in {"a.jpg": RED, "b.jpg": GREEN, "c.jpg": BLUE}.items():
        (folder / name).write_bytes(data)
    await bring(saved(folder, naming("a.jpg", "b.jpg", "c.jpg")))
    await bring(saved(folder, naming("c.jpg", code=OTHER)))
    await set_list(OTHER, [], by=BY)
    await photos.show(CODE, PhotoInput(picture=digest_of(BLUE)), by=BY)  # as an upload of it would
    (folder / "a.jpg").write_bytes(GOLD)

    report = await bring(saved(folder, naming("b.jpg", "a.jpg")))

    assert counted(report) == "1 new, 1 unchanged, 0 refused"
    assert (await shown())[:2] == [("b.jpg", digest_of(GREEN)), ("a.jpg", digest_of(GOLD))]
    assert digest_of(RED) not in dict(await shown()).values()
    assert await shown(OTHER) == []


async def test_an_empty_cell_and_a_missing_column_say_nothing(bring, folder):
    (folder / "a.jpg").write_bytes(RED)
    await bring(saved(folder, naming("a.jpg")))
    before = await serials()

    emptied = await bring(saved(folder, naming(" ; ")))
    without = await bring(saved(folder, a_row("ocop", CODE)))

    assert emptied.lines() == without.lines()
    assert emptied.lines()[-1].startswith("all: ")
    assert await shown() == [("a.jpg", digest_of(RED))]
    assert await serials() == before


async def test_names_may_stand_on_lines_of_their_own_in_either_kind_of_list(bring, folder):
    (folder / "a.jpg").write_bytes(RED)
    (folder / "b,c.jpg").write_bytes(GREEN)
    row = naming(code=AGRI) | {"pictures": "a.jpg\r\nb,c.jpg;;\n a.jpg "}

    report = await bring(xlsx(folder, Nông=table(row)))

    assert counted(report) == "2 new, 0 unchanged, 0 refused"
    assert [source for source, _ in await shown(AGRI)] == ["a.jpg", "b,c.jpg"]


async def test_each_list_names_the_files_of_its_own_folder(bring, folder):
    (folder / "a.jpg").write_bytes(RED)
    (folder / "hình" / "a.jpg").write_bytes(GREEN)

    await bring(saved(folder, naming("a.jpg")), saved(folder / "hình", naming("a.jpg", code=OTHER)))

    assert await shown() == [("a.jpg", digest_of(RED))]
    assert await shown(OTHER) == [("a.jpg", digest_of(GREEN))]


async def test_a_new_product_goes_live_with_its_pictures(services, folder):
    (folder / "a.jpg").write_bytes(RED)
    known = [DATA / f"{name}.csv" for name in ("communes", "ocop_sets", "ocop_producers")]
    how = Intake(by=BY, publish=True)

    await take_in([*known, saved(folder, naming("a.jpg"))], how, room=services.room)

    assert await published() == 1


# What is refused


async def test_a_refused_picture_leaves_the_product_and_its_other_pictures(bring, stranger, folder):
    (folder / "a.jpg").write_bytes(RED)
    (folder / "b.jpg").write_bytes(b"%PDF-1.7")
    (folder / "c.jpg").write_bytes(RED[:300])
    (folder / "d.jpg").write_bytes(b"")
    page = stranger.puts("/trang.html", b"<html>" + b"x" * 9_000)
    none = stranger.puts("/none.jpg", status="404 Not Found")
    row = naming("b.jpg", "a.jpg", "c.jpg", "d.jpg", "e.jpg", page, none, name_vi="Tên mới")

    report = await bring(saved(folder, row))

    assert said(report) == [
        ("b.jpg", refusing.PDF.en),
        ("c.jpg", refusing.BROKEN.en),
        ("d.jpg", refusing.EMPTY.en),
        of("e.jpg", NOWHERE),
        (page, refusing.TEXT.en),
        of(none, f"is answered with status 404; {OPEN}"),
    ]
    assert str(report.refusals[3]) == f"list.csv, row 2, column pictures: “e.jpg” {NOWHERE}"
    assert report.counts["products"] == {"updated": 1}
    assert counted(report) == "1 new, 0 unchanged, 6 refused"
    assert await shown() == [("a.jpg", digest_of(RED))]
    assert (await Product.get(code=CODE)).name_vi == "Tên mới"
    assert await drift() == []


async def test_what_fails_this_time_stays_as_it_was_brought_before(bring, stranger, folder):
    address = stranger.puts("/a.jpg", RED)
    for name, data in {"b.jpg": GREEN, "c.jpg": BLUE}.items():
        (folder / name).write_bytes(data)
    await bring(saved(folder, naming(address, "b.jpg", "c.jpg")))
    before = await serials()
    (folder / "b.jpg").write_bytes(b"GIF89a")
    (folder / "c.jpg").unlink()

    report = await bring(saved(folder, naming(address, "b.jpg", "c.jpg")))

    assert counted(report) == "0 new, 1 unchanged, 2 refused"
    assert dict(await shown()) == {
        address: digest_of(RED), "b.jpg": digest_of(GREEN), "c.jpg": digest_of(BLUE)
    }  # fmt: skip
    assert await serials() == before


async def test_a_product_of_which_nothing_could_be_brought_stays_as_it_is(bring, folder):
    (folder / "a.jpg").write_bytes(RED)
    await bring(saved(folder, naming("a.jpg")))

    report = await bring(saved(folder, naming("b.jpg")))

    assert counted(report) == "0 new, 0 unchanged, 1 refused"
    assert await shown() == [("a.jpg", digest_of(RED))]


async def test_pictures_of_a_refused_row_and_of_a_conflict_are_not_taken(bring, stranger, folder):
    await Product.filter(code=OTHER).update(name_vi="Sửa ở đây")
    rows = [
        naming(stranger.puts("/a.jpg", RED), stars="9"),
        naming(stranger.puts("/b.jpg", RED), code=OTHER, name_vi="Sửa trong danh sách"),
    ]

    report = await bring(saved(folder, *rows))

    assert report.counts["products"] == {"refused": 1, "conflict": 1}
    assert report.lines()[-1].startswith("all: ")
    assert stranger.heard == []
    assert await Photo.exists() is False


async def test_a_product_has_twenty_pictures(bring, folder):
    for n in range(22):
        (folder / f"{n}.jpg").write_bytes(a_picture(f"rgb({n * 10}, 0, 0)"))

    report = await bring(saved(folder, naming(*(f"{n}.jpg" for n in range(22)))))

    many = "is one too many; a product has at most 20 pictures."
    assert said(report) == [
        of("20.jpg", many),
        of("21.jpg", many),
    ]
    assert [source for source, _ in await shown()] == [f"{n}.jpg" for n in range(20)]


async def test_with_those_uploaded_it_may_be_too_many(bring, folder):
    for n in range(20):
        (folder / f"{n}.jpg").write_bytes(a_picture(f"rgb({n * 10}, 0, 0)"))
    (folder / "x.jpg").write_bytes(BLUE)
    await bring(saved(folder, naming("x.jpg", code=OTHER)))
    await photos.show(CODE, PhotoInput(picture=digest_of(BLUE)), by=BY)

    report = await bring(saved(folder, naming(*(f"{n}.jpg" for n in range(20)))))

    assert said(report) == [
        ("", "A product has at most 20 pictures; HP-OCOP-0026 would have more.")
    ]
    assert await shown() == [("", digest_of(BLUE))]


# Looking only


async def test_a_dry_run_looks_for_names_and_asks_nobody(bring, stranger, folder):
    (folder / "a.jpg").write_bytes(b"GIF89a")
    address = stranger.puts("/a.jpg", RED)
    list_ = saved(folder, naming("a.jpg", "b.jpg", address, "http://a.vn/x.jpg"))

    dry = await bring(list_, dry_run=True)
    without = await take_in([list_], Intake(by=BY), outbound=stranger.outbound)

    assert said(dry) == said(without) == [
        of("b.jpg", NOWHERE),
        of("http://a.vn/x.jpg", NO_ADDRESS),
    ]  # fmt: skip
    assert counted(dry) == "0 new, 0 unchanged, 2 refused"
    assert stranger.heard == []
    assert await Photo.exists() is False


# Names


async def test_names_are_met_as_people_mean_them(bring, folder):
    """Thus macOS decomposes letters, and phones write .JPG."""
    nfd = unicodedata.normalize("NFD", "Nước mắm đặc biệt.JPG")
    (folder / nfd).write_bytes(RED)
    (folder / "HÌNH.jpg").write_bytes(GREEN)
    a_zip(folder / "Ảnh.ZIP", {unicodedata.normalize("NFD", "Hình/Cá.jpeg"): BLUE})

    report = await bring(saved(folder, naming("nước mắm đặc biệt.jpg", "hình.JPG", "hình/cá.JPEG")))

    assert said(report) == []
    assert [digest for _, digest in await shown()] == [digest_of(d) for d in (RED, GREEN, BLUE)]


async def test_a_name_as_written_comes_first_and_one_of_two_is_refused(bring, folder):
    (folder / "a.jpg").write_bytes(RED)
    (folder / "A.jpg").write_bytes(GREEN)
    a_zip(folder / "1.zip", {"b.jpg": BLUE})
    a_zip(folder / "2.zip", {"b.jpg": GOLD, "a.jpg": GOLD})

    report = await bring(saved(folder, naming("A.jpg", "a.JPG", "b.jpg")))

    assert said(report) == [
        of("a.JPG", "may be A.jpg or a.jpg; give them different names."),
        of("b.jpg", "may be b.jpg in 1.zip or b.jpg in 2.zip; give them different names."),
    ]
    assert await shown() == [("A.jpg", digest_of(GREEN))]


WRONG_NAMES = [
    "../secret.jpg", "hình/../../secret.jpg", "hình/../a.jpg", "./a.jpg", ".", "..", "/",
    "hình//a.jpg", "/etc/passwd", "//etc/passwd", "..\\secret.jpg", "C:\\a.jpg",
    "\\\\nas\\a.jpg",
    "/a.jpg", "hình/", ".../a.jpg",
]  # fmt: skip


async def test_a_name_does_not_lead_out_of_the_folder(bring, folder):
    (folder.parent / "secret.jpg").write_bytes(RED)
    (folder / "a.jpg").write_bytes(RED)

    report = await bring(saved(folder, naming(*WRONG_NAMES)))

    assert said(report) == [of(name, NAMED) for name in WRONG_NAMES]
    assert await Picture.exists() is False


async def test_a_link_or_something_else_does_not_either(bring, folder):
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.jpg").write_bytes(RED)
    (folder / "link.jpg").symlink_to(outside / "secret.jpg")
    (folder / "door").symlink_to(outside)
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "nothing.jpg").symlink_to(folder / "hình" / "nothing.jpg")
    os.mkfifo(folder / "pipe.jpg")
    (folder / "a.jpg").write_bytes(GREEN)
    (folder / "within.jpg").symlink_to("a.jpg")
    a_zip(folder / "x.zip", {"../secret.jpg": RED})
    sources = ["link.jpg", "door/secret.jpg", "circle", "nothing.jpg", "pipe.jpg", "hình",
               "a.jpg/b.jpg", "within.jpg"]  # fmt: skip

    report = await bring(saved(folder, naming(*sources)))

    out = "leads out of the folder of the list; put the file itself there."
    assert said(report) == [
        of("link.jpg", out),
        of("door/secret.jpg", out),
        *(of(name, NOWHERE) for name in sources[2:7]),
    ]
    assert await shown() == [("within.jpg", digest_of(GREEN))]


def test_a_file_that_went_or_is_not_for_us(folder):
    with pytest.raises(WrongValueError, match=r"cannot be read \(No such file or directory\)"):
        list(File(folder / "gone.jpg").pieces())


# ZIP files


async def test_a_zip_is_read_as_a_stream_up_to_the_limit(bring, folder):
    bomb = RED + bytes(16 << 20)
    a_zip(folder / "x.zip", {"bomb.jpg": bomb, "lies.jpg": bomb, "a.jpg": GREEN})
    _patch(folder / "x.zip", b"lies.jpg", 24, (1000).to_bytes(4, "little"))

    report = await bring(saved(folder, naming("bomb.jpg", "lies.jpg", "a.jpg")))

    assert said(report) == [
        ("bomb.jpg", refusing.TOO_HEAVY.en),
        of("lies.jpg", "is damaged in its ZIP; make the ZIP anew."),
    ]
    assert await shown() == [("a.jpg", digest_of(GREEN))]


async def test_zip_entries_that_cannot_be_read_are_refused_one_by_one(bring, folder):
    a_zip(folder / "x.zip", {"secret.jpg": RED, "wrong.jpg": GREEN, "a.jpg": BLUE}, 0)
    _patch(folder / "x.zip", b"secret.jpg", 8, b"\x01\x00")
    data = (folder / "x.zip").read_bytes()
    (folder / "x.zip").write_bytes(data.replace(GREEN, GREEN[:-9] + bytes(9)))
    a_zip(folder / "y.zip", {"lzma.jpg": GOLD}, zipfile.ZIP_LZMA)

    report = await bring(saved(folder, naming("secret.jpg", "wrong.jpg", "lzma.jpg", "a.jpg")))

    assert said(report) == [
        of("secret.jpg", "has a password in its ZIP; make the ZIP anew without one."),
        of("wrong.jpg", "is damaged in its ZIP; make the ZIP anew."),
        of("lzma.jpg", "is packed in an unusual way; make the ZIP anew as an ordinary one."),
    ]
    assert await shown() == [("a.jpg", digest_of(BLUE))]


async def test_a_damaged_zip_is_named_when_something_is_missing(bring, folder):
    a_zip(folder / "1.zip", {"a.jpg": RED})
    (folder / "2.zip").write_bytes((folder / "1.zip").read_bytes()[:-30])
    a_zip(folder / "3.zip", {f"{n:0200}.jpg": b"" for n in range(20_000)}, 0)
    (folder / "4.zip").mkdir()

    report = await bring(saved(folder, naming("a.jpg", "b.jpg")))

    damaged = "is neither in the folder of the list nor in a ZIP there; damaged are 2.zip, 3.zip."
    assert said(report) == [of("b.jpg", damaged)]
    assert await shown() == [("a.jpg", digest_of(RED))]


async def test_macos_writes_utf_8_names_without_saying_so(bring, folder):
    name = "Cá mòi.jpg"
    a_zip(folder / "x.zip", {name: RED}, 0)
    data = bytearray((folder / "x.zip").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at : at + 2] = b"\0\0"
    (folder / "x.zip").write_bytes(data)

    await bring(saved(folder, naming(name)))

    assert await shown() == [(name, digest_of(RED))]


def _patch(path, name: bytes, offset: int, value: bytes) -> None:
    """Change a field of an entry in the table of contents at the end of a ZIP."""
    data = bytearray(path.read_bytes())
    at = data.rindex(name) - 46 + offset
    assert data[at - offset :].startswith(b"PK\x01\x02")
    data[at : at + len(value)] = value
    path.write_bytes(data)


# Servers


async def test_four_are_asked_at_a_time(bring, stranger, folder):
    four, here, most = asyncio.Barrier(4), set(), 0

    async def with_three_others(writer):
        nonlocal most
        here.add(writer)
        most = max(most, len(here))
        await four.wait()
        await asyncio.sleep(0.05)  # in which a fifth would come
        here.remove(writer)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + RED)
        await writer.drain()

    stranger.pages["/a.jpg"] = with_three_others
    codes = [f"HP-OCOP-{n:04}" for n in range(1, 9)]
    rows = [naming(stranger.at("/a.jpg"), code=code) for code in codes]

    report = await bring(saved(folder, *rows))

    assert counted(report) == "8 new, 0 unchanged, 0 refused"
    assert most == 4
    assert await Picture.all().count() == 1


async def test_a_server_that_is_too_slow_is_left_after_three_times(bring, stranger, folder):
    async def never(writer):
        await asyncio.Event().wait()

    stranger.pages = dict.fromkeys((f"/{n}.jpg" for n in range(8)), never)
    stranger.puts("/a.jpg", RED)
    (folder / "b.jpg").write_bytes(GREEN)
    slow = [stranger.at(f"/{n}.jpg") for n in range(8)]
    hasty = replace(stranger.outbound, seconds=0.2)

    report = await bring(saved(folder, naming(*slow, "b.jpg")), outbound=hasty)

    late = "was not sent in full within 0.2 seconds; try again later."
    left = f"is on {ASCII_HOST}, which was too slow 3 times in a row; try again later."
    whys = 3 * [late] + 5 * [left]
    assert said(report) == [of(name, why) for name, why in zip(slow, whys, strict=True)]
    assert len(stranger.heard) == 3
    assert await shown() == [("b.jpg", digest_of(GREEN))]


async def test_addresses_inside_are_refused_without_saying_what_is_there(
    bring, stranger, names, folder
):
    names.answers["trong.vn"] = [["10.1.2.3"]]
    names.answers["haimat.vn"] = [[str(HERE), "127.0.0.1"]]
    hosts = ("trong.vn", "haimat.vn", "[::1]")
    inside = [stranger.at("/a.jpg", host) for host in hosts]

    report = await bring(saved(folder, naming(*inside)))

    hidden = "is not to be found on the public internet; try it in a browser."
    assert said(report) == [of(address, hidden) for address in inside]
    assert stranger.heard == []


async def test_an_address_that_is_too_long_to_be_kept(bring, stranger, folder):
    long = stranger.at("/" + "a" * 600)

    report = await bring(saved(folder, naming(long)))

    assert said(report) == [(long, f"“{long[:79]}…” is too long; shorten it to 600 characters.")]


async def test_refusals_come_in_the_order_of_the_rows(bring, stranger, folder):
    async def slow(writer):
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 404 No\r\n\r\n")

    stranger.pages["/slow.jpg"] = slow
    codes = [f"HP-OCOP-{n:04}" for n in range(1, 7)]
    rows = [naming(stranger.at("/slow.jpg"), code=codes[0])]
    rows += [naming("none.jpg", code=code) for code in codes[1:]]

    report = await bring(saved(folder, *rows))

    assert [refusal.row for refusal in report.refusals] == [2, 3, 4, 5, 6, 7]


async def test_a_fault_of_ours_ends_the_import_as_itself(full, folder):
    (folder / "a.jpg").write_bytes(RED)
    rows = [naming("a.jpg", code=code) for code in (CODE, OTHER)]
    nowhere = replace(full.room, folder=folder / "nowhere")

    with pytest.raises(FileNotFoundError):
        await take_in([saved(folder, *rows)], Intake(by=BY), room=nowhere)


# The command


async def test_import_takes_pictures_and_leaves_1_when_one_was_refused(
    full_settings, inside, folder
):
    (folder / "a.jpg").write_bytes(RED)
    good = saved(folder, naming("a.jpg"))
    bad = saved(folder, naming("a.jpg", "https://localhost/b.jpg"), name="bad.csv")

    dry = await inside(full_settings, "import", str(good), "--dry-run")
    first = await inside(full_settings, "import", str(good))
    refused = await inside(full_settings, "import", str(bad))

    rows = (
        "agricultural groups: 0 created, 0 updated, 14 unchanged, 0 conflict, 0 refused\n"
        "products: 0 created, 0 updated, 1 unchanged, 0 conflict, 0 refused\n"
        "all: 0 created, 0 updated, 15 unchanged, 0 conflict, 0 refused\n"
    )
    assert told(dry) == (0, (
        "This is a dry run; nothing was written.\n\nAll in all\n"
        "agricultural groups: 14 as before\nproducts: 1 as before\n"
    ), "")  # fmt: skip
    assert told(first) == (0, rows + "pictures: 1 new, 0 unchanged, 0 refused\n", "")
    assert refused.returncode == 1
    assert refused.stdout == (
        "bad.csv, row 2, column pictures: “https://localhost/b.jpg” is not an address that we "
        f"ask; write one that begins like https://example.vn/.\n{rows}"
        "pictures: 0 new, 1 unchanged, 1 refused\n"
    )
    async with database.connected(full_settings):
        assert await shown() == [("a.jpg", digest_of(RED))]
