"""How a producer says yes to what an official filled in for it: its word, by one of four ways.

By six digits that it reads aloud, by a link that it opens itself, by a paper that it signs, or by a
member who is signed in. None of them is the official's own: an address of theirs is sent no digits,
and neither a link nor a member's page takes their press. What was asked of one version says nothing
of another, and nothing once the official may not help the producer any more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import F
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from media.failpoints import reach
from media.sentences import Sentence
from shop import clock
from shop.access import Actor, May, members_now
from shop.access import reach as reachable
from shop.accounts import codes
from shop.accounts.codes import refused
from shop.accounts.handing import is_official
from shop.accounts.limits import admit_word
from shop.accounts.members import owners_of
from shop.accounts.messages import tell
from shop.accounts.people import Address, addresses_of, person_of
from shop.accounts.secret import digest_of, digest_of_digits, make_token, read_digits
from shop.accounts.texts import WORD
from shop.audit import record
from shop.catalogue.consents import note_consents, unanswered
from shop.errors import InvalidError
from shop.errors.mistakes import WrongValueError
from shop.inputs import contacts
from shop.models import (
    AskedWord,
    Code,
    CodePurpose,
    Evidence,
    IdentityKind,
    PhotoUse,
    Producer,
    Proposal,
    ProposalPhoto,
    ProposalState,
    Purpose,
    Side,
    User,
    WordBy,
)
from shop.proposals.drafting import NO_WORD, hand_in, lock, note, ref_of
from shop.proposals.standing import Standing
from shop.publishing import change

LIFE_OF_A_LINK = timedelta(days=3)
ASKED = (ProposalState.NEEDS_WORD, ProposalState.SUBMITTED)
"""A word that is said twice finds it submitted already: it was said once."""
CHANGED = Sentence(
    "Đề nghị đã sửa sau khi gửi mã. Bấm Gửi lại để nhận mã mới.",
    "The proposal was changed since that code was sent. Press “Send it again”.",
)
NO_ADDRESS = Sentence(
    "Hãy chọn nơi nhận mã của cơ sở.", "Choose where the producer is to get the code."
)
NO_PAPER = Sentence(
    "Chưa có ảnh tờ giấy ký lần này. Hãy chụp rồi gửi ảnh trước.",
    "There is no photo of the paper signed this time. Take one and send it first.",
)
NOT_THE_HELPER = Sentence(
    "Bạn đã điền giúp, nên không trả lời thay được. Hãy để người của cơ sở tự bấm trên máy họ.",
    "You filled this in, so you cannot answer. Let the producer press it on their own device.",
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens: the question, or what was answered by it."""

    asked: AskedWord
    proposal: Proposal
    producer: Producer

    @property
    def is_answered(self) -> bool:
        return self.asked.used_at is not None


async def addresses_for(proposal: Proposal) -> list[Address]:
    """List where a code for a producer may go: to its members, then to numbers that it gave."""
    producer: str = proposal.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    found: dict[Address, None] = {}
    members = members_now().filter(producer_id=producer, user__disabled_at=None).order_by("id")
    for user in await members.values_list("user_id", flat=True):
        found |= dict.fromkeys(await addresses_of(int(user)))  # type: ignore[call-overload]
    found |= dict.fromkeys(_numbers_of(await Producer.get(code=producer)))
    return [one for one in found if await _is_theirs(one, proposal)]


def _numbers_of(producer: Producer) -> list[Address]:
    """Read the mobiles of a contact; what was made up for the demonstration is never told."""
    if producer.contact_evidence == Evidence.ILLUSTRATIVE:
        return []
    numbers = []
    for text in producer.phone.split(";"):
        try:
            numbers.append(Address(IdentityKind.PHONE, contacts.mobile(text)))
        except WrongValueError:
            continue
    return numbers


async def _is_theirs(address: Address, proposal: Proposal) -> bool:
    """Tell whether an address is neither the helper's nor another official's."""
    person = await person_of(address)
    helper = proposal.helped_by_id  # type: ignore[attr-defined] # Tortoise adds it
    return person is None or (person.id != helper and not await is_official(person.id))


async def purposes_asked(producer: str) -> list[Purpose]:
    """List what a producer is asked to consent to beside its word.

    Nothing where it has an owner here: those are the owner's questions, who answers them signed in.
    """
    return [] if await owners_of(producer) else await unanswered(producer)


