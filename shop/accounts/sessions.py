"""Sessions: a person and a browser, from signing in to signing out; rows, so they can be ended."""

from dataclasses import dataclass
from datetime import timedelta

from media.sentences import Sentence
from shop import clock
from shop.access import Actor
from shop.accounts.secret import digest_of, make_token
from shop.audit import record
from shop.errors import NotFoundError
from shop.models import Device, Session, Side

FRESH = timedelta(minutes=15)
"""How long ago a person may have shown who they are, where more than price and stock changes."""
NOTED_EVERY = timedelta(minutes=1)
NO_SESSION = Sentence(
    "Không có máy này trong danh sách. Hãy mở lại trang.",
    "There is no such device. Reload the page.",
)


@dataclass(frozen=True, slots=True)
class Life:
    """How long a session lasts: unused, and at all."""

    idle: timedelta
    longest: timedelta


KEPT = Life(timedelta(days=30), timedelta(days=180))
LIVES = {
    Side.PRODUCER: Life(timedelta(hours=12), timedelta(hours=12)),
    Side.OFFICIAL: Life(timedelta(minutes=30), timedelta(hours=12)),
}


@dataclass(frozen=True, slots=True)
class Browser:
    """A person's browser, by a token of its own that it keeps for years."""

    token: str
    network: str
    """Where it is, as limits count."""
    words: str = ""
    """What it is, for its person to recognise."""

    @property
    def digest(self) -> str:
        return digest_of(self.token)


def life_of(session: Session) -> Life:
    return KEPT if session.is_kept and session.side is Side.PRODUCER else LIVES[session.side]


async def begin(user: int, side: Side, browser: Browser, *, is_kept: bool = False) -> str:
    """Sign a person in who has shown who they are; give the token of the session.

    Inside a transaction.
    """
    now, token = clock.now(), make_token()
    new = Session(
        digest=digest_of(token),
        user_id=user,
        side=side,
        is_kept=is_kept,
        words=browser.words,
        created_at=now,
        seen_at=now,
        proved_at=now,
    )
    await new.save()
    known = Device.filter(user_id=user, browser=browser.digest)
    if not await known.update(seen_at=now):
        await Device.create(user_id=user, browser=browser.digest, seen_at=now)
    await record(f"user {user}", "session.begin", f"session {new.id}", side=side)
    return token


async def find(token: str, side: Side) -> Actor | None:
    """Give the person of a session that has not ended, and note that they are here."""
    held = await Session.filter(digest=digest_of(token), side=side).select_related("user").first()
    if held is None or not stands(held) or held.user.disabled_at:
        return None
    if clock.now() - held.seen_at >= NOTED_EVERY:
        await Session.filter(id=held.id).update(seen_at=clock.now())
    return Actor(
        held.user.id,
        held.side,
        held.id,
        held.user.name,
        held.user.language,
        held.proved_at,
        held.user.shortcuts,
    )


def stands(session: Session) -> bool:
    """Tell whether a session is still good; one from the future is not (a clock set back)."""
    now, life = clock.now(), life_of(session)
    used, age = now - session.seen_at, now - session.created_at
    in_time = used < life.idle and age < life.longest
    return session.ended_at is None and in_time and age > -FRESH


def is_fresh(actor: Actor) -> bool:
    """Tell whether a person has shown who they are a short while ago."""
    return abs(clock.now() - actor.proved_at) <= FRESH


async def prove(session: int) -> None:
    """Note that the person of a session has shown again who they are."""
    await Session.filter(id=session).update(proved_at=clock.now())


async def sessions_of(user: int) -> list[Session]:
    """List where a person is signed in, the latest first."""
    held = await Session.filter(user_id=user, ended_at=None).order_by("-seen_at", "-id")
    return [one for one in held if stands(one)]


async def end(user: int, session: int) -> None:
    """Sign a person out of one of their sessions. Raises NotFoundError for one of others."""
    mine = Session.filter(id=session, user_id=user, ended_at=None)
    if not await mine.update(ended_at=clock.now()):
        raise NotFoundError(NO_SESSION)
    await record(f"user {user}", "session.end", f"session {session}")


async def end_all(user: int, *, by: str) -> int:
    """Sign a person out everywhere; give how often they were signed in.

    No browser is known as theirs any more, for one of them may be lost; the next sign-in makes its
    browser known again.
    """
    ended = await Session.filter(user_id=user, ended_at=None).update(ended_at=clock.now())
    await Device.filter(user_id=user).delete()
    await record(by, "session.end_all", f"user {user}", ended=ended)
    return ended
