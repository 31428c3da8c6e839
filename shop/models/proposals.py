"""What producers would like to show: proposals, their pictures, and what officials said of them.

A proposal is a patch against a product as it was, never a copy of it: approving it changes only
what its author touched. Nothing of it is public before that.
"""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column, json_column, name_column
from shop.models.pictures import Sent

ID_LETTERS = 26
"""Of 128 bits in Crockford's base 32."""


class ProposalState(StrEnum):
    DRAFT = "draft"
    NEEDS_WORD = "needs_word"
    """An official filled it in; the producer has not yet said that it is so."""
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


OPEN = (
    ProposalState.DRAFT,
    ProposalState.NEEDS_WORD,
    ProposalState.SUBMITTED,
    ProposalState.RETURNED,
)
"""States in which a proposal may still come to be shown; a product has one such at most."""


class WordBy(StrEnum):
    """How a producer said yes to what an official filled in."""

    CODE = "code"
    LINK = "link"
    PAPER = "paper"
    MEMBER = "member"
    """A member of it did, who was signed in."""


class Proposal(Model, metaclass=Table):
    """What a producer would like of one product, new or here."""

    id = fields.CharField(max_length=ID_LETTERS, primary_key=True)
    """128 random bits, for its address is told; its first letters are what people call it by."""
    producer = belongs_to("Producer", "proposals")
    product = belongs_to("Product", "proposals", null=True)
    """None: a new one, until its code is allotted."""
    base_version = fields.IntField(null=True)
    """The product's when the proposal was begun, or was last shown against it."""
    patch = json_column()
    """Field → `{typed, read, base, at}` (shop/proposals/patching.py), of touched fields only."""
    state = choice_column(ProposalState, default=ProposalState.DRAFT)
    round = fields.SmallIntField(default=0)
    """How often it was submitted."""
    version = fields.IntField(default=1)
    """One more with every saving; two tabs notice each other by it."""
    author = belongs_to("User", "proposals", null=True)
    helped_by = belongs_to("User", "helped", null=True)
    """The official who filled it in for the producer."""
    corrected_by = belongs_to("User", "corrected", null=True)
    """The official who corrects the product without its producer; another one decides on it."""
    asked_at = fields.DatetimeField(null=True)
    """When it was put before its producer, who has not said yes to it yet or did so then."""
    asked_version = fields.IntField(null=True)
    """The version that was: what was asked of another one is good for nothing."""
    worded_at = fields.DatetimeField(null=True)
    worded_by = choice_column(WordBy, null=True)
    begun_at = fields.DatetimeField()
    changed_at = fields.DatetimeField(db_index=True)
    submitted_at = fields.DatetimeField(null=True)
    answer_by = fields.DateField(null=True)
    """The day by which officials promised to answer."""
    findings = fields.SmallIntField(null=True)
    """How many its producer was told when it was sent; None: they were not counted."""
    ended_at = fields.DatetimeField(null=True)
    """When it was approved or withdrawn."""
    warned_at = fields.DatetimeField(null=True)
    """When its author was told that an untouched draft will be deleted."""

    @property
    def is_new(self) -> bool:
        """Tell whether it would bring a product in; one whose approval was undone has a code."""
        is_approved = self.state == ProposalState.APPROVED
        return self.product_id is None or (self.base_version is None and not is_approved)  # type: ignore[attr-defined]

    @property
    def is_correction(self) -> bool:
        """Tell whether it is the office's own word, of a product that is its producer's."""
        return self.corrected_by_id is not None  # type: ignore[attr-defined] # Tortoise adds it

    class Meta:
        table = "proposal"
        indexes = (("state", "answer_by", "id"),)
        constraints = (
            CheckConstraint(check="round >= 0", name="proposal_round_counts"),
            CheckConstraint(
                check="state <> 'submitted' OR submitted_at IS NOT NULL",
                name="proposal_submitted_when",
            ),
            CheckConstraint(
                check="state <> 'needs_word' OR helped_by_id IS NOT NULL",
                name="proposal_needs_word_of_helped",
            ),
        )


class AskedWord(Model, metaclass=Table):
    """A code or a link by which a producer may say yes to what an official filled in."""

    id = fields.BigIntField(primary_key=True)
    proposal = belongs_to("Proposal", "asked_words", cascade=True)
    version = fields.IntField()
    """`asked_version` of the proposal, which it is good for and no other."""
    digest = fields.CharField(max_length=64, null=True, unique=True)
    """Of a link's token; null: six digits were sent."""
    code = belongs_to("Code", "asked_words", cascade=True, null=True)
    """Whose digits were sent."""
    user = belongs_to("User", "asked_words", cascade=True)
    """The official who asked: it is good while they may help the producer."""
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "asked_word"
        constraints = (
            CheckConstraint(
                check="(digest IS NULL) <> (code_id IS NULL)", name="asked_word_of_one_way"
            ),
        )


class WaitingPicture(Sent):
    """A picture that was sent and is not approved: its files lie apart from those on show.

    It becomes a `Picture` when a proposal that shows it is approved.
    """

    class Meta:
        table = "waiting_picture"


class PhotoUse(StrEnum):
    PRODUCT = "product"
    CONSENT = "consent"
    """A signed paper on which a producer says yes to what was filled in for it: never shown."""