async def send_code(proposal: str, to: Address, name: str, *, user: int) -> None:
    """Have six digits sent to a producer, which it reads aloud to agree.

    `name` is the product's. Raises TooManyRequestsError, and what `lock` raises.
    """
    async with in_transaction():
        held = await lock(proposal, (ProposalState.NEEDS_WORD,))
        if to not in await addresses_for(held):
            raise refused("to", NO_ADDRESS)
        await admit_word(to)
        now, ends = clock.now(), clock.now() + codes.LIFE
        code = Code(
            purpose=CodePurpose.WORD,
            kind=to.kind,
            address=to.text,
            by=f"user {user}",
            created_at=now,
            expires_at=ends,
        )
        await code.save()
        await _ask(held, user, now, ends, code=code)
        await tell(to, WORD, language="vi", code=code, product=name or ref_of(proposal))
        await record(f"user {user}", "proposal.ask_word", proposal, way=WordBy.CODE)


async def make_link(proposal: str, *, user: int) -> str:
    """Make a link by which a producer agrees, in place of one made before; give its token."""
    token = make_token()
    async with in_transaction():
        held = await lock(proposal, (ProposalState.NEEDS_WORD,))
        waiting = AskedWord.filter(proposal_id=proposal, code_id=None, used_at=None)
        await waiting.delete()
        now = clock.now()
        await _ask(held, user, now, now + LIFE_OF_A_LINK, digest=digest_of(token))
        await record(f"user {user}", "proposal.ask_word", proposal, way=WordBy.LINK)
    return token


async def _ask(held: Proposal, user: int, now: datetime, ends: datetime, **way: Any) -> AskedWord:
    """Note by what a producer may agree: a code, or the digest of a link."""
    return await AskedWord.create(
        proposal_id=held.id,
        version=held.asked_version,
        user_id=user,
        created_at=now,
        expires_at=ends,
        **way,
    )


async def opened_by(token: str) -> Link | None:
    """Find what a link opens; None: it is wrong, over, of another version, or of one who helped."""
    found = AskedWord.filter(digest=digest_of(token), expires_at__gt=clock.now())
    asked = await found.select_related("proposal__producer").first()
    if asked is None or not await _holds(asked):
        return None
    return Link(asked, asked.proposal, asked.proposal.producer)


async def _holds(asked: AskedWord) -> bool:
    held: Proposal = asked.proposal
    state = ProposalState.SUBMITTED if asked.used_at else ProposalState.NEEDS_WORD
    if held.asked_version != asked.version or held.state != state:
        return False
    user: int = asked.user_id  # type: ignore[attr-defined] # Tortoise adds it
    if not await User.exists(id=user, disabled_at=None):
        return False
    helper = Actor(user, Side.OFFICIAL, 0, "", "vi", clock.now())
    producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    return await (await reachable(helper, May.HELP)).filter(code=producer).exists()


def must_be_others(users: Collection[int], link: Link) -> None:
    """Raise InvalidError where the browser that answers a link is of an official who asked."""
    _must_be_another(users, link.proposal)
    if link.asked.user_id in users:  # type: ignore[attr-defined] # Tortoise adds it
        raise InvalidError(NOT_THE_HELPER)


def _must_be_another(users: Collection[int], proposal: Proposal) -> None:
    if proposal.helped_by_id in users:  # type: ignore[attr-defined] # Tortoise adds it
        raise InvalidError(NOT_THE_HELPER)


async def agree_by_code(proposal: str, typed: str, *, user: int, answer_days: int) -> Proposal:
    """Take the digits that a producer read aloud. Raises InvalidError that names `code`."""
    await _count_try(proposal, typed)
    async with in_transaction():
        held = await lock(proposal, ASKED)
        if held.state == ProposalState.NEEDS_WORD:
            await _use_digits(held, typed)
            await _agreed(held, WordBy.CODE, answer_days, by=f"user {user}")
    reach("submitted")
    return held


async def agree_by_link(link: Link, purposes: Collection[Purpose], *, answer_days: int) -> None:
    """Take the word of a producer that opened its link, and what it consented to beside it."""
    by = f"link {link.asked.id}"
    async with change(by=by) as wanted:
        held = await lock(link.proposal.id, ASKED)
        unused = AskedWord.filter(id=link.asked.id, used_at=None, version=held.asked_version)
        is_asked = held.state == ProposalState.NEEDS_WORD
        if is_asked and await unused.update(used_at=clock.now()):
            await _agreed(held, WordBy.LINK, answer_days, by=by)
            allowed = set(purposes) & set(await purposes_asked(link.producer.code))
            basis = f"by link: proposal {ref_of(held.id)}, link {link.asked.id}"
            await note_consents(wanted, link.producer.code, allowed, basis, is_read=True)
    reach("submitted")


