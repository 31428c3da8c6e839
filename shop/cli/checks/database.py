"""The database: reachable, ours, private on the wire, durable, with the rights that we need."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from ipaddress import ip_address
from pathlib import Path

from media.sentences import Sentence
from shop import database
from shop.backup.tables import LEFT_OUT, TAKEN
from shop.cli.checks import machine
from shop.cli.checks.verdicts import Subject, Verdict
from shop.cli.refusing import in_words
from shop.config import Settings
from shop.database import DATABASE_ERRORS, AwayError, select
from shop.errors import SetupError
from shop.models.columns import Row

DATABASE = Subject("database")
FOR_TWO = 24
"""Connections that two of our processes take at most."""
LEAST_POSTGRES = 130_000
CANNOT_LOSE = ("fsync", "full_page_writes")
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
ABOUT = """
    SELECT current_setting('server_version') AS version,
        current_setting('server_version_num')::int AS number,
        current_setting('server_encoding') AS encoding,
        current_setting('synchronous_commit') AS synchronous_commit,
        current_setting('fsync') AS fsync,
        current_setting('full_page_writes') AS full_page_writes,
        current_setting('max_connections')::int
            - current_setting('superuser_reserved_connections')::int AS connections,
        pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS reads_only,
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
        current_user::text AS role,
        has_schema_privilege(current_schema(), 'CREATE') AS may_migrate,
        host(inet_client_addr()) AS client,
        COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS tls
"""
LACKING = """
    SELECT t.name AS name, r.name AS needed FROM unnest(?::text[]) AS t(name)
    CROSS JOIN unnest(?::text[]) AS r(name)
    WHERE to_regclass(quote_ident(t.name)) IS NOT NULL
    AND NOT has_table_privilege(quote_ident(t.name), r.name)
    ORDER BY 1, 2
