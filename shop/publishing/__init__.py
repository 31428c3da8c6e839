"""The one idea: a published listing is one immutable document with a serial number.

`change()` is the only way to write anything that a listing shows.
"""

from shop.publishing.changing import Change, change, drain, lock_clock
from shop.publishing.contacts import contacts_shown_anew
from shop.publishing.drift import Drift, verify
from shop.publishing.epochs import (
    check_epoch,
    ensure_clock,
    note_head,
    record_head,
    remember_head,
    renew_epoch,
)
from shop.publishing.forgetting import Forgetter
from shop.publishing.head import (
    STALE_FOR,
    Head,
    head,
    last_seen,
    note_reports,
    reports,
    silent_for,
    wait_beyond,
)
from shop.publishing.mending import Mender
from shop.publishing.opening import opened
from shop.publishing.timekeeping import Timekeeper, expect_right_clock

__all__ = [
    "STALE_FOR",
    "Change",
    "Drift",
    "Forgetter",
    "Head",
    "Mender",
    "Timekeeper",
    "change",
    "check_epoch",
    "contacts_shown_anew",
    "drain",
    "ensure_clock",
    "expect_right_clock",
    "head",
    "last_seen",
    "lock_clock",
    "note_head",
    "note_reports",
    "opened",
    "record_head",
    "remember_head",
    "renew_epoch",
    "reports",
    "silent_for",
    "verify",
    "wait_beyond",
]
