"""Officials mend the spelling of what is submitted: of description and story, and of nothing else.

A proposal goes back for what it says, never for a letter. Its producer sees whose words they are.
"""

from collections.abc import Mapping

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop.audit import record
from shop.errors import FieldError, InvalidError
from shop.models import Proposal
from shop.proposals.drafting import note
from shop.proposals.patching import Patch, touch, typed_of
from shop.proposals.reading import DESCRIPTION, TOLD, read
from shop.proposals.rounds import lock_submitted
from shop.proposals.standing import Standing, standing_of

STORY = "story"
FIELDS = (DESCRIPTION, STORY)
WAS = "was"
"""Of a field that an official mended: what its author had typed."""
EMPTY = Sentence(
    "Ô này đang có chữ. Muốn bỏ cả đoạn thì hãy trả lại.",
    "This has words. To drop all of them, return the proposal.",
)
NOTHING_NEW = Sentence(
    "Chưa sửa chữ nào. Hãy sửa rồi lưu.", "No letter differs. Mend one, then save."
)


def mendable(one: Standing) -> dict[str, str]:
    """Give field → its words, of those whose spelling an official may mend.

    Of a correction none: all of it is read by two officials.
    """
    if one.proposal.is_correction:
        return {}
    said = {DESCRIPTION: "description_vi", STORY: "story_vi"}
    words = {field: str(one.would_be.product[column]) for field, column in said.items()}
    return {field: text for field, text in words.items() if text}


async def mend(proposal: str, seen: int, texts: Mapping[str, str], *, user: int) -> Proposal:
    """Mend the spelling of what is submitted and still as it was `seen`; it is its next version.

    Raises DecidedError, and InvalidError for what cannot be read, is emptied or is as it was.
    """
    async with in_transaction():
        held = await lock_submitted(proposal, seen)
        one = await standing_of(held)
        former = mendable(one)
        wanted = {field: texts[field] for field in former if texts.get(field, "") != former[field]}
        patch = held.patch
        for field, text in wanted.items():
            patch = await _mended(patch, field, text, one)
        if not wanted:
            raise InvalidError(NOTHING_NEW, [FieldError(next(iter(former), ""), NOTHING_NEW)])
        await note(held, patch=patch)
        said = {field: former[field] for field in wanted}
        await record(f"user {user}", "proposal.mend_spelling", held.id, said, dict(wanted))
    return held


async def _mended(patch: Patch, field: str, text: str, one: Standing) -> Patch:
    reading = await read(field, text, {})
    if reading.fault or not text.strip():
        said = reading.fault or EMPTY
        raise InvalidError(said, [FieldError(field, said)])
    was = patch.get(field, {}).get(WAS) or _typed(one, field)
    new = touch(patch, field, text, reading, one.rows, one.proposal.version + 1)
    return {**new, field: {**new[field], WAS: was}}


def _typed(one: Standing, field: str) -> str:
    """Give what stood there: typed in the field, told by the three short questions, or on show."""
    if field in one.patch:
        return str(one.patch[field]["typed"])
    told = [one.patch[each]["typed"] for each in TOLD if each in one.patch]
    if field == DESCRIPTION and told:
        return "\n".join(told)
    return typed_of(one.rows, field, one.around)


def mended_in(patch: Patch) -> dict[str, str]:
    """Give field → what its author had typed, of those that an official mended."""
    return {field: patch[field][WAS] for field in FIELDS if WAS in patch.get(field, {})}


def is_mended(held: Proposal) -> bool:
    return bool(mended_in(held.patch))
