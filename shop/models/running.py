"""How the service itself is running."""

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import Table, name_column


class Heartbeat(Model, metaclass=Table):
    """When a duty was last done, and since when it fails: a duty of the worker's, or `backup`."""

    duty = fields.CharField(max_length=40, primary_key=True)
    last_ok = fields.DatetimeField(null=True)
    """None: it was tried, and never done."""
    failed_since = fields.DatetimeField(null=True)
    failures = fields.IntField(default=0)
    """Since it was last done."""
    why = name_column(default="")
    """It fails: for the operator's eyes."""
    late_after = fields.IntField(null=True)
    """Seconds since it was last done after which it is late; None: no time is set."""
    counted = fields.BigIntField(null=True)
    """What it counted when it was last done: `sweep` counts the files that pictures lack."""

    class Meta:
        table = "heartbeat"
