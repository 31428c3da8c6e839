"""What stands behind the `?` of a PostgreSQL address, as managed databases hand it out.

The words are libpq's and mean what they mean there (PostgreSQL, "Database Connection Control
Functions", 34.1.2; "SSL Support", 34.19.1). How TLS is spoken by them is asyncpg's work.
"""

import os
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from media.sentences import Sentence
from shop.errors import SetupError

MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
MODES_THAT_VERIFY = ("verify-ca", "verify-full")
SESSIONS = ("any", "read-write", "read-only", "primary", "standby", "prefer-standby")
BINDINGS = ("disable", "prefer")
SWITCH = {"true": True, "1": True, "false": False, "0": False}
OF_TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl")
OF_ADDRESS = ("host", "port", "user", "password")
"""May stand before the `?` as well."""
KNOWN = (
    *OF_TLS, "application_name", "channel_binding", "connect_timeout", "host", "options",
    "pgbouncer", "port", "statement_cache_size", "target_session_attrs", "user",
)  # fmt: skip
UNKNOWN = Sentence(
    "SANVAT_DATABASE_URL có tham số {name} không dùng được ở đây. Hãy bỏ nó; dùng được: {known}.",
    "SANVAT_DATABASE_URL has the parameter {name}, which is unknown here; known are: {known}.",
)
WRONG_WORD = Sentence(
    "SANVAT_DATABASE_URL: {name}=“{value}” không dùng được. Hãy chọn trong {known}.",
    "SANVAT_DATABASE_URL: {name}=“{value}” is not understood; write one of {known}.",
)
NO_NUMBER = Sentence(
    "SANVAT_DATABASE_URL: {name}=“{value}” không dùng được. Hãy ghi một số nguyên từ 0.",
    "SANVAT_DATABASE_URL: {name}=“{value}” must be a whole number.",
)
NO_BINDING = Sentence(
    "SANVAT_DATABASE_URL: ở đây không có channel_binding=require. Hãy bỏ nó và ghi"
    " sslmode=verify-full.",
    "SANVAT_DATABASE_URL: channel_binding=require cannot be had here; drop it, and write"
    " sslmode=verify-full, which knows the server by its certificate.",
)
SYSTEM_ONLY_FULL = Sentence(
    "SANVAT_DATABASE_URL: sslrootcert=system cần sslmode=verify-full. Hãy ghi như vậy.",
    "SANVAT_DATABASE_URL: sslrootcert=system wants sslmode=verify-full; write that.",
)
NO_ROOT = Sentence(
    "SANVAT_DATABASE_URL: sslmode={value} cần chứng chỉ gốc. Hãy ghi thêm sslrootcert=tệp.pem"
    " hoặc sslrootcert=system.",
    "SANVAT_DATABASE_URL: sslmode={value} wants a root certificate; add sslrootcert=file.pem, or"
    " sslrootcert=system.",
)
BAD_FILE = Sentence(
    "SANVAT_DATABASE_URL: không dùng được {name}={value} ({why}). Hãy xem lại tệp này.",
    "SANVAT_DATABASE_URL: {name}={value} cannot be used ({why}).",
)


def driver_options(told: Mapping[str, str]) -> dict[str, Any]:
    """Turn the parameters of an address into what our pool takes.

    Raises SetupError with a sentence for what is unknown, or cannot be done.
    """
    words = dict(told)
    if "ssl" in words:  # asyncpg's own name for it, and that of other drivers
        switched = {True: "require", False: "disable"}.get(SWITCH.get(words["ssl"].lower()))  # type: ignore[arg-type] # None gives None
        words.setdefault("sslmode", switched or words["ssl"])
        del words["ssl"]
    for name in words:
        if name not in (*KNOWN, *OF_ADDRESS):
            raise SetupError(UNKNOWN.filled(name=name[:40], known=", ".join(KNOWN)))
    options: dict[str, Any] = {name: words[name] for name in OF_ADDRESS if name in words}
    for name, read in READERS.items():
        if name in words:
            options |= read(words[name])
    return options | _tls({name: words[name] for name in OF_TLS if name in words})


