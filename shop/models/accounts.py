"""People: who they are, how they come in, and what they may do for whom.

Nothing here opens a door by itself: of codes, sessions, devices and links only digests are kept,
secrets of second factors are sealed (shop/accounts/secret.py).
"""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column, json_column, name_column

LONGEST_ADDRESS_OF_A_PERSON = 254
"""Of an e-mail address (RFC 3696, erratum 1690)."""


class Side(StrEnum):
    """Which of the two doors a person came in by; they have other rules (shop/accounts)."""

    PRODUCER = "producer"
    OFFICIAL = "official"


class IdentityKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"


class User(Model, metaclass=Table):
    """A person; called "user 12" in records, by number and never by name."""

    id = fields.BigIntField(primary_key=True)
    name = name_column(default="")
    language = fields.CharField(max_length=2, default="vi")
    shortcuts = fields.BooleanField(default=True, db_default=True)
    """Whether single keys do something on the desk; each can be turned off (WCAG 2.1.4)."""
    created_at = fields.DatetimeField()
    disabled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "person"  # "user" is a word of SQL


class Identity(Model, metaclass=Table):
    """A number or e-mail address that a person can be reached at, and comes in by."""

    id = fields.BigIntField(primary_key=True)
    user = belongs_to("User", "identities", cascade=True)
    kind = choice_column(IdentityKind)
    address = fields.CharField(max_length=LONGEST_ADDRESS_OF_A_PERSON)
    """E.164, or an e-mail address in small letters."""
    verified_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)
    """When its person last came in by it: idle numbers are given to others (portal.md §2.1)."""

    class Meta:
        table = "identity"
        unique_together = (("kind", "address"),)


class Password(Model, metaclass=Table):
    """Of an official; producers have none, for they would forget it."""

    id = fields.BigIntField(primary_key=True)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "shop.User", related_name="password", on_delete=fields.CASCADE
    )
    digest = fields.CharField(max_length=200)
    """As argon2 writes it, parameters and salt in it."""
    changed_at = fields.DatetimeField()

    class Meta:
        table = "password"


class Totp(Model, metaclass=Table):
    """A second factor that counts time (RFC 6238)."""

    id = fields.BigIntField(primary_key=True)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "shop.User", related_name="totp", on_delete=fields.CASCADE
    )
    sealed = fields.CharField(max_length=200)
    """Its secret, sealed with SANVAT_SECRET_KEY."""
    confirmed_at = fields.DatetimeField(null=True)
    """When its first number was typed: before that it is no factor."""
    counter = fields.BigIntField(default=0)
    """Of the last number that was taken: each is good once."""

    class Meta:
        table = "totp"


class Passkey(Model, metaclass=Table):
    """A key of a person's device (WebAuthn level 3)."""

    id = fields.BigIntField(primary_key=True)
    user = belongs_to("User", "passkeys", cascade=True)
    credential = fields.CharField(max_length=1400, unique=True)
    """Its id in base64url: up to 1,023 bytes."""
    public_key = fields.TextField()
    """COSE, in base64url."""
    uses = fields.BigIntField(default=0)
    """The device's own count; one that goes back is a copy of it."""
    side = choice_column(Side)
    """Where it was made: one that six digits let a person make opens no desk."""
    name = fields.CharField(max_length=120, default="")
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "passkey"


class Challenge(Model, metaclass=Table):
    """What a passkey is to sign, once, in the browser that it was given to."""

    id = fields.BigIntField(primary_key=True)
    browser = fields.CharField(max_length=64, db_index=True)
    """Digest of the browser's token."""
    challenge = fields.CharField(max_length=100)
    """In base64url."""
    user = belongs_to("User", "challenges", cascade=True, null=True)
    """Whose passkey is being made; null: a person signs in, and it will tell whose it is."""
    expires_at = fields.DatetimeField()

    class Meta:
        table = "challenge"


class Device(Model, metaclass=Table):
    """A browser that a person came in with before: failures of others do not concern it."""

    id = fields.BigIntField(primary_key=True)
    user = belongs_to("User", "devices", cascade=True)
    browser = fields.CharField(max_length=64)
    """Digest of the browser's token."""
    seen_at = fields.DatetimeField()

    class Meta:
        table = "device"
        unique_together = (("user", "browser"),)


class Session(Model, metaclass=Table):
    """A person who is signed in with one browser."""

    id = fields.BigIntField(primary_key=True)
    digest = fields.CharField(max_length=64, unique=True)
    user = belongs_to("User", "sessions", cascade=True)
    side = choice_column(Side)
    is_kept = fields.BooleanField()
    """The person said that the device is their own."""
    words = fields.CharField(max_length=120, default="")
    """What device it is, for its person to recognise: "Chrome · Android"."""
    created_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()
    proved_at = fields.DatetimeField()
    """When the person last showed who they are."""
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"


class CodePurpose(StrEnum):
    SIGN_IN = "sign_in"
    """Six digits, sent to an address, good in the browser that asked."""
    HAND_OVER = "hand_over"
    """Eight letters, given by an official in person ("mã trao tay"), good in any browser."""
    ACTIVATE = "activate"
    """A link that a new official sets password and second factor by."""
    SECOND_STEP = "second_step"
    """No code: an official has shown a password in a browser, and no second factor yet."""
    WORD = "word"
    """Six digits by which a producer agrees to what an official filled in; they open no door."""


