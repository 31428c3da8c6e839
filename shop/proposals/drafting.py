"""Drafts: begun, saved field by field, submitted, taken back. Each verb is one transaction.

What their author may do was asked before (shop/access.py). A draft needs nothing; what it lacks is
said when it is to be submitted (shop/proposals/checking.py).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import randbits

from tortoise.transactions import in_transaction

from media.failpoints import reach
from media.sentences import Sentence, number, phrase
from shop import clock
from shop.access import NO_PROPOSAL, members_now
from shop.accounts.secret import ALPHABET
from shop.audit import record
from shop.errors import EditedMeanwhileError, FieldError, InvalidError, NotFoundError, ShopError
from shop.models import (
    OPEN,
    AuditEntry,
    Producer,
    Product,
    Proposal,
    ProposalState,
    State,
    WordBy,
)
from shop.models.proposals import ID_LETTERS
from shop.proposals.at_work import theirs
from shop.proposals.checking import lacks, without_change
from shop.proposals.comparing import findings_of
from shop.proposals.marking import Marks, has_moved, is_untouched, letters_now, letters_of
from shop.proposals.patching import Around, Patch, may_say, meant, packs_of, touch, typed_anew
from shop.proposals.promising import working_days_after
from shop.proposals.reading import MORE, PLACE, is_field, read
from shop.proposals.standing import Standing, around, empty_rows, rows_for, standing, standing_of
from shop.publishing.loading import ProductRows, load

EDITABLE = (ProposalState.DRAFT, ProposalState.RETURNED)
SENT = (ProposalState.SUBMITTED, ProposalState.NEEDS_WORD, ProposalState.APPROVED)
"""States that sending once more leaves alone."""
CALLED_BY = 5
"""Letters of an id by which people call a proposal, in two groups: K7Q-4M."""
NOT_NOW = Sentence(
    "Đề nghị này đã gửi hoặc đã xong. Hãy mở lại danh sách sản phẩm.",
    "This was sent already, or is done. Open the list of your products again.",
)
SUSPENDED = Sentence(
    "Sản phẩm này vừa bị tạm ngừng, chưa gửi được. Lý do: {reason}.",
    "This product was just suspended, so it cannot be sent. The reason: {reason}.",
)
MOST_LETTERS = 100_000
"""That a proposal keeps, twice what all its fields may say: each is read again for every page."""
TOO_MUCH = Sentence(
    "Đề nghị này dài quá {most} chữ. Hãy viết ngắn lại.",
    "This has more than {most} letters. Make it shorter.",
)
MOST_NEW = 200
"""Products that a producer has in the making at once; far more than it can name."""
TOO_MANY = Sentence(
    "Đã có {most} sản phẩm chưa xong. Hãy gửi hoặc xóa bớt rồi thêm.",
    "There are {most} products in the making. Send or delete some first.",
)
NO_WORD: dict[str, object] = {"worded_at": None, "worded_by": None}


class ConflictError(EditedMeanwhileError):
    """Another tab or phone saved other words of a field since it was read (409)."""

    def __init__(self, fields: Mapping[str, tuple[str, str]], version: int) -> None:
        ShopError.__init__(self, CONFLICT)
        self.fields, self.subject, self.version = fields, "", version
        """Field → (what stands there now, what was to be saved), as marking.letters_of them."""


CONFLICT = Sentence(
    "Máy khác vừa sửa chỗ này. Bạn giữ bản nào?",
    "Another device just changed this. Which one do you keep?",
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form or an autosaving page says of some fields."""

    seen: int
    """The version of the proposal that its writer had before them."""
    texts: Mapping[str, str]
    """Field → text; fields that are not there are not touched."""
    commune: str = ""
    """What was picked of several places of one name."""
    insists: Collection[str] = ()
    """Fields whose writer saw both words and keeps their own."""
    known: Marks = field(default_factory=dict)
    """Of each field, what its writer had before them; without it, `seen` tells it."""


