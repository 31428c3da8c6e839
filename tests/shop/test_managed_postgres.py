"""PostgreSQL as others run it: with TLS, with few rights, and behind pgbouncer."""

import asyncio
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shop.config import Settings
from shop.database.opening import connected, database, select
from tests import databases
from tests.conftest import front_door

pytestmark = pytest.mark.on("postgres")
IS_TLS = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
PATIENCE = 30


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
    with_tls, folder, tmp_path, query, host, is_tls, database_kind
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
    with_tls, folder, tmp_path, query, host, inside, database_kind
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
    with_tls, folder, tmp_path, query, works, inside, database_kind
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
    query, said, tmp_path, inside, monkeypatch, database_kind
):
    monkeypatch.setenv("HOME", str(tmp_path))  # where libpq looks for certificates
    asked = Settings(data=tmp_path, database_url=f"postgres://a:mat-khau@127.0.0.1:1/x?{query}")

    done = await inside(asked, "migrate")

    assert done.returncode == 1
    assert said in done.stderr
    assert "mat-khau" not in done.stderr


async def test_a_password_of_a_key_is_not_told(tmp_path, inside, database_kind):
    asked = Settings(
        data=tmp_path,
        database_url="postgres://a@127.0.0.1:1/x?sslpassword=mat-khau&connect_timeout=9",
    )

    done = await inside(asked, "migrate")

    assert done.returncode == 1
    assert "127.0.0.1:1/x" in done.stderr
    assert "mat-khau" not in done.stderr
