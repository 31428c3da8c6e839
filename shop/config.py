"""Every setting of the service, read once from the environment (prefix `SANVAT_`)."""

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from media.failpoints import ALL_STEPS
from media.sentences import Sentence, joined
from shop.errors import FieldError, SetupError, mistakes
from shop.errors.mistakes import WrongValueError

PREFIX = "SANVAT_"
NO_SERVER = Sentence(
    "“{value}” không dùng được. Hãy ghi địa chỉ bắt đầu bằng http:// hoặc https://.",
    "“{value}” must begin with http:// or https://.",
)
NO_GATEWAY = Sentence(
    "“{value}” không dùng được. Hãy ghi https://…, hoặc http:// nếu máy ở trong mạng của bạn.",
    "“{value}” must begin with https://; http:// is for a machine in a network of yours.",
)
NO_MAIL_SERVER = Sentence(
    "Địa chỉ này không dùng được. Hãy ghi smtp:// hoặc smtps://, rồi tên:mật-khẩu@máy:587.",
    "The address must begin with smtp:// or smtps://, and go on like user:password@host:587.",
)
NO_NETWORK = Sentence(
    "“{value}” không dùng được ({why}). Hãy ghi các mạng như 10.0.0.0/8, cách nhau bằng dấu phẩy.",
    "“{value}” is not understood ({why}); write networks such as 10.0.0.0/8, by comma.",
)
NO_STEP = Sentence(
    "“{value}” không dùng được. Hãy chọn trong {steps}, có thể thêm :2 cho lần thứ hai.",
    "“{value}” must be one of {steps}, perhaps with :2 for its second time.",
)
NO_STORE = Sentence(
    "“{value}” không dùng được. Hãy ghi địa chỉ bắt đầu bằng s3:// hoặc file://.",
    "“{value}” must begin with s3:// or file://.",
)
NO_ORIGIN = Sentence(
    "“{value}” không dùng được. Hãy ghi địa chỉ gốc như https://sanvat.example.vn.",
    "“{value}” must be an origin such as https://sanvat.example.vn.",
)
NO_DATABASE = Sentence(
    "Giá trị này không dùng được. Hãy ghi địa chỉ bắt đầu bằng postgres:// hoặc sqlite://.",
    "The address must begin with postgres:// or sqlite://.",
)
"""Does not repeat the value, which may hold a password."""
UNKNOWN = Sentence(
    "Không có thiết lập {unknown}. Hãy chọn trong {known}.",
    "Unknown setting {unknown}. Known are: {known}.",
)
TWICE = Sentence(
    "{name} và {name}_FILE cùng được đặt. Hãy bỏ một trong hai.",
    "Both {name} and {name}_FILE are set; drop one of them.",
)
NO_FILE = Sentence(
    "{name}_FILE: không đọc được {file} ({why}). Hãy xem lại đường dẫn và quyền đọc.",
    "{name}_FILE: {file} cannot be read ({why}).",
)
NO_SECRET = Sentence(
    "{name}_FILE: {file} phải có đúng một dòng. Hãy ghi giá trị vào đó.",
    "{name}_FILE: {file} must hold one line, the value.",
)
WEAK_KEY = Sentence(
    "Khoá này quá dễ đoán. Hãy dùng ít nhất {least} ký tự ngẫu nhiên, như `openssl rand -hex 32`.",
    "This key is too easy to guess; use {least} random characters, as of `openssl rand -hex 32`.",
)
EXAMPLE_KEY = Sentence(
    "Đây là khoá mẫu trong tài liệu, ai cũng biết. Hãy tự tạo khoá khác.",
    "This is the example of the documentation, known to all. Make a key of your own.",
)
SENDER = r"^([^<>@\r\n]+<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)?$"
NUMBER = r"^(\+?[0-9][0-9 ().-]{2,28}[0-9])?$"
MAILBOX = r"^([^<>@\s]+@[^<>@\s]+)?$"
TEMPLATES = r"^([a-z_]+=[0-9A-Za-z_-]+(, ?[a-z_]+=[0-9A-Za-z_-]+)*)?$"
EXAMPLES = frozenset({"4f1d0c9e7ab85263e0d4917bc6f2a83d5e90b7146fca2d38815be4730d6a9fc2"})
LEAST_OF_A_KEY = 32
LEAST_VARIED = 10
"""Different characters in a key: 64 random hexadecimal digits have some 15."""
MOST_OF_A_SECRET = 4096
"""Bytes that the file of a secret may have."""