async def begin(
    producer: str, product: str | None = None, *, user: int, helps: bool = False
) -> Proposal:
    """Begin a proposal of a new product, or go on with the open one of a product that is here.

    Raises InvalidError while an official corrects the product.
    """
    async with in_transaction():
        if product is None:
            await Producer.filter(code=producer).select_for_update(no_key=True).only("code")
            empty = await _begun_before(producer, user, helps=helps)
            return empty or await _made(producer, {}, user, helps=helps)
        await Product.filter(code=product).select_for_update(no_key=True).only("code")
        known = await theirs(producer, product)
        return known or await edit_of(producer, product, user, helps=helps)


async def edit_of(
    producer: str, product: str, user: int, *, helps: bool = False, corrects: bool = False
) -> Proposal:
    """Make a proposal of a locked product that is here."""
    version = (await Product.get(code=product).only("code", "version")).version
    made = _new(producer, product, {}, user, helps=helps)
    made.update_from_dict({"base_version": version, "corrected_by_id": user if corrects else None})
    await made.save(force_create=True)
    return made


async def copy(code: str, *, user: int, helps: bool = False) -> Proposal:
    """Begin a new product as a copy of one that is here: all of it but its photos."""
    return await _copied((await load([code]))[code], user, helps=helps)


async def copy_proposed(proposal: str, *, user: int, helps: bool = False) -> Proposal:
    """Begin a new product as a copy of what a proposal would show. Raises NotFoundError."""
    return await _copied((await standing(proposal)).would_be, user, helps=helps)


async def _copied(rows: ProductRows, user: int, *, helps: bool) -> Proposal:
    now = await around()
    empty = await empty_rows(rows.product["producer_id"])
    said, commune = typed_anew(rows, now), rows.product["commune_id"]
    patch = await _patched({}, said, commune, empty, now, 1)
    async with in_transaction():
        return await _made(rows.product["producer_id"], patch, user, helps=helps)


async def save(proposal: str, typed: Typed, states: Sequence[ProposalState] = EDITABLE) -> Proposal:
    """Save what was typed; give the proposal with its next version.

    Raises ConflictError, with nothing saved, where another saved other words of a field since
    `typed.seen`, InvalidError for a proposal that is not to be edited now, and NotFoundError.
    """
    async with in_transaction():
        held = await lock(proposal, states)
        rows, now = await rows_for(held), await around()
        texts = {name: text for name, text in _touched(typed) if may_say(name, held.patch, rows)}
        _refuse_too_much(held.patch, texts)
        if conflicts := dict(_conflicts(held.patch, typed, texts, rows, now)):
            raise ConflictError(conflicts, held.version)
        patch = await _patched(held.patch, texts, typed.commune, rows, now, held.version + 1)
        if patch != held.patch:
            await note(held, patch=patch)
    reach("draft-saved")
    return held


async def add_more(proposal: str, typed: Typed, *, by_producer: bool) -> Proposal:
    """Save what is asked for after the first facts, as `save` does.

    Of what is submitted it is the next version of the same round: an official who read the one
    before it reads again (DecidedError). What its producer said yes to, only the producer adds to.

    Raises InvalidError, field by field, for what cannot be read: there is no later step to say it.
    """
    texts = {name: text for name, text in typed.texts.items() if name in MORE}
    readings = {name: await read(name, text, {}) for name, text in texts.items()}
    errors = [
        FieldError(name, one.fault, texts[name]) for name, one in readings.items() if one.fault
    ]
    if errors:
        raise InvalidError(errors[0].said, errors)
    states = (*EDITABLE, ProposalState.SUBMITTED) if by_producer else EDITABLE
    return await save(proposal, replace(typed, texts=texts), states)


