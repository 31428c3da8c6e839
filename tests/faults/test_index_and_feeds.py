"""The index or the feed files deleted, spoilt or read-only: searches go on, all is made anew."""

import shutil
from pathlib import Path
from time import monotonic

import pytest

from tests import databases
from tests.faults import disks
from tests.faults.load import PATHS, load
from tests.faults.site import Seen, Site, site, until, worker
from tests.faults.table import Account
from tests.faults.test_database import all_is_well, is_well_again

pytestmark = [pytest.mark.on(*databases.DATABASES), pytest.mark.timeout(600, func_only=True)]
SEARCH, FEED = "/tim-kiem?q=ca+moi", "/feeds/products.jsonl"


@pytest.fixture
def web(shown):
    """A site whose worker is apart, so that a test says when it comes."""
    with site(shown, "--no-worker") as running:
        until(lambda: running.get(SEARCH).status_code == 200)
        yield running


def has_no_index(seen: Seen) -> bool:
    return seen.ready["index"] is None


def is_unknown(seen: Seen, name: str) -> bool:
    """No figure, or one that is not a number: never that of before."""
    figure = seen.figure(name)
    return figure is None or figure != figure  # noqa: PLR0124 - so is not a number told


def spoil(web: Site, account: Account, spoiling) -> dict[str, list[int]]:
    """Spoil the index under load, and let a worker mend it; give what readers noticed."""
    with load(web, (*PATHS, "/api/v1/search?q=ca+moi")) as made:
        until(lambda: made.wrote[200])
        spoiling(web.settings.data / "index")
        seen = web.until(has_no_index)
        assert is_unknown(seen, "sanvat_index_serial")
        began = monotonic()
        with worker(web.settings):
            is_well_again(web)
            account.recovered = f"{monotonic() - began:.0f} s"
    made.judge(account)
    account.saw("readyz index null", "sanvat_index_serial absent")
    return made.noticed()


def overwrite(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            file.write_bytes(b"\xa5" * max(100, file.stat().st_size))


@pytest.mark.slow
@pytest.mark.faults("index folder deleted under load")
def test_an_index_is_deleted(web, account):
    assert spoil(web, account, shutil.rmtree) == {}


@pytest.mark.faults("index overwritten with noise")
def test_an_index_is_overwritten(web, account):
    assert spoil(web, account, overwrite) == {}


@pytest.mark.slow
@pytest.mark.root
@pytest.mark.faults("index read-only")
def test_an_index_cannot_be_written(shown, account):
    with site(shown) as running, load(running) as made:
        running.until(all_is_well)
        with disks.read_only(shown.data / "index"):
            new = running.sanvat("product", "price", "HP-OCOP-0040-1", "77000")
            seen = running.until(is_behind)
            found = running.get(SEARCH)
        began = monotonic()
        is_well_again(running)
        account.recovered = f"{monotonic() - began:.0f} s"
    assert (new.returncode, found.status_code) == (0, 200)
    assert made.noticed() == {}
    made.judge(account)
    if "index" in seen.ready["duties"]:
        account.saw("readyz duties: index")
    account.saw("sanvat_index_serial < sanvat_head_serial")


def is_behind(seen: Seen) -> bool:
    index, head = seen.figure("sanvat_index_serial"), seen.figure("sanvat_head_serial")
    return seen.ready["duties"] is not None and (index is None or index < (head or 0))


@pytest.mark.slow
@pytest.mark.faults("feeds folder deleted")
def test_feed_files_are_deleted(web, account):
    with worker(web.settings):
        until(lambda: web.get(FEED).status_code == 200)
    with load(web) as made:
        shutil.rmtree(web.settings.data / "feeds")
        gone = until(lambda: _unless_200(web.get(FEED)))
        seen = web.seen()
        began = monotonic()
        with worker(web.settings):
            until(lambda: web.get(FEED).status_code == 200)
            account.recovered = f"{monotonic() - began:.0f} s"
    assert (gone.status_code, "retry-after" in gone.headers) == (503, True)
    assert made.noticed() == {}
    made.judge(account)
    asked = seen.total("sanvat_requests_total", status="503")
    assert asked >= 1
    account.saw(f'sanvat_requests_total{{status="503"}} {asked:.0f}')


def _unless_200(answer):
    return None if answer.status_code == 200 else answer
