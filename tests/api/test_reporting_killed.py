"""A service that is killed while it takes a report: sent again, it is done once."""

import json
import signal
import subprocess
import sys

from media.failpoints import REPORT_STEPS
from shop.models import AuditEntry, KeptAnswer, Variant
from shop.partners import keys
from tests.api.reporter import report
from tests.conftest import front_door
from tests.publishing.truth import drift


async def test_a_report_killed_at_any_step_is_done_once_and_answered_the_same(full_settings):
    with subprocess.Popen(  # noqa: ASYNC220 - it answers line by line, at once
        [sys.executable, "-m", "tests.api.reporter"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reporter:
        async with front_door(full_settings) as door:
            pack = (
                await Variant.filter(price__gt=0).order_by("id").select_related("product").first()
            )
            key = await keys.add_partner("Kho", by="test", producer=pack.product.producer_id)
            for n, step in enumerate(REPORT_STEPS, 1):
                told = {
                    "data": str(full_settings.data),
                    "database_url": full_settings.database_url,
                    "failpoint": step,
                    "key": key,
                    "name": f"báo cáo {n}".encode().hex(),
                    "packs": [{"sku": pack.sku, "price": pack.price + n * 1000}, {"sku": "x"}],
                }
                reporter.stdin.write(json.dumps(told) + "\n")
                reporter.stdin.flush()
                assert int(reporter.stdout.readline()) == -signal.SIGKILL, step
                done = n - 1 + (step == "reported-committed")
                assert await AuditEntry.filter(action="variant.price").count() == done

                again = await report(door, told)
                third = await report(door, told)

                assert [one["came"] for one in again.json()["results"]] == ["taken", "refused"]
                assert third.content == again.content
                replayed = again.headers.get("idempotent-replayed") == "true"
                assert replayed == (step == "reported-committed")
                assert await AuditEntry.filter(action="variant.price").count() == n
                assert (await Variant.get(id=pack.id)).price == pack.price + n * 1000
            assert await KeptAnswer.all().count() == len(REPORT_STEPS)
            assert (await drift())[1] == []
