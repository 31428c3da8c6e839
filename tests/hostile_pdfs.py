"""PDFs for tests, written by hand: good ones, and ones made to hurt or to be taken for others."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import md5
from random import Random
from time import gmtime

from PIL import Image

from tests.pictures import photo


def written(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Write objects, the first being the catalogue, with their table and trailer."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\n"
    return bytes(
        data + end % (size, table, size, trailer) + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def pages(count: int, content: bytes, box: bytes = b"0 0 595 842", catalogue: bytes = b"") -> bytes:
    """Write pages that all show one content (object 3), which may use the font F1."""
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 3 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>" % box
    )
    return written(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page] * count,
    )


def good(count: int = 1) -> bytes:
    return pages(count, stream(b"BT /F1 40 Tf 60 700 Td (Phieu kiem nghiem 123/KN) Tj ET"))


def scanned(count: int = 1) -> bytes:
    """Write pages as scanners do: one picture each."""
    data = io.BytesIO()
    sheets = [Image.open(io.BytesIO(photo(n, (620, 877)))) for n in range(1, count + 1)]
    still = {"creationDate": gmtime(0), "modDate": gmtime(0)}
    sheets[0].copy().save(data, "PDF", save_all=True, append_images=sheets[1:], **still)
    return data.getvalue()


def bomb() -> bytes:
    """Write a page whose content is 2 GB once it is inflated, three times over."""
    once = zlib.compressobj(9)
    layer = b"".join(once.compress(b"q " * 500_000) for _ in range(300)) + once.flush()
    layer = zlib.compress(layer, 9)
    return pages(1, stream(layer, b"/Filter [/FlateDecode /FlateDecode]"))


def of_many_pixels() -> bytes:
    """Write a picture that says it has 60,000 × 60,000 pixels."""
    drawn = stream(b"q 595 0 0 842 0 0 cm /X Do Q")
    picture = stream(
        zlib.compress(b"\0" * 1_000_000),
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8 /Filter /FlateDecode",
    )
    return written(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        drawn,
        picture,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
        b" /Resources << /XObject << /X 4 0 R >> >> >>",
    )


def without_end() -> bytes:
    """Write a form that draws itself many times at each of many depths."""
    forms = [
        stream(
            b"/F Do " * 30,
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
            b" /Resources << /XObject << /F %d 0 R >> >>" % (number + 1),
        )
        for number in range(5, 25)
    ]
    return written(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        stream(b"/F Do"),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>",
        *forms,
        stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"),
    )


def with_javascript() -> bytes:
    """Write a page that would act when it is opened, and never end."""
    act = b"/OpenAction << /S /JavaScript /JS (while \\(true\\) app.alert\\('x'\\)) >>"
    return pages(1, stream(b"BT /F1 40 Tf 60 700 Td (Giay) Tj ET"), catalogue=act)


def encrypted() -> bytes:
    """Write a page that needs a password to be read (RC4, 40 bits, as ISO 32000-1 7.6 has it)."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    secret = (b"mat khau" + pad)[:32]
    owner = _rc4(md5(secret).digest()[:5], secret)  # noqa: S324 - as the format has it
    mark = b"0123456789abcdef"
    permitted = (-4).to_bytes(4, "little", signed=True)
    key = md5(secret + owner + permitted + mark).digest()[:5]  # noqa: S324 - as above
    trailer = (
        b"/ID [<%s> <%s>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s>"
        b" /U <%s> >>"
    ) % tuple(one.hex().encode() for one in (mark, mark, owner, _rc4(key, pad)))
    whole = good()
    return whole.replace(b"/Root 1 0 R ", b"/Root 1 0 R " + trailer)


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def and_archive() -> bytes:
    """Write a PDF that is a ZIP as well."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("chay.exe", b"MZ" * 2000)
    return good() + data.getvalue()


def and_jpeg() -> bytes:
    """Write a JPEG behind which a PDF lies, which some readers find."""
    return photo(3) + good()


SORTS = ("flip", "cut", "cut_ended", "swap", "double", "number", "blank")


def mutated(source: bytes, seed: int) -> bytes:
    """Damage a PDF in one of several ways, the same for each seed."""
    chance = Random(seed)  # noqa: S311 - made-up damage
    sort, at = chance.choice(SORTS), chance.randrange(len(source) or 1)
    if sort == "flip":
        data = bytearray(source)
        for _ in range(chance.choice((1, 8, 64, 512))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)
    if sort == "swap":
        parts = source.split(b"endobj")
        chance.shuffle(parts)
        return b"%PDF-1.7\n" + b"endobj".join(parts) + b"\n%%EOF"
    if sort == "number":
        digits = [place for place, byte in enumerate(source) if 48 <= byte <= 57][:5000]
        place = chance.choice(digits or [0])
        big = chance.choice((b"99999999999", b"-1", b"2147483647", b"0", b"1e308"))
        return source[:place] + big + source[place + 1 :]
    return {
        "cut": source[:at],
        "cut_ended": source[:at] + b"\n%%EOF",
        "double": source[:at] + source[at // 2 :],
        "blank": source[:at] + bytes(chance.randrange(1, 4000)) + source[at:],
    }[sort]


def damaged(sources: list[bytes], count: int) -> Iterator[bytes]:
    """Give so many damaged PDFs, made of each source in turn."""
    for seed in range(count):
        yield mutated(sources[seed % len(sources)], seed)


def own() -> list[bytes]:
    """Give all that are made here."""
    sharp = [bomb(), of_many_pixels(), without_end(), with_javascript(), encrypted()]
    return [good(), good(20), good(500), scanned(3), *sharp, and_archive(), and_jpeg()]
