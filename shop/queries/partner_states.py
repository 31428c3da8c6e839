"""How partners stand: how far behind each copy is, what it sells, what of it asks for a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import orjson

from media.sentences import Sentence
from search.vietnamese import sort_key
from shop import clock
from shop.database import select
from shop.errors import NotFoundError
from shop.models import Audience, SaleRestriction, SaleState
from shop.models.columns import Row
from shop.partners.sales import Reported, is_of_site
from shop.partners.scopes import Scope

ENDS_SOON = timedelta(days=30)
"""Before its last key ends a partner needs another: it must get it, and put it in."""
FAR_BEHIND = timedelta(days=1)
"""Since a change that a copy still lacks: a partner that follows has it within a minute."""
SILENT_FOR = timedelta(days=7)
NO_PARTNER = Sentence(
    "Không có đối tác này. Hãy mở lại danh sách.", "There is no such partner. Open the list again."
)
ON_SALE = f"""
    live.code IS NOT NULL AND product.sale_restriction <> '{SaleRestriction.NOT_ONLINE}'
"""
OF_SITE = """
    (lower(sale.url) || '/' LIKE 'https://' || partner.site || '/%'
    OR lower(sale.url) LIKE 'https://' || partner.site || ':%'
    OR lower(sale.url) || '/' LIKE 'https://%.' || partner.site || '/%'
    OR lower(sale.url) LIKE 'https://%.' || partner.site || ':%')
"""
"""Nearly what `is_of_site` tells, for a count: the page of one partner's sales asks that."""
SOLD = f"""
    SELECT sale.partner_id, count(*) AS live,
    sum(CASE WHEN {ON_SALE} AND partner.site <> '' AND {OF_SITE} THEN 0 ELSE 1 END) AS withheld
    FROM sale JOIN partner ON partner.id = sale.partner_id
    LEFT JOIN listing AS live ON live.code = sale.code AND live.live
    AND live.audience = '{Audience.EVERYONE}'
    LEFT JOIN product ON product.code = sale.code
    WHERE sale.state = '{SaleState.LIVE}' GROUP BY sale.partner_id
"""
HOOKED = """
    SELECT webhook.partner_id, count(*) AS hooks, count(webhook.disabled_at) AS disabled,
    sum((SELECT count(*) FROM delivery WHERE delivery.webhook_id = webhook.id
    AND delivery.state = 'dead' AND NOT delivery.is_test AND NOT EXISTS (
    SELECT 1 FROM delivery AS later
    WHERE later.webhook_id = webhook.id AND later.state = 'delivered' AND NOT later.is_test
    AND later.created_at > delivery.created_at))) AS dead
    FROM webhook GROUP BY webhook.partner_id
"""
KEYED = """
    SELECT api_key.partner_id, count(*) AS standing,
    max(api_key.expires_at) AS key_ends FROM api_key
    WHERE api_key.revoked_at IS NULL AND NOT api_key.is_sandbox GROUP BY api_key.partner_id
"""
STATES = f"""
    SELECT partner.id, partner.name, partner.site, partner.scope, partner.checkpoint_at,
    partner.producer_id,
    partner.checkpoint_epoch = clock.epoch AS same_epoch,
    (SELECT count(*) FROM listing WHERE listing.serial > CASE
    WHEN partner.checkpoint_epoch = clock.epoch THEN partner.checkpoint_serial ELSE 0 END)
    AS behind,
    (SELECT lacking.changed_at FROM listing AS lacking
    WHERE lacking.serial > partner.checkpoint_serial ORDER BY lacking.serial LIMIT 1)
    AS behind_since,
    sold.live, sold.withheld, hooked.hooks, hooked.disabled, hooked.dead, keyed.standing,
    keyed.key_ends
    FROM partner CROSS JOIN clock
    LEFT JOIN ({SOLD}) AS sold ON sold.partner_id = partner.id
    LEFT JOIN ({HOOKED}) AS hooked ON hooked.partner_id = partner.id
    LEFT JOIN ({KEYED}) AS keyed ON keyed.partner_id = partner.id
"""
OPEN = f"""
    SELECT live.code FROM listing AS live JOIN product ON product.code = live.code
    WHERE live.live AND live.audience = '{Audience.EVERYONE}' AND {ON_SALE}
    AND live.code IN ({{marks}})
"""


class Worry(StrEnum):
    """Why a person should look at a partner; the worst first."""

    DISABLED = "disabled"
    GIVEN_UP = "given_up"
    NO_KEY = "no_key"
    KEY_ENDS = "key_ends"
    WITHHELD = "withheld"
    BEHIND = "behind"
    SILENT = "silent"


