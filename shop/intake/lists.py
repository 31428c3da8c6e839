"""Reading product lists without writing anything."""

from collections.abc import Iterator
from pathlib import Path

from shop.inputs.sheets import Sheet, files_in, sheets_in
from shop.inputs.tables import AgriProductRow, OcopProductRow, ProductInput, UsesRow, product_of
from shop.inputs.uses import with_uses
from shop.intake.checking import table_of


def read_products(folder: Path) -> Iterator[ProductInput]:
    """Give the products of the lists in a folder that we know to be right."""
    sheets = [sheet for file in files_in(folder) for sheet in sheets_in(file)]
    tables = [(table_of(sheet), sheet) for sheet in sheets]
    kinds = [
        UsesRow.model_validate(known)
        for table, sheet in tables
        if table is UsesRow
        for known in _told(sheet)
    ]
    for table, sheet in tables:
        if table is AgriProductRow or table is OcopProductRow:
            for known in _told(sheet):
                yield with_uses(product_of(table.model_validate(known)), kinds)


def _told(sheet: Sheet) -> Iterator[dict[str, str]]:
    """Give what each row tells: column → text."""
    for _, record in sheet.rows:
        texts = dict(zip(sheet.header, record, strict=True))
        yield {name: text for name, text in texts.items() if text}
