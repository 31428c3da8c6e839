"""What one edit costs in a catalogue of a given size: `python -m benchmarks.publishing FOLDER`."""

import asyncio
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from shop import catalogue, logs
from shop.config import Settings
from shop.models import Variant
from shop.services import opened

EDITS = 150


async def edits(data: Path) -> float:
    """Set prices one by one; give the median seconds of an edit, from begin to commit."""
    logs.configure(Settings(log_level="error"))
    async with opened(Settings(data=data)):
        variants = await Variant.all().order_by("id").limit(EDITS).values("sku", "price")
        seconds = []
        for row in variants:
            began = perf_counter()
            await catalogue.set_price(row["sku"], row["price"] + 1000, by="bench")
            seconds.append(perf_counter() - began)
        return median(seconds)


if __name__ == "__main__":
    print(asyncio.run(edits(Path(sys.argv[1]))))