class ProposalPhoto(Model, metaclass=Table):
    """A picture as a proposal would show it, or as it proves by it that its producer said yes.

    It names a waiting picture, or one that the product shows already; never both.
    """

    id = fields.BigIntField(primary_key=True)
    proposal = belongs_to("Proposal", "photos", cascade=True)
    use = choice_column(PhotoUse, default=PhotoUse.PRODUCT)
    position = fields.SmallIntField()
    waiting = belongs_to("WaitingPicture", "uses", null=True)
    picture = belongs_to("Picture", "proposed", cascade=True, null=True)
    name = fields.CharField(max_length=200, default="")
    """Of the file, as its sender knows it."""

    class Meta:
        table = "proposal_photo"
        unique_together = (("proposal", "use", "position"),)
        constraints = (
            CheckConstraint(check="position > 0", name="proposal_photo_position_positive"),
            CheckConstraint(
                check="(waiting_id IS NULL) <> (picture_id IS NULL)",
                name="proposal_photo_of_one_picture",
            ),
        )


class ReviewDecision(StrEnum):
    APPROVED = "approved"
    RETURNED = "returned"
    TRUSTED = "trusted"
    """No official decided: its producer is trusted with what it changes, and shows it."""


class Review(Model, metaclass=Table):
    """What an official decided on one round of a proposal; only ever added to.

    Of a round one stands: one that was undone stays, and says so.
    """

    id = fields.BigIntField(primary_key=True)
    proposal = belongs_to("Proposal", "reviews", cascade=True)
    round = fields.SmallIntField()
    decision = choice_column(ReviewDecision)
    reasons = json_column()
    """`[{field, reason, words}]`: all that is to be mended, said at once; with `late` where the
    field said the same in an earlier round, and nothing was said of it then."""
    by = belongs_to("User", "reviews", null=True)
    at = fields.DatetimeField()
    version = fields.IntField(default=0, db_default=0)
    """The proposal's once it was decided; while it has this one, nothing was done to it since."""
    marks = json_column(default=dict, db_default={})
    """Field → mark of what it said in this round (shop/proposals/marking.py)."""
    undone_at = fields.DatetimeField(null=True)
    undone_by = belongs_to("User", "undone", null=True)

    class Meta:
        table = "review"


class Former(Model, metaclass=Table):
    """What a product's rows said before an approval, kept while that may be undone."""

    id = fields.BigIntField(primary_key=True)
    review = belongs_to("Review", "formers", cascade=True)
    code = fields.CharField(max_length=16)
    version = fields.IntField()
    """The product's after the approval."""
    packs = json_column()
    """SKU → version of its offer, after the approval."""
    rows = json_column(null=True)
    """What the rows said (shop/proposals/undoing.py); null: there was no such product."""
    digest = fields.CharField(max_length=64)
    """Of what was rendered of them; putting them back must give the same."""
    confirmed = fields.BooleanField()
    """By this approval its producer came to be shown."""
    pictures = json_column()
    """Digests of the pictures that became public by it."""
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "former"


class Patrol(Model, metaclass=Table):
    """What a trusted producer changed, and officials look at afterwards; its time ends it, too."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.OneToOneRelation[Proposal] = fields.OneToOneField(
        "shop.Proposal", related_name="patrol", on_delete=fields.CASCADE
    )
    changed = json_column()
    """Column of the product, or `photos` → [what it said, what it says]."""
    until = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    """When an official had seen it, or put back what was before."""
    ended_by = belongs_to("User", "patrolled", null=True)

    class Meta:
        table = "patrol"
        indexes = (("ended_at", "until"),)


class InPerson(Model, metaclass=Table):
    """What a producer without any way to be reached is to be told by the officials of its place."""

    id = fields.BigIntField(primary_key=True)
    producer = belongs_to("Producer", "in_person", cascade=True)
    review = belongs_to("Review", "in_person", cascade=True, null=True)
    what = fields.CharField(max_length=40)
    """Which text it is (shop/accounts/texts.py)."""
    words = json_column()
    """What is filled into it."""
    not_before = fields.DatetimeField()
    told_at = fields.DatetimeField(null=True)
    by = name_column(default="")
    """The official who told it."""

    class Meta:
        table = "in_person"
        indexes = (("told_at", "not_before"),)


class InHand(Model, metaclass=Table):
    """An official looks at a proposal and says so: a courtesy to the others, never a lock."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.OneToOneRelation[Proposal] = fields.OneToOneField(
        "shop.Proposal", related_name="in_hand", on_delete=fields.CASCADE
    )
    user = belongs_to("User", "in_hand", cascade=True)
    since = fields.DatetimeField()
    seen_at = fields.DatetimeField()
    """When the official last did something with it; idle for a while, it is in hand no more."""

    class Meta:
        table = "in_hand"


class PutOff(Model, metaclass=Table):
    """An official goes through the others first, today: for that one alone it stands behind."""

    id = fields.BigIntField(primary_key=True)
    user = belongs_to("User", "put_off", cascade=True)
    proposal = belongs_to("Proposal", "put_off", cascade=True)
    day = fields.DateField()

    class Meta:
        table = "put_off"
        unique_together = (("user", "proposal"),)


class CodeCounter(Model, metaclass=Table):
    """The last number that was allotted under a prefix of product codes; none is used twice."""

    prefix = fields.CharField(max_length=8, primary_key=True)
    allotted = fields.IntField()

    class Meta:
        table = "code_counter"
        constraints = (CheckConstraint(check="allotted >= 0", name="code_counter_counts"),)


class CallCount(Model, metaclass=Table):
    """How often readers of a product's page called its producer on one day.

    Only of browsers that run JavaScript; nothing tells who called.
    """

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    code = fields.CharField(max_length=16)
    calls = fields.IntField(default=0)

    class Meta:
        table = "call_count"
        unique_together = (("day", "code"),)
        indexes = (("code", "day"),)
