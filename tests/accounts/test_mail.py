"""Messages by e-mail, through a real mail server: with TLS, or not at all."""

import asyncio
import email
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.policy import default
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult
from structlog.testing import capture_logs

from shop import clock
from shop.accounts.postmen.mail import MailPostman
from shop.accounts.sending import PostOffice
from shop.config import Settings
from shop.models import IdentityKind, Message, MessageState
from tests.accounts.conftest import EMAIL, MAIL, ask, digits_in, rounds, the_message

USER, PASSWORD = "sanvat", "mật/khẩu"
LOGIN = "sanvat:m%E1%BA%ADt%2Fkh%E1%BA%A9u@"
"""The same, as an address holds it."""


@dataclass
class MailServer:
    """What a mail server holds against its clients, and what it took."""

    port: int = 0
    says: list[str] = field(default_factory=lambda: ["250 OK"])
    to_recipients: str = "250 OK"
    taken: list[bytes] = field(default_factory=list)
    were_secret: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, *given: Any):  # noqa: N802 - as aiosmtpd names it
        _, _, envelope, address, _ = given
        if self.to_recipients.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipients

    async def handle_DATA(self, *given: Any):  # noqa: N802 - as aiosmtpd names it
        _, session, envelope = given
        self.taken.append(envelope.content)
        self.were_secret.append(session.ssl is not None)
        return self.says.pop(0) if self.says[1:] else self.says[0]

    def authenticate(self, *given: Any):
        login = given[-1]
        shown = (login.login.decode(), login.password.decode())
        return AuthResult(success=shown == (USER, PASSWORD))

    @property
    def letters(self) -> list[email.message.EmailMessage]:
        return [email.message_from_bytes(one, policy=default) for one in self.taken]


@asynccontextmanager
async def a_mail_server(**more: Any) -> AsyncIterator[MailServer]:
    held, loop = MailServer(), asyncio.get_running_loop()
    tls = {"ssl": more.pop("tls_context")} if more.pop("is_implicit", False) else {}
    if "auth_required" in more:
        more["authenticator"] = held.authenticate
    server = await loop.create_server(lambda: SMTP(held, **more), "127.0.0.1", 0, **tls)
    held.port = server.sockets[0].getsockname()[1]
    yield held
    server.close()


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def tls(authority) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def trust(authority):
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    return lambda: trusting


def by(settings: Settings, url: str) -> Settings:
    more = {"console_messages": False, "smtp_url": url, "mail_from": "Sản vật <tin@sanvat.test>"}
    return Settings(**settings.model_dump() | more)


def office_of(ours: Settings, trust=ssl.create_default_context) -> PostOffice:
    return PostOffice(ours, {IdentityKind.EMAIL: (MailPostman(ours, trust),)})


async def test_a_code_goes_by_starttls_with_a_password(services, settings, tls, trust):
    more = {"tls_context": tls, "require_starttls": True, "auth_required": True}
    async with a_mail_server(**more) as server:
        ours = by(settings, f"smtp://{LOGIN}localhost:{server.port}")
        await ask(EMAIL)
        async with office_of(ours, trust) as office:
            await rounds(office)

    message = await the_message()
    [letter] = server.letters
    assert server.were_secret == [True]
    assert (message.state, message.way, message.paid) == (MessageState.SENT, "mail", 0)
    assert letter["From"] == "Sản vật <tin@sanvat.test>"
    assert letter["To"] == MAIL
    assert letter["Subject"] == "Mã đăng nhập Sản vật Hải Phòng"
    assert letter["Message-ID"] == f"<{message.id}@sanvat.test>"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert body == (
        f"{digits_in(body)} là mã đăng nhập Sản vật Hải Phòng. Mã dùng được 10 phút. Không đưa mã"
        " cho ai, kể cả cán bộ.\n\n-- \nThư tự động, không trả lời được.\n"
    )
    assert "http" not in body


@pytest.mark.on("sqlite")
async def test_a_code_goes_by_tls_from_the_first_byte(services, settings, tls, trust):
    async with a_mail_server(tls_context=tls, is_implicit=True) as server:
        await ask(EMAIL)
        async with office_of(by(settings, f"smtps://localhost:{server.port}"), trust) as office:
            await rounds(office)

    assert len(server.letters) == 1
    assert (await the_message()).state == MessageState.SENT


@pytest.mark.on("sqlite")
async def test_a_server_on_this_machine_that_asks_for_no_password_needs_no_tls(services, settings):
    async with a_mail_server() as server:
        await ask(EMAIL)
        async with PostOffice(by(settings, f"smtp://127.0.0.1:{server.port}")) as office:
            await rounds(office)

    assert len(server.letters) == 1


@pytest.mark.on("sqlite")
async def test_a_password_is_never_shown_where_tls_is_not_offered(services, settings, trust):
    async with a_mail_server() as server:
        await ask(EMAIL)
        async with office_of(by(settings, f"smtp://{LOGIN}localhost:{server.port}"), trust) as one:
            await rounds(one)

    assert server.taken == []
    message = await the_message()
    assert message.state == MessageState.WAITING
    assert message.error == "the mail server cannot be used (SMTPException)"


@pytest.mark.on("sqlite")
async def test_a_certificate_that_is_not_trusted_is_refused(services, settings, tls):
    async with a_mail_server(tls_context=tls, is_implicit=True) as server:
        await ask(EMAIL)
        async with office_of(by(settings, f"smtps://localhost:{server.port}")) as office:
            await rounds(office)

    assert server.taken == []
    assert (await the_message()).state == MessageState.WAITING


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("answer", "state"), [("550 no {} here", MessageState.DEAD), ("451 later, {}", "waiting")]
)
async def test_a_person_who_is_not_there_is_not_tried_again(services, settings, answer, state):
    with capture_logs() as logged:
        async with a_mail_server() as server:
            server.to_recipients = answer.format(MAIL)
            await ask(EMAIL)
            async with PostOffice(by(settings, f"smtp://127.0.0.1:{server.port}")) as office:
                await rounds(office)

    message = await the_message()
    assert (message.state, message.error) == (state, f"the mail server answered {answer[:3]}")
    assert MAIL not in str(logged)


async def test_what_was_refused_for_now_comes_again_as_the_same_letter(services, settings, time):
    async with a_mail_server() as server:
        server.says = [f"451 try again, {MAIL}", "250 OK"]
        await ask(EMAIL)
        async with PostOffice(by(settings, f"smtp://127.0.0.1:{server.port}")) as office:
            await rounds(office)
            time.passes(seconds=5)
            await rounds(office)

    first, again = server.letters
    assert first["Message-ID"] == again["Message-ID"]
    assert first.get_content() == again.get_content()
    assert (await the_message()).state == MessageState.SENT


@pytest.mark.on("sqlite")
async def test_a_mail_server_that_is_down_or_hangs_loses_nothing(
    services, settings, sms, monkeypatch
):
    monkeypatch.setattr("shop.accounts.postmen.mail.SECONDS", 0.5)
    await ask(EMAIL)
    async with PostOffice(by(settings, "smtp://127.0.0.1:9")) as office:
        await rounds(office)
    assert (await the_message()).error.startswith("the mail server cannot be used")

    async def silent(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await Message.all().update(not_before=clock.now())
    async with PostOffice(by(settings, f"smtp://127.0.0.1:{port}")) as office:
        await rounds(office)
    server.close()

    message = await the_message()
    assert message.state == MessageState.WAITING
    assert message.error in {
        "the mail server was too slow",
        "the mail server cannot be used (SMTPReadTimeoutError)",
        "the mail server cannot be used (SMTPConnectTimeoutError)",
    }
