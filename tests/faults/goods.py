"""The catalogue that faults come over: small, so that each comes soon; some of it ends one day."""

from datetime import timedelta

from shop import clock
from tests.publishing.goods import a_small_catalogue, goods, on_show, stars

CODES = [f"HP-OCOP-{number:04}" for number in range(1, 41)]
STARRED = 10
"""Of them have stars, which end in about three years."""
PAGE = "/san-pham/HP-OCOP-0001/ca-moi-kho-lang-chai-1"


async def goods_on_show() -> None:
    await a_small_catalogue()
    today = clock.today()
    starred = stars(4, today - timedelta(days=30), today + timedelta(days=1000))
    await on_show(*[
        goods(
            code,
            name_vi=f"Cá mòi kho Làng Chài {number}",
            recognition=starred if number <= STARRED else None,
        )
        for number, code in enumerate(CODES, 1)
    ])  # fmt: skip