class Code(Model, metaclass=Table):
    """A code that lets a person in once."""

    id = fields.BigIntField(primary_key=True)
    purpose = choice_column(CodePurpose)
    kind = choice_column(IdentityKind)
    address = fields.CharField(max_length=LONGEST_ADDRESS_OF_A_PERSON)
    browser = fields.CharField(max_length=64, default="", db_index=True)
    """Digest of the token of the browser that asked for it; empty: it is good in any."""
    digest = fields.CharField(max_length=64, default="", db_index=True)
    """Empty: the worker has not made and sent it yet."""
    former = json_column(default=list)
    """Digests of other digits that the same message went out with, before its worker was killed."""
    network = fields.CharField(max_length=64, default="")
    invitation = belongs_to("Invitation", "codes", cascade=True, null=True)
    """Whose producer the person comes to claim."""
    producer = belongs_to("Producer", "codes", cascade=True, null=True)
    """Whose owner the person becomes by a code that was given in person."""
    by = name_column()
    tries = fields.IntField(default=0)
    """Wrong ones."""
    created_at = fields.DatetimeField(db_index=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "code"
        indexes = (("address", "created_at"), ("network", "created_at"))


class Attempt(Model, metaclass=Table):
    """Something that went wrong at a door, counted to slow down what guesses."""

    id = fields.BigIntField(primary_key=True)
    what = fields.CharField(max_length=40)
    key = fields.CharField(max_length=LONGEST_ADDRESS_OF_A_PERSON)
    """A network, or an address of a person."""
    browser = fields.CharField(max_length=64, default="")
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "attempt"
        indexes = (("what", "key", "at"),)


class MessageState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """Given up: its time is over, or no way to the person works."""


class Message(Model, metaclass=Table):
    """What a person is to be told: written in the change that causes it, sent by the worker.

    It holds no code: the worker makes one when it sends it.
    """

    id = fields.CharField(max_length=32, primary_key=True)
    """Random; goes with it, so that a gateway can tell a repetition."""
    kind = choice_column(IdentityKind)
    address = fields.CharField(max_length=LONGEST_ADDRESS_OF_A_PERSON)
    what = fields.CharField(max_length=40)
    """Which text it is (shop/accounts/messages.py)."""
    words = json_column()
    """What is filled into it."""
    language = fields.CharField(max_length=2)
    code = belongs_to("Code", "messages", cascade=True, null=True)
    """Whose digits it is to carry."""
    review = belongs_to("Review", "messages", cascade=True, null=True)
    """The decision that it tells of; undone, there is nothing to tell."""
    state = choice_column(MessageState, default=MessageState.WAITING)
    not_before = fields.DatetimeField()
    """When it is due; while it is being sent, when it counts as lost and is due again."""
    expires_at = fields.DatetimeField()
    attempts = fields.IntField(default=0)
    way = fields.CharField(max_length=16, default="")
    """How it goes, or went last (shop/accounts/postmen)."""
    receipt = fields.CharField(max_length=64, default="")
    """What Zalo calls it, to be asked whether it arrived."""
    paid = fields.IntField(default=0)
    """How often a gateway that costs money took it, or may have."""
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    error = fields.CharField(max_length=300, default="")
    """Why the last attempt failed; never a text of the gateway's that could hold a number."""

    class Meta:
        table = "message"
        indexes = (("state", "not_before"),)


class MemberRole(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"


class Membership(Model, metaclass=Table):
    """A person who works for a producer; an ended one stays as the record of it."""

    id = fields.BigIntField(primary_key=True)
    user = belongs_to("User", "memberships", cascade=True)
    producer = belongs_to("Producer", "members", cascade=True)
    role = choice_column(MemberRole)
    since = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    """When its person said yes; null: they are only asked, and it gives them nothing."""
    until = fields.DateField(null=True)
    """Its last day; null: open. Of a consultant there is one."""
    ended_at = fields.DatetimeField(null=True)
    by = name_column()

    class Meta:
        table = "membership"


class OfficialRole(StrEnum):
    """What an official may do (docs/officials.vi.md)."""

    HELPER = "helper"
    """Of a commune: helps its producers in, and to write."""
    MODERATOR = "moderator"
    REGISTRAR = "registrar"
    ADMIN = "admin"
    READER = "reader"


class Mandate(Model, metaclass=Table):
    """What an official may do, where, and from when to when; a row for each commune."""

    id = fields.BigIntField(primary_key=True)
    user = belongs_to("User", "mandates", cascade=True)
    role = choice_column(OfficialRole)
    commune = belongs_to("Commune", "mandates", null=True)
    """Null: the whole city."""
    since = fields.DateField()
    until = fields.DateField(null=True)
    """Its last day; null: open."""
    ended_at = fields.DatetimeField(null=True)
    by = name_column()

    class Meta:
        table = "mandate"
        constraints = (
            CheckConstraint(check="until IS NULL OR until >= since", name="mandate_until_later"),
        )


class Invitation(Model, metaclass=Table):
    """A letter to a producer that is in the catalogue, by which its owner comes in."""

    id = fields.BigIntField(primary_key=True)
    producer = belongs_to("Producer", "invitations", cascade=True)
    digest = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    by = name_column()

    class Meta:
        table = "invitation"


class Claim(Model, metaclass=Table):
    """A person who says that a producer is theirs, while it has an owner already."""

    id = fields.BigIntField(primary_key=True)
    producer = belongs_to("Producer", "claims", cascade=True)
    user = belongs_to("User", "claims", cascade=True)
    asked_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    is_granted = fields.BooleanField(null=True)
    by = name_column(default="")
    """Who decided."""

    class Meta:
        table = "claim"


class QuickLink(Model, metaclass=Table):
    """A link by which price and stock of a producer can be changed without signing in."""

    id = fields.BigIntField(primary_key=True)
    producer = belongs_to("Producer", "quick_links", cascade=True)
    user = belongs_to("User", "quick_links", cascade=True)
    """Who switched it on: it is good while they may themselves."""
    digest = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "quick_link"
