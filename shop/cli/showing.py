"""Showing an operator one product: where it is shown and why not, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from cyclopts import Parameter

from media.sentences import Sentence, joined, phrase
from shop import clock
from shop.cli.rows import open_rows, quiet_settings
from shop.cli.telling import NO, NOTE, YES, Language, moment, spoken
from shop.cli.terminal import out, run, settings, write_json
from shop.errors import InvalidError
from shop.models import Consent, Listing, Proposal, ProposalState, Purpose
from shop.models.columns import Row
from shop.models.proposals import OPEN
from shop.proposals.drafting import ref_of
from shop.publishing.loading import ProductRows
from shop.queries.explaining import SITE, Known, Place, look_up, places
from shop.queries.histories import Event, history
from shop.readers import index
from shop.services import engine_of

NO_LIMIT = Sentence("Hãy ghi --history từ 0 trở lên.", "Give --history as a number from 0.")
BEHIND = phrase("chỉ mục chưa đọc tới đó", "the index has not read that far")
GONE = phrase("chỉ còn bia mộ", "only its tombstone is left")
FACTS = phrase(
    "{kind}, {state}, bản {version}; cơ sở {producer} {name}, {standing}",
    "{kind}, {state}, version {version}; producer {producer} {name}, {standing}",
)
SINCE = phrase("từ {day} ({basis})", "since {day} ({basis})")
UNTIL = phrase("rút lại {day}", "withdrawn {day}")
NEVER = phrase("chưa", "no")
CONSENT = phrase("đồng ý {purpose}: {told}", "consent {purpose}: {told}")
RECOGNISED = phrase(
    "công nhận {stars} sao, {decision}, {begins} đến {ends}: {told}",
    "recognised {stars} stars, {decision}, {begins} to {ends}: {told}",
)
CERTIFIED = phrase(
    "chứng nhận {kind} {number}, hạn {ends}: {told}",
    "certificate {kind} {number}, expiry {ends}: {told}",
)
VALID = phrase("còn hiệu lực", "valid")
OVER = phrase("không còn hiệu lực", "not valid")
COMING = phrase("chưa bắt đầu", "not begun")
REVOKED = phrase("bị thu hồi {day}", "revoked {day}")
OPEN_END = phrase("không ghi", "not given")
RESTRICTION = phrase("hạn chế bán: {how}", "sale restriction: {how}")
PUBLISHED = phrase(
    "niêm yết số {serial}, lần {rev}, cho {audience}, đổi lúc {at}",
    "listing at serial {serial}, rev {rev}, for {audience}, changed {at}",
)
TOMB = phrase(
    "bia mộ số {serial}, lần {rev}, lúc {at}", "tombstone at serial {serial}, rev {rev}, {at}"
)
UNLISTED = phrase("chưa từng được công bố", "never published")
CHANGES = phrase("tự đổi lúc {at}", "changes by itself at {at}")
SHOWN = phrase("Hiện ở", "Shown")
WAITING = phrase("Đề nghị đang mở", "Open proposals")
HISTORY = phrase("Lịch sử", "History")
STATES = {
    ProposalState.DRAFT: phrase("đang soạn", "draft"),
    ProposalState.NEEDS_WORD: phrase("chờ lời cơ sở", "waits for the producer's word"),
    ProposalState.SUBMITTED: phrase("chờ duyệt", "waits to be decided"),
    ProposalState.RETURNED: phrase("đã trả lại", "returned"),
}
PROMISED = phrase("hẹn trả lời {day}", "answer promised by {day}")
VERSION = phrase("lần {rev}: {what}", "rev {rev}: {what}")
HAPPENED = {
    "shown": phrase("được công bố", "published"),
    "changed": phrase("đổi", "changed"),
    "gone": phrase("thành bia mộ", "became a tombstone"),
    "erased": phrase("nội dung đã xoá", "its text was erased"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the command tells."""

    known: Known
    places: list[Place]
    searched: bool
    consents: list[Row]
    proposals: list[Row]
    events: list[Event]


