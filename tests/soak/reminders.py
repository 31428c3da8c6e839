"""A year of reminders with two workers that are killed: `python -m tests.soak.reminders`.

Each day both do what is due by a stopped clock, over real rows and a gateway that counts. What was
written and sent is held against a pure model. `make soak` runs the year, `make test` some weeks.
"""

import argparse
import asyncio
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

from tortoise.backends.base import executor

from media.failpoints import REMINDER_STEPS
from shop import clock, database, publishing
from shop.accounts.members import remove_member
from shop.accounts.texts import ENDINGS, STARS_END
from shop.config import Settings
from shop.models import (
    Decision,
    Evidence,
    Identity,
    Message,
    MessageState,
    OfficialRole,
    Paper,
    PaperCover,
    PaperState,
    Product,
    Recognition,
    RecognitionType,
    Reminder,
    State,
    Taxonomy,
)
from tests import processes
from tests.accounts.gateways import Gateway, a_gateway
from tests.databases import DATABASES
from tests.people import member, official
from tests.publishing.goods import a_producer, goods, on_show, places_and_a_set, stars
from tests.serving import environment
from tests.soak.places import a_place
from tests.soak.reminders_model import PAPER, STARS, Goods, Model, Told, days
from tests.soak.reminders_work import DONE, UP

KILLS, DAYS, PRODUCTS, PRODUCERS = 20, 365, 300, 40
FIRST = date(2026, 12, 1)
COMMUNES = ("11728", "11761")
WORKERS = ("a", "b")
STEPS = (*REMINDER_STEPS, "message-taken", "message-sent")
SHARE_AT_STEPS, SHARE_ALONE, SHARE_SLEPT = 0.7, 0.6, 0.3
LONGEST_SLEEP = 40
PATIENCE = 60.0


@dataclass
class Figures:
    database: str
    days: int = 0
    slept: int = 0
    kills: int = 0
    at_steps: int = 0
    events: int = 0
    reminders: int = 0
    passed: int = 0
    messages: int = 0
    sent_again: int = 0
    """Messages that went to the gateway twice, under one id: their worker was killed between, or
    the other's clock was already ten minutes on, when a lease is over."""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def is_wrong(self) -> bool:
        return bool(self.wrong)

    def __str__(self) -> str:
        told = {name.replace("_", " "): value for name, value in vars(self).items()}
        return ", ".join(f"{name} {value}" for name, value in told.items())


@dataclass
class Plan:
    kills: int = KILLS
    days: int = DAYS
    products: int = PRODUCTS
    producers: int = PRODUCERS
    seed: int = 1
    spread: int = 3
    """Days of a month over which ends are spread."""
    longest_sleep: int = LONGEST_SLEEP