"""
NOT_THERE = Sentence(
    "Không vào được cơ sở dữ liệu: {why}. Hãy xem SANVAT_DATABASE_URL.",
    "The database cannot be reached: {why}. Look at SANVAT_DATABASE_URL.",
)
NO_FILE = Sentence(
    "Chưa có danh mục {file}. Hãy chạy: sanvat migrate.",
    "There is no catalogue {file} yet. Run: sanvat migrate.",
)
REACHED = Sentence(
    "PostgreSQL {version} trả lời, bằng vai trò {role}.",
    "PostgreSQL {version} answers, to the role {role}.",
)
OPENED = Sentence("Mở được danh mục {file}.", "The catalogue {file} can be opened.")
TABLES = Sentence("Các bảng đúng với phiên bản này.", "The tables are those of this version.")
WRONG_TABLES = Sentence("Các bảng chưa đúng.", "The tables are not right.")
TOO_OLD = Sentence(
    "PostgreSQL {version} đã quá cũ. Hãy nâng lên bản 13 hoặc mới hơn.",
    "PostgreSQL {version} is too old. Upgrade it to 13 or newer.",
)
ENCODING = Sentence(
    "Cơ sở dữ liệu dùng bảng mã {encoding}. Hãy tạo lại bằng ENCODING 'UTF8'.",
    "The database is encoded as {encoding}. Make it anew with ENCODING 'UTF8'.",
)
MAY_LOSE = Sentence(
    "{setting} đang là {value}, nên mất điện có thể làm mất điều đã báo là xong. Hãy đặt on.",
    "{setting} is {value}: what was acknowledged may be lost with the power. Set it to on.",
)
READS_ONLY = Sentence(
    "Máy chủ này chỉ cho đọc. Hãy trỏ SANVAT_DATABASE_URL tới máy chủ chính.",
    "This server can only be read. Let SANVAT_DATABASE_URL name the primary.",
)
FEW_CONNECTIONS = Sentence(
    "Máy chủ chỉ cho {connections} kết nối, mỗi tiến trình cần 12. Hãy tăng max_connections.",
    "The server takes {connections} connections, and each process up to 12. Raise max_connections.",
)
SUPERUSER = Sentence(
    "Vai trò {role} là superuser. Hãy dùng một vai trò riêng không có quyền đó.",
    "The role {role} is a superuser. Use a role of its own that is none.",
)
NO_RIGHT = Sentence(
    "Vai trò {role} thiếu quyền {lacking}. Hãy cấp bằng GRANT.",
    "The role {role} lacks {lacking}. GRANT it.",
)
NO_MIGRATING = Sentence(
    "Vai trò {role} không tạo được bảng, nên sanvat migrate phải chạy bằng vai trò khác.",
    "The role {role} may not make tables, so sanvat migrate must run as another.",
)
RIGHTS_RIGHT = Sentence(
    "Vai trò {role} có đủ quyền, và không phải superuser.",
    "The role {role} has all the rights it needs, and is no superuser.",
)
DURABLE = Sentence(
    "Bảng mã UTF8; điều đã báo là xong thì không mất khi mất điện.",
    "It is encoded as UTF8, and loses nothing that was acknowledged.",
)
ENCRYPTED = Sentence("Đường tới cơ sở dữ liệu có TLS.", "The line to the database has TLS.")
NEAR = Sentence(
    "Cơ sở dữ liệu ở ngay trên máy này, nên không cần TLS.",
    "The database is on this machine, so its line needs no TLS.",
)
PLAIN = Sentence(
    "Đường tới cơ sở dữ liệu không có TLS. Hãy thêm ?sslmode=verify-full vào SANVAT_DATABASE_URL.",
    "The line to the database has no TLS. Add ?sslmode=verify-full to SANVAT_DATABASE_URL.",
)
NOT_ASKED = Sentence(
    "Không xem được đồng hồ vì chưa mở được cơ sở dữ liệu.",
    "The clock was not looked at, as the database is not open.",
)


async def answers(settings: Settings) -> AsyncIterator[Verdict]:
    """Tell how the database is, and of the clock, which is held against it."""
    if settings.sqlite_file and not settings.sqlite_file.exists():
        yield DATABASE.wrong(NO_FILE, file=settings.sqlite_file)
        yield machine.CLOCK.warning(NOT_ASKED)
        return
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(database.connected(_leaving_alone(settings, stack)))
            await select("SELECT 1")
            found = [one async for one in _opened(settings)]
        except (AwayError, SetupError, OSError, TypeError, ValueError, *DATABASE_ERRORS) as error:
            found = [DATABASE.wrong(NOT_THERE, why=_why(error)), machine.CLOCK.warning(NOT_ASKED)]
    for verdict in found:
        yield verdict


def _leaving_alone(settings: Settings, stack: AsyncExitStack) -> Settings:
    """Make no data folder where there is none: opening the database would."""
    if settings.sqlite_file or settings.data.is_dir():
        return settings
    elsewhere = stack.enter_context(tempfile.TemporaryDirectory())
    return settings.model_copy(update={"data": Path(elsewhere)})


async def _opened(settings: Settings) -> AsyncIterator[Verdict]:
    if settings.sqlite_file:
        yield DATABASE.ok(OPENED, file=settings.sqlite_file)
    else:
        [about] = await select(ABOUT)
        for verdict in (*_served(about), *await _rights(about)):
            yield verdict
    try:
        await database.check(settings)
    except SetupError as refused:
        yield DATABASE.wrong(WRONG_TABLES, because=refused.said)
        yield machine.CLOCK.warning(NOT_ASKED)
        return
    yield DATABASE.ok(TABLES)
    yield await machine.clock(settings)


def _served(about: Row) -> Iterator[Verdict]:
    """Judge the server and the line to it."""
    told = {"version": about["version"], "role": about["role"]}
    is_old = about["number"] < LEAST_POSTGRES
    yield DATABASE.wrong(TOO_OLD, **told) if is_old else DATABASE.ok(REACHED, **told)
    unsafe = list(_unsafe(about))
    yield from unsafe or [DATABASE.ok(DURABLE)]
    if about["reads_only"]:
        yield DATABASE.wrong(READS_ONLY)
    if about["connections"] < FOR_TWO:
        yield DATABASE.warning(FEW_CONNECTIONS, connections=about["connections"])
    yield _line(about)


def _unsafe(about: Row) -> Iterator[Verdict]:
    if about["encoding"] != "UTF8":
        yield DATABASE.wrong(ENCODING, encoding=about["encoding"])
    if about["synchronous_commit"] == "off":
        yield DATABASE.wrong(MAY_LOSE, setting="synchronous_commit", value="off")
    for setting in CANNOT_LOSE:
        if about[setting] != "on":
            yield DATABASE.wrong(MAY_LOSE, setting=setting, value=about[setting])


def _line(about: Row) -> Verdict:
    """Judge the line: on one machine nothing is overheard, in a network of ours little should."""
    if about["tls"]:
        return DATABASE.ok(ENCRYPTED)
    with suppress(ValueError):
        if about["client"] is None or ip_address(about["client"]).is_loopback:
            return DATABASE.ok(NEAR)
        if ip_address(about["client"]).is_private:
            return DATABASE.warning(PLAIN)
    return DATABASE.wrong(PLAIN)


async def _rights(about: Row) -> list[Verdict]:
    role = about["role"]
    tables = sorted(model._meta.db_table for model in (*TAKEN, *LEFT_OUT))  # noqa: SLF001 - Tortoise's way
    lacking = [f"{row['needed']} {row['name']}" for row in await select(LACKING, tables, RIGHTS)]
    found = []
    if lacking:
        found.append(DATABASE.wrong(NO_RIGHT, role=role, lacking=", ".join(lacking)))
    if not about["may_migrate"]:
        found.append(DATABASE.warning(NO_MIGRATING, role=role))
    if about["is_superuser"]:
        found.append(DATABASE.warning(SUPERUSER, role=role))
    return found or [DATABASE.ok(RIGHTS_RIGHT, role=role)]


def _why(error: BaseException) -> str:
    """Say what refused, without a full stop, and without the address's password."""
    return in_words(error).rstrip(".")
