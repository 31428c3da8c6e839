"""What waits: messages to people, errors they reported, proposals to be decided, seals."""

from datetime import timedelta

from media.sentences import joined, number, phrase
from shop import clock
from shop.accounts import ceiling, outbox
from shop.audit.sealing import unsealed
from shop.catalogue import page_reports
from shop.models import Message, MessageState, PageReport, Proposal, ProposalState
from shop.proposals.drafting import ref_of
from shop.standing.lines import Line, Seen, passed

READ_WITHIN = timedelta(days=7)
"""A report of an error that stands longer was forgotten."""
SEALED_WITHIN = timedelta(seconds=60)
UNSEALED = phrase("{n} dòng chưa khoá sổ", "{n} entries are not sealed")
MESSAGES = phrase(
    "{waiting} tin chờ ({failing} tin đang lỗi), 24 giờ qua {sent} tin đi, {dead} tin đã bỏ",
    "{waiting} wait ({failing} of them fail), {sent} sent in 24 h, {dead} given up",
)
PAID = phrase("trả tiền {paid} trên {most}", "{paid} of {most} paid ones")
REPORTS = phrase("{n} báo lỗi đang mở", "{n} open")
SINCE = phrase("lâu nhất {ago}", "the oldest for {ago}")
PROPOSALS = phrase("{n} đề nghị chờ duyệt", "{n} wait to be decided")
OVERDUE = phrase("{n} quá hẹn", "{n} beyond the promised day")
FIRST = phrase("{ref} chờ lâu nhất, {ago}", "{ref} longest, for {ago}")


async def messages(seen: Seen) -> Line:
    """Tell how messages to people go, and how many of the paid ones are used up."""
    counted = await outbox.figures()
    by_state = {
        state: sum(n for (s, _), n in counted.items() if s == state) for state in MessageState
    }
    failing = await Message.filter(state=MessageState.WAITING).exclude(error="").count()
    paid, most = await ceiling.paid_lately(), seen.settings.messages_per_day
    figures = {**{str(state): n for state, n in by_state.items()}, "failing": failing}
    said = joined([MESSAGES.filled(**figures), PAID.filled(paid=paid, most=most)])
    needs = by_state[MessageState.DEAD] > 0 or (paid >= most > 0)
    return Line("messages", said, needs, {**figures, "paid": paid, "paid_at_most": most})


async def audit(seen: Seen) -> Line:
    """Tell how many entries of the audit are not sealed, and for how long."""
    found = await unsealed()
    parts = [UNSEALED.filled(n=number(found.many))]
    if found.oldest:
        parts.append(SINCE.filled(ago=passed(seen.at - found.oldest)))
    needs = found.oldest is not None and seen.at - found.oldest > SEALED_WITHIN
    return Line("audit", joined(parts), needs, {"unsealed": found.many, "since": found.oldest})


async def reports(seen: Seen) -> Line:
    many = await page_reports.count_open()
    first = await PageReport.filter(done_at=None).order_by("id").first()
    parts = [REPORTS.filled(n=many)]
    if first:
        parts.append(SINCE.filled(ago=passed(seen.at - first.at)))
    needs = first is not None and seen.at - first.at > READ_WITHIN
    return Line("reports", joined(parts), needs, {"open": many, "since": first and first.at})


async def proposals(seen: Seen) -> Line:
    """Tell how many wait on the desk, which one longest, and how many beyond the promised day."""
    waiting = Proposal.filter(state=ProposalState.SUBMITTED)
    many, late = await waiting.count(), await waiting.filter(answer_by__lt=clock.today()).count()
    first = await waiting.order_by("submitted_at", "id").first()
    parts = [PROPOSALS.filled(n=many)]
    if first and first.submitted_at:
        ago = passed(seen.at - first.submitted_at)
        parts.append(FIRST.filled(ref=ref_of(first.id), ago=ago))
    if late:
        parts.append(OVERDUE.filled(n=late))
    since = first and first.submitted_at
    return Line("proposals", joined(parts), late > 0, {"n": many, "late": late, "since": since})