class Settings(BaseSettings):
    """The settings; docs/operating.md lists the same ones, which a test holds it to."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data: Path = Field(Path("var"), description="Folder of everything the service writes itself.")
    database_url: str = Field(
        "", description="`postgres://…` in production; empty: SQLite in the data folder."
    )
    base_url: str = Field("http://localhost:8000", description="Public address; no slash ends it.")
    log_format: Literal["json", "text"] = Field("json", description="`text` is for people.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is logged."
    )
    rate_per_address: int = Field(
        1200,
        ge=0,
        description="API requests a minute for an address without a key; 0: no limit, neither of "
        "pages nor of waiting requests.",
    )
    rate_per_key: int = Field(6000, ge=0, description="Requests a minute for a key; 0: no limit.")
    rate_pages_per_address: int = Field(
        2400,
        ge=0,
        description="Pages a minute for an address, and as many suggestions; 0: no limit.",
    )
    waiting_per_reader: int = Field(
        100,
        ge=0,
        description="Requests with `wait=` that an address or a key holds at once; 0: no limit.",
    )
    connections: int = Field(
        4000,
        ge=1,
        description="Connections that a web process holds at most; fewer where it may open fewer "
        "files.",
    )
    meilisearch_url: str = Field(
        "", description="`http://…` of a Meilisearch server; empty: the engine in the process."
    )
    meilisearch_key: SecretStr = Field(
        SecretStr(""), description="Its master key, or one that may manage indexes and keys."
    )
    storage_url: str = Field(
        "",
        description="`s3://bucket/prefix` for pictures, with the usual `AWS_…` variables; "
        "empty: the folder `media` in the data folder.",
    )
    storage_secret_key: SecretStr = Field(
        SecretStr(""), description="Secret key of that store, in place of `AWS_SECRET_ACCESS_KEY`."
    )
    picture_cache: int = Field(
        1 << 30,
        ge=0,
        description="Bytes of pictures from S3 kept in the data folder as well; 0: none.",
    )
    pictures_per_day: int = Field(
        200, ge=0, description="New pictures a day for a partner's key, or a person; 0: no limit."
    )
    unconfined_pictures: bool = Field(
        default=False,
        description="Decode pictures also where Linux can confine no process: for trying out only.",
    )
    webhook_networks: str = Field(
        "",
        description="Networks that webhooks may go to besides the public internet, by comma: for "
        "receivers of our own. Empty: none.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Seals the secrets of officials' second factors: 32 random bytes or more, as "
        "text. Empty: a second factor can only be a passkey.",
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), description="`smtp://user:password@host:587` or `smtps://…` sends e-mail."
    )
    mail_from: str = Field("", pattern=SENDER, description="Sender of e-mail.")
    sms_url: str = Field("", description="Address of the gateway that sends text messages.")
    sms_key: SecretStr = Field(SecretStr(""), description="Its key.")
    zalo_url: str = Field("", description="Address of the gateway that sends Zalo's ZNS.")
    zalo_key: SecretStr = Field(SecretStr(""), description="Its access token.")
    zalo_templates: str = Field(
        "", pattern=TEMPLATES, description="Its templates for our texts, as in `code=234567`."
    )
    messages_per_day: int = Field(500, ge=0, description="Paid messages in 24 hours at most.")
    keep_versions_days: int = Field(
        0,
        ge=0,
        description="Days for which a version that was replaced keeps its document; 0: for ever.",
    )
    answer_days: int = Field(
        3, ge=1, le=60, description="Working days in which officials promise to answer a proposal."
    )
    trust: bool = Field(default=False, description="Show at once what trusted producers change.")
    console_messages: bool = Field(
        default=False, description="Print messages to people instead of sending them: for a demo."
    )
    run_by: str = Field("", max_length=200, description="Who runs this catalogue, for all readers.")
    run_by_address: str = Field("", max_length=300, description="Their address.")
    run_by_phone: str = Field("", pattern=NUMBER, description="Their telephone number.")
    run_by_email: str = Field("", pattern=MAILBOX, description="Their e-mail address.")
    help_phone: str = Field("", description="Number that producers may call for help.")
    trusted_proxies: str = Field(
        "127.0.0.1", description="Addresses whose `X-Forwarded-*` headers are believed, by comma."
    )
    drain_seconds: int = Field(
        0,
        ge=0,
        le=300,
        description="Seconds on SIGTERM in which `/readyz` answers 503 and all else goes on, so "
        "that a balancer leads requests elsewhere.",
    )
    failpoint: str = Field(
        "", description="For tests: the step at which the process is to be killed."
    )

    @field_validator("secret_key")
    @classmethod
    def _not_guessed(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text and (len(text) < LEAST_OF_A_KEY or len(set(text)) < LEAST_VARIED):
            raise WrongValueError(WEAK_KEY, least=LEAST_OF_A_KEY)
        if text in EXAMPLES:
            raise WrongValueError(EXAMPLE_KEY)
        return value

    @field_validator("meilisearch_url")
    @classmethod
    def _a_server(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"http", "https"}:
            raise WrongValueError(NO_SERVER)
        return value.rstrip("/")

    @field_validator("sms_url", "zalo_url")
    @classmethod
    def _a_gateway(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and parts.scheme != "https" and not (parts.scheme == "http" and _is_near(parts)):
            raise WrongValueError(NO_GATEWAY)
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text and not _is_whole(text):
            raise WrongValueError(NO_MAIL_SERVER)
        return value

    @field_validator("webhook_networks")
    @classmethod
    def _networks(cls, value: str) -> str:
        try:
            for network in _listed(value):
                ip_network(network)
        except ValueError as fault:
            raise WrongValueError(NO_NETWORK, why=fault) from None
        return value

    @field_validator("failpoint")
    @classmethod
    def _a_known_step(cls, value: str) -> str:
        if value and value.partition(":")[0] not in ALL_STEPS:
            raise WrongValueError(NO_STEP, steps=", ".join(ALL_STEPS))
        return value

    @field_validator("storage_url")
    @classmethod
    def _a_known_store(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"s3", "file"}:
            raise WrongValueError(NO_STORE)
        return value

    @field_validator("base_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise WrongValueError(NO_ORIGIN)
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database_url")
    @classmethod
    def _a_known_database(cls, value: str) -> str:
        value = re.sub(r"^postgresql:", "postgres:", value)
        if value and urlsplit(value).scheme not in {"postgres", "asyncpg", "sqlite"}:
            raise WrongValueError(NO_DATABASE)
        return value

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings; of a secret, `SANVAT_…_FILE` may name a file that holds it.

        Raises SetupError for an unknown name (most often a typo), an impossible value, or a secret
        that cannot be had.
        """
        known = {f"{PREFIX}{name.upper()}" for name in cls.model_fields}
        files = {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
        strangers = sorted(name for name in os.environ if name.startswith(PREFIX))
        if unknown := [name for name in strangers if name.upper() not in known | files]:
            raise SetupError(
                UNKNOWN.filled(unknown=", ".join(unknown), known=", ".join(sorted(known)))
            )
        try:
            return cls(**_from_files())
        except ValidationError as refused:
            raise SetupError(_plainly(refused)) from None

    @property
    def storage(self) -> str:
        """The place of the pictures."""
        return self.storage_url or str(self.data / "media")

    @property
    def pages_per_address(self) -> int:
        """The share of pages; without a limit for addresses there is none of these either."""
        return self.rate_pages_per_address if self.rate_per_address else 0

    @property
    def held_per_reader(self) -> int:
        return self.waiting_per_reader if self.rate_per_address else 0

    @property
    def storage_options(self) -> dict[str, Any]:
        """What the place of the pictures wants to know besides, as obstore names it."""
        key = self.storage_secret_key.get_secret_value()
        return {"secret_access_key": key} if key else {}

    @property
    def inner_networks(self) -> list[IPv4Network | IPv6Network]:
        return [ip_network(network) for network in _listed(self.webhook_networks)]

    @property
    def templates(self) -> dict[str, str]:
        """Which text of ours is which template of Zalo's."""
        pairs = [one.partition("=") for one in _listed(self.zalo_templates)]
        return {what: template for what, _, template in pairs}

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sqlite_file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        if not self.database_url:
            return self.data / "sanvat.sqlite3"
        parts = urlsplit(self.database_url)
        return Path(parts.path.removeprefix("/")) if parts.scheme == "sqlite" else None


SECRETS = (
    "database_url", "meilisearch_key", "secret_key", "sms_key", "smtp_url", "storage_secret_key",
    "zalo_key",
)  # fmt: skip
"""Settings that hold a secret, so that each may also come from a file."""


def _from_files() -> dict[str, Any]:
    """Read the secrets whose settings name a file, as containers and systemd hand them out."""
    given = {name.upper(): value for name, value in os.environ.items() if value}
    told: dict[str, Any] = {}
    for field in SECRETS:
        name = f"{PREFIX}{field.upper()}"
        if file := given.get(f"{name}_FILE"):
            if name in given:
                raise SetupError(TWICE.filled(name=name))
            told[field] = _line_of(Path(file), name)
    return told


def _line_of(file: Path, name: str) -> str:
    try:
        with file.open("rb") as opened:
            text = opened.read(MOST_OF_A_SECRET + 1).decode("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault.reason
        raise SetupError(NO_FILE.filled(name=name, file=file, why=why)) from None
    if len(text.splitlines()) != 1 or len(text) > MOST_OF_A_SECRET:
        raise SetupError(NO_SECRET.filled(name=name, file=file))
    return text


def _is_near(parts: SplitResult) -> bool:
    """Tell whether an address is of our own network, so that no TLS is asked of it."""
    host = parts.hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return bool(host) and "." not in host  # as containers call each other


def _is_whole(server: str) -> bool:
    try:
        parts = urlsplit(server)
        return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _plainly(refused: ValidationError) -> Sentence:
    return joined(map(_told, refused.errors()), " ")


def _told(error: ErrorDetails) -> Sentence:
    name = f"{PREFIX}{str(error['loc'][0]).upper()}"
    return FieldError(name, mistakes.told(error, name, str(error["input"]))).line
