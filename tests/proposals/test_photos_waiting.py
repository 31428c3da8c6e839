"""Pictures that wait: who is given them, that nothing public has them, and when they go."""

from datetime import timedelta

import pytest

from shop import backup, clock, photos
from shop.models import (
    MemberRole,
    Message,
    OfficialRole,
    PhotoUse,
    Picture,
    Producer,
    Product,
    Proposal,
    ProposalPhoto,
    RemovedPicture,
    Side,
    WaitingPicture,
)
from shop.proposals import drafting, forgetting, pictures
from shop.proposals.deciding import Approval, approve
from shop.proposals.pictures import Act
from shop.proposals.standing import standing
from shop.publishing.rendering import shown_as
from shop.queries import picture_files
from shop.queries.lookalikes import lookalikes_of
from shop.services import opened
from shop.web.portal.waiting import names_of, with_waiting
from tests.conftest import services_of
from tests.people import member, official
from tests.pictures import photo
from tests.proposals.drafts import drafted
from tests.proposals.sending import OTHER, OWN, arrived, digest_of, on_show, rows, send
from tests.publishing.truth import document

SENDER = pictures.Sender("user 1")


@pytest.fixture
async def owner(shop):
    return await member(OWN)


async def with_photo(shop, owner, data: bytes, **texts: str) -> Proposal:
    made = await drafted(owner, OWN, **texts)
    await send(shop, owner, made, data)
    return await Proposal.get(id=made.id)


async def names(digest: str) -> list[str]:
    return [file["name"] for file in (await WaitingPicture.get(digest=digest)).renditions]


@pytest.mark.on("sqlite")
async def test_a_waiting_picture_is_given_to_members_and_to_officials_who_read_it(shop, owner):
    made = await with_photo(shop, owner, photo(1))
    [name, *_] = await names(digest_of(photo(1)))
    here = (await Producer.get(code=OWN)).commune_id
    elsewhere = (await Producer.exclude(commune_id=here).order_by("code").first()).commune_id
    people = {
        "owner": owner,
        "editor": await member(OWN, MemberRole.EDITOR),
        "other": await member(OTHER),
        "moderator": await official(OfficialRole.MODERATOR),
        "helper": await official(OfficialRole.HELPER, here),
        "elsewhere": await official(OfficialRole.MODERATOR, elsewhere),
    }

    async def given() -> set[str]:
        found = set()
        for who, person in people.items():
            root = "/nha-san-xuat" if person.side is Side.PRODUCER else "/can-bo"
            answer = await shop.get(f"{root}/anh/{name}", headers=person.headers)
            assert answer.status_code in {200, 404}
            found |= {who} if answer.status_code == 200 else set()
        return found

    assert await given() == {"owner", "editor"}
    await Proposal.filter(id=made.id).update(helped_by_id=people["helper"].user)
    assert await given() == {"owner", "editor", "helper"}
    await Proposal.filter(id=made.id).update(state="submitted", submitted_at=clock.now())
    assert await given() == {"owner", "editor", "helper", "moderator"}
    await Proposal.filter(id=made.id).update(state="returned", helped_by_id=None)
    assert await given() == {"owner", "editor", "helper", "moderator"}

    answer = await shop.get(f"/nha-san-xuat/anh/{name}", headers=owner.headers)
    told = answer.headers
    assert (told["content-type"], told["cache-control"]) == ("image/webp", "no-store")
    assert told["cross-origin-resource-policy"] == "same-origin"
    assert told["x-content-type-options"] == "nosniff"
    original = await shop.get(f"/nha-san-xuat/anh/{digest_of(photo(1))}.jpg", headers=owner.headers)
    assert original.status_code == 404
    assert (await shop.get(f"/nha-san-xuat/anh/{name}")).status_code == 303
    await pictures.act(made.id, digest_of(photo(1)), Act.REMOVE)
    assert await given() == set()


PUBLIC = (
    "/", "/tim-kiem", "/san-pham/HP-NS-0001", f"/co-so/{OWN}", "/api/v1/products?limit=500",
    "/api/v1/changes?since=0&limit=1000", "/sitemap.xml",
)  # fmt: skip


@pytest.mark.on("sqlite")
async def test_nothing_public_has_a_waiting_picture(shop, owner):
    await with_photo(shop, owner, photo(1))
    digest = digest_of(photo(1))
    held = await names(digest)

    for name in (*held, f"{digest}.jpg"):
        for path in (f"/media/{name}", f"/media/waiting/{name}", f"/media/..%2fwaiting%2f{name}"):
            assert (await shop.get(path)).status_code == 404
    for path in PUBLIC:
        text = (await shop.get(path)).text
        assert [one for one in (digest, *held) if one[:64] in text] == []


@pytest.mark.on("sqlite")
async def test_what_would_be_shown_names_waiting_pictures_where_they_are_given(shop, owner):
    made = await with_photo(shop, owner, photo(1))
    one = await standing(made.id)

    would_be = shown_as(one.would_be, clock.now())
    shown = with_waiting(would_be, names_of(one.photos), owner.side)

    [first] = shown["photos"]
    for address in (first["url"], *(file["url"] for file in first["renditions"])):
        assert address.startswith("/nha-san-xuat/anh/")
        assert (await shop.get(address, headers=owner.headers)).status_code == 200


async def test_an_official_takes_a_picture_off_proposals_too(shop, owner):
    room, data = services_of(shop).room, photo(1)
    made = await with_photo(shop, owner, data)
    digest = digest_of(data)
    files = list(photos.files_of(await WaitingPicture.get(digest=digest)))

    removed = await photos.remove(digest, room, by="cán bộ", reason="ảnh của người khác")

    assert (removed.products, removed.proposals) == ([], [made.id])
    assert await rows(made) == []
    assert not await WaitingPicture.exists(digest=digest)
    assert [key for key in files if await room.pictures.has(key)] == []
    assert (await RemovedPicture.get(digest=digest)).files == files


