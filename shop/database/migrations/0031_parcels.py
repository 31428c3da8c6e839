"""What a pack weighs and measures as it is sent."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

CHECKS = (
    ("variant_gross_weight_positive", "gross_weight IS NULL OR gross_weight > 0"),
    ("variant_parcel_has_three_sides", "(depth IS NULL) = (width IS NULL) AND (width IS NULL) = (height IS NULL) AND (depth IS NULL OR (depth > 0 AND width > 0 AND height > 0))"),
)


class Migration(migrations.Migration):
    dependencies = [("shop", "0030_trying")]

    initial = False

    operations = [
        *[
            ops.AddField(model_name="Variant", name=name, field=fields.IntField(null=True))
            for name in ("gross_weight", "depth", "width", "height")
        ],
        *[
            ops.AddConstraint(model_name="Variant", constraint=CheckConstraint(check=check, name=name))
            for name, check in CHECKS
        ],
    ]
