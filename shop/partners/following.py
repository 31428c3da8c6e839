"""How far partners' copies are, as they said: who falls behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop import clock
from shop.models import Partner
from shop.partners.keys import Caller
from shop.partners.scopes import Scope
from shop.publishing import Head, head


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a partner's copy is behind; None: it has never said."""

    partner: str
    site: str
    scope: Scope
    behind: int | None
    """Serials; all of them for a cursor of another epoch."""
    age: timedelta | None
    """Since it last said."""


async def note_checkpoint(caller: Caller, at: Head) -> None:
    """Note how far a partner's copy is, for officials to see who falls behind."""
    await Partner.filter(id=caller.partner).update(
        checkpoint_epoch=at.epoch, checkpoint_serial=at.serial, checkpoint_at=clock.now()
    )


async def lags() -> list[Lag]:
    """Tell of every partner how far behind the head its copy is, by name."""
    seen, at = await head(afresh=True), clock.now()
    return [_lag(row, seen, at) for row in await Partner.all().order_by("name")]


async def lag_of(partner: int) -> Lag:
    """Tell of one partner how far behind the head its copy is."""
    return _lag(await Partner.get(id=partner), await head(), clock.now())


def _lag(row: Partner, seen: Head, at: datetime) -> Lag:
    scope = Scope.model_validate(row.scope or {})
    if row.checkpoint_at is None:
        return Lag(row.name, row.site, scope, None, None)
    same = row.checkpoint_epoch == seen.epoch
    behind = seen.serial - row.checkpoint_serial if same else seen.serial
    return Lag(row.name, row.site, scope, max(0, behind), at - row.checkpoint_at)
