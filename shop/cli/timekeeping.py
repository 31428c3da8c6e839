"""Saying whether the clock of this machine is believed, and believing it on an operator's word."""

from datetime import datetime

from media.sentences import Sentence
from shop.cli.opening import open_quietly
from shop.cli.terminal import out, run
from shop.errors import InvalidError
from shop.publishing.timekeeping import MOST_APART, Look, believe, looked

APART = Sentence(
    "Đồng hồ máy này và của cơ sở dữ liệu khác nhau. Hãy chỉnh lại đồng hồ sai.",
    "This machine's clock and the database's differ. Set the one that is wrong.",
)


def tell(*, believe: bool = False) -> int:
    """Say whether the worker believes this machine's clock, and what it was compared with.

    Parameters
    ----------
    believe
        Note that it is right: after a very long stop, or when it was set while the machine ran.
    """
    look = run(_look(is_right=believe))
    out.print(f"clock:         {_shown(look.now.at)}")
    if look.apart is not None:
        out.print(f"database:      {_shown(look.now.at - look.apart)}")
    if look.known:
        out.print(f"last believed: {_shown(look.known.at)}")
    out.print(f"not believed: {look.doubt.reason}" if look.doubt else "believed")
    return 1 if look.doubt else 0


async def _look(*, is_right: bool) -> Look:
    async with open_quietly() as services:
        data = services.settings.data
        look = await looked(data)
        if not is_right:
            return look
        if look.apart is not None and abs(look.apart) > MOST_APART:
            raise InvalidError(APART)
        believe(data, look.now)
        return await looked(data)


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
