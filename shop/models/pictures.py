"""Pictures that were taken in, and the places where products show them."""

from collections.abc import Iterable

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Row, Table, belongs_to, json_column, name_column

SQUARE = "square"
"""The `shape` of the rendition that marketplaces show; the others have the picture's own."""


def unpadded(renditions: Iterable[Row]) -> list[Row]:
    """Give the renditions of a picture's own shape: those that pages show."""
    return [one for one in renditions if "shape" not in one]


class Sent(Model, metaclass=Table):
    """Columns of a picture, on show or waiting to be.

    The files are in the store before the row is: a row never names what is not there.
    """

    digest = fields.CharField(max_length=64, primary_key=True)
    width = fields.IntField()
    height = fields.IntField()
    placeholder = fields.TextField()
    renditions = json_column()
    """`[{name, width, height, type, shape?}]`: WebP by growing width, one JPEG, maybe a square."""
    likeness = fields.CharField(max_length=16, default="")
    """Perceptual hash, by which lookalikes are found (media/likeness.py)."""
    recipe = fields.SmallIntField()
    """The version of the settings it was rendered with; older ones are rendered again."""
    taken_at = fields.DatetimeField(db_index=True)
    taken_by = name_column(db_index=True)

    class Meta:
        abstract = True


class Picture(Sent):
    """What was sent, named by the SHA-256 of it, and the renditions that were made of it."""

    class Meta:
        table = "picture"


class Photo(Model, metaclass=Table):
    """A picture as one product shows it; the first is the one on cards."""

    id = fields.IntField(primary_key=True)
    product = belongs_to("Product", "photos", cascade=True)
    picture = belongs_to("Picture", "photos")
    position = fields.SmallIntField()
    view_vi = fields.CharField(max_length=120, default="")
    """What is seen on it beside the product itself: mặt sau, vườn cây …"""
    view_en = fields.CharField(max_length=120, default="")
    licence = fields.CharField(max_length=60, default="")
    illustration = fields.BooleanField(default=False)
    source = fields.CharField(max_length=600, default="")
    """The address or file name by which a list gave it; empty for what was uploaded."""

    class Meta:
        table = "photo"
        unique_together = (("product", "position"), ("product", "picture"))
        constraints = (CheckConstraint(check="position > 0", name="photo_position_positive"),)


class RemovedPicture(Model, metaclass=Table):
    """A picture that was removed, with the files it had: a removal asked for again goes on."""

    digest = fields.CharField(max_length=64, primary_key=True)
    files = json_column()
    """Keys in the store, its original first."""
    removed_at = fields.DatetimeField()

    class Meta:
        table = "removed_picture"
