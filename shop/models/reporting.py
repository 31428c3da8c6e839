"""What readers say is wrong with a page."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import Table, choice_column, name_column

LONGEST_REPORT = 1000


class Topic(StrEnum):
    """What of a page is wrong."""

    PRICE = "price"
    AVAILABILITY = "availability"
    CONTACT = "contact"
    PICTURE = "picture"
    TEXT = "text"
    CERTIFICATE = "certificate"
    OTHER = "other"


class PageReport(Model, metaclass=Table):
    """One error that a reader, who has no account, found on the page of a product or producer."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField(db_index=True)
    code = fields.CharField(max_length=16, db_index=True)
    """Of the product or the producer."""
    topic = choice_column(Topic)
    text = fields.CharField(max_length=LONGEST_REPORT, default="")
    language = fields.CharField(max_length=2)
    done_at = fields.DatetimeField(null=True)
    done_by = name_column(default="")

    class Meta:
        table = "page_report"
