"""A range asks for exactly the bytes that slicing gives (RFC 9110 §14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.http.ranges import Range, Unsatisfiable, wanted_range

ETAG = '"abc"'
SIZE = 10


def wanted(header, if_range=None, size=SIZE):
    return wanted_range(header, if_range, ETAG, size)


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-9", 0, 10),
        ("bytes=2-5", 2, 6),
        ("bytes=9-", 9, 10),
        ("bytes=0-", 0, 10),
        ("bytes=5-99999", 5, 10),
        ("bytes=-3", 7, 10),
        ("bytes=-99", 0, 10),
        ("Bytes=1-2", 1, 3),
        ("bytes= 1-2 ", 1, 3),
    ],
)
def test_one_range_is_given(header, start, stop):
    assert wanted(header) == Range(start, stop)


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=99-100", "bytes=-0"])
def test_what_begins_behind_the_end_cannot_be_satisfied(header):
    assert wanted(header) == Unsatisfiable()
    assert wanted(header).of(SIZE) == "bytes */10"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,4-5",
        "bytes=0-1, -1",
        "bytes=a-b",
        "bytes=0x1-2",
        "bytes=1.0-2",
        "bytes=+1-2",
        "bytes=--1",
        "bytes=1-2-3",
        "bytes=1 -2",
        "bytes=١-٢",
        "bytes=1-2\n",
        "items=0-1",
        "0-1",
        f"bytes={'9' * 5000}-",
    ],
)
def test_what_is_not_one_range_is_ignored(header):
    assert wanted(header) is None


@pytest.mark.parametrize(
    ("if_range", "expected"),
    [
        (None, Range(0, 2)),
        (ETAG, Range(0, 2)),
        (f"W/{ETAG}", None),
        ('"other"', None),
        ("abc", None),
        ("*", None),
        ("", None),
        (f'{ETAG}, "other"', None),
        ("Mon, 23 Nov 2026 03:00:00 GMT", None),
    ],
)
def test_a_part_of_another_version_is_never_given(if_range, expected):
    assert wanted("bytes=0-1", if_range) == expected


def test_a_weak_etag_never_matches_even_itself():
    assert wanted_range("bytes=0-1", 'W/"abc"', 'W/"abc"', SIZE) is None


def test_of_an_empty_file_there_is_no_part():
    assert wanted("bytes=-5", size=0) is None
    assert wanted("bytes=0-", size=0) == Unsatisfiable()


positions = st.integers(0, 60)


@given(st.binary(max_size=40), positions, positions)
def test_first_to_last_is_a_slice(data, first, last):
    given_back = wanted(f"bytes={first}-{last}", size=len(data))

    if last < first:
        assert given_back is None
    elif first >= len(data):
        assert given_back == Unsatisfiable()
    else:
        assert data[given_back.start : given_back.stop] == data[first : last + 1]
        assert given_back.length == len(data[first : last + 1])
        assert given_back.of(len(data)) == f"bytes {first}-{given_back.stop - 1}/{len(data)}"


@given(st.binary(min_size=1, max_size=40), st.integers(1, 60))
def test_the_last_bytes_are_a_slice(data, length):
    given_back = wanted(f"bytes=-{length}", size=len(data))

    assert data[given_back.start : given_back.stop] == data[-length:]


@given(st.text(max_size=30), st.integers(0, 50))
def test_no_header_breaks_it(header, size):
    given_back = wanted(f"bytes={header}", size=size)

    if isinstance(given_back, Range):
        assert 0 <= given_back.start < given_back.stop <= size
