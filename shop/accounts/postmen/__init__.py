"""Who brings messages to people: one port, and the ways behind it that the operator has set up."""

from collections.abc import Callable, Mapping

from shop.accounts.postmen.console import ConsolePostman
from shop.accounts.postmen.letters import PAID, Letter, NotSentError, Postman, Tracing, Way
from shop.accounts.postmen.mail import MailPostman
from shop.accounts.postmen.sms import SmsPostman
from shop.accounts.postmen.zalo import ZaloPostman
from shop.accounts.texts import CODE
from shop.config import Settings
from shop.models import IdentityKind

Postmen = Mapping[IdentityKind, tuple[Postman, ...]]
"""The first is tried first, and the next where a letter does not arrive by it."""
MAKES: Mapping[Way, Callable[[Settings], Postman]] = {
    Way.CONSOLE: lambda _: ConsolePostman(),
    Way.MAIL: MailPostman,
    Way.SMS: SmsPostman,
    Way.ZALO: ZaloPostman,
}

__all__ = [
    "PAID",
    "Letter",
    "NotSentError",
    "Postman",
    "Postmen",
    "Tracing",
    "Way",
    "postmen_of",
    "ways_of",
]


def ways_of(settings: Settings) -> dict[IdentityKind, tuple[Way, ...]]:
    """Tell how codes can reach people; a kind of address that has no way is not there.

    With the console on nothing is sent, whatever else is set: a demo never writes to real people.
    """
    if settings.console_messages:
        return dict.fromkeys(IdentityKind, (Way.CONSOLE,))
    is_set = {
        Way.ZALO: bool(settings.zalo_url) and CODE in settings.templates,
        Way.SMS: bool(settings.sms_url),
        Way.MAIL: bool(settings.smtp_url.get_secret_value() and settings.mail_from),
    }
    order = {IdentityKind.PHONE: (Way.ZALO, Way.SMS), IdentityKind.EMAIL: (Way.MAIL,)}
    found = {kind: tuple(way for way in ways if is_set[way]) for kind, ways in order.items()}
    return {kind: ways for kind, ways in found.items() if ways}


def postmen_of(settings: Settings) -> Postmen:
    return {
        kind: tuple(MAKES[way](settings) for way in ways)
        for kind, ways in ways_of(settings).items()
    }
