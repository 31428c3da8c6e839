"""What is kept beside names to find and sort them by, made anew where another version made it."""

from search.vietnamese import sort_key
from shop.catalogue.writing import name_columns
from shop.models import Commune, Producer, Product

AT_ONCE = 500


async def respell() -> None:
    """Write how names fold and sort by this version, where they are kept otherwise."""
    await _products()
    for table in (Producer, Commune):
        await _named(table)


async def _products() -> None:
    changed = []
    columns = ("code", "name_vi", "name_en", "keywords", "name_fold", "name_sort")
    for one in await Product.all().only(*columns):
        kept = name_columns(one.name_vi, one.name_en, one.keywords)
        if kept != {"name_fold": one.name_fold, "name_sort": one.name_sort}:
            changed.append(one.update_from_dict(kept))
    if changed:
        await Product.bulk_update(changed, ["name_fold", "name_sort"], batch_size=AT_ONCE)


async def _named(table: type[Producer | Commune]) -> None:
    """Few differ: only names with a letter that is read otherwise now."""
    for row in await table.all().values("code", "name", "name_sort"):
        if row["name_sort"] != (kept := sort_key(row["name"])[:400]):
            await table.filter(code=row["code"]).update(name_sort=kept)
