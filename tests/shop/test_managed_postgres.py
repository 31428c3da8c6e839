"""PostgreSQL as others run it: with TLS, with few rights, and behind pgbouncer."""

import asyncio
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tortoise.transactions import in_transaction

from shop.config import Settings
from shop.database.opening import connected, select
from tests import databases, poolers, processes
from tests.serving import environment, served

pytestmark = pytest.mark.on("postgres")
LONGEST = 400
MANY = 16
"""Requests at once: more than a pool has connections."""
"""Seconds that the longest of these may take on a machine that is very busy."""
IS_TLS = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


def _signed(name: str, key, issuer: str, by, *, is_authority: bool) -> x509.Certificate:
    def called(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.now(UTC)  # noqa: TID251 - OpenSSL judges it by the real clock
    made = x509.CertificateBuilder().subject_name(called(name)).issuer_name(called(issuer))
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    basic = x509.BasicConstraints(ca=is_authority, path_length=None)
    made = made.add_extension(basic, critical=True)
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    return made.add_extension(names, critical=False).sign(by, hashes.SHA256())


def _authority(file: Path) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _signed("authority.example", key, "authority.example", key, is_authority=True)
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return key


def _give_server_a_certificate(server: databases.Server, authority) -> None:
    """Let it speak TLS as `localhost`; the key must be its own user's."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _signed("localhost", key, "authority.example", authority, is_authority=False)
    kept = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files = {
        "server.crt": made.public_bytes(serialization.Encoding.PEM),
        "server.key": key.private_bytes(serialization.Encoding.PEM, *kept),
    }
    data = server.folder / "data"
    for name, content in files.items():
        (data / name).write_bytes(content)
        (data / name).chmod(0o600)
        shutil.chown(data / name, (data / "PG_VERSION").owner())
    databases.run_sql(server.address, "ALTER SYSTEM SET ssl = on")
    databases.run_sql(server.address, "SELECT pg_reload_conf()")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def with_tls(folder) -> Iterator[databases.Server]:
    """A PostgreSQL of our own that speaks TLS to those who ask for it."""
    authority = _authority(folder / "ca.pem")
    _authority(folder / "other.pem")
    with databases.own_server() as server:
        _give_server_a_certificate(server, authority)
        yield server


async def spoke_tls(settings: Settings) -> bool:
    async with connected(settings):
        [row] = await select(IS_TLS)
        return bool(row["ssl"])


def at(server: databases.Server, query: str, folder: Path, data: Path, host: str) -> Settings:
    address = server.address.replace("127.0.0.1", host)
    query = query.replace("{folder}", str(folder))
    return Settings(data=data, database_url=f"{address}/postgres?{query}")


@pytest.mark.parametrize(
    ("query", "host", "is_tls"),
    [
        ("", "127.0.0.1", True),
        ("sslmode=disable", "127.0.0.1", False),
        ("sslmode=allow", "127.0.0.1", False),
        ("sslmode=prefer", "127.0.0.1", True),
        ("sslmode=require", "127.0.0.1", True),
        ("ssl=require", "127.0.0.1", True),
        ("ssl=true", "127.0.0.1", True),
        ("sslmode=require&channel_binding=prefer&connect_timeout=10", "127.0.0.1", True),
        ("sslmode=verify-ca&sslrootcert={folder}/ca.pem", "127.0.0.1", True),
        ("sslmode=verify-full&sslrootcert={folder}/ca.pem", "localhost", True),
        ("sslmode=require&target_session_attrs=read-write", "127.0.0.1", True),
        ("sslmode=require&options=-c%20search_path%3Dpublic", "127.0.0.1", True),
    ],
)
async def test_the_words_of_libpq_mean_what_they_mean_there(
    with_tls, folder, tmp_path, query, host, is_tls
):
    assert await spoke_tls(at(with_tls, query, folder, tmp_path, host)) is is_tls


@pytest.mark.parametrize(
    ("query", "host"),
    [
        ("sslmode=verify-full&sslrootcert={folder}/ca.pem", "127.0.0.1"),
        ("sslmode=verify-ca&sslrootcert={folder}/other.pem", "localhost"),
        ("sslmode=require&sslrootcert={folder}/other.pem", "localhost"),
        ("sslrootcert=system", "localhost"),
    ],
)
async def test_a_server_that_is_not_the_one_named_is_refused_in_a_sentence(
    with_tls, folder, tmp_path, query, host, inside
):
    done = await inside(at(with_tls, query, folder, tmp_path, host), "migrate")

    assert done.returncode == 1
    assert "certificate" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "works"),
    [("sslmode=disable", False), ("sslmode=allow", True), ("", True), ("sslmode=require", True)],
)
async def test_a_server_that_wants_tls_is_spoken_to_so_where_the_word_allows_it(
    with_tls, folder, tmp_path, query, works, inside
):
    rules = with_tls.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("hostssl all all all trust\n")
    databases.run_sql(f"{with_tls.address}", "SELECT pg_reload_conf()")
    try:
        done = await inside(at(with_tls, query, folder, tmp_path, "127.0.0.1"), "migrate")
        assert (done.returncode == 0) is works
        assert works or "no encryption" in done.stderr
    finally:
        rules.write_text(before)
        databases.run_sql(f"{with_tls.address}", "SELECT pg_reload_conf()")


async def test_a_server_without_tls_is_refused_where_it_is_required(settings, inside):
    def asked(query: str) -> Settings:
        return settings.model_copy(update={"database_url": f"{settings.database_url}?{query}"})

    assert not await spoke_tls(asked("sslmode=prefer"))
    done = await inside(asked("sslmode=require"), "migrate")

    assert done.returncode == 1
    assert "rejected SSL upgrade" in done.stderr


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sslmode=on", "“on” is not understood; write one of disable, allow, prefer, require"),
        ("sslmod=require", "has the parameter sslmod, which is unknown here; known are: sslmode"),
        ("channel_binding=require", "channel_binding=require cannot be had here; drop it"),
        ("channel_binding=on", "“on” is not understood; write one of disable, prefer, require"),
        ("sslmode=require&sslrootcert=system", "sslrootcert=system wants sslmode=verify-full"),
        ("sslmode=verify-full", "sslmode=verify-full wants a root certificate; add"),
        ("sslrootcert=/khong/co.pem", "sslrootcert=/khong/co.pem cannot be used (No such file"),
        ("sslcert=/khong/co.pem", "sslcert=/khong/co.pem cannot be used (No such file"),
        ("sslrootcert=pyproject.toml", "sslrootcert=pyproject.toml cannot be used ("),
        ("connect_timeout=soon", "connect_timeout=“soon” must be a whole number"),
        ("statement_cache_size=-1", "statement_cache_size=“-1” must be a whole number"),
        ("pgbouncer=yes", "pgbouncer=“yes” is not understood; write one of true, 1, false, 0"),
        ("target_session_attrs=master", "“master” is not understood; write one of any"),
        ("port=x", "port=“x” must be a whole number"),
    ],
)
async def test_what_cannot_be_understood_is_refused_in_a_sentence_that_says_what_would_be_right(
    query, said, tmp_path, inside, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))  # where libpq looks for certificates
    asked = Settings(data=tmp_path, database_url=f"postgres://a:mat-khau@127.0.0.1:1/x?{query}")

    done = await inside(asked, "migrate")

    assert done.returncode == 1
    assert said in done.stderr
    assert "mat-khau" not in done.stderr


async def test_a_password_of_a_key_is_not_told(tmp_path, inside):
    asked = Settings(
        data=tmp_path,
        database_url="postgres://a@127.0.0.1:1/x?sslpassword=mat-khau&connect_timeout=9",
    )

    done = await inside(asked, "migrate")

    assert done.returncode == 1
    assert "127.0.0.1:1/x" in done.stderr
    assert "mat-khau" not in done.stderr


@pytest.fixture(scope="module")
def role(postgres) -> Iterator[str]:
    """A role that may do nothing but own its databases."""
    name = f"few_{uuid4().hex[:8]}"
    databases.run_sql(postgres, f"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
    yield name
    databases.run_sql(postgres, f"DROP ROLE {name}")


@contextmanager
def databases_of(postgres: str, role: str, count: int, template: str) -> Iterator[list[str]]:
    names = [f"{role}_{uuid4().hex[:8]}" for _ in range(count)]
    for name in names:
        databases.run_sql(postgres, f"CREATE DATABASE {name} OWNER {role} TEMPLATE {template}")
    try:
        yield names
    finally:
        for name in names:
            databases.run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def migrated(postgres, role, tmp_path_factory) -> Iterator[str]:
    """A database whose tables the role made: the others are copies, for that takes its time."""
    with databases_of(postgres, role, 1, "template0") as [name]:
        address = f"postgres://{role}@{postgres.rpartition('@')[2]}/{name}"
        settings = Settings(data=tmp_path_factory.mktemp("migrated"), database_url=address)
        assert migrating(settings).returncode == 0
        yield name


def migrating(settings: Settings) -> subprocess.CompletedProcess[str]:
    env = environment(settings)
    return processes.run("-m", "shop.cli", "migrate", env=env, timeout=LONGEST)


@pytest.fixture(params=["direct", "pgbouncer"])
def host(request, postgres, role) -> Iterator[str]:
    """Where the role is to go: to the database itself, or to a pooler before it."""
    if request.param == "direct":
        yield postgres.rpartition("@")[2]
    else:
        with poolers.pgbouncer(postgres, role) as address:
            yield address


@pytest.mark.timeout(LONGEST)
async def test_everything_works_by_a_role_of_few_rights_without_and_with_a_pooler(
    postgres, role, migrated, host, tmp_path, inside
):
    kept = str(tmp_path / "kept.tar")
    with databases_of(postgres, role, 2, migrated) as names:
        first, second = (
            Settings(data=tmp_path / name, database_url=f"postgres://{role}@{host}/{name}")
            for name in names
        )
        made = await inside(first, "generate", "--products", "30", "--publish")
        with served(first) as origin:
            statuses = await asked_at_once(origin)
            backups = [await inside(first, "backup", file) for file in (kept, f"{kept}.2")]
        restored = await inside(second, "restore", kept)
        verified = await inside(second, "verify")

    assert statuses == {200: 300}
    assert [one.returncode for one in (made, *backups, restored, verified)] == [0] * 5
    assert "0 repaired" in verified.stdout


async def asked_at_once(origin: str) -> Counter[int]:
    """Read what each asks the database for, three hundred times, many at once.

    They are no more than a busy machine answers before a wait for a connection ends.
    """
    addresses = ["/", "/api/v1/changes?since=0", "/api/v1/manifest"]
    turns = asyncio.Semaphore(MANY)
    async with httpx2.AsyncClient(base_url=origin, timeout=60) as door:

        async def ask(address: str) -> int:
            async with turns:
                return (await door.get(address)).status_code

        return Counter(await asyncio.gather(*[ask(one) for one in addresses * 100]))


@pytest.mark.timeout(LONGEST)
async def test_behind_a_pooler_one_migrates_at_a_time(postgres, role, tmp_path):
    with (
        poolers.pgbouncer(postgres, role) as host,
        databases_of(postgres, role, 1, "template0") as [name],
    ):
        settings = Settings(data=tmp_path, database_url=f"postgres://{role}@{host}/{name}")
        at_once = [asyncio.to_thread(migrating, settings) for _ in range(2)]
        done = await asyncio.gather(*at_once)

    assert [one.returncode for one in done] == [0, 0]
    said = sorted(one.stdout.split(maxsplit=1)[-1].strip() for one in done)
    assert said == ["migrations applied", "tables are up to date"]


@pytest.mark.parametrize(
    ("host", "outside"), [("direct", "1min"), ("pgbouncer", "0")], indirect=["host"]
)
async def test_limits_hold_in_transactions_behind_a_pooler_and_else_everywhere(
    postgres, role, host, outside, tmp_path
):
    address = f"postgres://{role}@{host}/postgres"
    async with connected(Settings(data=tmp_path, database_url=address), serving=True):
        async with in_transaction():
            [within] = await select("SHOW lock_timeout")
        [beside] = await select("SHOW lock_timeout")

    assert (within["lock_timeout"], beside["lock_timeout"]) == ("1min", outside)
