"""Webhooks: the addresses that partners want to be told at, their secrets, and what was not told.

Messages are Standard Webhooks (github.com/standard-webhooks/standard-webhooks); their sending is in
shop/readers/webhooks.
"""

from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes, token_hex

import structlog
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.audit import record
from shop.database import delete_some, select
from shop.errors import FieldError, InvalidError, NotFoundError, OutboundError
from shop.errors.mistakes import shown
from shop.http.outbound import Outbound
from shop.models import Delivery, DeliveryState, Partner, Webhook
from shop.publishing import Head, head

MOST_WEBHOOKS = 5
"""Of one partner."""
SECRET_BYTES = 32
FORMER_SIGNS = timedelta(hours=24)
"""How long a secret signs on beside the one that replaced it."""
KEPT = timedelta(days=30)
"""How long it is remembered what became of a message."""
MOST_TESTS = 20
"""Of one webhook in a day: each leaves a row for as long as any message."""
SHOWN = 5
"""Dead letters that one webhook shows, the latest."""
DISABLED = Sentence(
    "Địa chỉ báo tin này đang tắt. Hãy bật lại trước.",
    "This webhook is disabled; enable it first.",
)
THERE_ALREADY = Sentence(
    "“{url}” đã là một địa chỉ báo tin. Hãy dùng địa chỉ khác.",
    "“{url}” is the address of a webhook that is there already.",
)
TOO_MANY = Sentence(
    "Mỗi đối tác có tối đa {most} địa chỉ báo tin. Hãy xoá một địa chỉ trước.",
    "A partner has at most {most} webhooks; remove one first.",
)
NO_WEBHOOK = Sentence(
    "Không có địa chỉ báo tin {hook}. Hãy xem lại mã.", "There is no webhook {hook}."
)
NOTHING_UNTOLD = Sentence(
    "Địa chỉ này đã nhận đủ tin. Bạn không cần gửi lại.",
    "This webhook has been told everything. No message waits to be sent again.",
)
MANY_TESTS = Sentence(
    "Mỗi địa chỉ nhận tối đa {most} tin thử một ngày. Hãy thử lại vào ngày mai.",
    "A webhook gets {most} test events a day; try again tomorrow.",
)
COLUMNS = (
    "id, webhook_id, epoch, serial, state, attempts, next_at, created_at, ended_at, status, error,"
    " is_test"
)
TOLD = """
    SELECT {columns} FROM (
        SELECT {columns},
        row_number() OVER (PARTITION BY webhook_id ORDER BY created_at DESC) AS nth,
        row_number() OVER (PARTITION BY webhook_id, state ORDER BY created_at DESC) AS nth_so
        FROM delivery WHERE webhook_id IN ({marks})) AS told
    WHERE nth = 1 OR (state = 'dead' AND nth_so <= ?) ORDER BY created_at DESC
"""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret, which is shown this once."""

    webhook: str
    url: str
    secret: str
    former_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A webhook as its partner sees it: how it stands, and what became of its messages."""

    webhook: Webhook
    partner: str
    last: Delivery | None
    dead: list[Delivery]


@dataclass(frozen=True, slots=True)
class Troubles:
    """What an operator must know of."""

    dead: int
    """Messages given up, with nothing delivered to their webhooks since."""
    disabled: int
    waiting: int
    """Messages that are not told yet."""


async def subscribe(partner: int, url: str, *, by: str, outbound: Outbound) -> Secret:
    """Add a webhook; it is told of the head at once, so that nothing falls between.

    Raises InvalidError for an address that is not asked, one too many or one that is there already.
    """
    _check(url, outbound)
    hook, secret, at = f"wh_{token_hex(12)}", new_secret(), clock.now()
    async with in_transaction():
        await Partner.filter(id=partner).select_for_update().only("id")
        await _expect_room(partner, url)
        await Webhook.create(
            id=hook,
            partner_id=partner,
            url=url,
            secret=secret,
            created_at=at,
            told_epoch="",
            told_serial=0,
        )
        await record(by, "webhook.add", hook, partner=partner, url=url)
    return Secret(hook, url, secret)