class Withheld(StrEnum):
    """Why our page of a product does not lead to where a partner says that it sells it."""

    PRODUCT = "product"
    """It is not on show for everyone, or may not be sold online."""
    SITE = "site"
    """The address is not of the partner's present site."""


@dataclass(frozen=True, slots=True)
class PartnerState:
    """A partner as officials see it."""

    id: int
    name: str
    site: str
    scope: Scope
    said_at: datetime | None
    """When it last said how far its copy is; None: never."""
    is_of_epoch: bool
    """Whether its copy is of the present epoch: else it starts over."""
    behind: int
    """Products that changed since, of all."""
    behind_since: datetime | None
    """When the first of these changed."""
    live: int
    withheld: int
    hooks: int
    disabled: int
    dead: int
    """Messages given up, with nothing delivered to their webhooks since."""
    standing: int
    """Keys that were not revoked."""
    key_ends: datetime | None
    """When the last of these ends."""
    producer: str
    """Code of the producer whose own system it is; empty: a partner's."""

    @property
    def is_ended(self) -> bool:
        """Tell whether it may do and hears nothing more, because that was ended by hand."""
        return not self.standing and not self.hooks and not self.site

    @property
    def has_key(self) -> bool:
        return self.key_ends is not None and self.key_ends > clock.now()

    @property
    def worries(self) -> list[Worry]:
        """Name what asks for a person, the worst first."""
        if self.is_ended:
            return []
        found = {
            Worry.DISABLED: self.disabled > 0,
            Worry.GIVEN_UP: self.dead > 0,
            Worry.NO_KEY: not self.has_key,
            Worry.KEY_ENDS: self.has_key and _within(self.key_ends, ENDS_SOON),
            Worry.WITHHELD: self.withheld > 0,
            Worry.BEHIND: self._is_far_behind,
            Worry.SILENT: self.said_at is not None and _is_older(self.said_at, SILENT_FOR),
        }
        return [worry for worry, is_so in found.items() if is_so]

    @property
    def _is_far_behind(self) -> bool:
        if self.said_at is None:
            return False  # it may read files only, which are always whole
        return not self.is_of_epoch or _is_older(self.behind_since, FAR_BEHIND)

    @property
    def rank(self) -> tuple[bool, list[int], str]:
        """Sort by whom to look at first; the ended ones are last."""
        order = [*Worry]
        return self.is_ended, [*map(order.index, self.worries), len(order)], sort_key(self.name)


async def partner_states() -> list[PartnerState]:
    """Tell how every partner stands, the one to look at first before the others."""
    rows = await select(STATES)
    return sorted(map(_state, rows), key=lambda one: one.rank)


async def partner_state(partner: int) -> PartnerState:
    """Tell how one partner stands. Raises NotFoundError."""
    rows = await select(f"{STATES} WHERE partner.id = ?", partner)
    if not rows:
        raise NotFoundError(NO_PARTNER)
    return _state(rows[0])


async def withheld(site: str, reported: Collection[Reported]) -> dict[str, Withheld]:
    """Give code → why, of those live reports that our pages do not show."""
    live = [one.report for one in reported if one.report.state == SaleState.LIVE]
    if not live:
        return {}
    marks = ", ".join("?" * len(live))
    rows = await select(OPEN.format(marks=marks), *[one.code for one in live])
    codes = {row["code"] for row in rows}
    strange = {one.code: Withheld.SITE for one in live if not is_of_site(one.url, site)}
    return strange | {one.code: Withheld.PRODUCT for one in live if one.code not in codes}


def _state(row: Row) -> PartnerState:
    scope = row["scope"]
    said = _moment(row["checkpoint_at"])
    return PartnerState(
        row["id"],
        row["name"],
        row["site"],
        Scope.model_validate(orjson.loads(scope) if isinstance(scope, str) else scope or {}),
        said,
        bool(row["same_epoch"]),
        row["behind"] if said else 0,
        _moment(row["behind_since"]) if row["same_epoch"] else None,
        row["live"] or 0,
        int(row["withheld"] or 0),
        row["hooks"] or 0,
        row["disabled"] or 0,
        int(row["dead"] or 0),
        row["standing"] or 0,
        _moment(row["key_ends"]),
        row["producer_id"] or "",
    )


def _moment(value: datetime | str | None) -> datetime | None:
    """Read a moment as either database tells it."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _within(moment: datetime | None, span: timedelta) -> bool:
    return moment is not None and moment - clock.now() <= span


def _is_older(moment: datetime | None, span: timedelta) -> bool:
    return moment is not None and clock.now() - moment > span
