"""Messages by e-mail, through the operator's mail server."""

import asyncio
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from shop import clock
from shop.accounts.postmen.letters import Letter, NotSentError, Way
from shop.config import Settings

SECONDS = 10.0
"""For everything together: connecting, TLS, signing in and sending."""
PORTS = {"smtp": 587, "smtps": 465}
NEVER = 500
"""From here on an answer is for good (RFC 5321 §4.2.1)."""
FOOT = {
    "vi": "Thư tự động, không trả lời được.",
    "en": "This message was sent by a machine and cannot be answered.",
}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class MailPostman:
    """Sends letters by SMTP: with TLS from the first byte (smtps://), or by STARTTLS (smtp://).

    STARTTLS is demanded and never merely tried, for a machine in between could take the offer
    away; only a server on this machine that asks for no password does without.
    """

    way = Way.MAIL

    def __init__(
        self, settings: Settings, trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    ) -> None:
        self._server = urlsplit(settings.smtp_url.get_secret_value())
        self._sender = settings.mail_from
        self._trust = trust

    def knows(self, what: str) -> bool:  # noqa: ARG002 - it knows every text
        return True

    async def send(self, letter: Letter) -> str:
        try:
            async with asyncio.timeout(SECONDS):
                await self._deliver(_written(letter, self._sender), letter.address.text)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _refused(min(one.code for one in refused.recipients)) from None
        except aiosmtplib.SMTPResponseException as refused:
            raise NotSentError(f"the mail server answered {refused.code}") from None
        except TimeoutError:
            raise NotSentError("the mail server was too slow", perhaps=True) from None
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as failure:
            why = f"the mail server cannot be used ({type(failure).__name__})"
            raise NotSentError(why) from None
        return ""

    async def _deliver(self, written: EmailMessage, to: str) -> None:
        server, is_tls = self._server, self._server.scheme == "smtps"
        needs_tls = bool(server.username) or server.hostname not in HERE
        await aiosmtplib.send(
            written,
            sender=parseaddr(self._sender)[1],
            recipients=[to],
            hostname=server.hostname,
            port=server.port or PORTS[server.scheme],
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=is_tls,
            start_tls=needs_tls and not is_tls,
            tls_context=self._trust() if needs_tls or is_tls else None,
            timeout=SECONDS,
        )


def _refused(code: int) -> NotSentError:
    return NotSentError(f"the mail server answered {code}", for_good=code >= NEVER)


def _written(letter: Letter, sender: str) -> EmailMessage:
    """Write the e-mail; its id is the message's, so programs show a repetition once."""
    host = parseaddr(sender)[1].partition("@")[2]
    written = EmailMessage()
    written["From"] = sender
    written["To"] = letter.address.text
    written["Subject"] = letter.subject
    written["Date"] = format_datetime(clock.now())
    written["Message-ID"] = f"<{letter.id}@{host}>"
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    written.set_content(f"{letter.text}\n\n-- \n{FOOT.get(letter.language, FOOT['vi'])}\n")
    return written
