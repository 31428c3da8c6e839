"""Which addresses of people can be told something now: what is not set up is not offered."""

from collections.abc import Mapping
from dataclasses import dataclass

from media.sentences import Sentence
from shop.accounts import ceiling
from shop.accounts.postmen import PAID, Way, ways_of
from shop.config import Settings
from shop.errors import FieldError, InvalidError
from shop.models import IdentityKind

NO_PHONE = Sentence(
    "Hiện chưa gửi được mã qua số điện thoại. Hãy dùng email, hoặc đến UBND xã, phường.",
    "No code can be sent to telephones for now. Use an e-mail, or go to your commune's office.",
)
NO_EMAIL = Sentence(
    "Hiện chưa gửi được mã qua email. Hãy dùng số điện thoại, hoặc đến UBND xã, phường.",
    "No code can be sent by e-mail for now. Use a telephone, or go to your commune's office.",
)
USED_UP = Sentence(
    "Hôm nay đã hết lượt gửi tin nhắn. Hãy đến UBND xã, phường để được trao mã.",
    "All messages of today are used up. Have a code given to you at your commune's office.",
)
USED_UP_BUT_MAIL = Sentence(
    "Hôm nay đã hết lượt gửi tin nhắn. Hãy dùng email, hoặc đến UBND xã, phường để được trao mã.",
    "All messages of today are used up. Use an e-mail, or have a code given to you in person.",
)
NOTHING = Sentence(
    "Hiện chưa gửi được mã. Hãy đến UBND xã, phường để được trao mã.",
    "No codes can be sent for now. Have a code given to you at your commune's office.",
)


@dataclass(frozen=True, slots=True)
class Ways:
    """How people can be told something now."""

    by: Mapping[IdentityKind, tuple[Way, ...]]
    """A kind of address that is not here cannot be reached."""
    is_used_up: bool = False
    """Telephones could be told, but the paid messages of 24 hours are used up."""

    def can_tell(self, kind: IdentityKind) -> bool:
        return kind in self.by


async def ways_now(settings: Settings) -> Ways:
    """Tell how codes can reach people at this moment."""
    by = ways_of(settings)
    if not PAID.intersection(by.get(IdentityKind.PHONE, ())):
        return Ways(by)
    if await ceiling.paid_lately() < settings.messages_per_day:
        return Ways(by)
    return Ways({kind: ways for kind, ways in by.items() if kind is not IdentityKind.PHONE}, True)  # noqa: FBT003


async def expect_way(settings: Settings, kind: IdentityKind, field: str = "address") -> None:
    """Raise InvalidError, which names the field, where such an address cannot be told now."""
    ways = await ways_now(settings)
    if ways.can_tell(kind):
        return
    said = _why_not(ways, kind)
    raise InvalidError(said, [FieldError(field, said)])


def _why_not(ways: Ways, kind: IdentityKind) -> Sentence:
    if kind is IdentityKind.PHONE and ways.is_used_up:
        return USED_UP_BUT_MAIL if ways.by else USED_UP
    if not ways.by:
        return USED_UP if ways.is_used_up else NOTHING
    return NO_PHONE if kind is IdentityKind.PHONE else NO_EMAIL
