"""Partners and their keys."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from search.vietnamese import compose
from shop import clock
from shop.audit import record
from shop.errors import NO_PRODUCER, ForbiddenError, InvalidError, NotFoundError, UnknownKeyError
from shop.models import (
    ApiKey,
    ChannelRule,
    Clock,
    KeyKind,
    Partner,
    Producer,
    Right,
    Sale,
    Webhook,
)
from shop.partners.scopes import EVERYTHING, Scope
from shop.publishing import lock_clock, note_reports

KEY_PREFIX = "hpn_live_"
SANDBOX_PREFIX = "hpn_test_"
LONGEST_LIFE = 365
"""Days that a key is good for at most."""
MOST_KEYS = 2
"""Of a partner at a time: the one in use, and the one that takes its place; so many to try with."""
MOST_NEW_KEYS = 10
"""Of a partner in a day: each leaves rows for good."""
OF_A_PRODUCER = frozenset({Right.WEBHOOKS, Right.REPORTS, Right.KEYS})
"""What keys of a producer's own system may be good for."""
NOT_TRIED = frozenset({Right.PICTURES})
"""What no key to try with is good for: files of pictures are stored, so they would be kept."""
HIGHEST_NUMBER = 2**31 - 1
"""Of a row: what its column holds."""
HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
LACKS_RIGHT = Sentence(
    "Khoá này không được làm việc đó. Hãy dùng khoá có quyền {right}.",
    "This key may not do that; one with the right {right} may.",
)
NO_NAME = Sentence(
    "Hãy đặt tên đối tác dài từ 1 đến 120 ký tự.", "A partner's name has 1 to 120 characters."
)
TAKEN_NAME = Sentence(
    "Đã có đối tác {name}. Hãy chọn tên khác.", "There is a partner {name} already."
)
NO_PARTNER = Sentence(
    "Không có đối tác {name}. Hãy xem tên bằng lệnh `sanvat partner list`.",
    "There is no partner {name}; `sanvat partner list` names them.",
)
NO_LIFE = Sentence(
    "Hãy chọn thời hạn của khoá từ 1 đến {most} ngày.", "A key is good for 1 to {most} days."
)
TWO_KEYS = Sentence(
    "Bạn đã có hai khoá. Hãy thu hồi khoá không cần nữa.",
    "There are two keys already; revoke the one that is not needed.",
)
MANY_NEW_KEYS = Sentence(
    "Mỗi đối tác được {most} khoá một ngày. Hãy thử lại vào ngày mai.",
    "A partner gets {most} keys a day; try again tomorrow.",
)
NO_KEY = Sentence(
    "Không có khoá {key} để thu hồi. Hãy xem lại số của khoá.",
    "There is no key {key} that could be revoked.",
)
LAST_KEY = Sentence(
    "Đây là khoá cuối cùng của bạn. Hãy tạo khoá khác trước.",
    "This is your last key; make another first.",
)
INVALID_KEY = Sentence(
    "Khoá này không còn hoặc chưa từng có hiệu lực. Hãy dùng khoá khác.", "This key is not valid."
)
NO_SERVICE = Sentence(
    "Phần mềm của cơ sở không dùng khoá dịch vụ. Hãy cấp khoá đối tác.",
    "A producer’s own system has no service key; make it a partner’s key.",
)
NO_HOST = Sentence(
    "“{site}” không phải tên máy chủ. Hãy chỉ ghi tên, như chotot.example.vn.",
    "“{site}” is no host; write it like chotot.example.vn, alone.",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key a request carries, and what the key is good for."""

    partner: int
    kind: KeyKind
    rights: frozenset[Right] = frozenset(Right)
    scope: Scope = EVERYTHING
    called: str = ""
    """The partner's name, for logs and metrics."""
    key: int = 0
    """The number of the key: never the key itself."""
    producer: str = ""
    """Whose own system it is; empty: a partner's."""
    is_sandbox: bool = False
    """Whether what it writes is checked and answered, and not kept."""

    def must(self, right: Right) -> None:
        """Raise ForbiddenError when the key is not good for something."""
        if right not in self.rights:
            raise ForbiddenError(LACKS_RIGHT.filled(right=right))

    @property
    def may_show_pictures(self) -> bool:
        """Whether it may change what products show; a partner's key only sends."""
        return self.kind == KeyKind.SERVICE and Right.PICTURES in self.rights

    @property
    def name(self) -> str:
        """As the records call it."""
        return f"{'program' if self.producer else self.kind} {self.partner}"


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key is to be."""

    kind: KeyKind = KeyKind.PARTNER
    days: int = LONGEST_LIFE
    rights: Collection[Right] | None = None
    """None: all of them."""
    is_sandbox: bool = False


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key as it is told, once."""

    id: int
    key: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key as we know it: not the key itself."""

    id: int
    last4: str
    kind: KeyKind
    rights: frozenset[Right]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    is_sandbox: bool = False

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()


async def add_partner(
    name: str, *, by: str, kind: KeyKind = KeyKind.PARTNER, site: str = "", producer: str = ""
) -> str:
    """Add a partner and give its key, which cannot be read again: only its digest is kept.

    With a `producer` it is that producer's own system. Raises InvalidError.
    """
    name, site, producer = _spelled(name), _host(site), producer.strip().upper()
    if not 0 < len(name) <= 120:  # noqa: PLR2004 - the column's width
        raise InvalidError(NO_NAME)
    if producer and kind == KeyKind.SERVICE:
        raise InvalidError(NO_SERVICE)
    async with in_transaction():
        if await Partner.exists(name=name):
            raise InvalidError(TAKEN_NAME.filled(name=name))
        if producer and not await Producer.exists(code=producer):
            raise InvalidError(NO_PRODUCER.filled(code=producer[:40]))
        partner = await Partner.create(
            name=name, site=site, created_at=clock.now(), producer_id=producer or None
        )
        told = {"name": name, "kind": kind, "site": site}
        of = {"producer": producer} if producer else {}
        await record(by, "partner.add", _subject(partner.id), **told, **of)
        made = await _make_key(partner.id, NewKey(kind), by)
    return made.key


async def partner_named(name: str) -> int:
    """Find a partner. Raises NotFoundError."""
    found = await Partner.get_or_none(name=_spelled(name))
    if found is None:
        raise NotFoundError(NO_PARTNER.filled(name=name))
    return found.id


async def add_key(
    partner: int,
    *,
    by: str,
    kind: KeyKind = KeyKind.PARTNER,
    days: int = LONGEST_LIFE,
    rights: Collection[Right] | None = None,
    is_sandbox: bool = False,
) -> MadeKey:
    """Make another key of a partner, to change over to before the old one is revoked.

    Raises InvalidError for a longer life than a year, for a third key, for too many in a day, and
    for a service key of a producer's own system.
    """
    if not 1 <= days <= LONGEST_LIFE:
        raise InvalidError(NO_LIFE.filled(most=LONGEST_LIFE))
    async with in_transaction():
        held = await Partner.select_for_update().get(id=partner)  # or two would both be second
        if held.producer_id and kind == KeyKind.SERVICE:  # type: ignore[attr-defined] # Tortoise makes it
            raise InvalidError(NO_SERVICE)
        standing = [key for key in await keys_of(partner) if key.is_valid]
        if sum(key.is_sandbox == is_sandbox for key in standing) >= MOST_KEYS:
            raise InvalidError(TWO_KEYS)
        if await _made_since(partner, clock.now() - timedelta(days=1)) >= MOST_NEW_KEYS:
            raise InvalidError(MANY_NEW_KEYS.filled(most=MOST_NEW_KEYS))
        return await _make_key(partner, NewKey(kind, days, rights, is_sandbox), by)


async def keys_of(partner: int) -> list[KnownKey]:
    """Give all keys a partner ever had, the newest first."""
    rows = await ApiKey.filter(partner_id=partner).order_by("-id").select_related("partner")
    return [
        KnownKey(
            id=row.id,
            last4=row.last4,
            kind=row.kind,
            rights=_rights(row.rights, row.partner.producer_id, is_sandbox=row.is_sandbox),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            is_sandbox=row.is_sandbox,
        )
        for row in rows
    ]


async def revoke_key(
    key: int, *, by: str, partner: int | None = None, keeps_one: bool = False
) -> None:
    """End a key at once; of one `partner` only, if given.

    Raises NotFoundError, and with `keeps_one` InvalidError for the last one: no partner locks
    itself out by a slip.
    """
    if not 0 < key <= HIGHEST_NUMBER:
        raise NotFoundError(NO_KEY.filled(key=key))
    async with in_transaction():
        standing = ApiKey.filter(id=key, revoked_at=None)
        mine = standing if partner is None else standing.filter(partner_id=partner)
        is_live = await mine.filter(is_sandbox=False).exists()
        if not await mine.update(revoked_at=clock.now()):
            raise NotFoundError(NO_KEY.filled(key=key))
        if keeps_one and is_live and partner and not await _has_key(partner):
            raise InvalidError(LAST_KEY)
        await record(by, "key.revoke", f"key {key}")


async def set_scope(partner: int, scope: Scope, *, by: str) -> None:
    """Set what of the catalogue is for a partner; under another scope its cursors start over."""
    kept = None if scope.is_everything else scope.model_dump(mode="json")
    async with in_transaction():
        await Partner.filter(id=partner).update(scope=kept)
        await record(by, "partner.scope", _subject(partner), scope=kept or {})


async def set_site(partner: int, site: str, *, by: str) -> None:
    """Set the host of a partner's own pages; only addresses there may be reported, and are shown.

    What it reported counts as reported anew, for kept pages must look again.
    """
    host = _host(site)
    async with in_transaction():
        await record(by, "partner.site", _subject(partner), site=host)
        count = await _move(partner, host)
    note_reports(count)


async def end_partner(partner: int, *, by: str) -> None:
    """End what a partner may do and hears, and all links to its pages; what it did stays known."""
    async with in_transaction():
        await ApiKey.filter(partner_id=partner, revoked_at=None).update(revoked_at=clock.now())
        await Webhook.filter(partner_id=partner).delete()
        await ChannelRule.filter(partner_id=partner).update(partner_id=None)
        await record(by, "partner.end", _subject(partner))
        count = await _move(partner, "")
    note_reports(count)


async def caller_of(key: str) -> Caller:
    """Say whose key this is.

    Raises UnknownKeyError for one that is wrong, expired or revoked, without telling which.
    """
    found = await ApiKey.filter(
        digest=_digest(key), expires_at__gt=clock.now(), revoked_at=None
    ).values(
        "id",
        "partner_id",
        "kind",
        "rights",
        "is_sandbox",
        scope="partner__scope",
        name="partner__name",
        producer="partner__producer_id",
    )
    if not found:
        raise UnknownKeyError(INVALID_KEY)
    [row] = found
    is_sandbox = bool(row["is_sandbox"])
    return Caller(
        row["partner_id"],
        KeyKind(row["kind"]),
        _rights(row["rights"], row["producer"], is_sandbox=is_sandbox),
        Scope.model_validate(row["scope"] or {}),
        row["name"],
        row["id"],
        row["producer"] or "",
        is_sandbox,
    )


async def _made_since(partner: int, moment: datetime) -> int:
    return await ApiKey.filter(partner_id=partner, created_at__gt=moment).count()


async def _move(partner: int, host: str) -> int:
    """Note another site; give the count of reports, under which pages look at its sales anew."""
    await Partner.filter(id=partner).update(site=host)
    count: int = (await lock_clock()).reports + 1
    await Sale.filter(partner_id=partner).update(serial=count)
    await Clock.filter(id=1).update(reports=count)
    return count


async def _has_key(partner: int) -> bool:
    """Tell whether a partner can still come in by more than a key to try with."""
    return any(one.is_valid and not one.is_sandbox for one in await keys_of(partner))


async def _make_key(partner: int, new: NewKey, by: str) -> MadeKey:
    prefix = SANDBOX_PREFIX if new.is_sandbox else KEY_PREFIX
    key, at = prefix + token_urlsafe(32), clock.now()
    kept = await ApiKey.create(
        partner_id=partner,
        kind=new.kind,
        rights=None if new.rights is None else sorted(new.rights),
        digest=_digest(key),
        last4=key[-4:],
        created_at=at,
        expires_at=at + timedelta(days=new.days),
        is_sandbox=new.is_sandbox,
    )
    told = "all" if new.rights is None else sorted(new.rights)
    only = {"sandbox": True} if new.is_sandbox else {}
    what = {"partner": partner, "days": new.days, "rights": told}
    await record(by, "key.add", f"key {kept.id}", **what, **only)
    return MadeKey(kept.id, key, kept.expires_at)


def _spelled(name: str) -> str:
    return " ".join(compose(name).split())


def _subject(partner: int) -> str:
    return f"partner {partner}"


def _host(site: str) -> str:
    """Read a host as it is written in an address, or none."""
    site = site.strip().lower()
    if site and not HOST.fullmatch(site):
        raise InvalidError(NO_HOST.filled(site=site[:100]))
    return site


def _rights(kept: list[str] | None, producer: str | None, *, is_sandbox: bool) -> frozenset[Right]:
    given = frozenset(Right) if kept is None else frozenset(map(Right, kept))
    may = given & OF_A_PRODUCER if producer else given
    return may - NOT_TRIED if is_sandbox else may


def _digest(key: str) -> str:
    """Hash a key; it has 256 random bits, so a slow password hash would add nothing."""
    return sha256(key.encode()).hexdigest()