class Worker:
    """One worker process that does a day when it is told to."""

    def __init__(self, settings: Settings, folder: Path, name: str) -> None:
        self._settings, self._log = settings, folder / f"{name}.log"
        self._process: subprocess.Popen | None = None

    async def do(self, day: date) -> bool:
        """Have it do what is due at 8:00 of a day; False: it died over it."""
        await self.start()
        self.tell(day)
        return await self.hears(DONE)

    def tell(self, day: date) -> None:
        self._process.stdin.write(f"{at_eight(day).isoformat()}\n")
        self._process.stdin.flush()

    async def start(self, failpoint: str = "") -> None:
        """Have it at work, afresh if it is to die at a step."""
        if self._process and self._process.poll() is None:
            if not failpoint:
                return
            self.kill()
        env = {
            **environment(self._settings),
            "SANVAT_FAILPOINT": failpoint,
            "SANVAT_SMS_URL": self._settings.sms_url,
            "SANVAT_CONSOLE_MESSAGES": "false",
            "SANVAT_MESSAGES_PER_DAY": str(self._settings.messages_per_day),
        }
        with self._log.open("ab") as log:
            self._process = processes.start(
                "-m", "tests.soak.reminders_work", env=env, stderr=log,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        assert await self.hears(UP), self._log.read_text()

    async def hears(self, word: str) -> bool:
        async with asyncio.timeout(PATIENCE):
            line = await asyncio.to_thread(self._process.stdout.readline)
        return line.strip() == word

    def kill(self) -> None:
        """Kill it, wherever it is."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process.stdout.close()
            self._process = None


@dataclass
class Soak:
    settings: Settings
    folder: Path
    plan: Plan
    gateway: Gateway
    model: Model = field(init=False)
    figures: Figures = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.seed)  # noqa: S311 - to be repeated
        self.figures = Figures("sqlite" if self.settings.sqlite_file else "postgres")
        self.workers = [Worker(self.settings, self.folder, name) for name in WORKERS]
        self.owners: list[tuple[int, str]] = []

    async def run(self) -> Figures:
        began = monotonic()
        try:
            with clock.stopped(at_eight(FIRST) - timedelta(days=1)):
                await self._fill()
            await self._year()
            await self._judge()
        finally:
            for worker in self.workers:
                worker.kill()
        self.figures.seconds = round(monotonic() - began, 1)
        return self.figures

    async def _year(self) -> None:
        some = days(FIRST, self.plan.days * 4 // 5)  # later ones could find all asleep
        kill_days = sorted(self.chance.sample(some, self.plan.kills))
        asleep_until = FIRST
        for day in days(FIRST, self.plan.days):
            with clock.stopped(at_eight(day) - timedelta(hours=2)):
                await self._something_happens()
            if day < asleep_until:
                self.figures.slept += 1
                continue
            wanted = self.model.wanted(day)
            self.figures.days += 1
            if kill_days and kill_days[0] <= day and wanted:
                kill_days.pop(0)
                if await self._killed(day):
                    await self._note_part(day, wanted)
                    asleep_until = day + timedelta(
                        days=self.chance.randint(2, self.plan.longest_sleep)
                    )
                    continue
            done = await asyncio.gather(*[worker.do(day) for worker in self.workers])
            assert all(done), f"a worker died on {day}"
            self.model.note(day, wanted)
        with clock.stopped(at_eight(day + timedelta(days=1))):
            assert await self.workers[0].do(day + timedelta(days=1))
            self.model.note(day + timedelta(days=1), self.model.wanted(day + timedelta(days=1)))

    async def _killed(self, day: date) -> bool:
        """Kill a worker over a day, alone or beside the other; tell whether all then sleep."""
        self.figures.kills += 1
        victim, other = self.chance.sample(self.workers, 2)
        is_alone = self.chance.random() < SHARE_ALONE
        is_at_step = self.chance.random() < SHARE_AT_STEPS
        step = f"{self.chance.choice(STEPS)}:{self.chance.randint(1, 3)}" if is_at_step else ""
        await victim.start(step)
        beside = [] if is_alone else [other.do(day)]
        dying = self._over(victim, day, is_at_step=is_at_step)
        _, *rest = await asyncio.gather(dying, *beside)
        assert all(rest)
        if self.chance.random() >= SHARE_SLEPT:
            return False
        for worker in self.workers:
            worker.kill()
        return True

    async def _over(self, victim: Worker, day: date, *, is_at_step: bool) -> None:
        victim.tell(day)
        if is_at_step:
            self.figures.at_steps += not await victim.hears(DONE)
        else:
            await asyncio.sleep(self.chance.uniform(0, 0.15))
        victim.kill()

    async def _note_part(self, day: date, wanted: set[Told]) -> None:
        """Take what a day that was broken off did: it may be less than was wanted, never more."""
        rows = Reminder.filter(is_told=True, at__gte=clock.start_of(day))
        did = {_told(row) for row in await rows}
        if more := did - wanted:
            self.figures.wrong.append(f"{day}: told without need {sorted(more)[:3]}")
        self.model.note(day, did)

    async def _judge(self) -> None:
        rows = await Reminder.all()
        told = Counter(_told(row) for row in rows if row.is_told)
        passed = Counter(_told(row) for row in rows if not row.is_told)
        self.figures.reminders, self.figures.passed = told.total(), passed.total()
        self._compare("reminders", told, Counter(self.model.told))
        self._compare("passed", passed, Counter(self.model.passed))
        messages = await Message.all()
        people = dict(await Identity.all().values_list("address", "user_id"))
        said = Counter(_said(one, people[one.address]) for one in messages)
        self.figures.messages = said.total()
        self._compare("messages", said, self.model.messages)
        heard = Counter(one.body["id"] for one in self.gateway.heard)
        self.figures.sent_again = heard.total() - len(heard)
        self._compare("sent", Counter(heard.keys()), Counter(one.id for one in messages))
        unsent = [one.id for one in messages if one.state != MessageState.SENT]
        self.figures.wrong += [f"not sent: {unsent[:3]}"] if unsent else []

    def _compare(self, what: str, found: Counter, wanted: Counter) -> None:
        if found != wanted:
            more, less = found - wanted, wanted - found
            self.figures.wrong.append(f"{what}: {len(more)} too many, {len(less)} missing")
            self.figures.wrong += [str(one) for one in (*list(more)[:3], *list(less)[:3])]

    # What is there, and what happens to it

    async def _fill(self) -> None:
        await places_and_a_set()
        some = range(1, self.plan.producers + 1)
        home = {f"HP-CS-{n:03}": COMMUNES[n % 2] for n in some}
        for code, commune in home.items():
            await a_producer(code, f"Cơ sở {code}", commune)
        stated = [self._stated(n, self.chance.choice(list(home))) for n in self._numbers()]
        for start in range(0, len(stated), 150):
            await on_show(*stated[start : start + 150])
        found = await Recognition.all().values("id", "product_id", "expires_on")
        of = {
            one.code: Goods(
                one.name_vi, one.producer_id, home[one.producer_id], one.evidence == "sourced"
            )
            for one in stated
        }
        for row in found:
            of[row["product_id"]].ends[row["id"]] = row["expires_on"]
        officials = {}
        for n, commune in enumerate((None, None, *COMMUNES, COMMUNES[0])):
            role = OfficialRole.HELPER if commune else OfficialRole.REGISTRAR
            who = await official(role, commune, address=f"+8491235{n:04}")
            officials[who.user] = commune
        self.model = Model(of, {}, officials)
        for code in list(home)[1:]:  # the first has none yet
            await self._owner_comes(code)
        for code in list(of)[:: self.plan.products // 30 + 1]:
            await self._paper_comes(code)

    def _numbers(self) -> range:
        return range(1, self.plan.products + 1)

    def _stated(self, number: int, producer: str):
        # Decisions recognise many products at once, so that many end on one day.
        ends_on = FIRST + timedelta(
            days=30 * self.chance.randint(-3, 18) + number % self.plan.spread
        )
        is_sourced = self.chance.random() < 0.9
        return goods(
            f"HP-OCOP-{number:04}",
            name_vi=f"Sản vật thứ {number}",
            producer_id=producer,
            evidence=Evidence.SOURCED if is_sourced else Evidence.ILLUSTRATIVE,
            recognition=stars(4, ends_on - timedelta(days=1095), ends_on),
        )

    async def _owner_comes(self, producer: str) -> None:
        who = await member(producer)
        self.owners.append((who.user, producer))
        self.model.owners.setdefault(producer, set()).add(who.user)

    async def _something_happens(self) -> None:
        """Now and then a decision, an owner or a product changes, before the workers look."""
        acts = (
            self._extend, self._renew, self._revoke, self._withdraw, self._owner_moves,
            self._paper_comes, self._papers_go,
        )  # fmt: skip
        if self.chance.random() < 0.3:
            self.figures.events += 1
            await self.chance.choice(acts)(self.chance.choice(list(self.model.goods)))

    async def _extend(self, code: str) -> None:
        ends = self.model.goods[code].ends
        for number, day in ends.items():
            ends[number] = day + timedelta(days=self.chance.choice([10, 100, 200]))
            await Recognition.filter(id=number).update(expires_on=ends[number])

    async def _renew(self, code: str) -> None:
        today = clock.today()
        signed = {"number": f"{code}/{today}", "issuer": "UBND thành phố", "signed_on": today}
        decision = await Decision.create(**signed)
        ends_on = today + timedelta(days=self.chance.choice([60, 1095]))
        new = await Recognition.create(
            product_id=code, decision=decision, stars=3, type=RecognitionType.REISSUED,
            taxonomy=Taxonomy.QD_148, expires_on=ends_on,
        )  # fmt: skip
        self.model.goods[code].ends[new.id] = ends_on

    async def _revoke(self, code: str) -> None:
        ends = self.model.goods[code].ends
        if ends:
            number = self.chance.choice(list(ends))
            del ends[number]
            await Recognition.filter(id=number).update(revoked_on=clock.today())

    async def _withdraw(self, code: str) -> None:
        one = self.model.goods[code]
        one.is_shown = not one.is_shown
        state = State.PUBLISHED if one.is_shown else State.WITHDRAWN
        await Product.filter(code=code).update(state=state)

    async def _paper_comes(self, code: str) -> None:
        """Have a paper confirmed for all that the producer of a product makes."""
        producer = self.model.goods[code].producer
        ends_on = clock.today() + timedelta(days=self.chance.randint(-60, 400))
        paper = await Paper.create(
            kind=PAPER, producer_id=producer, expires_on=ends_on, state=PaperState.CONFIRMED,
            created_at=clock.now(), by="test",
        )  # fmt: skip
        theirs = {code: one for code, one in self.model.goods.items() if one.producer == producer}
        await PaperCover.bulk_create([PaperCover(paper=paper, product_id=one) for one in theirs])
        for one in theirs.values():
            one.papers[paper.id] = ends_on

    async def _papers_go(self, code: str) -> None:
        """Have all the papers that cover a product withdrawn."""
        gone = list(self.model.goods[code].papers)
        await PaperCover.filter(paper_id__in=gone).delete()
        await Paper.filter(id__in=gone).update(state=PaperState.WITHDRAWN, ended_at=clock.now())
        for one in self.model.goods.values():
            one.papers = {number: day for number, day in one.papers.items() if number not in gone}

    async def _owner_moves(self, code: str) -> None:
        producer = self.model.goods[code].producer
        await self._owner_comes(producer)
        first = min(self.model.owners[producer])
        if len(self.model.owners[producer]) > 2:
            await remove_member(first, producer, by="test")
            self.model.owners[producer].remove(first)


def at_eight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def _told(row: Reminder) -> Told:
    return Told(row.user_id, row.product_id, row.proof, row.ends_on, row.step)


def _said(one: Message, user: int) -> tuple[int, date, str]:
    day = clock.today(one.created_at)
    if one.what == ENDINGS:
        return user, day, f"{one.words['n']} in all"
    number, month, year = map(int, one.words["day"].split("-"))
    proof = STARS if one.what == STARS_END else one.words["paper"]
    return user, day, f"{proof} {one.words['product']} {date(year, month, number)}"


async def soaked(settings: Settings, folder: Path, plan: Plan) -> Figures:
    """Run a plan on an empty catalogue, and judge it."""
    async with a_gateway() as gateway:
        more = {"sms_url": gateway.url, "messages_per_day": 100_000, "console_messages": False}
        ours = settings.model_copy(update=more)
        async with publishing.opened(ours):
            return await Soak(ours, folder, plan, gateway).run()


def main() -> int:
    reading = argparse.ArgumentParser("python -m tests.soak.reminders", description=__doc__)
    reading.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    reading.add_argument("--kills", type=int, default=KILLS)
    reading.add_argument("--days", type=int, default=DAYS)
    reading.add_argument("--products", type=int, default=PRODUCTS)
    reading.add_argument("--database", choices=DATABASES, action="append")
    asked = reading.parse_args()
    print(f"seed {asked.seed}", flush=True)
    plan = Plan(asked.kills, asked.days, asked.products, seed=asked.seed)
    outcomes = [_run(kind, plan) for kind in asked.database or DATABASES]
    return int(any(outcomes))


def _run(kind: str, plan: Plan) -> bool:
    executor.EXECUTOR_CACHE.clear()
    with a_place(kind) as (settings, folder):
        figures = asyncio.run(_migrated(settings, folder, plan))
        print(figures, flush=True)
        return figures.is_wrong


async def _migrated(settings: Settings, folder: Path, plan: Plan) -> Figures:
    async with database.connected(settings):
        await database.migrate(settings)
    return await soaked(settings, folder, plan)


if __name__ == "__main__":
    sys.exit(main())
