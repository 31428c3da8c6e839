"""Partners: their keys, whom to wake, by which rules goods go out, where they are sold."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column, json_column

LONGEST_ADDRESS = 2000


class Partner(Model, metaclass=Table):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    created_at = fields.DatetimeField()
    checkpoint_epoch = fields.CharField(max_length=32, default="", db_default="")
    checkpoint_serial = fields.BigIntField(default=0, db_default=0)
    checkpoint_at = fields.DatetimeField(null=True)
    """When it last said how far its copy is; null: never."""
    scope = json_column(null=True)
    """What of the catalogue is for it (shop/partners/scopes.py); null: all that is for everyone."""
    site = fields.CharField(max_length=253, default="", db_default="")
    """The host of its own pages, and of those below it; it may report addresses there."""
    producer = belongs_to("Producer", "systems", null=True)
    """Whose own system this is: it speaks with that producer's voice, of its packs only."""

    class Meta:
        table = "partner"


class KeyKind(StrEnum):
    PARTNER = "partner"
    """Reads and copies; may send pictures, which nothing shows yet."""
    SERVICE = "service"
    """Of a service of our own: may also change what products show."""


class Right(StrEnum):
    """What a key may do beyond reading; a partner may give a program of its own less than all."""

    PICTURES = "pictures"
    WEBHOOKS = "webhooks"
    REPORTS = "reports"
    KEYS = "keys"
    CHANNELS = "channels"


class ApiKey(Model, metaclass=Table):
    """A key at rest: the SHA-256 of it, and its last characters for a person to recognise it by."""

    id = fields.IntField(primary_key=True)
    partner = belongs_to("Partner", "keys", cascade=True)
    kind = choice_column(KeyKind, default=KeyKind.PARTNER, db_default=KeyKind.PARTNER)
    rights = json_column(null=True)
    """A list of Right; null: all of them."""
    digest = fields.CharField(max_length=64, unique=True)
    last4 = fields.CharField(max_length=4)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    is_sandbox = fields.BooleanField(default=False, db_default=False)
    """To try with: what it writes is checked, answered and not kept."""

    class Meta:
        table = "api_key"


class KeptAnswer(Model, metaclass=Table):
    """What came of a request that named itself, kept in the transaction of its effect."""

    id = fields.BigIntField(primary_key=True)
    partner = belongs_to("Partner", "answers", cascade=True)
    key = fields.CharField(max_length=100)
    """Its `Idempotency-Key`, as the partner chose it."""
    digest = fields.CharField(max_length=64)
    """SHA-256 of what was asked: another request under the same key is a mistake."""
    outcomes = json_column(null=True)
    """What came of each item, in order; null only inside the transaction that writes it."""
    created_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "kept_answer"
        unique_together = (("partner", "key"),)


class Webhook(Model, metaclass=Table):
    """An address that is told when the catalogue has moved (Standard Webhooks)."""

    id = fields.CharField(max_length=40, primary_key=True)
    partner = belongs_to("Partner", "webhooks", cascade=True)
    url = fields.CharField(max_length=LONGEST_ADDRESS)
    secret = fields.CharField(max_length=100)
    former_secret = fields.CharField(max_length=100, default="", db_default="")
    """Signs as well until `former_until`, so that a receiver can change over."""
    former_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    told_epoch = fields.CharField(max_length=32)
    told_serial = fields.BigIntField()
    """The head that it was told of last: what lies beyond is news."""
    disabled_at = fields.DatetimeField(null=True)
    disabled_because = fields.CharField(max_length=200, default="", db_default="")

    class Meta:
        table = "webhook"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    """Given up after the last attempt; may be replayed."""


class Delivery(Model, metaclass=Table):
    """One message to one webhook; at most one of a webhook waits."""

    id = fields.CharField(max_length=40, primary_key=True)
    webhook = belongs_to("Webhook", "deliveries", cascade=True)
    epoch = fields.CharField(max_length=32)
    serial = fields.BigIntField()
    state = choice_column(DeliveryState, default=DeliveryState.WAITING)
    attempts = fields.IntField(default=0)
    next_at = fields.DatetimeField()
    """When it is due; while it is being sent, when it counts as lost and is due again."""
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    status = fields.IntField(null=True)
    """Of the last answer; null: there was none."""
    error = fields.CharField(max_length=300, default="", db_default="")
    is_test = fields.BooleanField(default=False, db_default=False)
    """Asked for by the partner, to see that it arrives; no news."""

    class Meta:
        table = "delivery"
        indexes = (("state", "next_at"),)


class ChannelRule(Model, metaclass=Table):
    """How goods go out to one sales channel: at what price, under which of its categories."""

    channel = fields.CharField(max_length=24, primary_key=True)
    partner = belongs_to("Partner", "channels", null=True)
    """Whose keys may change the rule; null: only the operator."""
    basis_points = fields.IntField(default=0)
    """Hundredths of a percent that are added to the price."""
    plus = fields.BigIntField(default=0)
    """Đồng that are added then."""
    round_to = fields.IntField(default=1)
    """Đồng that the sum is rounded up to a multiple of."""
    categories = json_column()
    """Our category (an OCOP set or an agricultural group) → the channel's own."""
    drawn_pictures = fields.BooleanField(default=False, db_default=False)
    """Goods may go out that have only drawn pictures."""
    changed_at = fields.DatetimeField()

    class Meta:
        table = "channel_rule"
        constraints = (
            CheckConstraint(
                check="round_to > 0 AND basis_points > -10000", name="channel_rule_leaves_a_price"
            ),
        )


class SaleState(StrEnum):
    PENDING = "pending"
    LIVE = "live"
    REJECTED = "rejected"
    ENDED = "ended"


class Sale(Model, metaclass=Table):
    """Where a partner sells a product, as it reported: its address there and how it stands."""

    id = fields.BigIntField(primary_key=True)
    partner = belongs_to("Partner", "sales", cascade=True)
    code = fields.CharField(max_length=16, db_index=True)
    state = choice_column(SaleState)
    url = fields.CharField(max_length=LONGEST_ADDRESS, default="")
    note = fields.CharField(max_length=500, default="")
    """Why it was rejected, in the partner's words."""
    reported_at = fields.DatetimeField()
    serial = fields.BigIntField(db_index=True)
    """Of the clock's `reports`: by it readers find what pages show anew."""

    class Meta:
        table = "sale"
        unique_together = (("partner", "code"),)


class ShelfPrice(Model, metaclass=Table):
    """What a pack costs at a partner that sells it, by its own word; no price of ours."""

    id = fields.BigIntField(primary_key=True)
    partner = belongs_to("Partner", "shelf_prices", cascade=True)
    sku = fields.CharField(max_length=24)
    price = fields.BigIntField(null=True)
    """Integer đồng; None: on request."""
    said_on = fields.DateField()

    class Meta:
        table = "shelf_price"
        unique_together = (("partner", "sku"),)


class SaleClick(Model, metaclass=Table):
    """How often people went from a product to a partner's own page of it on one day."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    partner = belongs_to("Partner", "clicks", cascade=True)
    code = fields.CharField(max_length=16)
    clicks = fields.IntField(default=0)

    class Meta:
        table = "sale_click"
        unique_together = (("day", "partner", "code"),)
        indexes = (("code", "day"),)
