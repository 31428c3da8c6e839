"""Two tabs type into one draft, at once and in turns: none writes over words it never saw."""

import asyncio
from random import Random

from shop.models import Proposal
from shop.proposals import drafting
from shop.proposals.drafting import ConflictError, Typed
from shop.proposals.marking import mark_of
from tests.people import member

ONE = "HP-CS-101"
FIELDS = ("name", "pack-1", "price-1", "made")
INTERLEAVINGS, STEPS = 100, 4


class Tab:
    """What static/js/draft.js keeps of each field, and what its person has before them."""

    def __init__(self, saw: dict[str, str]) -> None:
        self.text = {field: saw.get(field, "") for field in FIELDS}
        self.saw = {field: {text} for field, text in self.text.items()}
        self.known = {field: [mark_of(text)] for field, text in self.text.items()}

    def changed(self) -> dict[str, str]:
        rest = {field for field, text in self.text.items() if mark_of(text) != self.known[field][0]}
        return {field: self.text[field] for field in rest}

    async def send(self, draft: str, *, is_heard: bool, keeps_own: bool) -> int:
        """Send what changed; give the version, 0 where nothing was written."""
        sent = self.changed()
        typed = Typed(0, sent, known={field: list(self.known[field]) for field in sent})
        for field, text in sent.items():
            self.known[field].append(mark_of(text))
            self.saw[field].add(text)
        try:
            saved = await drafting.save(draft, typed)
        except ConflictError as found:
            self._answer(found, keeps_own=keeps_own)
            return 0
        if is_heard:
            self.known |= {field: [mark_of(text)] for field, text in sent.items()}
        return saved.version

    def _answer(self, found: ConflictError, *, keeps_own: bool) -> None:
        for field, (theirs, mine) in found.fields.items():
            self.saw[field].add(theirs)
            self.known[field] = [mark_of(theirs)]
            self.text[field] = mine if keeps_own else theirs


async def test_a_hundred_interleavings_write_over_nothing_unseen(shop):
    person = await member(ONE)
    conflicts = 0
    for seed in range(INTERLEAVINGS):
        draft = await drafting.begin(ONE, user=person.user)
        conflicts += await interleaved(draft.id, Random(seed))  # noqa: S311 - the same each time

    assert conflicts > INTERLEAVINGS / 2  # they did meet


async def interleaved(draft: str, chance: Random) -> int:
    tabs, conflicts = [Tab({}), Tab({})], 0
    for _ in range(STEPS):
        before = await words_of(draft)
        going = tabs if chance.random() < 0.4 else [chance.choice(tabs)]
        for tab in going:
            for field in chance.sample(FIELDS, chance.randint(1, 2)):
                tab.text[field] = f"{chance.choice(('một', 'hai', 'ba'))} {chance.randint(1, 9)} kg"
        said = [(chance.random() < 0.7, chance.random() < 0.5) for _ in going]
        wanted = [tab.changed() for tab in going]
        versions = await asyncio.gather(
            *(
                tab.send(draft, is_heard=heard, keeps_own=own)
                for tab, (heard, own) in zip(going, said, strict=True)
            )
        )
        conflicts += versions.count(0)
        written = sorted(zip(versions, going, wanted, strict=True), key=lambda one: one[0])
        for version, tab, texts in written:
            if version:
                blind = {f: before.get(f, "") for f in texts if before.get(f, "") not in tab.saw[f]}
                assert {f for f, word in blind.items() if word != texts[f]} == set()
                before |= texts
        assert await words_of(draft) == before
    return conflicts


async def words_of(draft: str) -> dict[str, str]:
    return {name: one["typed"] for name, one in (await Proposal.get(id=draft)).patch.items()}