def _tls(words: dict[str, str]) -> dict[str, Any]:
    mode = words.get("sslmode")
    if mode is not None and mode not in MODES:
        raise _wrong("sslmode", mode, MODES)
    if words.get("sslrootcert") == "system":
        return _by_the_system(words)
    if mode in MODES_THAT_VERIFY and not _has_root(words):
        raise SetupError(NO_ROOT.filled(value=mode))
    _check_files(words)
    return {"dsn": f"postgresql:///?{urlencode(words)}"} if words else {}


def _has_root(words: dict[str, str]) -> bool:
    """Tell whether there is a root certificate, also where libpq looks for one."""
    if "sslrootcert" in words or "PGSSLROOTCERT" in os.environ:
        return True
    return (Path.home() / ".postgresql" / "root.crt").exists()


def _by_the_system(words: dict[str, str]) -> dict[str, Any]:
    """Believe whom this machine believes; libpq then insists on the host's name as well."""
    if words.get("sslmode", "verify-full") != "verify-full":
        raise SetupError(SYSTEM_ONLY_FULL)
    context = ssl.create_default_context()
    _load_own(context, words)
    return {"ssl": context}


def _check_files(words: dict[str, str]) -> None:
    """Read the files of certificates now, to name one that is missing or damaged."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for name in ("sslrootcert", "sslcrl"):
        if file := words.get(name):
            try:
                context.load_verify_locations(cafile=file)
            except OSError as fault:
                raise _bad(name, file, fault) from None
    _load_own(context, words)


def _load_own(context: ssl.SSLContext, words: dict[str, str]) -> None:
    if file := words.get("sslcert"):
        password = words.get("sslpassword", "")
        try:
            context.load_cert_chain(file, words.get("sslkey"), lambda: password)
        except OSError as fault:
            raise _bad("sslcert", file, fault) from None


def _bad(name: str, file: str, fault: OSError) -> SetupError:
    why = fault.strerror or str(fault)
    return SetupError(BAD_FILE.filled(name=name, value=file, why=why))


def _wrong(name: str, value: str, known: tuple[str, ...]) -> SetupError:
    return SetupError(WRONG_WORD.filled(name=name, value=value[:40], known=", ".join(known)))


def _number(
    name: str, option: str, kind: Callable[[str], float]
) -> Callable[[str], dict[str, Any]]:
    def read(value: str) -> dict[str, Any]:
        if not (value.isascii() and value.isdecimal()):
            raise SetupError(NO_NUMBER.filled(name=name, value=value[:40]))
        return {option: kind(value)}

    return read


def _timeout(value: str) -> dict[str, Any]:
    """Read `connect_timeout`, of which 0 means for ever."""
    seconds: float = _number("connect_timeout", "timeout", float)(value)["timeout"]
    return {"timeout": seconds} if seconds else {}


def _binding(value: str) -> dict[str, Any]:
    """Check `channel_binding`: asyncpg knows none, and does without where that is allowed."""
    if value == "require":
        raise SetupError(NO_BINDING)
    if value not in BINDINGS:
        raise _wrong("channel_binding", value, (*BINDINGS, "require"))
    return {}


def _session(value: str) -> dict[str, Any]:
    if value not in SESSIONS:
        raise _wrong("target_session_attrs", value, SESSIONS)
    return {} if value == "any" else {"target_session_attrs": value}


def _pooler(value: str) -> dict[str, Any]:
    if value.lower() not in SWITCH:
        raise _wrong("pgbouncer", value, tuple(SWITCH))
    return {"pooled": SWITCH[value.lower()]}


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "port": _number("port", "port", int),
    "application_name": lambda value: {"application_name": value},
    "options": lambda value: {"startup_options": value},
    "channel_binding": _binding,
    "connect_timeout": _timeout,
    "target_session_attrs": _session,
    "statement_cache_size": _number("statement_cache_size", "statement_cache_size", int),
    "pgbouncer": _pooler,
}
