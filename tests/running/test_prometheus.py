"""A Prometheus of Debian's reads a site that runs, by the example and the rules that we ship."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.running.proxies import RUNNING, a_port
from tests.serving import served

CONFIG, RULES = "prometheus.yml", "alerts.yml"
PATIENCE = 120
pytestmark = [pytest.mark.timeout(300)]


class Prometheus:
    """One that reads a site by our example, of which the address and the pace differ."""

    def __init__(self, origin: str, folder: Path) -> None:
        if not shutil.which("prometheus"):
            pytest.skip("needs Debian's prometheus")
        self.folder, port = folder, a_port()
        self.command = [
            "prometheus",
            f"--config.file={folder / CONFIG}",
            f"--storage.tsdb.path={folder / 'kept'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--log.level=error",
        ]
        self.address = f"http://127.0.0.1:{port}/api/v1"
        text = (RUNNING / CONFIG).read_text().replace("15s", "1s")
        told = re.sub(r"targets: .*", f'targets: ["{urlsplit(origin).netloc}"]', text)
        (folder / CONFIG).write_text(told)
        shutil.copy(RUNNING / RULES, folder)

    @contextmanager
    def running(self) -> Iterator[None]:
        process = subprocess.Popen(self.command)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)

    def until(self, is_so: Callable[[], bool]) -> None:
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            with suppress(httpx2.HTTPError):
                if is_so():
                    return
            sleep(0.2)
        raise AssertionError(f"it never came to be so; ringing: {self.ringing()}")

    def has_read(self) -> bool:
        """Whether it has read the site, and each rule upon that."""
        health = {rule["health"] for rule in self.rules()}
        return "unknown" not in health and bool(self._ask("query", query="sanvat_head_serial > -1"))

    def rules(self) -> list[dict]:
        return [rule for group in self._ask("rules", "groups") for rule in group["rules"]]

    def ringing(self, *states: str) -> set[str]:
        """Name the alarms in these states; all: also those that ring when their time has passed."""
        alerts = self._ask("alerts", "alerts")
        return {
            alert["labels"]["alertname"]
            for alert in alerts
            if not states or alert["state"] in states
        }

    def _ask(self, path: str, part: str = "result", **query: str) -> list[dict]:
        answer = httpx2.get(f"{self.address}/{path}", params=query, timeout=10)
        return answer.raise_for_status().json()["data"][part]


async def test_a_prometheus_reads_the_site_and_rings_when_it_is_gone(settings, tmp_path):
    with served(settings) as origin:
        prometheus = Prometheus(origin, tmp_path)
        with prometheus.running():
            prometheus.until(prometheus.has_read)
            prometheus.until(lambda: "SanvatNoBackup" in prometheus.ringing())
            rules, of_the_healthy = prometheus.rules(), prometheus.ringing("firing")
    with prometheus.running():
        prometheus.until(lambda: "SanvatDown" in prometheus.ringing())

    assert [rule["lastError"] for rule in rules if rule["health"] != "ok"] == []
    assert len(rules) == (RUNNING / RULES).read_text().count("- alert: ")
    assert of_the_healthy <= {"SanvatNoBackup"}


@pytest.mark.parametrize(("what", "file"), [("config", CONFIG), ("rules", RULES)])
def test_its_tool_accepts_what_we_ship(what, file):
    done = promtool("check", what, str(RUNNING / file))

    assert done.returncode == 0, done.stderr


async def test_its_tool_finds_no_fault_in_the_figures(settings):
    with served(settings, with_worker=False) as origin:
        figures = httpx2.get(f"{origin}/metrics").text
    done = promtool("check", "metrics", told=figures)

    assert "sanvat_head_serial" in figures
    assert done.stdout + done.stderr == ""


def promtool(*command: str, told: str = "") -> subprocess.CompletedProcess[str]:
    if not shutil.which("promtool"):
        pytest.skip("needs Debian's prometheus")
    return subprocess.run(
        ["promtool", *command], input=told, capture_output=True, text=True, check=False
    )
