"""The proxies that are shipped as examples, run before real web processes on loopback."""

import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import httpx2
import pytest
import trustme

from shop.config import Settings
from tests import processes
from tests.serving import environment

RUNNING = Path(__file__).parents[2] / "docs" / "running"
PATIENCE = 240
MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 2;{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/sanvat.conf;
}}
"""


def a_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Web:
    """One web process of the catalogue, which may be replaced."""

    def __init__(self, settings: Settings, **more: str) -> None:
        self.port = a_port()
        self.env = {**environment(settings), **more}
        self.start()

    def start(self) -> None:
        command = ["serve", "--no-worker", "--port", str(self.port)]
        self.process = processes.start("-m", "shop.cli", *command, env=self.env)

    def wait(self) -> None:
        wait_until(lambda: self._status() == 200)

    def _status(self) -> int:
        with suppress(httpx2.TransportError):
            return httpx2.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code
        return 0

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(PATIENCE) in {0, -15}

    def replace(self) -> None:
        self.stop()
        self.start()
        self.wait()


class Proxy:
    """A proxy with TLS on a port of its own."""

    name = ""

    def __init__(self, folder: Path, ports: list[int]) -> None:
        self.folder, self.plain, self.port = folder, a_port(), a_port()
        self.ports, self.authority = ports, trustme.CA()
        certificate = self.authority.issue_cert("localhost")
        certificate.private_key_pem.write_to_path(folder / "key.pem")
        with (folder / "fullchain.pem").open("wb") as chain:
            chain.writelines(blob.bytes() for blob in certificate.cert_chain_pems)
        self.process: subprocess.Popen | None = None

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    def client(self, address: str = "127.0.0.1") -> httpx2.Client:
        trusted = ssl.create_default_context()
        self.authority.configure_trust(trusted)
        transport = httpx2.HTTPTransport(verify=trusted, local_address=address)
        return httpx2.Client(base_url=self.origin, transport=transport, timeout=30)

    def start(self) -> None:
        if not shutil.which(self.name):
            pytest.skip(f"needs Debian's {self.name}")
        self.write()
        self.process = subprocess.Popen(
            self.command(),
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._listens)

    def _listens(self) -> bool:
        assert self.process.poll() is None, f"{self.name} stopped"
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)


class Nginx(Proxy):
    name = "nginx"

    def write(self, down: int = 0) -> None:
        """Change of the example only what must differ here; a port may be marked as down."""
        text = (RUNNING / "nginx.conf").read_text()
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.plain};")
        text = text.replace("listen 443", f"listen 127.0.0.1:{self.port}")
        text = text.replace("https://sanvat.example.vn", self.origin)
        text = text.replace("sanvat.example.vn", "localhost").replace(
            "$host;", "$host:$server_port;"
        )
        text = text.replace("/etc/ssl/sanvat", str(self.folder))
        for told, port in zip(("8000", "8001"), self.ports, strict=True):
            text = text.replace(
                f"127.0.0.1:{told} ", f"127.0.0.1:{port} {'down ' if port == down else ''}"
            )
        (self.folder / "sanvat.conf").write_text(text)
        user = " user root;" if Path("/root").owner() == "root" and is_root() else ""
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder, user=user))

    def command(self) -> list[str]:
        return [
            "nginx",
            "-c",
            str(self.folder / "nginx.conf"),
            "-e",
            str(self.folder / "error.log"),
        ]

    def environment(self) -> None:
        return None

    def replace(self, web: Web) -> None:
        """As docs/running/README.md says it."""
        self._reload(down=web.port)
        web.replace()
        self._reload()

    def _reload(self, down: int = 0) -> None:
        self.write(down)
        workers = self._workers()
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: not workers & self._workers())

    def _workers(self) -> set[str]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return set(found.split())


class Caddy(Proxy):
    name = "caddy"

    def write(self) -> None:
        """Change of the example only the ports, and where its certificate comes from."""
        text = (RUNNING / "Caddyfile").read_text()
        ports = f"http_port {self.plain}\n\thttps_port {self.port}\n\tadmin off\n\tservers {{"
        text = text.replace("servers {", ports, 1).replace(
            "\n\t@ours",
            f"\n\tbind 127.0.0.1\n\ttls {self.folder}/fullchain.pem {self.folder}/key.pem\n\t@ours",
            1,
        )
        (self.folder / "Caddyfile").write_text(text)

    def command(self) -> list[str]:
        return [
            "caddy",
            "run",
            "--config",
            str(self.folder / "Caddyfile"),
            "--adapter",
            "caddyfile",
        ]

    def environment(self) -> dict[str, str]:
        webs = " ".join(f"127.0.0.1:{port}" for port in self.ports)
        return {"HOME": str(self.folder), "SITE": "localhost", "WEB": webs, "PATH": "/usr/bin:/bin"}

    def replace(self, web: Web) -> None:
        """It sees by /readyz that a process drains: nothing but a restart is needed."""
        web.replace()
        sleep(2)  # two of its looks: then it knows that the process is back


def is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0


def wait_until(is_so) -> None:
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline
        sleep(0.05)


@contextmanager
def before(
    kind: type[Proxy], settings: Settings, folder: Path, **more: str
) -> Iterator[tuple[Proxy, list[Web]]]:
    """Run two web processes, and a proxy before them."""
    proxy = kind(folder, [])
    values = {"SANVAT_BASE_URL": proxy.origin, **more}
    webs = [Web(settings, **values) for _ in range(2)]
    proxy.ports = [web.port for web in webs]
    try:
        for web in webs:
            web.wait()
        proxy.start()
        yield proxy, webs
    finally:
        proxy.stop()
        for web in webs:
            web.process.kill()
            web.process.wait()
