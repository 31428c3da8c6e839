"""Reading product lists without writing anything."""

from collections.abc import Iterator
from pathlib import Path

from shop.inputs.sheets import files_in, sheets_in
from shop.inputs.tables import AgriProductRow, OcopProductRow, ProductInput, product_of
from shop.intake.checking import table_of


def read_products(folder: Path) -> Iterator[ProductInput]:
    """Give the products of the lists in a folder that we know to be right."""
    for sheet in (sheet for file in files_in(folder) for sheet in sheets_in(file)):
        if (table := table_of(sheet)) in {AgriProductRow, OcopProductRow}:
            for _, record in sheet.rows:
                texts = dict(zip(sheet.header, record, strict=True))
                known = {name: text for name, text in texts.items() if text}
                if table is AgriProductRow:
                    yield product_of(AgriProductRow.model_validate(known))
                else:
                    yield product_of(OcopProductRow.model_validate(known))