def show(
    code: str,
    *,
    events: Annotated[int, Parameter(name="--history", help="Events of its past.")] = 20,
    language: Language = "en",
    json: bool = False,
) -> None:
    """Tell why a product is or is not shown, on our site and in each channel, and its history."""
    if events < 0:
        raise InvalidError(NO_LIMIT)
    shown = run(_show(code, events))
    if json:
        write_json(_as_json(shown))
        return
    for line in _lines(shown, language):
        out.print(line)


async def _show(code: str, most: int) -> Shown:
    async with open_rows():
        known = await look_up(code)
        producer = known.rows.product["producer_id"] if known.rows else None
        return Shown(
            known=known,
            places=await places(known),
            searched=await _is_searched(known),
            consents=await _consents(producer),
            proposals=await _proposals(code),
            events=await history(code, producer, most),
        )


async def _is_searched(known: Known) -> bool:
    """Tell whether the index has read the product's last change."""
    engine = engine_of(quiet_settings())
    try:
        position, _ = await index.standing(engine)
    finally:
        await engine.close()
    listing = known.listing
    return position is not None and (listing is None or position.serial >= listing.serial)


async def _consents(producer: str | None) -> list[Row]:
    """Give the latest consent to each purpose."""
    rows = (
        await Consent.filter(producer_id=producer)
        .order_by("id")
        .values("purpose", "basis", "given_at", "withdrawn_at")
    )
    return list({row["purpose"]: row for row in rows}.values())


async def _proposals(code: str) -> list[Row]:
    found = Proposal.filter(product_id=code, state__in=OPEN).order_by("begun_at", "id")
    return await found.values("id", "state", "begun_at", "submitted_at", "answer_by")


def _lines(shown: Shown, language: str) -> Iterator[str]:
    known = shown.known
    yield f"{known.code}  {known.rows.product['name_vi'] if known.rows else spoken(GONE, language)}"
    for fact in _facts(shown):
        yield f"  {spoken(fact, language)}"
    yield f"\n{spoken(SHOWN, language)}"
    for place in shown.places:
        yield from _place(place, shown, language)
    if shown.proposals:
        yield f"\n{spoken(WAITING, language)}"
        yield from (f"  {spoken(_proposal(row), language)}" for row in shown.proposals)
    if shown.events:
        yield f"\n{spoken(HISTORY, language)}"
        yield from (f"  {_event(event, language)}" for event in shown.events)


def _facts(shown: Shown) -> Iterator[Sentence]:
    known = shown.known
    if rows := known.rows:
        yield from _of_rows(rows, shown.consents)
    yield _listing(known.listing)
    if known.listing and known.listing.changes_at:
        yield CHANGES.filled(at=moment(known.listing.changes_at))


def _of_rows(rows: ProductRows, consents: list[Row]) -> Iterator[Sentence]:
    product = rows.product
    yield FACTS.filled(
        kind=product["kind"],
        state=product["state"],
        version=product["version"],
        producer=product["producer_id"],
        name=product["producer_name"],
        standing=product["producer_state"],
    )
    given = {row["purpose"]: row for row in consents}
    for purpose in Purpose:
        yield CONSENT.filled(purpose=purpose.value, told=_consent(given.get(purpose)))
    yield from (_recognition(row) for row in rows.recognitions)
    yield from (_certificate(row) for row in rows.vouched)
    yield RESTRICTION.filled(how=product["sale_restriction"])


def _consent(row: Row | None) -> Sentence:
    if row is None:
        return NEVER
    if row["withdrawn_at"]:
        return UNTIL.filled(day=moment(row["withdrawn_at"])[:10])
    return SINCE.filled(day=moment(row["given_at"])[:10], basis=row["basis"])


