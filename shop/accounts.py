"""Partners and their keys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from tortoise.transactions import in_transaction

from search.vietnamese import compose
from shop import clock
from shop.catalogue import record
from shop.errors import ForbiddenError, InvalidError, UnknownKeyError
from shop.models import ApiKey, KeyKind, Partner, Right
from shop.models.columns import Row
from shop.publishing import Head, head

KEY_PREFIX = "hpn_live_"
KEY_LIFE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key a request carries, and what the key is good for."""

    partner: int
    kind: KeyKind
    rights: frozenset[Right] = frozenset(Right)

    def must(self, right: Right) -> None:
        """Raise ForbiddenError when the key is not good for something."""
        if right not in self.rights:
            raise ForbiddenError(f"This key may not do that; one with the right {right} may.")

    @property
    def may_show_pictures(self) -> bool:
        """Whether it may change what products show; a partner's key only sends."""
        return self.kind == KeyKind.SERVICE

    @property
    def name(self) -> str:
        """As the records call it."""
        return f"{self.kind} {self.partner}"


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a partner's copy is behind; None: it has never said."""

    partner: str
    behind: int | None
    """Serials; all of them for a cursor of another epoch."""
    age: timedelta | None
    """Since it last said."""


async def add_partner(name: str, *, by: str, kind: KeyKind = KeyKind.PARTNER) -> str:
    """Add a partner and give its key, which nobody can read again: only its digest is kept."""
    name = " ".join(compose(name).split())
    if not 0 < len(name) <= 120:  # noqa: PLR2004 - the column's width
        raise InvalidError("A partner's name has 1 to 120 characters.")
    key, at = KEY_PREFIX + token_urlsafe(32), clock.now()
    async with in_transaction():
        if await Partner.exists(name=name):
            raise InvalidError(f"There is a partner {name} already.")
        partner = await Partner.create(name=name, created_at=at)
        await ApiKey.create(
            partner=partner,
            kind=kind,
            digest=_digest(key),
            last4=key[-4:],
            created_at=at,
            expires_at=at + KEY_LIFE,
        )
        await record(by, "partner.add", f"partner {partner.id}", name=name, kind=kind)
    return key


async def caller_of(key: str) -> Caller:
    """Say whose key this is.

    Raises UnknownKeyError for one that is wrong, expired or revoked, without telling which.
    """
    found = await ApiKey.filter(
        digest=_digest(key), expires_at__gt=clock.now(), revoked_at=None
    ).values("partner_id", "kind", "rights")
    if not found:
        raise UnknownKeyError("This key is not valid.")
    [row] = found
    rights = frozenset(Right) if row["rights"] is None else frozenset(map(Right, row["rights"]))
    return Caller(row["partner_id"], KeyKind(row["kind"]), rights)


async def note_checkpoint(caller: Caller, at: Head) -> None:
    """Note how far a partner's copy is, for officials to see who falls behind."""
    await Partner.filter(id=caller.partner).update(
        checkpoint_epoch=at.epoch, checkpoint_serial=at.serial, checkpoint_at=clock.now()
    )


async def lags() -> list[Lag]:
    """Tell of every partner how far behind the head its copy is, by name."""
    seen, at = await head(afresh=True), clock.now()
    rows = (
        await Partner.all()
        .order_by("name")
        .values("name", "checkpoint_epoch", "checkpoint_serial", "checkpoint_at")
    )
    return [_lag(row, seen, at) for row in rows]


def _lag(row: Row, seen: Head, at: datetime) -> Lag:
    if row["checkpoint_at"] is None:
        return Lag(row["name"], None, None)
    same = row["checkpoint_epoch"] == seen.epoch
    behind = seen.serial - row["checkpoint_serial"] if same else seen.serial
    return Lag(row["name"], max(0, behind), at - row["checkpoint_at"])


def _digest(key: str) -> str:
    """Hash a key; it has 256 random bits, so a slow password hash would add nothing."""
    return sha256(key.encode()).hexdigest()
