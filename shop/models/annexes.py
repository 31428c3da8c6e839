"""What the annex of a decision says, line by line, and which product each line was found to be."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column, json_column
from shop.models.evidence import RecognitionType


class Match(StrEnum):
    """How well the catalogue knows the product of a line."""

    SURE = "sure"
    CHOOSE = "choose"
    MISSING = "missing"


class Annex(Model, metaclass=Table):
    """The annex of one decision as it was last taken in."""

    id = fields.IntField(primary_key=True)
    decision: fields.OneToOneRelation[Model] = fields.OneToOneField(
        "shop.Decision", related_name="annex", on_delete=fields.CASCADE
    )
    version = fields.IntField(default=1)
    """One more with each taking in and each saving of choices."""
    left_out = json_column()
    """[row, what stands there]: titles, sections, totals, for a person to look over."""

    class Meta:
        table = "annex"


class AnnexLine(Model, metaclass=Table):
    """One product as an annex names it; whether it is recognised, its recognition tells."""

    id = fields.IntField(primary_key=True)
    annex = belongs_to("Annex", "lines", cascade=True)
    position = fields.IntField()
    row = fields.IntField()
    """The number of its line in what was pasted, or of its row in the file."""
    name = fields.CharField(max_length=400)
    producer = fields.CharField(max_length=400)
    commune = fields.CharField(max_length=400)
    stars_said = fields.CharField(max_length=400)
    stars = fields.SmallIntField(null=True)
    """None: what was said there is no number of stars, and nothing was chosen yet."""
    type = choice_column(RecognitionType, null=True)
    """None: as the product's own history has it."""
    match = choice_column(Match)
    candidates = json_column()
    """Codes of the few products that it may be, the likeliest first."""
    product = belongs_to("Product", "annex_lines", null=True)
    """The one that it is."""
    ocop_set = fields.CharField(max_length=2, default="")
    """Where a product is sorted in that is in no set yet."""
    is_skipped = fields.BooleanField(default=False)

    class Meta:
        table = "annex_line"