async def submit(proposal: str, seen: int, *, user: int, answer_days: int) -> Proposal:
    """Hand a proposal to the officials, or to its producer where an official filled it in.

    Sent twice, it is submitted once. Raises InvalidError with what it lacks, field by field, and
    EditedMeanwhileError when it is no longer what was `seen`.
    """
    found = len(await findings_of(await standing(proposal)))  # it reads much: before the lock
    async with in_transaction():
        held = await lock(proposal, (*EDITABLE, *SENT))
        if held.state not in EDITABLE:
            return held
        if held.version != seen:
            raise EditedMeanwhileError(CALLED.filled(ref=ref_of(proposal)), held.version)
        one = await standing_of(held)
        await _refuse_suspended(one)
        if errors := [*await lacks(one), *without_change(one)]:
            raise InvalidError(errors[0].said, errors)
        held.findings = found
        await hand_in(held, answer_days, needs_word=await _needs_word(held, user))
        await record(f"user {user}", "proposal.submit", proposal, round=held.round)
    reach("submitted")
    return held


async def _refuse_suspended(one: Standing) -> None:
    if one.proposal.is_correction or one.rows.product["state"] != State.SUSPENDED:
        return
    entries = AuditEntry.filter(subject=one.rows.product["code"], action="product.suspend")
    latest = await entries.order_by("-id").first()
    raise InvalidError(SUSPENDED.filled(reason=latest.detail["reason"] if latest else "…"))


async def _needs_word(held: Proposal, user: int) -> bool:
    """Tell whether its producer has yet to agree: one who works for it does so by sending it.

    Not so the official who filled it in, whatever they are besides.
    """
    helper: int | None = held.helped_by_id  # type: ignore[attr-defined] # Tortoise adds it
    producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    if helper is None:
        return False
    theirs = members_now().filter(user_id=user, producer_id=producer)
    return user == helper or not await theirs.exists()


async def hand_in(
    held: Proposal, answer_days: int, *, needs_word: bool, word: WordBy | None = None
) -> None:
    """Put a locked proposal before the officials, or before its producer first.

    `word` is how the producer agreed to what an official filled in.
    """
    now, found = clock.now(), held.findings
    if needs_word:
        asked = {"asked_at": now, "asked_version": held.version + 1}
        await note(held, state=ProposalState.NEEDS_WORD, findings=found, **NO_WORD | asked)
        return
    said = {"worded_at": now, "worded_by": word} if word else NO_WORD
    await note(
        held,
        state=ProposalState.SUBMITTED,
        round=held.round + 1,
        submitted_at=now,
        answer_by=working_days_after(clock.today(now), answer_days),
        findings=found,
        **said,
    )


async def take_back(proposal: str, *, user: int) -> Proposal:
    """Take back what was submitted and not decided, to go on editing it; no word stands for it."""
    async with in_transaction():
        held = await lock(proposal, (ProposalState.SUBMITTED, ProposalState.NEEDS_WORD))
        await note(held, state=ProposalState.DRAFT, **NO_WORD)
        await record(f"user {user}", "proposal.take_back", proposal)
    return held


async def drop(proposal: str, *, user: int) -> Proposal:
    """End a proposal that is not decided; its pictures are kept for 30 days."""
    async with in_transaction():
        held = await lock(proposal, OPEN)
        await note(held, state=ProposalState.WITHDRAWN, ended_at=clock.now())
        await record(f"user {user}", "proposal.withdraw", proposal)
    return held


async def lock(proposal: str, states: Sequence[ProposalState]) -> Proposal:
    """Lock a proposal that is in one of some states. Raises NotFoundError and InvalidError."""
    held = await Proposal.filter(id=proposal).select_for_update(no_key=True).first()
    if held is None:
        raise NotFoundError(NO_PROPOSAL)
    if held.state not in states:
        raise InvalidError(NOT_NOW)
    return held


async def note(held: Proposal, **columns: object) -> None:
    """Write columns of a locked proposal, as its next version."""
    held.update_from_dict({**columns, "version": held.version + 1, "changed_at": clock.now()})
    await held.save(update_fields=[*columns, "version", "changed_at"])


def ref_of(proposal: str) -> str:
    """Write what people call a proposal by."""
    letters = proposal[:CALLED_BY].upper()
    return f"{letters[:3]}-{letters[3:]}"


def make_id() -> str:
    bits = randbits(128)
    return "".join(ALPHABET[bits >> 5 * n & 31] for n in reversed(range(ID_LETTERS))).lower()


CALLED = phrase("đề nghị {ref}", "proposal {ref}")


