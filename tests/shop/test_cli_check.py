"""`sanvat check`: each line says how something is, and what would be right."""

import asyncio
import json
import os
import shutil
import socket
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx2
import pytest
import trustme

from media.store import Store
from shop.edge.arriving import FILE, HEADER, PATH, asking
from tests import databases
from tests.commands import told
from tests.conftest import services_of
from tests.serving import served
from tests.storage import KEYS, a_place, failing_s3, s3_server

SECRET = "b7c1e59d3f208a6471fe90c2d5ab8364"
MISSING_WORDS = ("fsync", "full_page_writes", "synchronous_commit")


@pytest.fixture
def check(settings, inside, monkeypatch):
    """Run the check, and give its status and its lines as (level, about, sentence)."""
    monkeypatch.setenv("SANVAT_SECRET_KEY", SECRET)
    monkeypatch.setenv("SANVAT_SMTP_URL", "smtp://localhost:25")
    monkeypatch.setenv("SANVAT_MAIL_FROM", "khong-tra-loi@sanvat.example")

    async def running(*arguments: str, ours=settings):
        left, said, complaints = told(await inside(ours, "check", *arguments, "--json"))
        assert complaints == ""
        lines = [json.loads(line) for line in said.splitlines()]
        return left, [(one["level"], one["about"], one["en"]) for one in lines]

    return running


def of(about: str, lines) -> list[tuple[str, str]]:
    return [(level, said) for level, subject, said in lines if subject == about]


