"""A worker whose clock is 40 months ahead: nothing ends and nothing is deleted, and it is seen."""

import pytest

from tests import databases
from tests.faults.rows import rows
from tests.faults.site import Seen, site, until, worker
from tests.faults.test_commands import PRODUCTS

pytestmark = [pytest.mark.on(*databases.DATABASES), pytest.mark.timeout(600, func_only=True)]
AHEAD = """
import sys
from datetime import timedelta
from shop import clock
from shop.cli.main import main
sys.argv = ["sanvat", "worker"]
with clock.wrong(timedelta(days=1220)):
    main()
"""
SKEW = "sanvat_clock_skew_seconds"
YEARS = 3 * 365 * 86_400


@pytest.mark.slow
@pytest.mark.faults("clock 40 months ahead and back")
def test_a_clock_is_ahead_and_comes_back(shown, account):
    before = rows(shown, PRODUCTS)
    with site(shown, "--no-worker") as web:
        with worker(shown):
            web.until(lambda seen: is_right(seen) and (shown.data / "clock").exists())
        with worker(shown, "-c", AHEAD):
            seen = web.until(lambda seen: seen.ready["clock_trouble"])
            price = web.sanvat("product", "price", "HP-OCOP-0001-1", "77000")
            until(lambda: followed(web.seen()))
            meanwhile = rows(shown, PRODUCTS)
        with worker(shown):
            web.until(is_right)
            until(lambda: followed(web.seen()))
        verified = web.sanvat("verify")

    assert price.returncode == 0
    changed = {code for code, digest in before if (code, digest) not in meanwhile}
    assert changed == {"HP-OCOP-0001"}
    assert rows(shown, PRODUCTS) == meanwhile
    assert seen.total(SKEW) > YEARS
    assert verified.stdout.strip() == "40 listings verified, 0 repaired"
    account.saw("readyz clock_trouble", SKEW)
    account.result, account.lost, account.recovered = "nothing ended", "0 of 40", "by itself"


def is_right(seen: Seen) -> bool:
    return not seen.ready["clock_trouble"] and abs(seen.total(SKEW)) < 60


def followed(seen: Seen) -> bool:
    return seen.ready["index"] == seen.ready["head"]