async def agree_by_paper(
    proposal: str, purposes: Collection[Purpose], *, user: int, answer_days: int
) -> Proposal:
    """Take the word of a producer that signed a paper, which was photographed since it was asked.

    What is ticked on it as consented to is entered with it. Raises InvalidError without a photo.
    """
    async with change(by=f"user {user}") as wanted:
        held = await lock(proposal, ASKED)
        if held.state == ProposalState.NEEDS_WORD:
            producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
            papers = [one["waiting_id"] for one in await papers_of(held).values("waiting_id")]
            if not papers:
                raise refused("paper", NO_PAPER)
            await _agreed(held, WordBy.PAPER, answer_days, by=wanted.by, papers=papers)
            basis = f"paper: proposal {ref_of(held.id)}, photo {papers[0][:16]}"
            allowed = set(purposes) & set(await purposes_asked(producer))
            await note_consents(wanted, producer, allowed, basis, is_read=False)
    reach("submitted")
    return held


async def agree_as_member(proposal: str, *, user: int, answer_days: int) -> Proposal:
    """Take the word of a member who is signed in, and is not the official who filled it in."""
    async with in_transaction():
        held = await lock(proposal, ASKED)
        _must_be_another([user], held)
        if held.state == ProposalState.NEEDS_WORD:
            await _agreed(held, WordBy.MEMBER, answer_days, by=f"user {user}")
    reach("submitted")
    return held


async def say_no(proposal: str, *, by: str) -> None:
    """Give what was filled in back to the official; said twice, it was said once."""
    async with in_transaction():
        held = await lock(proposal, tuple(ProposalState))
        if held.state == ProposalState.NEEDS_WORD:
            await note(held, state=ProposalState.DRAFT, **NO_WORD)
            await record(by, "proposal.refuse_word", proposal)


def papers_of(held: Proposal) -> QuerySet[ProposalPhoto]:
    """Find the photos of papers that were taken since a producer was asked."""
    papers = ProposalPhoto.filter(proposal_id=held.id, use=PhotoUse.CONSENT)
    return papers.filter(waiting__taken_at__gte=held.asked_at).order_by("position")


def name_of(one: Standing) -> str:
    return str(one.would_be.product["name_vi"])


async def _agreed(
    held: Proposal, word: WordBy, answer_days: int, *, by: str, **proof: object
) -> None:
    await hand_in(held, answer_days, needs_word=False, word=word)
    await record(by, "proposal.word", held.id, way=word, round=held.round, **proof)


async def _count_try(proposal: str, typed: str) -> None:
    """Count a try as wrong before it is compared, in a statement of its own.

    So many at once are no way around the limit. What is no six digits is no try.
    """
    if not read_digits(typed):
        raise refused("code", codes.NO_DIGITS)
    held = await Proposal.get(id=proposal)
    if held.state != ProposalState.NEEDS_WORD:
        return
    asked = [one["code_id"] for one in await _sent(held).values("code_id")]
    if not asked:
        others = AskedWord.filter(proposal_id=proposal, expires_at__gt=clock.now())
        is_of_another = await others.exclude(code_id=None).exists()
        raise refused("code", CHANGED if is_of_another else codes.OVER)
    left = Code.filter(id__in=asked, tries__lt=codes.TRIES)
    if not await left.update(tries=F("tries") + 1):
        raise refused("code", codes.TOO_OFTEN)


async def _use_digits(held: Proposal, typed: str) -> None:
    """Use up the code that was typed: one of the two last sent."""
    good = _sent(held).filter(code__tries__lte=codes.TRIES).exclude(code__digest="")
    latest = await good.order_by("-id").limit(codes.GOOD).select_related("code")
    digest = digest_of_digits(read_digits(typed), "")
    for one in latest:
        if digest in {one.code.digest, *one.code.former}:
            sent, now = [row["code_id"] for row in await _sent(held).values("code_id")], clock.now()
            await AskedWord.filter(code_id__in=sent).update(used_at=now)
            await Code.filter(id__in=sent).update(used_at=now)
            return
    tries = max((one.code.tries for one in latest), default=codes.TRIES)
    left = codes.TRIES - tries
    raise refused("code", codes.WRONG.filled(left=left) if left > 0 else codes.TOO_OFTEN)


def _sent(held: Proposal) -> QuerySet[AskedWord]:
    """Find the codes that were sent for a proposal as it is asked about, and are not over."""
    asked = AskedWord.filter(proposal_id=held.id, version=held.asked_version, used_at=None)
    return asked.filter(expires_at__gt=clock.now(), code__used_at=None).exclude(code_id=None)
