"""What came of each item that a partner sent, kept for the requests that named themselves.

The answer is a row in the transaction of the effect: a sender that heard none asks again under the
same name, and hears what came of the first (draft-ietf-httpapi-idempotency-key-header).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from media.sentences import Sentence
from shop import clock
from shop.database import delete_some
from shop.errors import FieldError, InvalidError
from shop.models import KeptAnswer

KEPT = timedelta(days=3)
"""For so long the same key is the same request; after that it is another."""
OTHER_REQUEST = Sentence(
    "Khoá Idempotency-Key này đã dùng cho một nội dung khác. Hãy dùng khoá mới.",
    "This Idempotency-Key was used for another request. Use a new one.",
)


class Came(StrEnum):
    TAKEN = "taken"
    OUTDATED = "outdated"
    """What was said of a later day stands."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one item."""

    came: Came
    errors: Sequence[FieldError] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """The name that a request has, and the digest of what it asks."""

    partner: int
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Answer:
    outcomes: list[Outcome]
    """In the order of the items."""
    is_repeated: bool = False
    """It was given before: nothing was done again."""


TAKEN, OUTDATED = Outcome(Came.TAKEN), Outcome(Came.OUTDATED)


def refused(errors: Sequence[FieldError]) -> Outcome:
    return Outcome(Came.REFUSED, errors)


async def kept_answer(named: Named | None) -> Answer | None:
    """Give the answer to a request that was done, or take its name: inside its transaction.

    Two at once with one name wait for each other here. Raises InvalidError where the name was
    another request's.
    """
    if named is None:
        return None
    ours = KeptAnswer.filter(partner_id=named.partner, key=named.key)
    await ours.filter(created_at__lt=clock.now() - KEPT).delete()
    new = KeptAnswer(
        partner_id=named.partner, key=named.key, digest=named.digest, created_at=clock.now()
    )
    await KeptAnswer.bulk_create([new], ignore_conflicts=True)
    row = await ours.get()
    if row.digest != named.digest:
        raise InvalidError(OTHER_REQUEST, [FieldError("Idempotency-Key", OTHER_REQUEST, named.key)])
    if row.outcomes is None:  # the row is ours: others see none without outcomes
        return None
    return Answer([_read(one) for one in row.outcomes], is_repeated=True)


async def keep_answer(named: Named | None, outcomes: Sequence[Outcome]) -> Answer:
    """Keep what came of a request, inside its transaction."""
    if named is not None:
        kept = [_written(one) for one in outcomes]
        await KeptAnswer.filter(partner_id=named.partner, key=named.key).update(outcomes=kept)
    return Answer(list(outcomes))


async def forget_old(at: datetime | None = None) -> int:
    """Delete a portion of the answers that are too old at a moment; tell how many went."""
    return await delete_some(KeptAnswer.filter(created_at__lt=(at or clock.now()) - KEPT))


def _written(one: Outcome) -> dict[str, Any]:
    errors = [[e.field, e.said.vi, e.said.en, e.value] for e in one.errors]
    return {"came": one.came, **({"errors": errors} if errors else {})}


def _read(kept: dict[str, Any]) -> Outcome:
    errors = [
        FieldError(field, Sentence(vi, en), value)
        for field, vi, en, value in kept.get("errors", ())
    ]
    return Outcome(Came(kept["came"]), errors)