async def unsubscribe(hook: str, *, by: str, partner: int | None = None) -> None:
    """Remove a webhook with its messages."""
    async with in_transaction():
        await _mine(hook, partner)
        await Webhook.filter(id=hook).delete()
        await record(by, "webhook.remove", hook)


async def rotate(hook: str, *, by: str, partner: int | None = None) -> Secret:
    """Give a webhook a new secret; the former one signs as well for FORMER_SIGNS."""
    secret, until = new_secret(), clock.now() + FORMER_SIGNS
    async with in_transaction():
        mine = await _mine(hook, partner)
        await Webhook.filter(id=hook).update(
            secret=secret, former_secret=mine.secret, former_until=until
        )
        await record(by, "webhook.rotate", hook)
    return Secret(hook, mine.url, secret, until)


async def enable(hook: str, *, by: str, partner: int | None = None) -> None:
    """Go on with a webhook that was disabled; a message that waited is sent at once."""
    async with in_transaction():
        mine = await _mine(hook, partner)
        if mine.disabled_at is None:
            return
        await Webhook.filter(id=hook).update(disabled_at=None, disabled_because="")
        await _send_now(Delivery.filter(webhook_id=hook, state=DeliveryState.WAITING))
        await record(by, "webhook.enable", hook)


async def replay(hook: str, *, by: str, partner: int | None = None) -> str:
    """Send again what waits, or else the latest dead letter; give the message's id.

    It stays the same message and begins with the first attempt.
    Raises InvalidError when there is neither, or when the webhook is disabled.
    """
    async with in_transaction():
        mine = await _mine(hook, partner)
        if mine.disabled_at is not None:
            raise InvalidError(DISABLED)
        message = await _untold(hook)
        await _send_now(Delivery.filter(id=message))
        await record(by, "webhook.replay", hook, message=message)
    return message


async def send_test(hook: str, *, by: str, partner: int | None = None) -> str:
    """Send a test event the way that news goes; give the message's id.

    While one waits it is sent now, as the same message. Raises InvalidError when the webhook is
    disabled, and beyond MOST_TESTS a day.
    """
    seen = await head()
    async with in_transaction():
        mine = await _mine(hook, partner)
        if mine.disabled_at is not None:
            raise InvalidError(DISABLED)
        message = await _waiting_test(hook) or await _new_test(hook, seen)
        await _send_now(Delivery.filter(id=message))
        await record(by, "webhook.test", hook, message=message)
    return message


async def disable(hook: str, *, because: str, by: str) -> None:
    """Send nothing more to a webhook, and say so."""
    async with in_transaction():
        standing = Webhook.filter(id=hook, disabled_at=None)
        if not await standing.update(disabled_at=clock.now(), disabled_because=because):
            return
        await record(by, "webhook.disable", hook, because=because)
    log.error("webhook disabled", webhook=hook, because=because)


async def standings(partner: int | None = None, hook: str | None = None) -> list[Standing]:
    """Tell how webhooks stand, the oldest first: of one partner, or one of them, or all.

    Raises NotFoundError for one that is not there, or another's.
    """
    asked = {"partner_id": partner, "id": hook}
    chosen = Webhook.filter(**{name: of for name, of in asked.items() if of is not None})
    hooks = await chosen.order_by("created_at", "id").select_related("partner")
    if hook is not None and not hooks:
        raise _none(hook)
    told = await _told([one.id for one in hooks])
    return [_standing(one, told) for one in hooks]


async def troubles() -> Troubles:
    [row] = await select(
        "SELECT (SELECT count(*) FROM delivery AS given WHERE given.state = 'dead'"
        " AND NOT given.is_test AND NOT EXISTS"
        " (SELECT 1 FROM delivery AS later WHERE later.webhook_id = given.webhook_id"
        " AND later.state = 'delivered' AND NOT later.is_test"
        " AND later.created_at > given.created_at)) AS dead,"
        " (SELECT count(*) FROM webhook WHERE disabled_at IS NOT NULL) AS disabled,"
        " (SELECT count(*) FROM delivery WHERE state = 'waiting' AND NOT is_test AND webhook_id IN"
        " (SELECT id FROM webhook WHERE disabled_at IS NULL)) AS waiting"
    )
    return Troubles(row["dead"], row["disabled"], row["waiting"])


