"""What expires: who was reminded of it, and which producers say that they applied again."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column, name_column

LONGEST_NOTE = 300


class RemindedAs(StrEnum):
    """For what reason a person is reminded."""

    OWNER = "owner"
    HELPER = "helper"
    REGISTRAR = "registrar"


class Reminder(Model, metaclass=Table):
    """One person was reminded of one end at one step, in the transaction of the message.

    The end is part of the key: what is extended is reminded of again, by its new day.
    """

    id = fields.BigIntField(primary_key=True)
    product = belongs_to("Product", "reminders", cascade=True)
    proof = fields.CharField(max_length=40)
    """`OCOP`, or the kind of a certificate or paper."""
    ends_on = fields.DateField(db_index=True)
    step = fields.SmallIntField()
    """Days before the end."""
    user = belongs_to("User", "reminders", cascade=True)
    reminded_as = choice_column(RemindedAs)
    is_told = fields.BooleanField()
    """False: the worker looked when a later step was due already, and told that one."""
    at = fields.DatetimeField()

    class Meta:
        table = "reminder"
        unique_together = (("product", "proof", "ends_on", "step", "user"),)


class RenewalNote(Model, metaclass=Table):
    """A producer says that it applied again for stars that end; it changes nothing public."""

    id = fields.BigIntField(primary_key=True)
    product = belongs_to("Product", "renewal_notes", cascade=True)
    ends_on = fields.DateField()
    """Of the stars that it is about: what is renewed needs no note."""
    filed_on = fields.DateField(null=True)
    note = fields.CharField(max_length=LONGEST_NOTE, default="")
    by = name_column()
    said_at = fields.DatetimeField()
    taken_back_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)

    class Meta:
        table = "renewal_note"
        unique_together = (("product", "ends_on"),)
