"""By which rules goods go out to the sales channels, and who may change them.

A changed rule changes the files of its channel alone: the feed files notice by its digest
(shop/readers/feeds), and are built again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tortoise.transactions import in_transaction

from media.sentences import Sentence, joined, phrase
from shop import clock
from shop.audit import record
from shop.errors import FieldError, ForbiddenError, InvalidError, NotFoundError
from shop.errors.mistakes import WrongValueError, shown
from shop.formats.channels import CHANNELS, Channel
from shop.formats.rules import AS_IT_IS, Rule
from shop.inputs import values
from shop.models import AgriGroup, ChannelRule, Kind, OcopSet, Partner
from shop.models.columns import Row

LEAST_PERCENT, MOST_PERCENT = -99, 1000
MOST_PLUS = 10**9
MOST_ROUND_TO = 10**6
LONGEST_CATEGORY = 200
MOST_ERRORS = 20
"""Mistakes that one answer names."""
COLUMNS = ("channel", "basis_points", "plus", "round_to", "categories", "drawn_pictures")
OWNER = ("partner__name", "partner_id")
NO_CHANNEL = Sentence(
    "Không có kênh {key}. Hãy chọn trong {known}.", "There is no channel {key}. There are: {known}."
)
NO_PARTNER = Sentence(
    "Không có đối tác {name}. Hãy xem lại tên đối tác.", "There is no partner {name}."
)
NO_PERCENTAGE = Sentence(
    "“{percent}” không phải là phần trăm. Hãy ghi số như 8.5, có nhiều nhất hai chữ số thập phân.",
    "A percentage is a number such as 8.5, with two decimals, not {percent}.",
)
NOT_YOURS = Sentence(
    "Bạn không được đổi quy tắc của kênh {key}. Hãy hỏi người vận hành.",
    "The rule of {key} is not yours to change.",
)
NO_PRICE = Sentence(
    "“{value}” không dùng được ở {field}. Hãy ghi số nguyên từ {least} đến {most}.",
    "“{value}” does not fit; {field} is a whole number from {least} to {most}.",
)
NONE_OF_OURS = Sentence(
    "“{value}” không phải nhóm của chúng tôi. Hãy dùng một trong: {known}.",
    "“{value}” is none of our categories, which are: {known}.",
)
NO_CATEGORY = Sentence(
    "“{value}” không dùng được. Hãy ghi ngành hàng của {channel}, tối đa {most} chữ.",
    "“{value}” must be a category of {channel}, up to {most} letters.",
)
NO_CATEGORY_NUMBER = Sentence(
    "“{value}” không dùng được. Hãy ghi số ngành hàng của {channel}, ví dụ 100639.",
    "“{value}” must be the number of a category of {channel}, such as 100639.",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """A channel with the rule it has now."""

    channel: Channel
    rule: Rule
    partner: str | None
    """Whose keys may change the rule; None: only the operator."""
    partner_id: int | None


async def rules() -> dict[str, Rule]:
    """Give the rule of every channel."""
    rows = await ChannelRule.filter(channel__in=CHANNELS).values(*COLUMNS)
    return dict.fromkeys(CHANNELS, AS_IT_IS) | {row["channel"]: _rule(row) for row in rows}


async def all_terms() -> list[Terms]:
    """Give all channels with their rules, in the order of the table."""
    rows = await ChannelRule.filter(channel__in=CHANNELS).values(*COLUMNS, *OWNER)
    found = {row["channel"]: row for row in rows}
    return [_terms(channel, found.get(key)) for key, channel in CHANNELS.items()]


async def terms(key: str) -> Terms:
    """Give one channel with its rule. Raises NotFoundError."""
    channel = known(key)
    rows = await ChannelRule.filter(channel=key).values(*COLUMNS, *OWNER)
    return _terms(channel, rows[0] if rows else None)


def known(key: str) -> Channel:
    """Give a channel. Raises NotFoundError that names the channels that there are."""
    if key not in CHANNELS:
        raise NotFoundError(NO_CHANNEL.filled(key=key[:40], known=", ".join(CHANNELS)))
    return CHANNELS[key]


async def set_rule(
    key: str, changed: Mapping[str, Any], *, by: str, caller: int | None = None
) -> None:
    """Change columns of a rule, as `Rule` names them; what is None stays.

    `caller` is the partner whose key asks; None: the operator. Raises NotFoundError,
    ForbiddenError when the channel is not the partner's, and InvalidError naming each field.
    """
    channel = known(key)
    new: Row = {name: value for name, value in changed.items() if value is not None}
    wrong = _wrong_prices(new)
    if "categories" in new:
        new["categories"], mistakes = await _checked(channel, new["categories"])
        wrong += mistakes
    await _change(key, by, new, wrong, caller)


async def map_categories(key: str, categories: Mapping[str, str], *, by: str) -> None:
    """Set which of the channel's categories stands for each of ours; the former map goes.

    Raises NotFoundError, and InvalidError naming each key that we do not know.
    """
    await set_rule(key, {"categories": categories}, by=by)


async def entrust(key: str, partner: str | None, *, by: str) -> None:
    """Let a partner's keys change a channel's rule; None: only the operator.

    Raises NotFoundError for a channel or partner that is not there.
    """
    known(key)
    found = await Partner.get_or_none(name=partner) if partner is not None else None
    if partner is not None and found is None:
        raise NotFoundError(NO_PARTNER.filled(name=partner))
    await _change(key, by, {"partner_id": found and found.id}, [], None)


def basis_points(percent: str) -> int:
    """Read a percentage with at most two decimals: `8.5` is 850.

    Raises InvalidError.
    """
    try:
        exact = Decimal(percent) * 100
        if abs(exact) < MOST_PLUS and exact == exact.to_integral_value():
            return int(exact)
    except ArithmeticError:  # no number, or one of a million digits
        pass
    raise InvalidError(NO_PERCENTAGE.filled(percent=shown(percent)))


async def wrong_categories(key: str, categories: Mapping[str, str]) -> list[FieldError]:
    """Name what cannot stand in a channel's map.

    The field is `categories` when our key is wrong, with the key as its value; else
    `categories.{key}`.
    """
    return (await _checked(known(key), categories))[1]


async def _change(
    key: str, by: str, changed: Row, wrong: Sequence[FieldError], caller: int | None
) -> None:
    async with in_transaction():
        new = ChannelRule(channel=key, categories={}, changed_at=clock.now())
        await ChannelRule.bulk_create([new], ignore_conflicts=True)
        row = await ChannelRule.select_for_update().get(channel=key)
        if caller is not None and row.partner_id != caller:  # type: ignore[attr-defined]
            raise ForbiddenError(NOT_YOURS.filled(key=key))
        if wrong:
            raise InvalidError(wrong[0].line, list(wrong))
        await ChannelRule.filter(channel=key).update(**changed, changed_at=clock.now())
        await record(by, "channel.rule", f"channel {key}", **changed)


def _wrong_prices(prices: Row) -> list[FieldError]:
    limits = {
        "basis_points": (LEAST_PERCENT * 100, MOST_PERCENT * 100),
        "plus": (0, MOST_PLUS),
        "round_to": (1, MOST_ROUND_TO),
    }
    return [
        FieldError(
            name,
            NO_PRICE.filled(value=prices[name], field=name, least=least, most=most),
            str(prices[name]),
        )
        for name, (least, most) in limits.items()
        if name in prices and not least <= prices[name] <= most
    ]


async def _checked(
    channel: Channel, categories: Mapping[str, str]
) -> tuple[dict[str, str], list[FieldError]]:
    """Clean a map of categories, and name what is wrong in it."""
    ours = await _our_categories()
    there = joined(ours)
    clean: dict[str, str] = {}
    wrong: list[FieldError] = []
    for key, given in categories.items():
        field = f"categories.{key[:100]}"
        try:
            clean[key] = _category(channel, given)
        except WrongValueError as fault:
            wrong.append(FieldError(field, fault.told(field, given), given[:100]))
        if key not in ours:
            said = NONE_OF_OURS.filled(value=shown(key), known=there)
            wrong.append(FieldError("categories", said, key[:100]))
            there = phrase("các mã nêu trên", "those named above")
    return clean, wrong[:MOST_ERRORS]


async def _our_categories() -> list[str]:
    sets = await OcopSet.all().order_by("number").values_list("number", flat=True)
    groups = await AgriGroup.all().order_by("code").values_list("code", flat=True)
    return [*map(str, sets), *map(str, groups), *Kind]


def _category(channel: Channel, given: str) -> str:
    text = " ".join(values.clean(given).split())
    if not 0 < len(text) <= LONGEST_CATEGORY:
        raise WrongValueError(NO_CATEGORY, channel=channel.name, most=LONGEST_CATEGORY)
    if channel.needs_category and not (text.isascii() and text.isdigit()):
        raise WrongValueError(NO_CATEGORY_NUMBER, channel=channel.name)
    return text


def _terms(channel: Channel, row: Any) -> Terms:
    if row is None:
        return Terms(channel, AS_IT_IS, None, None)
    return Terms(channel, _rule(row), row["partner__name"], row["partner_id"])


def _rule(row: Row) -> Rule:
    told = {name: row[name] for name in COLUMNS[1:]}
    return Rule(**{**told, "drawn_pictures": bool(told["drawn_pictures"])})
