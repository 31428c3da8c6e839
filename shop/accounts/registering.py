"""A person registers a producer that is not in the catalogue, and owns it from then on."""

from datetime import timedelta

from media.sentences import Sentence
from shop import clock
from shop.accounts.members import add_member
from shop.catalogue.registering import NewProducer, register
from shop.errors import TooManyRequestsError
from shop.models import MemberRole, Membership, ProducerState
from shop.publishing import change, lock_clock

A_DAY = timedelta(days=1)
MOST_A_DAY = 3
TOO_MANY = Sentence(
    "Mỗi người đăng ký nhiều nhất {most} cơ sở một ngày. Hãy đăng ký tiếp vào ngày mai.",
    "A person registers up to {most} producers a day. Go on tomorrow.",
)


async def register_own(user: int, new: NewProducer) -> str:
    """Write a producer whose owner is the person who says it is there; give its code.

    Raises InvalidError, and TooManyRequestsError after MOST_A_DAY of them in a day.
    """
    by = f"user {user}"
    async with change(by=by) as wanted:
        await lock_clock()  # of two at once, one waits to be counted
        mine = Membership.filter(user_id=user, by=by, since__gt=clock.now() - A_DAY)
        if await mine.filter(producer__state=ProducerState.UNCONFIRMED).count() >= MOST_A_DAY:
            wait = int(A_DAY.total_seconds())
            raise TooManyRequestsError(TOO_MANY.filled(most=MOST_A_DAY), wait)
        code = await register(wanted, new)
        await add_member(user, code, MemberRole.OWNER, by=by)
    return code