@contextmanager
def listening(handle) -> Iterator[str]:
    """Answer GET by `handle(path, headers)`, which gives a status and a body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = handle(self.path, self.headers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.on("sqlite")
async def test_where_all_is_right_every_line_says_so(check, settings):
    left, lines = await check()

    assert left == 0
    assert [(level, about) for level, about, _ in lines if about != "disk"] == [
        ("ok", "settings"),
        ("ok", "data folder"),
        ("ok", "database"),
        ("ok", "database"),
        ("ok", "clock"),
        ("ok", "store"),
        ("ok", "pictures"),
        ("ok", "search"),
        ("warning", "proxy"),
    ]
    assert of("database", lines)[1] == ("ok", "The tables are those of this version.")
    assert of("store", lines)[0][1].startswith(f"A file was put into {settings.data / 'media'},")
    assert not [file for file in (settings.data / "media").rglob("*") if file.is_file()]


@pytest.mark.on("sqlite")
async def test_it_speaks_to_people_in_either_language(settings, inside, monkeypatch):
    monkeypatch.setenv("SANVAT_SECRET_KEY", SECRET)

    _, en, _ = told(await inside(settings, "check"))
    _, vi, _ = told(await inside(settings, "check", "--language", "vi"))

    assert "ok       pictures     Foreign pictures are opened behind a fence.\n" in en
    assert "ok       pictures     Ảnh lạ được mở trong hàng rào.\n" in vi
    assert len(en.splitlines()) == len(vi.splitlines())


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("set_to", "line"),
    [
        (
            {"SANVAT_CONSOLE_MESSAGES": "true", "SANVAT_BASE_URL": "https://sanvat.example.vn"},
            ("wrong", "SANVAT_CONSOLE_MESSAGES prints codes that let people in. Drop it."),
        ),
        (
            {"SANVAT_MAIL_FROM": ""},
            ("wrong", ("SANVAT_SMTP_URL is set without SANVAT_MAIL_FROM, so no e-mail goes out. "
             "Set both.")),
        ),
        (
            {"SANVAT_BASE_URL": "http://sanvat.example.vn"},
            ("warning", "SANVAT_BASE_URL is not https://. Use TLS before others come in."),
        ),
        (
            {"SANVAT_SECRET_KEY": ""},
            ("warning", "Without SANVAT_SECRET_KEY officials can only use passkeys. Set it."),
        ),
        (
            {"SANVAT_RATE_PER_ADDRESS": "0"},
            ("warning", ("SANVAT_RATE_PER_ADDRESS is 0, so that any address may ask without end. "
             "Set a limit.")),
        ),
    ],
)  # fmt: skip
async def test_settings_that_are_not_for_real_people_are_told(
    check, settings, monkeypatch, set_to, line
):
    ours = settings.model_copy(update={"console_messages": "SANVAT_CONSOLE_MESSAGES" in set_to})
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)

    left, lines = await check("--url", "http://127.0.0.1:1", ours=ours)

    assert of("settings", lines) == [line]
    assert left == 1  # nothing listens at that address


async def test_without_settings_nothing_else_is_looked_at(check, settings, monkeypatch):
    monkeypatch.setenv("SANVAT_BASE_URLS", "https://sanvat.example.vn")

    left, lines = await check()

    assert left == 1
    assert [(level, about) for level, about, _ in lines] == [("wrong", "settings")]
    assert lines[0][2].startswith("A setting is wrong. Unknown setting SANVAT_BASE_URLS. Known are")


async def test_a_data_folder_that_is_not_there_is_told_and_not_made(check, settings):
    ours = settings.model_copy(update={"data": settings.data / "khác"})

    left, lines = await check(ours=ours)

    assert left == 1
    [(level, said)] = of("data folder", lines)
    assert (level, said.partition(".")[0]) == ("wrong", f"There is no folder {ours.data}")
    assert not ours.data.exists()


@pytest.mark.on("sqlite")
async def test_a_data_folder_that_others_may_read_is_told(check, settings):
    settings.data.chmod(0o755)

    left, lines = await check()

    assert of("data folder", lines) == [
        (
            "warning",
            f"Others may look into {settings.data} (0755). Run: chmod -R go= {settings.data}.",
        )
    ]
    assert left == 0


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(("free", "level"), [(100, "wrong"), (1500, "warning")])
async def test_a_disk_without_room_is_told(check, monkeypatch, free, level):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12, free * 10**6))

    left, lines = await check()

    said = f"has only {free / 1000:.1f} GB left, of 2 GB that it should have. Make room."
    assert all(one[0] == level and one[1].endswith(said) for one in of("disk", lines))
    assert left == (level == "wrong")


@pytest.mark.on("sqlite")
async def test_a_disk_that_takes_few_more_files_is_told(check, monkeypatch):
    columns = "f_files f_favail f_bavail f_frsize f_blocks f_bfree"
    counted = namedtuple("counted", columns)  # noqa: PYI024
    large = 10**9
    monkeypatch.setattr(os, "statvfs", lambda _: counted(20_000, 9_000, large, 512, large, large))

    left, lines = await check()

    wrong = [said for level, said in of("disk", lines) if level == "wrong"]
    assert wrong[0].endswith(
        "takes only 9,000 more files, of 100,000 it should. Remove small ones."
    )
    assert left == 1


@pytest.mark.on("sqlite")
async def test_a_catalogue_that_is_not_there_is_told_and_not_made(check, settings):
    settings.sqlite_file.unlink()

    left, lines = await check()

    assert left == 1
    assert of("database", lines) == [
        ("wrong", f"There is no catalogue {settings.sqlite_file} yet. Run: sanvat migrate.")
    ]
    assert not settings.sqlite_file.exists()


@pytest.mark.on("postgres")
async def test_a_server_that_may_forget_is_wrong(check):
    left, lines = await check()

    assert left == 1
    lost = "what was acknowledged may be lost with the power. Set it to on."
    assert {said for level, said in of("database", lines) if level == "wrong"} == {
        f"{setting} is off: {lost}" for setting in MISSING_WORDS
    }
    assert ("warning", "The role postgres is a superuser. Use a role of its own that is none.") in (
        of("database", lines)
    )
    assert of("clock", lines)[0][1].startswith("This machine’s clock is believed, ")


@pytest.mark.on("postgres")
async def test_a_database_that_is_away_is_told_without_its_password(check, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"postgres://sanvat:mat-khau@127.0.0.1:{free.getsockname()[1]}/sanvat"
    ours = settings.model_copy(update={"database_url": address})

    left, lines = await check(ours=ours)

    assert left == 1
    [(level, said)] = of("database", lines)
    assert (level, said.partition(":")[0]) == ("wrong", "The database cannot be reached")
    assert "mat-khau" not in str(lines)
    assert of("store", lines)[0][0] == "ok"


@pytest.mark.on("postgres")
async def test_a_role_that_lacks_rights_is_told_which(check, settings):
    server, _, name = settings.database_url.rpartition("/")
    role = f"weak_{name}"
    databases.run_sql(server, f"CREATE ROLE {role} LOGIN")
    try:
        for sql in (
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            f"REVOKE UPDATE ON clock FROM {role}",
            f"ALTER ROLE {role} SET default_transaction_read_only = on",
        ):
            run_in(settings.database_url, sql)
        weak = settings.database_url.replace("postgres@", f"{role}@")

        left, lines = await check(ours=settings.model_copy(update={"database_url": weak}))
    finally:
        run_in(settings.database_url, f"DROP OWNED BY {role}")
        databases.run_sql(server, f"DROP ROLE {role}")

    found = of("database", lines)
    assert left == 1
    assert ("wrong", f"The role {role} lacks UPDATE clock. GRANT it.") in found
    assert (
        "warning",
        f"The role {role} may not make tables, so sanvat migrate must run as another.",
    ) in found
    assert (
        "wrong",
        "This server can only be read. Let SANVAT_DATABASE_URL name the primary.",
    ) in found


@pytest.mark.on("postgres")
async def test_a_database_of_another_encoding_and_without_tables_is_wrong(check, settings):
    server, _, name = settings.database_url.rpartition("/")
    databases.run_sql(
        server, f"CREATE DATABASE ascii_{name} ENCODING 'SQL_ASCII' TEMPLATE template0"
    )
    try:
        ours = settings.model_copy(update={"database_url": f"{server}/ascii_{name}"})
        _, lines = await check(ours=ours)
    finally:
        databases.run_sql(server, f"DROP DATABASE ascii_{name} WITH (FORCE)")

    wrong = [said for level, said in of("database", lines) if level == "wrong"]
    assert "The database is encoded as SQL_ASCII. Make it anew with ENCODING 'UTF8'." in wrong
    assert (
        wrong[-1] == "The tables are not right. The database lacks migrations. Run: sanvat migrate."
    )
    assert of("clock", lines) == [
        ("warning", "The clock was not looked at, as the database is not open.")
    ]


@pytest.mark.on("sqlite")
async def test_a_server_as_it_should_be_is_right_in_every_line(
    check, settings, inside, monkeypatch
):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(settings.data / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(settings.data / "ca.pem"))
    with databases.own_server() as server:
        certificate = authority.issue_cert("127.0.0.1")
        data = server.folder / "data"
        for file, pem in (
            ("server.key", certificate.private_key_pem),
            ("server.crt", certificate.cert_chain_pems[0]),
        ):
            pem.write_to_path(data / file)
            (data / file).chmod(0o600)
            shutil.chown(data / file, data.owner(), data.group())
        server.stop()
        server.options = f"{server.options.removesuffix(databases.NOT_DURABLE)} -c ssl=on"
        server.start()
        databases.run_sql(server.address, "CREATE ROLE sanvat LOGIN")
        databases.run_sql(server.address, "CREATE DATABASE sanvat OWNER sanvat")
        address = server.address.replace("postgres@", "sanvat@")
        ours = settings.model_copy(update={"database_url": f"{address}/sanvat?ssl=require"})
        made = told(await inside(ours, "migrate"))

        left, lines = await check(ours=ours)

    assert made == (0, "31 migrations applied\n", "")
    assert {level for level, _ in of("database", lines)} == {"ok"}
    assert [said for _, said in of("database", lines)][1:] == [
        "It is encoded as UTF8, and loses nothing that was acknowledged.",
        "The line to the database has TLS.",
        "The role sanvat has all the rights it needs, and is no superuser.",
        "The tables are those of this version.",
    ]
    assert left == 0


@pytest.mark.on("sqlite")
async def test_a_store_is_tried_by_a_file(check, settings, monkeypatch):
    for name, value in {**KEYS, "allow_http": "true"}.items():
        monkeypatch.setenv(f"AWS_{name.upper()}", value)
    place = a_place()
    monkeypatch.setenv("SANVAT_STORAGE_URL", place)
    with s3_server() as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        good = await check()
        left = [kept async for page in Store.open(place).pages() for kept in page]
    async with failing_s3() as s3:
        monkeypatch.setenv("AWS_ENDPOINT_URL", s3.address)
        s3.wrong = 9
        lying = await check()
        s3.wrong, s3.status = 0, 403
        refusing = await check()

    assert of("store", good[1])[0][1].startswith(f"A file was put into {place}, read and removed")
    assert left == []
    assert all("/waiting/pictures/" in name for name in s3.kept)  # where nothing public names it
    assert (good[0], lying[0], refusing[0]) == (0, 1, 1)
    assert of("store", lying[1])[0][0] == "wrong"
    assert of("store", refusing[1])[0][1].endswith("Look at SANVAT_STORAGE_URL and AWS_….")


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("key", "version", "line"),
    [
        ("chìa-đúng", "1.36.0", ("ok", "Meilisearch 1.36.0 answers and takes our key.")),
        ("chìa-đúng", "1.9.2", ("wrong", "is version 1.9.2. Upgrade it to 1.36 or newer.")),
        ("chìa-sai", "1.36.0", ("wrong", "(Meilisearch refuses our key (invalid_api_key)). Look")),
    ],
)
async def test_meilisearch_is_asked_for_its_version_by_our_key(
    check, monkeypatch, key, version, line
):
    def answer(path: str, headers) -> tuple[int, bytes]:
        if headers["Authorization"] != "Bearer chia-dung":
            return 403, b'{"message":"no","code":"invalid_api_key","type":"auth","link":""}'
        if path.startswith("/keys"):
            return 200, b'{"results":[],"offset":0,"limit":1,"total":0}'
        told = {"commitSha": "", "commitDate": "", "pkgVersion": version}
        return 200, json.dumps(told).encode()

    with listening(answer) as url:
        monkeypatch.setenv("SANVAT_MEILISEARCH_URL", url)
        plain = {"chìa-đúng": "chia-dung", "chìa-sai": "chia-sai"}[key]
        monkeypatch.setenv("SANVAT_MEILISEARCH_KEY", plain)
        left, lines = await check()

    [(level, said)] = of("search", lines)
    assert level == line[0]
    assert line[1] in said
    assert left == (level == "wrong")


@pytest.mark.on("sqlite")
async def test_a_meilisearch_that_is_away_is_wrong(check, monkeypatch):
    monkeypatch.setenv("SANVAT_MEILISEARCH_URL", "http://127.0.0.1:1")

    left, lines = await check()

    assert left == 1
    assert of("search", lines) == [
        (
            "wrong",
            (
                "Meilisearch at http://127.0.0.1:1 cannot be used (Meilisearch does not answer)."
                " Look at its address and SANVAT_MEILISEARCH_KEY."
            ),
        )
    ]


# The proxy

READER = "203.0.113.9"
RIGHT = ("ok", "The proxy tells a reader’s address and http, and the service believes it.")
FORGED = (
    "wrong",
    "A reader can claim any address by X-Forwarded-For. Let the proxy replace what it was sent.",
)
NO_FOR = (
    "wrong",
    "The proxy does not set X-Forwarded-For, so all readers share one limit. Let it set that.",
)


def replacing(sent):
    return {"X-Forwarded-For": READER, "X-Forwarded-Proto": "http"}


def appending(sent):
    before = sent.get("X-Forwarded-For")
    said = f"{before}, {READER}" if before else READER
    return {"X-Forwarded-For": said, "X-Forwarded-Proto": "http"}


def passing_on(sent):
    before = sent.get("X-Forwarded-For")
    return {"X-Forwarded-Proto": "http"} | ({"X-Forwarded-For": before} if before else {})


def without_proto(sent):
    return {"X-Forwarded-For": READER}


def with_another_proto(sent):
    return {"X-Forwarded-For": READER, "X-Forwarded-Proto": "https"}


PROXIES = {
    replacing: [RIGHT],
    appending: [RIGHT],
    passing_on: [NO_FOR, FORGED],
    without_proto: [
        ("wrong", "The proxy does not set X-Forwarded-Proto. Let it set http."),
    ],
    with_another_proto: [
        (
            "wrong",
            "The proxy says https, and was asked by http. Let it set X-Forwarded-Proto as it is.",
        )
    ],
}


@contextmanager
def proxy(origin: str, said) -> Iterator[str]:
    """Stand before the service, and add what a proxy of this kind says of its reader."""

    def passed(path: str, headers) -> tuple[int, bytes]:
        told = {HEADER: headers[HEADER], **said(headers)}
        answer = httpx2.get(f"{origin}{path}", headers=told, timeout=20)
        return answer.status_code, answer.content

    with listening(passed) as url:
        yield url


@pytest.mark.on("sqlite")
async def test_proxies_are_judged_by_what_arrives(check, settings):
    with served(settings) as origin:
        found = {}
        for kind in PROXIES:
            with proxy(origin, kind) as url:
                found[kind] = of("proxy", (await check("--url", url))[1])
        left, direct = await check("--url", origin)

    assert found == PROXIES
    assert (left, of("proxy", direct)) == (
        0,
        [("ok", f"The service at {origin} answers, with no proxy in between.")],
    )
    assert not (settings.data / FILE).exists()


@pytest.mark.on("sqlite")
async def test_a_proxy_that_is_not_trusted_or_names_another_host_is_told(
    check, settings, monkeypatch
):
    with (
        served(settings, SANVAT_TRUSTED_PROXIES="10.0.0.1") as origin,
        proxy(origin, replacing) as url,
    ):
        monkeypatch.setenv("SANVAT_BASE_URL", url)
        _, lines = await check()

        monkeypatch.setenv("SANVAT_BASE_URL", "https://sanvat.example.vn")
        ours = settings.model_copy(update={"console_messages": False})
        past, around = await check("--url", origin, ours=ours)

    host = origin.removeprefix("http://")
    assert of("proxy", lines) == [
        (
            "wrong",
            (
                "X-Forwarded-* of the proxy 127.0.0.1 is not believed."
                " Add 127.0.0.1 to SANVAT_TRUSTED_PROXIES."
            ),
        ),
        (
            "wrong",
            f"The proxy passes {host} as Host. Let it pass {url.removeprefix('http://')}.",
        ),
    ]
    assert (past, of("proxy", around)) == (
        0,
        [
            (
                "warning",
                (
                    f"The service was asked at {origin}, past the proxy."
                    " Give --url https://sanvat.example.vn to judge the proxy."
                ),
            )
        ],
    )


@pytest.mark.on("sqlite")
async def test_another_service_is_not_taken_for_ours(check):
    with listening(lambda *_: (404, b"{}")) as url:
        left, lines = await check("--url", url)

    assert left == 1
    assert of("proxy", lines) == [
        (
            "wrong",
            (
                f"The service at {url} did not take the question (404)."
                " Use its SANVAT_DATA, as its user."
            ),
        )
    ]


@pytest.mark.on("sqlite")
async def test_how_a_request_arrives_is_told_to_none_but_the_operator(client):
    data = services_of(client).settings.data
    before = await client.get(PATH, headers={HEADER: "doan-mo"})
    with asking(data) as token:
        guessed = await client.get(PATH, headers={HEADER: f"{token}x"})
        none = await client.get(PATH)
        asked = await client.get(PATH, headers={HEADER: token, "X-Forwarded-For": READER})
    after = await client.get(PATH, headers={HEADER: token})

    assert [one.status_code for one in (before, guessed, none, after)] == [404] * 4
    assert asked.json() == {
        "client": "127.0.0.1",
        "scheme": "http",
        "host": "localhost:8000",
        "forwarded_for": READER,
        "forwarded_proto": "",
    }
    assert asked.headers["Cache-Control"] == "no-store"
    assert await asyncio.to_thread((data / FILE).exists) is False


def run_in(address: str, sql: str) -> None:
    databases._run([databases.binaries() / "psql", "-q", "-d", address, "-c", sql])
