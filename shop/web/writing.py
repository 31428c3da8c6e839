"""How money, numbers and dates are written in each language; each in one place."""

from datetime import date, datetime
from functools import cache, lru_cache

from babel.dates import format_date

from shop import clock
from shop.web.language import Language

NBSP = "\u00a0"
DAY = {Language.VI: "dd/MM/yyyy", Language.EN: "d MMMM y"}

WEEKDAY = {Language.VI: "EEEE d/M/yyyy", Language.EN: "EEEE d MMMM y"}


def number(value: float, language: Language) -> str:
    """Write a number with its thousands parted: 1.234,5 in Vietnamese, 1,234.5 in English."""
    written = f"{value:,}"
    return written.translate(_SWAPPED) if language is Language.VI else written


_SWAPPED = str.maketrans(",.", ".,")


def money(amount: int, language: Language) -> str:
    """Write whole đồng: `125.000 ₫` in Vietnamese, `₫125,000` in English."""
    if language is Language.VI:
        return f"{number(amount, language)}{NBSP}₫"
    return f"₫{number(amount, language)}"


@lru_cache(maxsize=2000)
def day(value: date | str, language: Language) -> str:
    """Write a day: 31/12/2026 in Vietnamese, 31 December 2026 in English."""
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(moment, DAY[language], locale=language)


def weekday(value: date, language: Language) -> str:
    """Write a day that was promised: thứ Năm 3/12/2026, Thursday 3 December 2026."""
    written = format_date(value, WEEKDAY[language], locale=language)
    return written[:1].lower() + written[1:] if language is Language.VI else written


def short_weekday(value: date, language: Language) -> str:
    """Write a day of the coming weeks: thứ Năm 3/12, Thursday 3 December."""
    return weekday(value, language).removesuffix(f"/{value.year}").removesuffix(f" {value.year}")


def moment(value: datetime, language: Language) -> str:
    """Write a moment as clocks in the city show it: 31/12/2026 14:05."""
    there = value.astimezone(clock.VIETNAM)
    return f"{day(there.date(), language)} {there:%H:%M}"


def clock_time(value: datetime) -> str:
    """Write the time of day in Hải Phòng: 9:41."""
    local = value.astimezone(clock.VIETNAM)
    return f"{local.hour}:{local.minute:02d}"


@cache
def month(number_of_month: int, language: Language) -> str:
    """Name a month: tháng 3, March."""
    return format_date(date(2000, number_of_month, 1), "MMMM", locale=language)


def month_of(day: str) -> str:
    """Write the month of an ISO day, in both languages: 11/2026."""
    year, number_of_month, _ = day.split("-")
    return f"{number_of_month}/{year}"


def counted(pattern: str, n: int, language: Language) -> str:
    """Put a number into a sentence; a pattern may hold its form for one before a bar.

    Vietnamese has no plural, so its patterns have one form.
    """
    one, bar, many = pattern.partition("|")
    chosen = many if bar and n != 1 else one
    return chosen.format(n=number(n, language))
