"""The one idea: a published listing is one immutable document with a serial number.

`change()` is the only way to write anything that a listing shows.
"""

from shop.publishing.changing import Change, change, drain, lock_clock
from shop.publishing.drift import Drift, verify
from shop.publishing.epochs import (
    check_epoch,
    ensure_clock,
    note_head,
    record_head,
    remember_head,
    renew_epoch,
)
from shop.publishing.head import Head, head, note_reports, reports, wait_beyond
from shop.publishing.opening import opened

__all__ = [
    "Change",
    "Drift",
    "Head",
    "change",
    "check_epoch",
    "drain",
    "ensure_clock",
    "head",
    "lock_clock",
    "note_head",
    "note_reports",
    "opened",
    "record_head",
    "remember_head",
    "renew_epoch",
    "reports",
    "verify",
    "wait_beyond",
]
