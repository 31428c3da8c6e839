"""What may happen to a product, its producer and its pictures while a proposal waits."""

from hashlib import sha256

import pytest
from tortoise.exceptions import IntegrityError

from media.store import Missing, picture_key
from shop import catalogue, clock, photos
from shop.catalogue import withdraw_consent
from shop.errors import InvalidError
from shop.inputs.tables import PhotoInput
from shop.models import (
    Commune,
    Decision,
    IdentityKind,
    Listing,
    Message,
    OfficialRole,
    Photo,
    Picture,
    Product,
    Proposal,
    ProposalPhoto,
    ProposalState,
    Purpose,
    Recognition,
    RecognitionType,
    User,
)
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval, Stars
from shop.proposals.drafting import Typed
from shop.proposals.rounds import Reason
from shop.publishing.loading import load
from tests.conftest import services_of
from tests.people import Person, member, official
from tests.proposals.drafts import JPEG, drafted, waiting_photo

ONE, CODE = "HP-CS-101", "HP-NS-0251"
SARDINES = "HP-OCOP-0001"


async def submitted(shop, person: Person, *, photo: bool = True, **texts: str) -> Proposal:
    made = await drafted(person, ONE, **texts)
    if photo:
        await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def an_edit(code: str, **texts: str) -> tuple[Proposal, Person]:
    owner = (await Product.get(code=code)).producer_id
    person = await member(owner)
    begun = await drafting.begin(owner, code, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, texts))
    sent = await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)
    return sent, person


async def approve(shop, sent: Proposal, person: Person, **said: object) -> str:
    approval = Approval(sent.version, **said)
    pictures = services_of(shop).pictures
    return await deciding.approve(sent.id, approval, pictures, user=person.user)


async def is_live(code: str) -> bool:
    found = await Listing.get_or_none(code=code)
    return bool(found and found.live)


async def test_without_consent_it_is_approved_and_not_on_show(shop, producer, moderator):
    sent = await submitted(shop, producer)
    await withdraw_consent(ONE, Purpose.CATALOGUE, by="test")

    assert await approve(shop, sent, moderator) == CODE

    assert not await is_live(CODE)
    assert (await Product.get(code=CODE)).state == "published"


async def test_what_was_suspended_meanwhile_stays_so(shop, moderator):
    sent, _ = await an_edit(SARDINES, storage="Nơi khô ráo.")
    await catalogue.suspend(SARDINES, by="test", reason="Thử.")

    await approve(shop, sent, moderator)

    product = await Product.get(code=SARDINES)
    assert (product.state, product.storage) == ("suspended", "Nơi khô ráo.")
    assert not await is_live(SARDINES)


async def test_a_product_with_a_proposal_is_not_deleted_under_it(shop):
    sent, _ = await an_edit(SARDINES, storage="Nơi khô ráo.")

    with pytest.raises(IntegrityError):
        await Product.filter(code=SARDINES).delete()

    assert (await Proposal.get(id=sent.id)).product_id == SARDINES


async def test_a_commune_renamed_meanwhile_is_shown_by_its_new_name(shop, producer, moderator):
    sent = await submitted(shop, producer)
    commune = sent.patch.get("place", {}).get("read", {}).get("commune")
    commune = commune or (await load([SARDINES]))[SARDINES].product["commune_id"]
    await catalogue.rename_commune(commune, "Xã Tên Mới", by="test")
    sent_too, _ = await an_edit(SARDINES, place=(await Commune.get(code=commune)).name)

    await approve(shop, sent, moderator)
    await approve(shop, sent_too, moderator)

    document = (await Listing.get(code=SARDINES)).document
    assert "Xã Tên Mới" in document


async def test_a_field_that_moved_on_must_be_chosen(shop, moderator):
    for choice, expected in (("here", "Ở đây."), ("proposed", "Đề nghị proposed.")):
        sent, _ = await an_edit(SARDINES, storage=f"Đề nghị {choice}.")
        here = "Ở đây." if choice == "here" else "Chỗ khác."
        await Product.filter(code=SARDINES).update(storage=here)
        with pytest.raises(InvalidError) as refused:
            await approve(shop, sent, moderator)
        assert [one.field for one in refused.value.errors] == ["storage"]

        await approve(shop, sent, moderator, choices={"storage": choice})

        assert (await Product.get(code=SARDINES)).storage == expected