async def test_what_looks_like_a_photo_of_another_producer_is_found(shop, owner):
    room = services_of(shop).room
    other = await drafting.begin(OTHER, user=owner.user)
    code = (await Product.filter(producer_id=OTHER).order_by("code").first()).code
    own = (await Product.filter(producer_id=OWN).order_by("code").first()).code
    shown = await on_show(room, code, photo(1, quality=60))
    await on_show(room, own, photo(3, quality=60))
    with arrived(room, photo(2, quality=60)) as sent:
        await pictures.add(other.id, sent, room, SENDER)
    made = await drafting.begin(OWN, user=owner.user)
    for n in (1, 2, 3, 4):
        with arrived(room, photo(n)) as sent:
            await pictures.add(made.id, sent, room, SENDER)

    found = {one.picture: one for one in await lookalikes_of(made.id)}

    assert set(found) == {digest_of(photo(1)), digest_of(photo(2))}
    on_a_product, waiting = found[digest_of(photo(1))], found[digest_of(photo(2))]
    assert (on_a_product.other, on_a_product.product) == (shown, code)
    assert (waiting.product, waiting.proposal, waiting.producer) == ("", other.id, OTHER)


async def test_files_of_waiting_pictures_outlive_the_sweep_as_long_as_a_proposal_shows_them(
    shop, owner
):
    store = services_of(shop).pictures
    made = await with_photo(shop, owner, photo(1))
    with arrived(services_of(shop).room, photo(2)) as paper:
        await pictures.add(made.id, paper, services_of(shop).room, SENDER, PhotoUse.CONSENT)
    await on_show(services_of(shop).room, "HP-NS-0001", photo(9))  # an empty table sweeps nothing
    later = clock.now() + timedelta(days=40)

    assert (await picture_files.sweep(store, later)).swept.removed == 0
    await forgetting.forget_old(later)
    assert await WaitingPicture.all().count() == 2
    await drafting.drop(made.id, user=owner.user)
    assert await forgetting.forget_old(clock.now() + timedelta(days=29)) == 0
    while await forgetting.forget_old(later):
        pass

    assert await WaitingPicture.all().count() == 0
    checked = await picture_files.sweep(store, later)
    assert (checked.swept.removed > 4, checked.missing) == (True, [])
    assert [key async for page in store.pages() for key in page if "waiting" in key.key] == []


async def test_what_was_approved_goes_on_showing_its_photos_and_keeps_its_paper(shop, owner):
    room = services_of(shop).room
    made = await with_photo(shop, owner, photo(1))
    with arrived(room, photo(2)) as paper:
        await pictures.add(made.id, paper, room, SENDER, PhotoUse.CONSENT)
    held = await drafting.submit(
        made.id, (await Proposal.get(id=made.id)).version, user=owner.user, answer_days=3
    )
    moderator = await official(OfficialRole.MODERATOR)
    code = await approve(held.id, Approval(held.version), room.pictures, user=moderator.user)

    while await forgetting.forget_old(clock.now() + timedelta(days=31)):
        pass

    assert await rows(made) == [digest_of(photo(1))]
    assert await Picture.exists(digest=digest_of(photo(1)))
    left = await WaitingPicture.all().values_list("digest", flat=True)
    assert left == [digest_of(photo(2))]
    assert len((await document(code))["photos"]) == 1


async def test_a_draft_left_for_a_year_is_announced_and_then_deleted(shop, owner):
    made = await with_photo(shop, owner, photo(1))
    begun = (await Proposal.get(id=made.id)).changed_at

    async def forget(days: int) -> bool:
        await forgetting.forget_old(begun + timedelta(days=days, minutes=1))
        return not await Proposal.exists(id=made.id)

    assert not await forget(334)
    assert await Message.all().count() == 0
    assert not await forget(340)
    assert not await forget(366)
    [told] = await Message.all()
    assert (told.what, told.address) == ("draft_ends", owner.address.text)
    assert await forget(371)
    assert await ProposalPhoto.all().count() == 0


async def test_a_draft_that_is_touched_again_is_not_deleted(shop, owner):
    made = await with_photo(shop, owner, photo(1))
    begun = (await Proposal.get(id=made.id)).changed_at
    await forgetting.forget_old(begun + timedelta(days=340))
    touched = begun + timedelta(days=350)
    await Proposal.filter(id=made.id).update(changed_at=touched)

    await forgetting.forget_old(begun + timedelta(days=400))

    assert await Proposal.exists(id=made.id)
    assert (await Proposal.get(id=made.id)).warned_at < touched


async def test_a_backup_takes_and_gives_back_waiting_pictures(
    catalogues, database_kind, full_settings, tmp_path
):
    file = tmp_path / "backup.tar"
    async with opened(full_settings) as held:
        owner = await member(OWN)
        made = await drafting.begin(OWN, user=owner.user)
        with arrived(held.room, photo(1)) as sent:
            await pictures.add(made.id, sent, held.room, SENDER)
        files = list(photos.files_of(await WaitingPicture.get(digest=digest_of(photo(1)))))
        assert (await backup.save(file, held.pictures)).missing == []

    copied = catalogues.copied("empty", database_kind, tmp_path / "other")
    async with copied as empty, opened(empty) as held:
        restored = await backup.restore(file, held.pictures, empty.data)

        assert (restored.without_files, restored.without_rows) == ([], [])
        assert restored.files == len(files)
        assert all([await held.pictures.is_whole(key) for key in files])
        assert await rows(made) == [digest_of(photo(1))]
