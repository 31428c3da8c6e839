"""Processes that are killed, frozen, started twice or short of the machine: the service goes on."""

import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import httpx2
import psutil
import pytest

from tests import databases
from tests.faults.load import NO_ANSWER, load
from tests.faults.rows import value
from tests.faults.site import Seen, Site, end, site, started, until, worker
from tests.faults.test_database import all_is_well
from tests.serving import environment

both = pytest.mark.on(*databases.DATABASES)
on_postgres = pytest.mark.on("postgres")
pytestmark = pytest.mark.timeout(600, func_only=True)
SUCCESS = "sanvat_duty_last_success_timestamp_seconds"
REPLACED = "sanvat_processes_replaced"
ASKED = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.slow
@both
@pytest.mark.faults("two workers at once")
def test_two_workers(shown, account):
    with site(shown) as running, worker(shown) as other:
        with load(running, prices=True) as made:
            until(lambda: made.wrote[200] >= 15)
        assert other.poll() is None
        seen = running.until(all_is_well)
        verified = running.sanvat("verify")
    assert made.noticed() == {}
    made.judge(account, {200})
    assert verified.stdout.strip() == "40 listings verified, 0 repaired"
    assert seen.total("sanvat_duty_failures") == 0
    account.saw("readyz duties: none", "sanvat_duty_failures 0")


@pytest.mark.slow
@pytest.mark.on("sqlite")
@pytest.mark.faults("two servers on one SQLite")
def test_two_servers_on_one_file(shown, account):
    with ExitStack() as stack:
        sites = [stack.enter_context(site(shown)) for _ in range(2)]
        with load(sites[0], prices=True) as made:
            until(lambda: made.wrote[200] >= 10)
        heads = {one.until(all_is_well).ready["head"] for one in sites}
        verified = sites[1].sanvat("verify")
    assert made.noticed() == {}
    made.judge(account, {200})
    assert len(heads) == 1
    assert verified.stdout.strip() == "40 listings verified, 0 repaired"
    account.saw("readyz of both")


@pytest.mark.slow
@both
@pytest.mark.faults("SIGTERM under load")
def test_a_service_is_stopped_under_load(shown, account):
    with site(shown, SANVAT_DRAIN_SECONDS="5") as running, load(running) as made:
        until(lambda: made.wrote[200])
        waiting = Waiting(running)
        until(lambda: running.seen().total("sanvat_connections") >= 1)
        running.process.terminate()
        running.until(lambda seen: seen.status == 503)
        made.stopping.set()  # as a proxy does that heeds /readyz
        ended = running.process.wait(60)
        waiting.join(60)
    assert ended in {0, -signal.SIGTERM}
    assert waiting.status == 200
    assert made.noticed() == {}
    made.judge(account, {200})
    account.saw("readyz 503 before the port closes")
    account.result += "; a waiting partner 200"


