"""What officials say of findings when they decide: agreed, ignored for a reason, or nothing.

Each check is known by it: one that is mostly ignored says what no one needs to hear.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.functions import Count

from shop import clock
from shop.audit import record
from shop.models import FindingAnswer, Proposal, Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding that was shown to an official, and what they said of it."""

    key: str
    field: str
    verdict: Verdict | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a check's findings stood before officials who decided, and what they said."""

    key: str
    shown: int
    agreed: int
    ignored: int


async def note_answers(held: Proposal, answers: Sequence[Answer], *, user: int) -> None:
    """Keep what an official said of findings, inside the transaction that decides the round.

    A round that is decided once more, after an undo, keeps the last answers.
    """
    await FindingAnswer.filter(proposal_id=held.id, round=held.round).delete()
    at, unlike = clock.now(), {(one.key, one.field): one for one in answers}
    rows = [
        FindingAnswer(
            proposal_id=held.id,
            round=held.round,
            key=one.key,
            field=one.field,
            verdict=one.verdict,
            why=one.why,
            at=at,
        )
        for one in unlike.values()
    ]
    await FindingAnswer.bulk_create(rows)
    said = [[one.key, one.field, one.verdict] for one in unlike.values() if one.verdict]
    if said:
        await record(f"user {user}", "proposal.answer", held.id, round=held.round, findings=said)


async def precisions() -> list[Precision]:
    """Count by key what was said of findings, the keys in their order."""
    by_verdict = FindingAnswer.annotate(n=Count("id")).group_by("key", "verdict")
    counts: defaultdict[str, Counter[Verdict | None]] = defaultdict(Counter)
    for row in await by_verdict.values("key", "verdict", "n"):
        counts[row["key"]][row["verdict"]] = row["n"]
    return [
        Precision(key, said.total(), said[Verdict.AGREED], said[Verdict.IGNORED])
        for key, said in sorted(counts.items())
    ]
