"""What searching needs to remember: the words of the catalogue, and what people look for."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Table, json_column


class KnownWords(Model, metaclass=Table):
    """The vocabulary of the published documents (search/vocabulary.py), for engines without one."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    epoch = fields.CharField(max_length=32)
    serial = fields.BigIntField()
    """Up to which the documents were read."""
    vocabulary = json_column()

    class Meta:
        table = "known_words"
        constraints = (CheckConstraint(check="id = 1", name="known_words_has_one_row"),)


class SearchCount(Model, metaclass=Table):
    """How often something was looked for on one day, and whether there was anything."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    understood = fields.CharField(max_length=80)
    """The query as it was read; nothing tells who asked."""
    searches = fields.IntField(default=0)
    hits = fields.IntField(default=0)
    """Found the last time."""

    class Meta:
        table = "search_count"
        unique_together = (("day", "understood"),)


class ClickCount(Model, metaclass=Table):
    """How often a product was opened out of the answer to a query on one day."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    understood = fields.CharField(max_length=80)
    code = fields.CharField(max_length=16)
    clicks = fields.IntField(default=0)

    class Meta:
        table = "click_count"
        unique_together = (("day", "understood", "code"),)
        indexes = (("code", "day"),)
