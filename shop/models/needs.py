"""What a set or group is asked for, and what kinds of papers there are: rows with days and a basis.

The law under them moves, so a row is ended and another begins: what held on a day can be read.
"""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from shop.models.columns import Imported, choice_column, json_column, name_column
from shop.models.evidence import CertificateKind

LONGEST_CODE = 40
LONGEST_BASIS = 400


class Demand(StrEnum):
    """From when something must be there: before sending, before approval, or never."""

    SUBMIT = "submit"
    APPROVE = "approve"
    ADVISE = "advise"


class SetNeed(Imported):
    """What products of some sets and groups are asked for, from one day to another."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=LONGEST_CODE, db_index=True)
    """Names it through all its rows, of which one holds on a day."""
    sets = json_column()
    """Numbers of sets and codes of groups."""
    what = json_column()
    """A field of proposals, or kinds of papers, of which any is enough."""
    need = choice_column(Demand)
    words_vi = name_column()
    words_en = name_column()
    basis = fields.CharField(max_length=LONGEST_BASIS, default="")
    since = fields.DateField(null=True)
    """The first day; null: it always was."""
    until = fields.DateField(null=True)
    """The last day."""
    verified_by = name_column(default="")
    verified_on = fields.DateField(null=True)
    """From this day it demands; null: its basis was not verified, and it only advises."""
    version = fields.IntField(default=1)

    class Meta:
        table = "set_need"
        constraints = (
            CheckConstraint(
                check="since IS NULL OR until IS NULL OR until >= since",
                name="set_need_ends_after_it_begins",
            ),
        )


class PaperKind(Imported):
    """A kind of papers that producers may send, from one day to another."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=LONGEST_CODE, db_index=True)
    """Names it through all its rows, and in papers."""
    words_vi = name_column()
    words_en = name_column()
    basis = fields.CharField(max_length=LONGEST_BASIS, default="")
    since = fields.DateField(null=True)
    until = fields.DateField(null=True)
    counts_as = choice_column(CertificateKind, null=True)
    """The certificate that a confirmed one is in the document; null: none."""
    version = fields.IntField(default=1)

    class Meta:
        table = "paper_kind"
        constraints = (
            CheckConstraint(
                check="since IS NULL OR until IS NULL OR until >= since",
                name="paper_kind_ends_after_it_begins",
            ),
        )
