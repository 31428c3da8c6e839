"""The settings: what can be read, and what should not be so where real people come in."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from media.sentences import Sentence
from shop.cli.checks.verdicts import Subject, Verdict
from shop.config import Settings

SETTINGS = Subject("settings")
REFUSED = Sentence("Có thiết lập sai.", "A setting is wrong.")
READ = Sentence(
    "Đọc được mọi thiết lập, địa chỉ là {origin}.", "All settings can be read; we are {origin}."
)
NO_TLS = Sentence(
    "SANVAT_BASE_URL không phải https://. Hãy dùng TLS trước khi mở cho người khác vào.",
    "SANVAT_BASE_URL is not https://. Use TLS before others come in.",
)
CONSOLE = Sentence(
    "SANVAT_CONSOLE_MESSAGES in mã đăng nhập ra màn hình. Hãy bỏ thiết lập này.",
    "SANVAT_CONSOLE_MESSAGES prints codes that let people in. Drop it.",
)
NO_WAY = Sentence(
    "Không có đường gửi tin nào. Hãy đặt SANVAT_SMTP_URL, SANVAT_SMS_URL hoặc SANVAT_ZALO_URL.",
    "No message can be sent. Set SANVAT_SMTP_URL, SANVAT_SMS_URL or SANVAT_ZALO_URL.",
)
NO_SENDER = Sentence(
    "Có SANVAT_SMTP_URL mà thiếu SANVAT_MAIL_FROM nên không gửi được thư. Hãy đặt cả hai.",
    "SANVAT_SMTP_URL is set without SANVAT_MAIL_FROM, so no e-mail goes out. Set both.",
)
NO_SECRET = Sentence(
    "Thiếu SANVAT_SECRET_KEY nên cán bộ chỉ dùng được khoá truy cập. Hãy đặt khoá này.",
    "Without SANVAT_SECRET_KEY officials can only use passkeys. Set it.",
)
FAILPOINT = Sentence(
    "SANVAT_FAILPOINT làm tiến trình tự chết, chỉ dành cho kiểm thử. Hãy bỏ.",
    "SANVAT_FAILPOINT kills the process and is for tests only. Drop it.",
)
UNCONFINED = Sentence(
    "SANVAT_UNCONFINED_PICTURES bỏ hàng rào quanh ảnh lạ. Hãy dùng máy có Landlock rồi bỏ nó.",
    "SANVAT_UNCONFINED_PICTURES opens foreign pictures unfenced. Use Linux with Landlock; drop it.",
)
UNLIMITED = Sentence(
    "SANVAT_RATE_PER_ADDRESS là 0 nên ai cũng hỏi được không giới hạn. Hãy đặt giới hạn.",
    "SANVAT_RATE_PER_ADDRESS is 0, so that any address may ask without end. Set a limit.",
)
HERE = {"localhost", "127.0.0.1", "::1"}


def configured(settings: Settings) -> Iterator[Verdict]:
    """Tell what of the settings is not for a service that real people use."""
    found = [*_wrong(settings), *_doubtful(settings)]
    yield from found or [SETTINGS.ok(READ, origin=settings.base_url)]


def is_public(settings: Settings) -> bool:
    """Tell whether its address is one that others can reach."""
    return urlsplit(settings.base_url).hostname not in HERE


def _wrong(settings: Settings) -> Iterator[Verdict]:
    if settings.failpoint:
        yield SETTINGS.wrong(FAILPOINT)
    if settings.console_messages and is_public(settings):
        yield SETTINGS.wrong(CONSOLE)
    if settings.smtp_url.get_secret_value() and not settings.mail_from:
        yield SETTINGS.wrong(NO_SENDER)


def _doubtful(settings: Settings) -> Iterator[Verdict]:
    if is_public(settings) and not settings.secure:
        yield SETTINGS.warning(NO_TLS)
    if not (settings.console_messages or _ways(settings)):
        yield SETTINGS.warning(NO_WAY)
    if not settings.secret_key.get_secret_value():
        yield SETTINGS.warning(NO_SECRET)
    if settings.unconfined_pictures:
        yield SETTINGS.warning(UNCONFINED)
    if not settings.rate_per_address:
        yield SETTINGS.warning(UNLIMITED)


def _ways(settings: Settings) -> list[str]:
    return [way for way in (_mail(settings), settings.sms_url, settings.zalo_url) if way]


def _mail(settings: Settings) -> str:
    return settings.smtp_url.get_secret_value()
