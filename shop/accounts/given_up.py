"""Messages that were given up: listed for administrators, and sent once more."""

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.accounts.messages import LIFE
from shop.audit import record
from shop.errors import NotFoundError
from shop.models import Message, MessageState

NO_MESSAGE = Sentence(
    "Lời nhắn này không còn trong danh sách. Hãy mở lại trang.",
    "This message is not on the list any more. Reload the page.",
)


async def given_up(most: int) -> list[Message]:
    """Give the messages that were given up, the last first."""
    return await _given_up().order_by("-ended_at", "id").limit(most)


async def count() -> int:
    return await _given_up().count()


async def send_again(message: str, *, by: str) -> None:
    """Have a message that was given up sent once more. Raises NotFoundError for another one."""
    now = clock.now()
    fresh = {"ended_at": None, "error": "", "attempts": 0, "way": "", "receipt": ""}
    due = {"state": MessageState.WAITING, "not_before": now, "expires_at": now + LIFE}
    async with in_transaction():
        if not await _given_up().filter(id=message).update(**due, **fresh):
            raise NotFoundError(NO_MESSAGE)
        await record(by, "message.send_again", message)


def _given_up() -> QuerySet[Message]:
    """Find them; a code that did not arrive is over, and its person asks for another."""
    return Message.filter(state=MessageState.DEAD, code_id=None)