async def test_a_waiting_file_that_was_lost_is_a_sentence(shop, producer, moderator):
    sent = await submitted(shop, producer)
    digest = sha256(JPEG).hexdigest()
    waiting = services_of(shop).pictures.waiting
    await waiting._files.remove(f"waiting/{picture_key(f'{digest}.jpg')}", float("inf"))

    with pytest.raises(InvalidError, match="is lost") as refused:
        await approve(shop, sent, moderator)

    assert [one.field for one in refused.value.errors] == ["photos"]
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED
    await waiting.put(f"{digest}.jpg", JPEG)
    assert await approve(shop, sent, moderator) == CODE


async def shown_photo(code: str, data: bytes = b"another picture") -> str:
    digest = sha256(data).hexdigest()
    file = {"name": f"{digest}.jpg", "width": 640, "height": 480, "type": "image/jpeg"}
    await Picture.create(
        digest=digest, width=640, height=480, placeholder="", renditions=[file], recipe=1,
        taken_at=clock.now(), taken_by="test",
    )  # fmt: skip
    await photos.show(code, PhotoInput(picture=digest), by="test")
    return digest


async def test_a_picture_that_an_official_removed_meanwhile_is_a_sentence(
    shop, producer, moderator, monkeypatch
):
    digest = await shown_photo(SARDINES)
    sent = await submitted(shop, producer)
    await ProposalPhoto.create(proposal_id=sent.id, position=2, picture_id=digest)
    copying = deciding.show_files

    async def removed_in_between(*given: object):
        await copying(*given)
        await photos.remove(digest, services_of(shop).room, by="test", reason="Thử.")

    with monkeypatch.context() as between:
        between.setattr(deciding, "show_files", removed_in_between)
        with pytest.raises(InvalidError, match="was just removed") as refused:
            await approve(shop, sent, moderator)
    assert [one.field for one in refused.value.errors] == ["photos"]

    assert await approve(shop, sent, moderator) == CODE
    assert await Photo.filter(product_id=CODE).count() == 1


async def test_a_picture_that_is_removed_while_it_is_approved_is_not_shown(
    shop, producer, moderator, monkeypatch
):
    """The same bytes were on show elsewhere, and an official removed them, here as well."""
    sent = await submitted(shop, producer)
    digest = await shown_photo(SARDINES, JPEG)
    copying, room = deciding.show_files, services_of(shop).room

    async def removed_in_between(*given: object):
        await copying(*given)
        if await Picture.exists(digest=digest) and not await Product.exists(code=CODE):
            await photos.remove(digest, room, by="test", reason="Thử.")

    monkeypatch.setattr(deciding, "show_files", removed_in_between)

    with pytest.raises(InvalidError, match="was just removed"):
        await approve(shop, sent, moderator)

    assert not await Product.exists(code=CODE)
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED
    with pytest.raises(Missing):
        await room.pictures.get(f"{digest}.jpg")


async def test_several_packs_get_their_numbers_and_all_columns_are_written(
    shop, producer, moderator
):
    sent = await submitted(
        shop,
        producer,
        **{"pack-2": "túi 2 kg", "price-2": "Liên hệ", "months": "3,4,5", "made": "Cá mòi, muối."},
        place="Phường Hồng Bàng",
        group="other",
    )
    with pytest.raises(InvalidError) as refused:
        await approve(shop, sent, moderator)
    assert [one.field for one in refused.value.errors] == ["group"]

    await approve(shop, sent, moderator, group="so-che-va-muoi")

    rows = (await load([CODE]))[CODE]
    packs = [(one["sku"], one["pack"], one["price"], one["unit"]) for one in rows.variants]
    assert packs == [
        ("HP-NS-0251-1", "hộp 400 g", 125_000, "g"),
        ("HP-NS-0251-2", "túi 2 kg", None, "kg"),
    ]
    product = rows.product
    assert product["season_months"] == [3, 4, 5]
    assert (product["commune_name"], product["agri_group_id"]) == (
        "Phường Hồng Bàng", "so-che-va-muoi",
    )  # fmt: skip
    assert product["description_vi"] == "Cá mòi, muối."


