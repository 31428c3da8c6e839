"""The partners' desk: how each partner stands, whom to look at first, and one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, must_everywhere
from shop.models import Right, ShelfPrice, Side
from shop.partners import channels, keys, sales, webhooks
from shop.partners.keys import KnownKey
from shop.partners.webhooks import Standing
from shop.queries.listings import CODE
from shop.queries.partner_states import (
    PartnerState,
    Worry,
    partner_state,
    partner_states,
    withheld,
)
from shop.web.desk.channel_words import rule_of
from shop.web.desk.scoping import scope_in_words
from shop.web.forms import Form
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, signed_in
from shop.web.words import word, words
from shop.web.writing import counted, day, moment, money

DESK = HOMES[Side.OFFICIAL]
HERE = f"{DESK}/doi-tac"
ONE = f"{HERE}/{{partner:number}}"
CHANNEL = f"{DESK}/kenh"
AT_ONCE = 50
"""Partners, or sales of one, on a page."""
DONE = frozenset({"trang", "pham-vi", "thu-hoi", "gui-lai", "thu", "bat", "xoa", "ket-thuc"})
"""What a partner's page says has just been done, by its query parameter `xong`."""


def partner_routes() -> list[BaseRoute]:
    return [
        *signed_in(HERE, partners, side=Side.OFFICIAL),
        *signed_in(ONE, partner, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/dang-ban", sold, side=Side.OFFICIAL),
    ]


async def partners(request: Request, language: Language, actor: Actor) -> Response:
    """List the partners, the one to look at first on top; and the channels."""
    await must_everywhere(actor, May.OPERATE)
    found, start = await partner_states(), start_of(request)
    more = f"{language.address(HERE)}?tu={start + AT_ONCE}" if found[start + AT_ONCE :] else ""
    return personal_page(
        request,
        language,
        "desk/partners.html",
        words(language).partners_title,
        actor=actor,
        back=language.address(DESK),
        rows=[row_of(one, language) for one in found[start : start + AT_ONCE]],
        many=len(found),
        worried=sum(bool(one.worries) for one in found),
        more=more,
        is_first=start == 0,
        channels=[
            (terms.channel.key, terms.channel.name, terms.partner)
            for terms in await channels.all_terms()
        ],
    )


def start_of(request: Request) -> int:
    """Read where a page of a list begins."""
    asked = request.query_params.get("tu", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0  # noqa: PLR2004 - no list is longer


def code_asked(request: Request, name: str) -> str:
    """Read after which product a list goes on; what is no code is passed over."""
    asked = request.query_params.get(name, "")
    return asked if CODE.fullmatch(asked) else ""


def row_of(one: PartnerState, language: Language) -> dict[str, Any]:
    """Say how a partner stands, in words."""
    t = words(language)
    behind, ago = lag_of(one, language)
    return {
        "one": one,
        "address": language.address(f"{HERE}/{one.id}"),
        "worries": [worry_of(worry, one, language) for worry in one.worries],
        "behind": behind,
        "ago": ago,
        "live": counted(t.partner_live, one.live, language) if one.live else t.partner_live_none,
        "withheld": counted(t.partner_withheld, one.withheld, language) if one.withheld else "",
    }


def lag_of(one: PartnerState, language: Language) -> tuple[str, str]:
    """Say how far a copy is behind, and when it last said so."""
    t = words(language)
    if one.said_at is None:
        return t.partner_never, ""
    said = t.partner_said.format(ago=ago(one.said_at, language))
    if not one.is_of_epoch:
        return t.partner_other_epoch, said
    if not one.behind:
        return t.partner_in_step, said
    behind = counted(t.partner_behind, one.behind, language)
    since = ago(one.behind_since, language) if one.behind_since else t.ago_now
    if since == t.ago_now:
        return behind, said
    return f"{behind}, {t.partner_behind_since.format(ago=since)}", said


def worry_of(worry: Worry, one: PartnerState, language: Language) -> str:
    """Say why a person should look at a partner."""
    many = {Worry.DISABLED: one.disabled, Worry.GIVEN_UP: one.dead, Worry.WITHHELD: one.withheld}
    ends = day(clock.today(one.key_ends), language) if one.key_ends else ""
    said = word(f"worry_{worry}", language).replace("{day}", ends)
    return counted(said, many.get(worry, 0), language)


def ago(at: datetime, language: Language) -> str:
    """Say how long ago a moment was, in its largest whole unit."""
    t, minutes = words(language), max(0, int((clock.now() - at).total_seconds() // 60))
    for pattern, length in ((t.ago_days, 24 * 60), (t.ago_hours, 60), (t.ago_minutes, 1)):
        if minutes >= length:
            return counted(pattern, minutes // length, language)
    return str(t.ago_now)


async def partner(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.OPERATE)
    return await partner_page(request, language, actor, Form())


async def partner_page(
    request: Request, language: Language, actor: Actor, form: Form[Any]
) -> HTMLResponse:
    """Show one partner with all that may be done about it."""
    number = request.path_params["partner"]
    one = await partner_state(number)
    held = await keys.keys_of(number)
    ours = [terms for terms in await channels.all_terms() if terms.partner_id == number]
    done = request.query_params.get("xong", "")
    return personal_page(
        request,
        language,
        "desk/partner.html",
        one.name,
        actor=actor,
        form=form,
        back=language.address(HERE),
        here=language.address(f"{HERE}/{number}"),
        row=row_of(one, language),
        one=one,
        keys=[key_row(key, language) for key in held if key.is_valid],
        has_room=_has_room(held, to_try=False),
        has_room_to_try=_has_room(held, to_try=True),
        past_keys=[key_row(key, language) for key in held if not key.is_valid],
        most_days=keys.LONGEST_LIFE,
        rights=[(right.value, word(f"right_{right}", language)) for right in Right],
        producer=words(language).partner_of_producer.format(code=one.producer)
        if one.producer
        else "",
        scope=await scope_in_words(one.scope, language),
        most_hooks=webhooks.MOST_WEBHOOKS,
        hooks=[hook_row(each, language) for each in await webhooks.standings(number)],
        channels=[
            (terms.channel.key, terms.channel.name, rule_of(terms, language)) for terms in ours
        ],
        done=word(f"partner_done_{done.replace('-', '_')}", language) if done in DONE else "",
    )


def _has_room(held: Sequence[KnownKey], *, to_try: bool) -> bool:
    return sum(key.is_valid and key.is_sandbox == to_try for key in held) < keys.MOST_KEYS


def key_row(key: KnownKey, language: Language) -> dict[str, Any]:
    """Say of a key what it is good for, and until when."""
    t = words(language)
    ends = day(clock.today(key.revoked_at or key.expires_at), language)
    pattern = t.key_revoked if key.revoked_at else t.key_until if key.is_valid else t.key_ended
    kinds = [t.key_of_service] if key.kind == "service" else []
    kinds += [t.key_to_try] if key.is_sandbox else []
    rights = [word(f"right_{right}", language) for right in Right if right in key.rights]
    all_of_them = len(rights) == len(Right)
    return {
        "id": key.id,
        "last4": key.last4,
        "state": pattern.format(day=ends),
        "rights": " · ".join(kinds + ([t.key_all_rights] if all_of_them else rights)),
    }


def hook_row(standing: Standing, language: Language) -> dict[str, Any]:
    """Say how a webhook stands, what it was told last, and what was given up."""
    t, hook, last = words(language), standing.webhook, standing.last
    news = next((one for one in (last, *standing.dead) if one and not one.is_test), None)
    return {
        "id": hook.id,
        "url": hook.url,
        "is_disabled": hook.disabled_at is not None,
        "why": hook.disabled_because,
        "last": word(f"hook_{'test_' * last.is_test}{last.state}", language).format(
            moment=moment(last.ended_at or last.created_at, language)
        )
        if last
        else t.hook_untold,
        "dead": [
            (
                counted(t.hook_dead_after, one.attempts, language),
                moment(one.ended_at or one.created_at, language),
                one.error,
            )
            for one in standing.dead
        ],
        "may_replay": news is not None and news.state in {"waiting", "dead"},
    }


async def sold(request: Request, language: Language, actor: Actor) -> Response:
    """List what a partner reported of its own listings, and which of them we do not show."""
    await must_everywhere(actor, May.OPERATE)
    one = await partner_state(request.path_params["partner"])
    after = code_asked(request, "sau")
    found = await sales.reported(one.id, after, AT_ONCE + 1)
    shown = found[:AT_ONCE]
    why = await withheld(one.site, shown)
    here = language.address(f"{HERE}/{one.id}")
    return personal_page(
        request,
        language,
        "desk/partner_sales.html",
        words(language).partner_sales_title,
        actor=actor,
        back=here,
        one=one,
        rows=[
            {
                "report": each.report,
                "state": word(f"sale_{each.report.state}", language),
                "when": day(clock.today(each.reported_at), language),
                "clicks": counted(words(language).sale_clicks, each.clicks, language),
                "prices": [_shelf_price(price, language) for price in each.prices],
                "why": word(f"withheld_{why[each.report.code]}", language)
                if each.report.code in why
                else "",
            }
            for each in shown
        ],
        more=f"{here}/dang-ban?sau={shown[-1].report.code}" if found[AT_ONCE:] else "",
    )


def _shelf_price(price: ShelfPrice, language: Language) -> str:
    """Say what a pack costs at a partner."""
    t = words(language)
    said = t.price_on_request if price.price is None else money(price.price, language)
    return str(t.sale_price.format(sku=price.sku, price=said, day=day(price.said_on, language)))
