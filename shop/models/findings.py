"""What officials said of the machine's remarks: which checks are worth reading is counted."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column

LONGEST_WHY = 200


class Verdict(StrEnum):
    AGREED = "agreed"
    IGNORED = "ignored"


class FindingAnswer(Model, metaclass=Table):
    """One finding that stood before the official who decided a round, and what they said of it."""

    id = fields.BigIntField(primary_key=True)
    proposal = belongs_to("Proposal", "finding_answers", cascade=True)
    round = fields.SmallIntField()
    key = fields.CharField(max_length=24, db_index=True)
    """Of shop/proposals/findings.py, perhaps of an earlier version."""
    field = fields.CharField(max_length=40)
    """Of the proposal; empty: none."""
    verdict = choice_column(Verdict, null=True)
    """Null: it was shown, and nothing was said of it."""
    why = fields.CharField(max_length=LONGEST_WHY, default="")
    at = fields.DatetimeField()

    class Meta:
        table = "finding_answer"
        unique_together = (("proposal", "round", "key", "field"),)
