"""The people that other tests sign in."""

from shop.accounts import sessions
from shop.models import MemberRole, OfficialRole, Side
from tests.people import member, official

MAKER = "HP-CS-005"


async def test_a_member_and_an_official_are_signed_in_on_their_sides(shop):
    owner = await member(MAKER)
    editor = await member(MAKER, MemberRole.EDITOR)
    helper = await official(OfficialRole.HELPER, "11413")

    found = [(await sessions.find(one.token, one.side)).user for one in (owner, editor, helper)]
    assert found == [owner.user, editor.user, helper.user]
    assert await sessions.find(owner.token, Side.OFFICIAL) is None
    door = await shop.get("/nha-san-xuat/ma", headers=owner.headers)
    assert (door.status_code, door.headers["location"]) == (303, "/nha-san-xuat")
