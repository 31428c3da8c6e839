"""Papers as they were sent: what vouches for a producer, a product or a decision, page by page."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column, name_column


class Visibility(StrEnum):
    """How much of a confirmed paper its owner lets others see; its pages are never public."""

    PRIVATE = "private"
    """Nothing: only its producer and the officials concerned know of it."""
    OFFICIAL = "official"
    """Readers are told that officials saw such a paper, without number and issuer."""
    NUMBER_PUBLIC = "number_public"
    """Readers are told its number and issuer, too."""


class PaperState(StrEnum):
    DRAFT = "draft"
    """Its pages are being sent, one after the other; no official sees it yet."""
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Taken back by who sent it: it ended, and its pages are forgotten after a while."""


class Paper(Model, metaclass=Table):
    """A paper of one producer, product or decision; what is not known of it is empty."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=40)
    """A plain code; which there are on a day, shop/catalogue/paper_kinds.py says."""
    number = fields.CharField(max_length=80, default="")
    issuer = name_column(default="")
    issued_on = fields.DateField(null=True)
    expires_on = fields.DateField(null=True)
    """The last day of validity, through 24:00 in Hải Phòng."""
    visibility = choice_column(Visibility, default=Visibility.OFFICIAL)
    producer = belongs_to("Producer", "papers", null=True)
    product = belongs_to("Product", "papers", null=True)
    decision = belongs_to("Decision", "papers", null=True)
    replaces = fields.IntField(null=True)
    """The number of the paper that it stands for: once it is confirmed, that one is withdrawn."""
    pdf = fields.CharField(max_length=64, default="")
    """SHA-256 of the PDF that its pages are drawn from; empty: its pages were photographed."""
    state = choice_column(PaperState, default=PaperState.WAITING)
    reason = fields.CharField(max_length=600, default="")
    """Why it was refused."""
    decided_by = belongs_to("User", "papers_decided", null=True)
    """The official who confirmed or refused it."""
    decided_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(db_index=True)
    by = name_column()
    """Who sent it, as records name them."""
    ended_at = fields.DatetimeField(null=True, db_index=True)
    """When it was refused or withdrawn: so its pages are forgotten after a while."""

    class Meta:
        table = "paper"
        constraints = (
            CheckConstraint(
                check="(producer_id IS NOT NULL AND product_id IS NULL AND decision_id IS NULL)"
                " OR (producer_id IS NULL AND product_id IS NOT NULL AND decision_id IS NULL)"
                " OR (producer_id IS NULL AND product_id IS NULL AND decision_id IS NOT NULL)",
                name="paper_of_one_owner",
            ),
            CheckConstraint(
                check="issued_on IS NULL OR expires_on IS NULL OR expires_on >= issued_on",
                name="paper_ends_after_it_begins",
            ),
        )


class PaperPage(Model, metaclass=Table):
    """One page, drawn and encoded here: all that anyone is ever shown of a paper.

    Its file is in the private part of the store before the row is.
    """

    id = fields.IntField(primary_key=True)
    paper = belongs_to("Paper", "pages", cascade=True)
    position = fields.SmallIntField()
    name = fields.CharField(max_length=80)
    """Of its file: the SHA-256 of its bytes, and `.jpg`."""
    width = fields.IntField()
    height = fields.IntField()

    class Meta:
        table = "paper_page"
        unique_together = (("paper", "position"),)
        constraints = (CheckConstraint(check="position > 0", name="paper_page_position_positive"),)


class PaperCover(Model, metaclass=Table):
    """A product that a confirmed paper is good for, as the official ticked it."""

    id = fields.IntField(primary_key=True)
    paper = belongs_to("Paper", "covers", cascade=True)
    product = belongs_to("Product", "covered_by", cascade=True)

    class Meta:
        table = "paper_cover"
        unique_together = (("paper", "product"),)
