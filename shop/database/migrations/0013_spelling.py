"""Documents name the former province and all decisions: the worker renders them anew.

How names fold and sort is made anew by `sanvat migrate` itself (shop/catalogue/respelling.py).
"""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0012_uses")]

    initial = False

    operations = [
        ops.RunSQL(
            """INSERT INTO "to_publish" ("code", "by") SELECT "code", 'upgrade' FROM "listing" """,
            "",
        ),
    ]
