"""What an official fills in for a producer needs its word: by code, link, paper, or a member."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from shop import clock
from shop.access import Actor
from shop.accounts.members import end_mandates
from shop.accounts.people import Address
from shop.accounts.secret import digest_of_digits
from shop.catalogue import withdraw_consent
from shop.errors import InvalidError, TooManyRequestsError
from shop.models import (
    AskedWord,
    AuditEntry,
    Code,
    Consent,
    IdentityKind,
    Membership,
    Message,
    OfficialRole,
    PhotoUse,
    Producer,
    Proposal,
    ProposalPhoto,
    ProposalState,
    Purpose,
    WordBy,
)
from shop.proposals import drafting, helping, wording
from shop.proposals.drafting import Typed
from shop.proposals.joining import join
from tests.people import Person, member, official
from tests.proposals.drafts import MACKEREL, waiting_photo
from tests.publishing.goods import CA_MOI, a_small_catalogue, goods, on_show
from tests.web.own import LANG_CHAI, THUY_HUONG

DAYS = 3
PHONE = Address(IdentityKind.PHONE, "+84912345678")
COMMUNE = "11728"


@dataclass
class Help:
    helper: Person
    proposal: Proposal

    async def now(self) -> Proposal:
        return await Proposal.get(id=self.proposal.id)

    async def submit(self) -> Proposal:
        held = await self.now()
        user = self.helper.user
        return await drafting.submit(held.id, held.version, user=user, answer_days=DAYS)

    async def by_code(self, digits: str) -> Proposal:
        user = self.helper.user
        return await wording.agree_by_code(self.proposal.id, digits, user=user, answer_days=DAYS)

    async def code(self, digits: str = "123456") -> None:
        await wording.send_code(self.proposal.id, PHONE, "Cá mòi", user=self.helper.user)
        code = await Code.filter(digest="").order_by("-id").first()
        await Code.filter(id=code.id).update(digest=digest_of_digits(digits, ""))

    async def link(self) -> str:
        return await wording.make_link(self.proposal.id, user=self.helper.user)


@pytest.fixture
async def helped(services) -> Help:
    """A product that an official of the commune filled in, and handed to its producer."""
    await a_small_catalogue()
    await on_show(goods())
    await Producer.filter(code=LANG_CHAI).update(phone=f"{PHONE.text}; +842253000000")
    helper = await official(OfficialRole.HELPER, COMMUNE)
    begun = await helping.begin(LANG_CHAI, None, user=helper.user)
    await drafting.save(begun.id, Typed(begun.version, MACKEREL | {"group": "other"}))
    await waiting_photo(services, begun.id)
    one = Help(helper, begun)
    await one.submit()
    return one


def actor(person: Person) -> Actor:
    return Actor(person.user, person.side, 0, "", "vi", clock.now())


async def words() -> list[tuple]:
    rows = await AuditEntry.filter(action="proposal.word").order_by("id")
    return [(row.by, row.detail["way"]) for row in rows]


async def test_what_an_official_sends_waits_for_its_producer_and_for_no_official(helped):
    held = await helped.now()

    assert (held.state, held.round, held.submitted_at) == (ProposalState.NEEDS_WORD, 0, None)
    assert (held.asked_version, held.worded_at) == (held.version, None)


async def test_a_code_that_the_producer_reads_aloud_hands_it_in_once(helped):
    await helped.code("111111")
    await helped.code("222222")
    message = await Message.all().order_by("-created_at").first()

    with pytest.raises(InvalidError, match="4 tries left"):
        await helped.by_code("999999")
    first = await helped.by_code(" 111 111")  # the former of two that were sent
    again = await helped.by_code("111111")

    assert (message.what, message.address) == ("word", PHONE.text)
    assert (first.state, first.round, first.worded_by) == (
        ProposalState.SUBMITTED, 1, WordBy.CODE
    )  # fmt: skip
    assert (again.version, again.round) == (first.version, 1)
    assert await words() == [(f"user {helped.helper.user}", "code")]
    assert await Code.filter(used_at=None).count() == 0


async def test_five_wrong_digits_are_the_last_and_a_new_code_is_good(helped):
    await helped.code()
    for _ in range(5):
        with pytest.raises(InvalidError):
            await helped.by_code("000000")
    with pytest.raises(InvalidError, match="5 times"):
        await helped.by_code("123456")
    with pytest.raises(InvalidError, match="six digits"):
        await helped.by_code("12345")
    assert (await helped.now()).state == ProposalState.NEEDS_WORD

    await helped.code("654321")

    assert (await helped.by_code("654321")).state == ProposalState.SUBMITTED


async def test_what_was_asked_of_a_former_version_says_nothing_of_the_next(helped):
    await helped.code()
    token = await helped.link()
    held = await drafting.take_back(helped.proposal.id, user=helped.helper.user)
    await drafting.save(held.id, Typed(held.version, {"name": "Cá mòi kho khác hẳn"}))
    await helped.submit()

    with pytest.raises(InvalidError, match="changed since"):
        await helped.by_code("123456")
    assert await wording.opened_by(token) is None
    assert (await helped.now()).state == ProposalState.NEEDS_WORD


async def test_a_code_is_over_after_ten_minutes_and_an_address_is_sent_few(helped):
    await helped.code()
    with clock.stopped(clock.now() + timedelta(minutes=11)), pytest.raises(InvalidError):
        await helped.by_code("123456")
    for _ in range(4):
        await helped.code()

    with pytest.raises(TooManyRequestsError):
        await helped.code()
    assert await Message.all().count() == 5


@pytest.mark.on("sqlite")
async def test_a_code_goes_to_the_producers_addresses_and_to_no_official(helped):
    one = await member(LANG_CHAI, address="+84912000001")
    two = await member(LANG_CHAI, address=helped.helper.address.text)
    await official(OfficialRole.READER, address="doc@example.vn")
    await Membership.create(
        user_id=(await official(OfficialRole.READER, address="xem@example.vn")).user,
        producer_id=LANG_CHAI, role="editor", since=clock.now(), accepted_at=clock.now(), by="test",
    )  # fmt: skip

    found = await wording.addresses_for(await helped.now())

    assert two.user == helped.helper.user
    assert found == [one.address, PHONE]
    elsewhere = Address(IdentityKind.PHONE, "+84912999999")
    with pytest.raises(InvalidError, match="Choose where"):
        await wording.send_code(helped.proposal.id, elsewhere, "", user=helped.helper.user)
    await Producer.filter(code=LANG_CHAI).update(contact_evidence="illustrative")
    assert await wording.addresses_for(await helped.now()) == [one.address]


async def test_a_link_gives_the_word_once_with_what_was_consented_to(helped):
    for purpose in (Purpose.CATALOGUE, Purpose.CONTACT):
        await withdraw_consent(LANG_CHAI, purpose, by="test")
    token = await helped.link()

    link = await wording.opened_by(token)
    for _ in range(2):
        await wording.agree_by_link(
            link, [Purpose.CATALOGUE, Purpose.MARKETPLACES], answer_days=DAYS
        )

    held = await helped.now()
    assert (held.state, held.round, held.worded_by) == (ProposalState.SUBMITTED, 1, WordBy.LINK)
    [new] = await Consent.filter(producer_id=LANG_CHAI, withdrawn_at=None).exclude(basis="test")
    assert (new.purpose, new.text_version) == (Purpose.CATALOGUE, "2026-11")
    assert new.text.startswith("Tôi cho hiện tên cơ sở")
    assert await words() == [(f"link {link.asked.id}", "link")]
    assert (await wording.opened_by(token)).is_answered


async def test_an_owners_consents_are_not_asked_beside_a_word(helped):
    await withdraw_consent(LANG_CHAI, Purpose.CATALOGUE, by="test")
    await member(LANG_CHAI)
    link = await wording.opened_by(await helped.link())

    await wording.agree_by_link(link, [Purpose.CATALOGUE], answer_days=DAYS)

    standing = Consent.filter(purpose=Purpose.CATALOGUE, producer_id=LANG_CHAI, withdrawn_at=None)
    assert await standing.count() == 0


async def test_a_link_ends_after_three_days_with_a_new_one_and_with_the_mandate(helped):
    first = await helped.link()
    second = await helped.link()

    assert await wording.opened_by(first) is None
    assert (await wording.opened_by(second)).producer.code == LANG_CHAI
    with clock.stopped(clock.now() + timedelta(days=3, minutes=1)):
        assert await wording.opened_by(second) is None
    await end_mandates(helped.helper.user, by="test")
    assert await wording.opened_by(second) is None


async def test_a_paper_must_have_been_photographed_since_it_was_asked_for(helped, services):
    await waiting_photo(services, helped.proposal.id, b"paper of before")
    await ProposalPhoto.filter(position=2).update(use=PhotoUse.CONSENT, position=1)
    held = await drafting.take_back(helped.proposal.id, user=helped.helper.user)
    await drafting.save(held.id, Typed(held.version, {"name": "Cá mòi kho khác hẳn"}))
    await helped.submit()
    agree = {"user": helped.helper.user, "answer_days": DAYS}

    with pytest.raises(InvalidError, match="no photo"):
        await wording.agree_by_paper(helped.proposal.id, [Purpose.CATALOGUE], **agree)
    digest = await waiting_photo(services, helped.proposal.id, b"paper of now")
    await ProposalPhoto.filter(waiting_id=digest).update(use=PhotoUse.CONSENT)
    await withdraw_consent(LANG_CHAI, Purpose.CATALOGUE, by="test")
    for _ in range(2):
        await wording.agree_by_paper(helped.proposal.id, [Purpose.CATALOGUE], **agree)

    held = await helped.now()
    assert (held.state, held.round, held.worded_by) == (ProposalState.SUBMITTED, 1, WordBy.PAPER)
    [new] = await Consent.filter(producer_id=LANG_CHAI, withdrawn_at=None).exclude(basis="test")
    assert (new.purpose, new.text) == (Purpose.CATALOGUE, "")
    assert new.basis.startswith("paper: proposal ")
    assert digest[:16] in new.basis


async def test_a_member_agrees_and_the_official_who_filled_it_in_does_not(helped):
    await member(LANG_CHAI, address=helped.helper.address.text)
    agree = {"answer_days": DAYS}

    with pytest.raises(InvalidError, match="You filled this in"):
        await wording.agree_as_member(helped.proposal.id, user=helped.helper.user, **agree)
    assert (await helped.now()).state == ProposalState.NEEDS_WORD
    other = await member(LANG_CHAI)
    held = await wording.agree_as_member(helped.proposal.id, user=other.user, **agree)

    assert (held.state, held.worded_by) == (ProposalState.SUBMITTED, WordBy.MEMBER)


async def test_a_word_counts_no_more_once_it_is_taken_back(helped):
    await helped.code()
    await helped.by_code("123456")
    held = await drafting.take_back(helped.proposal.id, user=helped.helper.user)

    assert (held.state, held.worded_at, held.worded_by) == (ProposalState.DRAFT, None, None)
    assert (await helped.submit()).state == ProposalState.NEEDS_WORD


async def test_a_no_gives_it_back_to_the_official(helped):
    for _ in range(2):
        await wording.say_no(helped.proposal.id, by="link 1")

    [one] = await helping.helped([LANG_CHAI])
    assert (one.proposal.state, one.is_refused) == (ProposalState.DRAFT, True)
    assert one.name == MACKEREL["name"]
    assert await AuditEntry.filter(action="proposal.refuse_word").count() == 1


async def test_a_member_who_sends_it_itself_needs_no_other_word(helped):
    other = await member(LANG_CHAI)
    held = await drafting.take_back(helped.proposal.id, user=other.user)

    sent = await drafting.submit(held.id, held.version, user=other.user, answer_days=DAYS)

    assert (sent.state, sent.worded_by) == (ProposalState.SUBMITTED, None)


@pytest.mark.on("sqlite")
async def test_what_the_producer_changes_itself_is_its_own(helped):
    owner = await member(LANG_CHAI)
    await drafting.begin(LANG_CHAI, CA_MOI, user=owner.user)

    with pytest.raises(InvalidError, match="changing this product itself"):
        await helping.begin(LANG_CHAI, CA_MOI, user=helped.helper.user)


@pytest.mark.on("sqlite")
async def test_producers_in_reach_are_found_with_their_marks_and_a_page_at_a_time(
    helped, monkeypatch
):
    admin = actor(await official(OfficialRole.ADMIN))

    async def found(text: str, of: Actor = admin) -> list[str]:
        return [row["code"] for row in (await helping.producers_found(of, text))[0]]

    assert await found("lang chai") == await found("Làng Chài") == [LANG_CHAI]
    assert await found("Lạng Chài") == []
    assert await found("hp-cs-102") == await found("quyết thắng") == [THUY_HUONG]
    assert await found("", actor(helped.helper)) == [LANG_CHAI]
    monkeypatch.setattr(helping, "AT_ONCE", 1)
    page, following = await helping.producers_found(admin)
    assert (page[0]["code"], following) == (LANG_CHAI, THUY_HUONG)
    assert await helping.producers_found(admin, start=following) == (
        [{"code": THUY_HUONG, "name": "Hợp tác xã Thụy Hương", "commune": "Xã Quyết Thắng",
          "name_sort": (await Producer.get(code=THUY_HUONG)).name_sort}], ""
    )  # fmt: skip


async def test_of_words_asked_nothing_opens_anything_and_old_ones_are_forgotten(helped):
    from shop.accounts import forgetting

    await helped.code("707070")
    token = await helped.link()
    rows = await AskedWord.all().values()
    assert token not in repr(rows)
    assert "707070" not in repr(rows) + repr(await Code.all().values())

    await forgetting.forget_old(clock.now() + timedelta(days=6))

    assert await AskedWord.all().count() == await Code.all().count() == 0


@pytest.mark.on("sqlite")
async def test_an_official_adds_no_pack_to_what_the_producer_itself_is_writing(shop):
    owner = await member("HP-CS-101")
    helper = await official(OfficialRole.HELPER, "11728")
    own = await drafting.begin("HP-CS-101", "HP-OCOP-0001", user=owner.user)
    made = await drafting.begin("HP-CS-101", user=helper.user, helps=True)
    typed = Typed(made.version, {"name": "Cá mòi kho Làng Chài", "pack-1": "hộp 1 kg"})
    draft = await drafting.save(made.id, typed)

    with pytest.raises(InvalidError, match="The producer is changing this product itself"):
        await join(draft, "HP-OCOP-0001", user=helper.user, helps=True)

    assert (await Proposal.get(id=own.id)).patch == {}
    assert (await Proposal.get(id=draft.id)).state == ProposalState.DRAFT