async def forget_old(at: datetime | None = None) -> int:
    """Forget a portion of what became of messages long ago; tell how many went.

    Dead letters too: a head that a webhook was never told of is then tried anew.
    """
    old = Delivery.filter(ended_at__lt=(at or clock.now()) - KEPT)
    return await delete_some(old.exclude(state=DeliveryState.WAITING))


def new_secret() -> str:
    return "whsec_" + b64encode(token_bytes(SECRET_BYTES)).decode()


async def lock_webhooks(hooks: Collection[str]) -> list[Webhook]:
    """Lock webhooks until the transaction ends: all that is decided about messages is under it."""
    return await Webhook.filter(id__in=hooks).order_by("id").select_for_update()


def _check(url: str, outbound: Outbound) -> None:
    try:
        outbound.read(url)
    except OutboundError as refusal:
        raise InvalidError(refusal.said, [FieldError("url", refusal.said, url[:100])]) from None


async def _expect_room(partner: int, url: str) -> None:
    taken = [row["url"] for row in await Webhook.filter(partner_id=partner).values("url")]
    if url in taken:
        said = THERE_ALREADY.filled(url=shown(url))
        raise InvalidError(said, [FieldError("url", said, url[:100])])
    if len(taken) >= MOST_WEBHOOKS:
        raise InvalidError(TOO_MANY.filled(most=MOST_WEBHOOKS))


async def _mine(hook: str, partner: int | None) -> Webhook:
    """Lock a webhook of this partner's; None: of any partner, for the operator."""
    found = await lock_webhooks([hook])
    if not found or partner not in {None, found[0].partner_id}:  # type: ignore[attr-defined] # Tortoise makes it
        raise _none(hook)
    return found[0]


def _none(hook: str) -> NotFoundError:
    return NotFoundError(NO_WEBHOOK.filled(hook=hook[:100]))


async def _waiting_test(hook: str) -> str | None:
    waiting = Delivery.filter(webhook_id=hook, is_test=True, state=DeliveryState.WAITING)
    found = await waiting.values_list("id", flat=True)
    return str(found[0]) if found else None


async def _new_test(hook: str, seen: Head) -> str:
    at, made = clock.now(), f"msg_{token_hex(16)}"
    today = Delivery.filter(webhook_id=hook, is_test=True, created_at__gt=at - timedelta(days=1))
    if await today.count() >= MOST_TESTS:
        raise InvalidError(MANY_TESTS.filled(most=MOST_TESTS))
    await Delivery.create(
        id=made,
        webhook_id=hook,
        epoch=seen.epoch,
        serial=seen.serial,
        next_at=at,
        created_at=at,
        is_test=True,
    )
    return made


async def _untold(hook: str) -> str:
    of_hook = Delivery.filter(webhook_id=hook, is_test=False).order_by("-created_at").limit(1)
    for state in (DeliveryState.WAITING, DeliveryState.DEAD):
        if found := await of_hook.filter(state=state).values("id"):
            return str(found[0]["id"])
    raise InvalidError(NOTHING_UNTOLD)


async def _send_now(deliveries: QuerySet[Delivery]) -> None:
    await deliveries.update(
        state=DeliveryState.WAITING, attempts=0, next_at=clock.now(), ended_at=None
    )


async def _told(hooks: Sequence[str]) -> list[Delivery]:
    """Give the last message of each webhook, and its latest dead letters; the latest first."""
    if not hooks:
        return []
    sql = TOLD.format(columns=COLUMNS, marks=", ".join("?" * len(hooks)))
    rows = await select(sql, *hooks, SHOWN)
    return [Delivery(**{**dict(row), "is_test": bool(row["is_test"])}) for row in rows]


def _standing(hook: Webhook, told: Sequence[Delivery]) -> Standing:
    mine = [one for one in told if one.webhook_id == hook.id]  # type: ignore[attr-defined] # Tortoise makes it
    dead = [one for one in mine if one.state == DeliveryState.DEAD]
    return Standing(hook, hook.partner.name, mine[0] if mine else None, dead)