def _recognition(row: Row) -> Sentence:
    today = clock.today()
    told = VALID if row["signed_on"] <= today <= row["expires_on"] else OVER
    if row["signed_on"] > today:
        told = COMING
    if row["revoked_on"] and row["revoked_on"] <= today:
        told = REVOKED.filled(day=row["revoked_on"])
    return RECOGNISED.filled(
        stars=row["stars"],
        decision=row["decision"],
        begins=row["signed_on"],
        ends=row["expires_on"],
        told=told,
    )


def _certificate(row: Row) -> Sentence:
    today, ends = clock.today(), row["expires_on"]
    told = COMING if row["issued_on"] and row["issued_on"] > today else VALID
    return CERTIFIED.filled(
        kind=row["kind"],
        number=row["number"] or "–",
        ends=ends or OPEN_END,
        told=OVER if ends and ends < today else told,
    )


def _listing(listing: Listing | None) -> Sentence:
    if listing is None:
        return UNLISTED
    facts = {"serial": listing.serial, "rev": listing.rev, "at": moment(listing.changed_at)}
    if not listing.live:
        return TOMB.filled(**facts)
    return PUBLISHED.filled(audience=listing.audience.value, **facts)


def _place(place: Place, shown: Shown, language: str) -> Iterator[str]:
    rule = f"  ({spoken(place.rule, language)})" if place.rule else ""
    page = _page(shown, language) if place.key == SITE else ""
    yield f"  {YES if place.shown else NO} {place.key}{rule}{page}"
    for reason in place.why:
        sign = NO if reason.blocking else NOTE
        yield f"      {sign} {reason.concerns}  {spoken(reason.said, language)}"


def _page(shown: Shown, language: str) -> str:
    """Give the address of its page, and whether searches find what it says by now."""
    if shown.known.document is None:
        return ""
    address = f"  {settings().base_url}{shown.known.document['url']}"
    return address if shown.searched else f"{address}  ({spoken(BEHIND, language)})"


def _proposal(row: Row) -> Sentence:
    parts: list[Sentence | str] = [ref_of(row["id"]), STATES[row["state"]]]
    parts.append(moment(row["submitted_at"] or row["begun_at"]))
    if row["answer_by"] and row["state"] == ProposalState.SUBMITTED:
        parts.append(PROMISED.filled(day=row["answer_by"]))
    return joined(parts, "  ")


def _event(event: Event, language: str) -> str:
    what: Sentence | str = event.what
    if event.rev is not None:
        told = joined([HAPPENED[event.what], *event.changed], " ")
        what = VERSION.filled(rev=event.rev, what=told)
    said = what if isinstance(what, str) else spoken(what, language)
    detail = orjson.dumps(event.detail).decode() if event.detail else ""
    return f"{moment(event.at)}  {event.by}  {said}  {event.subject}  {detail}".rstrip()


def _as_json(shown: Shown) -> dict[str, Any]:
    known, listing = shown.known, shown.known.listing
    product = known.rows.product if known.rows else {}
    columns = ("name_vi", "kind", "state", "version", "producer_id", "producer_state")
    return {
        "code": known.code,
        **{column: product.get(column) for column in (*columns, "sale_restriction")},
        "consents": shown.consents,
        "recognitions": known.rows.recognitions if known.rows else [],
        "certificates": known.rows.vouched if known.rows else [],
        "listing": _listing_as_json(listing) if listing else None,
        "in_index": shown.searched,
        "places": [_place_as_json(place) for place in shown.places],
        "proposals": shown.proposals,
        "history": shown.events,
    }


def _listing_as_json(listing: Listing) -> dict[str, Any]:
    columns = ("serial", "rev", "live", "audience", "changed_at", "changes_at", "digest")
    return {column: getattr(listing, column) for column in columns}


def _place_as_json(place: Place) -> dict[str, Any]:
    why = [
        {
            "code": one.code,
            "blocking": one.blocking,
            "concerns": one.concerns,
            "vi": one.said.vi,
            "en": one.said.en,
        }
        for one in place.why
    ]
    rule = {"vi": place.rule.vi, "en": place.rule.en} if place.rule else None
    return {"place": place.key, "shown": place.shown, "rule": rule, "why": why}
