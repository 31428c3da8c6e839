"""An import told to people at an office: what is new, changed, left aside, refused, and why.

Of a report alone, so that the command line and pages say the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from media.sentences import Sentence, joined, number, phrase
from shop.errors.mistakes import shown
from shop.intake.noting import Entry
from shop.intake.report import Report, told_difference
from shop.intake.statements import Outcome

MOST_NAMED = 20
"""Of what is new or changed; more are only counted."""
MOST_DIFFERENCES = 5
NOUNS = {
    "files": phrase("tệp", "files"),
    "communes": phrase("xã, phường", "communes"),
    "former communes": phrase("xã, phường cũ", "former communes"),
    "OCOP sets": phrase("bộ sản phẩm OCOP", "OCOP sets"),
    "agricultural groups": phrase("nhóm nông sản", "agricultural groups"),
    "uses": phrase("công dụng", "uses"),
    "producers": phrase("cơ sở", "producers"),
    "products": phrase("sản phẩm", "products"),
}
COUNTS = {
    Outcome.CREATED: phrase("{many} mới", "{many} new"),
    Outcome.UPDATED: phrase("{many} thay đổi", "{many} changed"),
    Outcome.UNCHANGED: phrase("{many} như cũ", "{many} as before"),
    Outcome.CONFLICT: phrase(
        "{many} giữ nguyên, chờ bạn xem", "{many} left as here, for you to see"
    ),
    "refused": phrase("{many} bị từ chối", "{many} refused"),
}
TRIED = Sentence(
    "Đây là nhập thử, chưa ghi gì vào hệ thống.", "This is a dry run; nothing was written."
)
HEADINGS = {
    Outcome.CREATED: phrase("Mới ({many})", "New ({many})"),
    Outcome.UPDATED: phrase("Thay đổi ({many})", "Changed ({many})"),
    "conflicts": phrase(
        "Giữ nguyên như trên hệ thống, cần bạn xem ({many})",
        "Left as here, for you to see ({many})",
    ),
    "notes": phrase("Để riêng, không phải lỗi ({many})", "Left aside, no fault ({many})"),
    "reread": phrase("Chữ được đọc lại hoặc nên viết lại ({many})", "Read otherwise ({many})"),
    "refused": phrase("Bị từ chối, cần sửa ({many})", "Refused, to be mended ({many})"),
    "counts": phrase("Tổng cộng", "All in all"),
}
AND_MORE = phrase("… và {many} mục nữa", "… and {many} more")
PICTURES = phrase(
    "ảnh: {new} mới, {unchanged} như cũ, {refused} bị từ chối",
    "pictures: {new} new, {unchanged} as before, {refused} refused",
)


def told(report: Report, *, dry_run: bool) -> Iterator[Sentence]:
    """Give the lines of a report, most of which are no whole sentences."""
    if dry_run:
        yield TRIED
    for outcome in (Outcome.CREATED, Outcome.UPDATED):
        entries = [one for one in report.entries if one.outcome == outcome]
        yield from _section(HEADINGS[outcome], map(_named, entries), len(entries), MOST_NAMED)
    for key, lines in (
        ("conflicts", [one.line for one in report.conflicts]),
        ("notes", [one.line for one in report.notes]),
        ("reread", [one.line for one in report.reread]),
        ("refused", [one.line for one in report.refusals]),
        ("counts", [*_counted(report)]),
    ):
        yield from _section(HEADINGS[key], lines, len(lines), len(lines))


def _section(
    heading: Sentence, lines: Iterable[Sentence], many: int, most: int
) -> Iterator[Sentence]:
    if not many:
        return
    yield phrase("", "")
    yield heading.filled(many=number(many))
    for _, line in zip(range(most), lines, strict=False):
        yield line
    if many > most:
        yield AND_MORE.filled(many=number(many - most))


def _named(one: Entry) -> Sentence:
    noun = NOUNS.get(one.noun, phrase(one.noun, one.noun))
    said = joined([noun, f" {shown(one.key)}: {shown(one.name)}"], "")
    if not one.differences:
        return said
    told_ones = map(told_difference, one.differences[:MOST_DIFFERENCES])
    more = [phrase("…", "…")] if len(one.differences) > MOST_DIFFERENCES else []
    return joined([said, " (", joined([*told_ones, *more], "; "), ")"], "")


def _counted(report: Report) -> Iterator[Sentence]:
    for noun, counts in report.counts.items():
        called = NOUNS.get(noun, phrase(noun, noun))
        yield joined([called, _counts(counts)], ": ")
    if report.pictures.total():
        yield PICTURES.filled(
            **{word: number(report.pictures[word]) for word in ("new", "unchanged", "refused")}
        )


def _counts(counts: Counter[str]) -> Sentence:
    return joined(
        said.filled(many=number(counts[word])) for word, said in COUNTS.items() if counts[word]
    )
