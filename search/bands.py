"""Bands of prices, by which goods are counted before a range is chosen.

A price at a border is in both bands, as it passes both as a range of prices.
"""

BORDERS = (50_000, 100_000, 200_000, 500_000)
"""Đồng a pack: what is paid at a market, for a meal, for a gift."""


def band(low: int | None, high: int | None) -> str:
    """Write a band: `50000-100000`, `-50000`, `500000-`."""
    return "-".join("" if end is None else str(end) for end in (low, high))


_RANGES = [*zip((None, *BORDERS), (*BORDERS, None), strict=True)]
BANDS = tuple(band(low, high) for low, high in _RANGES)


def bands_of(price: int | None) -> tuple[str, ...]:
    """Give the bands of a price; what has none is in none."""
    if price is None:
        return ()
    return tuple(
        written
        for written, (low, high) in zip(BANDS, _RANGES, strict=True)
        if (low or 0) <= price <= (price if high is None else high)
    )
