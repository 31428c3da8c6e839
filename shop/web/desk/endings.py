"""The officials' list of what expires: a month at a time, and all of it as a file."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, communes_for, must
from shop.accounts.officials import duties
from shop.catalogue.endings import OCOP, Ending, of_recognitions
from shop.formats import ending_list as file
from shop.models import RemindedAs, RenewalNote, Side
from shop.models.columns import Row
from shop.queries.ending_list import (
    Listed,
    Month,
    Reminded,
    all_endings,
    listed,
    month_of,
    months_around,
    tally,
)
from shop.web.desk.operating import page_of
from shop.web.desk.registry import ENDINGS, HOME
from shop.web.desk.results import in_language
from shop.web.language import Language, pick
from shop.web.personal import personal_page
from shop.web.signed import signed_in
from shop.web.words import word, words
from shop.web.writing import counted, day

HERE = ENDINGS
FILE = f"{HERE}/bang"
AT_ONCE = 100
WARNED_WITHIN = 90
"""Days before the end of a product's stars from which its proposals say so."""
MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])", re.ASCII)
FILE_HEADERS = {
    "Content-Disposition": 'attachment; filename="sap-het-han.csv"',
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a month, or for the file all; empty: every commune in reach."""

    month: Month | None
    commune: str = ""

    def takes(self, one: Ending) -> bool:
        if self.month and month_of(one.ends_on) != self.month:
            return False
        return self.commune in {"", one.commune}

    @property
    def query(self) -> dict[str, str]:
        """Write it as an address has it."""
        said = {"thang": _written(self.month) if self.month else "", "xa": self.commune}
        return {name: value for name, value in said.items() if value}


def ending_routes() -> list[BaseRoute]:
    return [
        *signed_in(HERE, endings, side=Side.OFFICIAL),
        *signed_in(FILE, as_file, side=Side.OFFICIAL),
    ]


async def endings(request: Request, language: Language, actor: Actor) -> Response:
    """List what ends in a month, with counts of it and of the other months."""
    all_of_them = await _in_reach(actor)
    wanted = _wanted(request)
    if wanted.month is None:
        wanted = replace(wanted, month=month_of(clock.today()))
    found = [one for one in all_of_them if wanted.takes(one)]
    number = page_of(request)
    some = found[(number - 1) * AT_ONCE : number * AT_ONCE]
    here = language.address(HERE)
    return personal_page(
        request,
        language,
        "desk/endings.html",
        words(language).ending_title,
        actor=actor,
        back=language.address(HOME),
        here=here,
        wanted=wanted,
        months=_months(all_of_them, wanted, language),
        communes=tally([one for one in all_of_them if _month_alone(wanted).takes(one)]).communes,
        heading=_named(wanted.month or (0, 0), language),
        tally=tally(found),
        rows=[_row(one, language) for one in await listed(some)],
        file=f"{language.address(FILE)}?{urlencode(wanted.query)}",
        all_of_it=language.address(FILE),
        is_narrowed=bool(wanted.commune),
        clear=f"{here}?{urlencode(_month_alone(wanted).query)}",
        more=_page(here, wanted, number + 1) if found[number * AT_ONCE :] else "",
        first=_page(here, wanted, 1) if number > 1 else "",
    )


async def as_file(request: Request, _: Language, actor: Actor) -> Response:
    """Answer with all that is in reach, or with a month or commune of it."""
    wanted = _wanted(request)
    found = [one for one in await _in_reach(actor) if wanted.takes(one)]
    body = file.head() + file.lines(_cells(one) for one in await listed(found))
    return Response(body, media_type="text/csv", headers=FILE_HEADERS)


async def _in_reach(actor: Actor) -> list[Ending]:
    """Give all that an official may see of the months around this one."""
    await must(actor, May.SEE)
    communes = communes_for(await duties(actor.user), May.SEE)
    return await all_endings(clock.today(), communes)


def _wanted(request: Request) -> Wanted:
    """Read the filters of an address; what cannot be read narrows nothing."""
    found = MONTH.fullmatch(request.query_params.get("thang", ""))
    month = (int(found[1]), int(found[2])) if found else None
    commune = request.query_params.get("xa", "")
    return Wanted(month, commune if commune.isascii() and commune.isdigit() else "")


def _month_alone(wanted: Wanted) -> Wanted:
    return replace(wanted, commune="")


def _written(month: Month) -> str:
    return f"{month[0]}-{month[1]:02}"


def _page(here: str, wanted: Wanted, number: int) -> str:
    return f"{here}?{urlencode({**wanted.query, 'trang': number})}"


def _months(
    found: Sequence[Ending], wanted: Wanted, language: Language
) -> list[tuple[str, str, bool]]:
    """Give value and label of each month, and whether it is the one that is shown."""
    t, this = words(language), month_of(clock.today())
    many = Counter(month_of(one.ends_on) for one in found if replace(wanted, month=None).takes(one))
    return [
        (
            _written(one),
            (t.ending_over if one < this else t.ending_month_many).format(
                month=_named(one, language), n=many[one]
            ),
            one == wanted.month,
        )
        for one in months_around(clock.today())
    ]


def _named(month: Month, language: Language) -> str:
    return str(words(language).ending_month_of.format(month=f"{month[1]}/{month[0]}"))


def _row(one: Listed, language: Language) -> dict[str, Any]:
    ending = one.ending
    return {
        "one": ending,
        "name": pick({"vi": ending.name, "en": ending.name_en}, language),
        "what": _what(ending, language),
        "until": until(ending.ends_on, language),
        "is_over": ending.ends_on < clock.today(),
        "reminded": _reminded(one.reminded, language),
        "applied": _applied(one.note, language) if one.note else "",
        "note": one.note.note if one.note else "",
    }


def _what(ending: Ending, language: Language) -> str:
    """Say what ends, and by which paper."""
    t = words(language)
    if ending.proof == OCOP:
        stars = t.ending_stars.format(n=ending.stars)
        return f"{stars} · {t.ending_decision.format(number=ending.decision)}"
    name = _paper(ending, language)
    number = t.ending_number.format(number=ending.decision)
    return f"{name} · {number}" if ending.decision else name


def _paper(ending: Ending, language: Language) -> str:
    if ending.paper:
        return in_language(ending.paper, language)
    return word(f"certificate_{ending.proof}", language)


def until(ends_on: date, language: Language) -> str:
    """Say how long something holds, or since when it does not."""
    t, left, on = words(language), (ends_on - clock.today()).days, day(ends_on, language)
    if not left:
        return str(t.ending_today.format(day=on))
    return str((t.ending_left if left > 0 else t.ending_ended).format(day=on, n=abs(left)))


def _reminded(kinds: Sequence[Reminded], language: Language) -> str:
    t = words(language)
    in_order = sorted(kinds, key=lambda one: list(RemindedAs).index(one.reminded_as))
    said = [
        t.ending_reminded_one.format(
            who=word(f"ending_as_{one.reminded_as}", language),
            day=day(one.on, language),
            n=one.step,
        )
        for one in in_order
    ]
    return str(t.ending_reminded.format(who="; ".join(said)) if said else t.ending_reminded_none)


def _applied(note: RenewalNote, language: Language) -> str:
    t = words(language)
    on = day(note.filed_on, language) if note.filed_on else ""
    return str(t.ending_applied_day.format(day=on) if on else t.ending_applied)


def _cells(one: Listed) -> list[Any]:
    ending, note = one.ending, one.note
    reminded = {each.reminded_as: each.on.isoformat() for each in one.reminded}
    is_stars = ending.proof == OCOP
    return [
        ending.product,
        ending.name,
        ending.proof,
        "Sao OCOP" if is_stars else _paper(ending, Language.VI),
        ending.ends_on.isoformat(),
        (ending.ends_on - clock.today()).days,
        ending.stars,
        ending.decision,
        ending.producer,
        ending.producer_name,
        ending.commune,
        ending.commune_name,
        "illustrative" if ending.is_illustrative else "sourced",
        *[reminded.get(kind) for kind in RemindedAs],
        note.filed_on.isoformat() if note and note.filed_on else None,
        clock.today(note.said_at).isoformat() if note else None,
        note.note if note else None,
    ]


def helped_line(found: Sequence[Ending], language: Language) -> str:
    """Say of how many products something ends soon; empty: of none."""
    many = len({one.product for one in found})
    return counted(words(language).ending_helped, many, language) if many else ""


def stars_end_soon(recognitions: Iterable[Row], language: Language) -> list[str]:
    """Say above a proposal that the stars of its product end soon, or ended meanwhile."""
    t, ends_on = words(language), of_recognitions(recognitions)
    if ends_on is None or (left := (ends_on - clock.today()).days) > WARNED_WITHIN:
        return []
    pattern = t.ending_review if left >= 0 else t.ending_review_over
    return [pattern.format(day=day(ends_on, language))]