async def test_a_pack_that_is_added_does_not_disturb_the_others(shop, moderator):
    sent, _ = await an_edit(SARDINES, **{"pack-1": "thùng 24 hộp", "price-1": "1tr2"})
    await catalogue.set_price(f"{SARDINES}-1", 99_000, by="test")

    await approve(shop, sent, moderator)

    packs = (await load([SARDINES]))[SARDINES].variants
    assert [(one["sku"], one["price"]) for one in packs] == [
        (f"{SARDINES}-1", 99_000), (f"{SARDINES}-2", 1_200_000),
    ]  # fmt: skip


async def test_stars_come_by_a_decision_of_the_catalogue_alone(shop, producer, moderator):
    sent = await submitted(shop, producer)
    decision = await Decision.all().order_by("-signed_on").first()
    for wrong in (Stars("09", 0, 4), Stars("99", decision.id, 4)):
        with pytest.raises(InvalidError, match="choose the decision"):
            await approve(shop, sent, moderator, stars=wrong)

    code = await approve(shop, sent, moderator, stars=Stars("09", decision.id, 4))

    product = await Product.get(code=code)
    assert code.startswith("HP-OCOP-")
    assert (product.kind, product.ocop_set_id) == ("ocop", "09")
    assert product.agri_group_id == "so-che-va-muoi"
    held = await Recognition.get(product_id=code)
    assert (held.stars, held.type, held.decision_id) == (4, RecognitionType.NEW, decision.id)


async def test_an_agricultural_product_that_wins_stars_keeps_its_code(shop, moderator):
    sent, _ = await an_edit("HP-NS-0001", storage="Nơi khô ráo.")
    decision = await Decision.all().order_by("-signed_on").first()
    group = (await Product.get(code="HP-NS-0001")).agri_group_id

    await approve(shop, sent, moderator, stars=Stars("03", decision.id, 3))

    product = await Product.get(code="HP-NS-0001")
    assert (product.kind, product.ocop_set_id, product.agri_group_id) == ("ocop", "03", group)


async def test_an_edit_leaves_recognitions_as_they_are(shop, moderator):
    """Of two that were signed on one day none is taken for a mistake of the other."""
    first = await Recognition.filter(product_id=SARDINES).select_related("decision").get()
    twin = await Decision.create(
        number="999/QĐ-UBND", issuer="UBND thành phố", signed_on=first.decision.signed_on
    )
    await Recognition.create(
        product_id=SARDINES, decision_id=twin.id, stars=3, type="new", taxonomy=first.taxonomy,
        expires_on=first.expires_on,
    )  # fmt: skip
    sent, _ = await an_edit(SARDINES, storage="Nơi khô ráo.")

    await approve(shop, sent, moderator)

    assert await Recognition.filter(product_id=SARDINES).count() == 2


async def test_all_who_should_know_are_told_and_no_one_else(shop, moderator):
    owner = await member(ONE, address="chu@example.vn")
    helper = await official(OfficialRole.HELPER)
    await member("HP-CS-102")
    begun = await drafting.begin(ONE, user=helper.user, helps=True)
    texts = {"name": "Cá mòi kho", "pack-1": "hộp 400 g", "price-1": "125k",
             "group": "so-che-va-muoi"}  # fmt: skip
    saved = await drafting.save(begun.id, Typed(begun.version, texts))
    await waiting_photo(services_of(shop), saved.id)
    now = {"state": "submitted", "submitted_at": clock.now(), "answer_by": clock.today()}
    await Proposal.filter(id=saved.id).update(**now, round=1)
    assert await Message.all().count() == 0

    reasons = [Reason("photos", "blurred"), Reason("name", "label"), Reason("", "", "Ghi thêm.")]
    await deciding.give_back(saved.id, saved.version, reasons, user=moderator.user)

    told = await Message.all().order_by("what")
    assert [(one.what, one.kind, one.address) for one in told] == [
        ("helped_returned", IdentityKind.EMAIL, helper.address.text),
        ("proposal_returned", IdentityKind.EMAIL, owner.address.text),
    ]
    assert [one.words for one in told] == [{"product": "Cá mòi kho", "n": 3}] * 2


async def test_an_author_who_left_is_not_told(shop, moderator):
    owner = await member(ONE, address="chu@example.vn")
    author = await member(ONE, address="lam@example.vn")
    sent = await submitted(shop, author)
    from shop.accounts.members import remove_member

    await remove_member(author.user, ONE, by="test")
    await User.filter(id=author.user).update(name="")

    await approve(shop, sent, moderator)

    assert [one.address for one in await Message.all()] == [owner.address.text]