class Waiting(threading.Thread):
    """A partner that waits for a change."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        head = site.get("/api/v1/changes?since=0&limit=1000").json()["next"]
        self.path, self.site, self.status = f"/api/v1/changes?since={head}&wait=30", site, 0
        self.start()

    def run(self) -> None:
        with suppress(httpx2.HTTPError):
            self.status = self.site.get(self.path, timeout=60).status_code


@pytest.mark.slow
@on_postgres
@pytest.mark.faults("kill -9 of one of two webs and of the worker")
def test_one_of_two_is_killed(shown, account):
    with ExitStack() as stack:
        first, second = [stack.enter_context(site(shown, "--no-worker")) for _ in range(2)]
        working = stack.enter_context(worker(shown))
        second.until(all_is_well)
        before = second.seen()
        statuses = [ask_either(first, second) for _ in range(20)]
        first.process.kill()
        working.kill()
        statuses += [ask_either(first, second) for _ in range(60)]
        price = second.sanvat("product", "price", "HP-OCOP-0001-1", "77000")
        seen = second.until(lambda seen: seen.ready["index"] < seen.ready["head"])
        again = stack.enter_context(worker(shown))
        began = monotonic()
        after = second.until(lambda seen: followed(seen) and later(seen, before))
        assert again.poll() is None
    assert price.returncode == 0
    assert set(statuses) == {200}
    assert (seen.figure("sanvat_index_serial"), seen.figure("sanvat_head_serial")) == (40, 41)
    assert after.figure(SUCCESS, duty="index") > before.figure(SUCCESS, duty="index")
    assert value(shown, "SELECT price FROM variant WHERE sku = 'HP-OCOP-0001-1'") == "77000"
    account.result, account.lost = f"200×{len(statuses)}", "0"
    account.recovered = f"{monotonic() - began:.0f} s after its start"
    account.saw("sanvat_index_serial < sanvat_head_serial", SUCCESS)


def ask_either(*sites: Site) -> int:
    """Ask as a proxy before both does: the next one when the first does not answer."""
    for one in sites:
        with suppress(httpx2.HTTPError):
            return one.get("/san-pham/HP-OCOP-0003", follow_redirects=True).status_code
    return NO_ANSWER


def followed(seen: Seen) -> bool:
    return seen.ready["index"] == seen.ready["head"]


def later(seen: Seen, before: Seen) -> bool:
    now, then = (one.figure(SUCCESS, duty="index") or 0 for one in (seen, before))
    return now > then


@pytest.mark.slow
@on_postgres
@pytest.mark.faults("a web process stalled for 7 s")
def test_a_process_is_stalled(shown, account):
    with site(shown, "--workers", "2") as running:
        until(lambda: len(webs(running)) == 2)
        [stalled, _] = webs(running)
        with load(running) as made, held_by(stalled, running) as waiting:
            until(lambda: made.wrote[200])
            stalled.suspend()
            waiting.sendall(ASKED)
            sleep(7)
            stalled.resume()
            assert waiting.recv(100).startswith(b"HTTP/1.1 200")
            wrote = made.wrote[200]
            until(lambda: made.wrote[200] > wrote)
        seen = running.seen()
        assert stalled in webs(running)
        assert running.lines("process replaced") == []
    assert made.noticed() == {}
    made.judge(account, {200})
    assert seen.total(REPLACED) == 0
    account.recovered = "by itself"
    account.saw(f"{REPLACED} 0")


@contextmanager
def held_by(process: psutil.Process, running: Site):
    """Connect until one of several processes has taken the connection; give that."""
    with ExitStack() as stack:
        while True:
            line = socket.create_connection(("127.0.0.1", running.port), timeout=60)
            stack.enter_context(line)
            sleep(0.1)  # until it was taken
            ends = [one.raddr for one in process.net_connections("tcp4") if one.raddr]
            if line.getsockname() in ends:
                break
        yield line


def webs(running: Site) -> list[psutil.Process]:
    children = psutil.Process(running.process.pid).children()
    return [one for one in children if one.is_running() and "web" in one.cmdline()]


@pytest.mark.slow
@on_postgres
@pytest.mark.faults("two web processes short of the processor")
def test_a_machine_is_busy(shown, account):
    began = monotonic()
    with busy(8), started(shown, "--workers", "2") as running:
        until(running.is_ready, 300)
        until(lambda: len(running.lines("process up")) >= 2, 300)
        took = monotonic() - began
        assert running.get("/san-pham/HP-OCOP-0003", follow_redirects=True).status_code == 200
        assert running.lines("process replaced") == []
        seen = running.seen()
    assert seen.total(REPLACED) == 0
    account.result = f"up in {took:.0f} s beside 8 busy processes"
    account.saw("readyz 200", f"{REPLACED} 0")


@contextmanager
def busy(number: int):
    """Keep the processors busy."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


@pytest.mark.slow
@on_postgres
@pytest.mark.faults("kill -9 of the parent of several processes")
def test_the_parent_is_killed(shown, account):
    with site(shown, "--workers", "2") as running:
        until(lambda: len(webs(running)) == 2)
        left = psutil.Process(running.process.pid).children(recursive=True)
        running.process.kill()
        running.process.wait()
        began = monotonic()
        until(lambda: is_free(running.port))
        took = monotonic() - began
        assert all(map(is_gone, left))
    with site(shown) as again:
        seen = again.seen()
    assert seen.status == 200
    account.result, account.recovered = f"port free in {took:.1f} s", "the next start"
    account.saw("readyz of the next")


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.mark.slow
@on_postgres
@pytest.mark.faults("a worker in 900 MB of addresses")
def test_a_worker_has_little_room(shown, account):
    with site(shown, "--no-worker") as web:
        before = web.seen()
        with limited_worker(shown, "--as=900000000") as working:
            price = web.sanvat("product", "price", "HP-OCOP-0001-1", "77000")
            seen = web.until(lambda seen: followed(seen) and later(seen, before) and feeds(seen))
            assert working.poll() is None
    assert price.returncode == 0
    assert seen.ready["duties"] == {}
    account.result, account.lost = "it works", "0"
    account.saw(SUCCESS, "readyz duties: none")


def feeds(seen: Seen) -> bool:
    return bool(seen.figure(SUCCESS, duty="feeds"))


@contextmanager
def limited_worker(settings, *limits: str):
    command = ["prlimit", *limits, sys.executable, "-m", "shop.cli", "worker"]
    env = environment(settings)
    with Path(f"{settings.data}-worker.log").open("w") as log:
        process = subprocess.Popen(command, env=env, stderr=log)
    try:
        yield process
    finally:
        end(process)
