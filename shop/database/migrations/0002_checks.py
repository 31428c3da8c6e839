"""The check constraints of the models: Tortoise 1.1.9 writes them down but never makes them.

A constraint that a model gains later needs its line in a migration of its own; a test looks for
every one of them in both databases.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

CHECKS = (
    ("clock", "clock_has_one_row", 'id = 1'),
    ("listing", "listing_live_has_document", '(live AND document IS NOT NULL) OR (NOT live AND document IS NULL)'),
    ("consent", "consent_withdrawn_after_given", 'withdrawn_at IS NULL OR withdrawn_at >= given_at'),
    ("product", "product_shelf_life_positive", 'shelf_life_days IS NULL OR shelf_life_days > 0'),
    ("product", "product_group_of_its_kind", "(kind = 'ocop' AND ocop_set_id IS NOT NULL AND agri_group_id IS NULL) OR (kind = 'agricultural' AND agri_group_id IS NOT NULL AND ocop_set_id IS NULL)"),
    ("certificate", "certificate_ends_after_it_begins", 'issued_on IS NULL OR expires_on IS NULL OR expires_on >= issued_on'),
    ("recognition", "recognition_stars_3_to_5", 'stars BETWEEN 3 AND 5'),
    ("variant", "variant_price_positive", 'price IS NULL OR price > 0'),
    ("variant", "variant_quantity_positive", 'quantity IS NULL OR CAST(quantity AS REAL) > 0'),
)


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        ops.RunSQL(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({check})',
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
        )
        for table, name, check in CHECKS
    ]