async def _begun_before(producer: str, user: int, *, helps: bool) -> Proposal | None:
    """Give a new product that a person began and said nothing of: one that was tapped for twice."""
    helper = user if helps else None
    drafts = Proposal.filter(producer_id=producer, author_id=user, helped_by_id=helper)
    some = drafts.filter(product_id=None, state=ProposalState.DRAFT, photos__id=None)
    return next((one for one in await some if not one.patch), None)


async def _made(producer: str, patch: Patch, user: int, *, helps: bool) -> Proposal:
    await _refuse_too_many(producer, helps=helps)
    made = _new(producer, None, patch, user, helps=helps)
    await made.save(force_create=True)
    return made


def _new(producer: str, product: str | None, patch: Patch, user: int, *, helps: bool) -> Proposal:
    now = clock.now()
    return Proposal(
        id=make_id(),
        producer_id=producer,
        product_id=product,
        patch=patch,
        author_id=user,
        helped_by_id=user if helps else None,
        begun_at=now,
        changed_at=now,
    )


async def _refuse_too_many(producer: str, *, helps: bool) -> None:
    """Refuse more new products; what officials fill in leaves the producer its own room."""
    new = Proposal.filter(producer_id=producer, product_id=None, state__in=OPEN)
    if await new.filter(helped_by_id__isnull=not helps).count() >= MOST_NEW:
        raise InvalidError(TOO_MANY.filled(most=MOST_NEW))


async def _patched(
    patch: Patch, texts: Mapping[str, str], commune: str, rows: ProductRows, now: Around, at: int
) -> Patch:
    typed = {name: one["typed"] for name, one in patch.items()}
    said = packs_of(rows) | typed | dict(texts)
    for name, text in texts.items():
        if letters_of(name, text, commune) != letters_now(patch, rows, name, now):
            reading = await read(name, text, said, commune)
            patch = touch(patch, name, text, reading, rows, at)
    if PLACE in texts and PLACE in patch:
        patch = {**patch, PLACE: {**patch[PLACE], "chosen": commune}}
    return await _priced(patch, texts, said)


async def _priced(patch: Patch, texts: Mapping[str, str], said: Mapping[str, str]) -> Patch:
    """Read again what is judged by packs that were saved: 85k/kg is no price of a tin of 400 g."""
    for name in texts:
        kind, _, which = name.partition("-")
        for told in (f"price-{which}", f"weight-{which}") if kind == "pack" else ():
            if told in patch:
                reading = await read(told, patch[told]["typed"], said)
                patch = {**patch, told: {**patch[told], "read": meant(told, reading)}}
    return patch


def _touched(typed: Typed) -> Iterator[tuple[str, str]]:
    """Give what its writer changed of the fields that a form sends back."""
    for name, text in typed.texts.items():
        known = typed.known.get(name, ())
        if is_field(name) and not is_untouched(letters_of(name, text, typed.commune), known):
            yield name, text.replace("\0", "\ufffd")  # PostgreSQL keeps no NUL


def _refuse_too_much(patch: Patch, texts: Mapping[str, str]) -> None:
    letters = {name: len(one["typed"]) for name, one in patch.items() if "typed" in one}
    letters |= {name: len(text) for name, text in texts.items()}
    if texts and sum(letters.values()) > MOST_LETTERS:
        longest = max(texts, key=lambda name: letters[name])
        said = TOO_MUCH.filled(most=number(MOST_LETTERS))
        raise InvalidError(said, [FieldError(longest, said)])


def _conflicts(
    patch: Patch, typed: Typed, texts: Mapping[str, str], rows: ProductRows, now: Around
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Find fields that say what their writer never saw, and not what they would have them say."""
    for name, text in texts.items():
        here, mine = letters_now(patch, rows, name, now), letters_of(name, text, typed.commune)
        is_new = (
            has_moved(here, typed.known[name])
            if name in typed.known
            else name in patch and patch[name]["at"] > typed.seen
        )
        if is_new and here != mine and name not in typed.insists:
            yield name, (here, mine)
