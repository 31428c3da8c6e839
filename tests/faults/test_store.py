"""A store of pictures that is away, busy, silent, broken or slow: nothing else waits for it."""

from time import monotonic
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.faults.goods import PAGE
from tests.faults.site import site, until, worker
from tests.faults.uploads import address_of, upload
from tests.storage import BUCKET

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.timeout(600, func_only=True)]
PATIENT = 30.0
"""Seconds within which the store is given up; and some more on a busy machine."""
SLACK = 10.0
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/s3/aws4_request"}
"""The stand-in asks who reads, and not whether it is so."""


@pytest.fixture
def pictured(shown, on_s3):
    """A site whose pictures lie in the store; it shows one."""
    with site(shown, "--no-worker", SANVAT_PICTURE_CACHE="0", **on_s3) as running:
        assert upload(running, 1).status_code == 200
        until(lambda: running.get(address_of(running)).status_code == 200)
        yield running


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(
            "refuse", marks=[pytest.mark.faults("S3 refuses connections"), pytest.mark.slow]
        ),
        pytest.param("503", marks=pytest.mark.faults("S3 answers 503")),
        pytest.param("hang", marks=[pytest.mark.faults("S3 hangs"), pytest.mark.slow]),
        pytest.param("cut", marks=pytest.mark.faults("S3 cuts its answers")),
    ],
)
def test_a_store_that_fails(pictured, store, fault, account):
    picture = address_of(pictured)
    whole = pictured.get(picture).content
    store.set(fault)
    began = monotonic()

    refused = pictured.get(picture, timeout=60)
    took = monotonic() - began
    sent = upload(pictured, 2) if fault != "cut" else None
    page, seen = pictured.get(PAGE), pictured.seen()
    store.set("none")
    again = upload(pictured, 2)

    assert refused.status_code == 503
    assert took < PATIENT + SLACK
    assert sent is None or (sent.status_code, sent.headers["retry-after"]) == (503, "5")
    assert (page.status_code, seen.status) == (200, 200)
    errors = seen.total("sanvat_store_errors_total")
    assert errors >= 1
    account.saw(f"sanvat_store_errors_total {errors:.0f}")
    assert again.status_code == 200, again.text
    assert pictured.get(picture).content == whole
    account.result, account.lost, account.recovered = f"503 in {took:.1f} s", "0", "at once"


@pytest.mark.slow
@pytest.mark.faults("S3 takes 4 s a request")
def test_a_store_that_is_slow(pictured, store, account):
    picture = address_of(pictured)
    store.set("slow")
    began = monotonic()

    sent = upload(pictured, 2, timeout=PATIENT + SLACK)
    took = monotonic() - began
    shown = pictured.get(picture, timeout=PATIENT + SLACK)
    seen = pictured.seen()
    store.set("none")
    again = upload(pictured, 2)

    assert sent.status_code in {200, 503}
    assert shown.status_code == 200
    slow = seen.total("sanvat_store_seconds_sum")
    assert slow >= 4
    account.saw(f"sanvat_store_seconds_sum {slow:.0f}")
    assert again.status_code == 200
    account.result, account.lost = f"{sent.status_code} in {took:.0f} s", "0"
    account.recovered = "at once"


@pytest.mark.slow
@pytest.mark.faults("picture file lost in S3")
def test_a_picture_that_is_lost(pictured, store, s3, on_s3, account):
    picture = address_of(pictured)
    place = urlsplit(on_s3["SANVAT_STORAGE_URL"]).path
    name = picture.rpartition("/")[2]
    path = f"{s3}/{BUCKET}{place}/pictures/{name[:2]}/{name}"
    lost = httpx2.get(path, headers=SIGNED)
    assert lost.status_code == 200
    httpx2.delete(path, headers=SIGNED).raise_for_status()

    with worker(pictured.settings, **on_s3):
        seen = pictured.until(lambda seen: seen.total("sanvat_picture_files_missing") == 1)

    answer = pictured.get(picture)
    assert answer.status_code == 404
    httpx2.put(path, content=lost.content, headers=SIGNED).raise_for_status()
    until(lambda: pictured.get(picture).status_code == 200)
    account.result, account.lost = "404", "that file"
    account.saw(f"sanvat_picture_files_missing {seen.total('sanvat_picture_files_missing'):.0f}")
