"""What a file is, by its first bytes, and how much of it is let in."""

import io
import os
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from media import refusing
from media.accept import Incoming, Kind, kind_of, opened
from media.limits import MOST_BYTES
from media.refusing import Refused

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"


def encoded(kind: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "olive").save(data, kind)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_kind_is_told_by_content(kind):
    assert kind_of(encoded(kind)[:100]) == Kind[kind]


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1", b"msf1"])
def test_what_iphones_and_galaxies_make_is_heif(brand):
    assert kind_of(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic") == Kind.HEIF


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"", refusing.EMPTY),
        (b"GIF89a\1\0\1\0", refusing.GIF),
        (encoded("GIF"), refusing.GIF),
        (encoded("TIFF"), refusing.TIFF),
        (encoded("PDF"), refusing.PDF),
        (encoded("AVIF"), refusing.AVIF),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", refusing.AVIF),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", refusing.VIDEO),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", refusing.VIDEO),
        (b"\x1aE\xdf\xa3webm", refusing.VIDEO),
        ('<?xml version="1.0"?>\n<!-- vẽ -->\n<svg></svg>'.encode(), refusing.SVG),
        ("<!doctype html><title>Nước mắm".encode(), refusing.TEXT),
        ("ảnh ở nhà".encode() * 1000, refusing.TEXT),
        (encoded("BMP"), refusing.UNKNOWN_KIND),
        (b"PK\3\4" + bytes(60), refusing.UNKNOWN_KIND),
        (b"RIFF\0\0\0\0WEBPVP9 ", refusing.UNKNOWN_KIND),
        (b"\xff\xd8", refusing.UNKNOWN_KIND),
        (bytes(5000), refusing.UNKNOWN_KIND),
    ],
)
def test_what_is_no_photo_is_refused_with_its_own_sentence(head, reason):
    with pytest.raises(Refused) as refusal:
        kind_of(head[:4096])

    assert refusal.value.said is reason


def test_every_sentence_is_there_in_both_languages():
    for reason in refusing.BY_NAME.values():
        assert reason.vi.endswith(".")
        assert reason.en.endswith(".")
        assert reason.vi != reason.en


def test_what_comes_in_pieces_is_there_whole_and_gone_afterwards(tmp_path):
    photo = encoded("JPEG")

    with Incoming(tmp_path) as incoming:
        for at in range(0, len(photo), 100):
            incoming.write(photo[at : at + 100])
        assert incoming.path.read_bytes() == photo
        assert (incoming.size, incoming.kind) == (len(photo), Kind.JPEG)
        assert incoming.digest == sha256(photo).hexdigest()
        assert list(tmp_path.iterdir()) == []  # so a kill leaves nothing either
        path = incoming.path

    assert not path.exists()


def test_fifteen_megabytes_are_taken_and_not_a_byte_more(tmp_path):
    with Incoming(tmp_path) as incoming:
        incoming.write(JPEG + bytes(MOST_BYTES - len(JPEG)))
        assert incoming.size == MOST_BYTES

        with pytest.raises(Refused) as refusal:
            incoming.write(b"1")

        assert refusal.value.said is refusing.TOO_HEAVY
        assert incoming.path.stat().st_size == MOST_BYTES


def test_what_is_no_photo_is_refused_before_it_has_all_come(tmp_path):
    with Incoming(tmp_path) as incoming, pytest.raises(Refused) as refusal:
        incoming.write(encoded("PDF").ljust(4096))

    assert refusal.value.said is refusing.PDF


def test_an_empty_upload_is_refused_when_its_kind_is_asked(tmp_path):
    with Incoming(tmp_path) as incoming, pytest.raises(Refused) as refusal:
        assert incoming.kind

    assert refusal.value.said is refusing.EMPTY


def test_only_ordinary_files_are_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    refused = [
        (tmp_path / "pipe", refusing.NOT_A_FILE),
        (tmp_path, refusing.NOT_A_FILE),
        (Path("/dev/zero"), refusing.NOT_A_FILE),
        (tmp_path / "gone", refusing.UNREADABLE),
        (tmp_path / "a\0b", refusing.UNREADABLE),
    ]

    for path, reason in refused:
        with pytest.raises(Refused) as refusal, opened(path):
            pass
        assert refusal.value.said is reason, path
