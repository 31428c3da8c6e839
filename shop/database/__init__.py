"""The database: opening it, its tables, and reading it by SQL of our own."""

from shop.database.away import DATABASE_ERRORS, AwayError, Why, why_away
from shop.database.deleting import delete_some
from shop.database.opening import (
    APP,
    check,
    connected,
    database,
    make_if_new,
    migrate,
    select,
    select_by_key,
    take_turns,
    tortoise_config,
    upgrade,
    write_many,
)
from shop.database.trying import is_tried, tried
from shop.database.upgrading import Upgraded

__all__ = [
    "APP",
    "DATABASE_ERRORS",
    "AwayError",
    "Upgraded",
    "Why",
    "check",
    "connected",
    "database",
    "delete_some",
    "is_tried",
    "make_if_new",
    "migrate",
    "select",
    "select_by_key",
    "take_turns",
    "tortoise_config",
    "tried",
    "upgrade",
    "why_away",
    "write_many",
]
