"""Places at which a test has the process killed, to see that nothing is left half done."""

import os
import signal
from collections import Counter
from threading import Lock

STEPS = (
    "body-read",
    "rendered",
    "file-written",
    "file-synced",
    "file-renamed",
    "row-written",
    "row-committed",
    "photo-committed",
)
"""Of taking a picture, in their order; those of files are passed once for each file."""
UPGRADE_STEPS = ("upgrade-filled", "upgrade-committed", "upgrade-kept", "upgrade-swapped")
"""Of replacing an older SQLite catalogue, in their order."""
PORTAL_STEPS = (
    "code-stored",
    "message-taken",
    "message-sent",
    "session-made",
    "claim-used",
    "offer-committed",
    "draft-saved",
    "picture-waiting",
    "submitted",
    "copied-public",
    "approved-rows",
    "approved-committed",
    "undone-rows",
    "undone-committed",
)
"""Of coming in as a producer, of what is done there, of deciding on it and taking that back."""
PAPER_STEPS = ("paper-drawn", "paper-stored", "paper-rows", "paper-committed")
"""Of taking in a paper, in their order."""
SEAL_STEPS = ("seal-locked", "sealed")
"""Of sealing the audit: before entries get their places, and once that is committed."""
REMINDER_STEPS = ("reminder-told", "reminder-written", "reminder-committed")
"""Of reminding a person: the message is a row, the reminders are, and both are committed."""
REPORT_STEPS = ("reported-rows", "reported-committed")
"""Of taking what a partner reports: the effect and its answer are rows, and both are committed."""
ALL_STEPS = (
    *STEPS, *UPGRADE_STEPS, *PORTAL_STEPS, *PAPER_STEPS, *SEAL_STEPS, *REMINDER_STEPS,
    *REPORT_STEPS,
)  # fmt: skip
_armed = ""
_reached: Counter[str] = Counter()
_counting = Lock()
"""Files are written side by side, each in a thread of its own."""


def arm(failpoint: str) -> None:
    """Kill the process the nth time that it reaches a step: `file-written:3`; empty: never."""
    global _armed  # noqa: PLW0603 - one per process, set once at its start
    _armed = failpoint
    _reached.clear()


def reach(step: str) -> None:
    if not _armed:
        return
    with _counting:
        _reached[step] += 1
        passed = _reached[step]
    name, _, times = _armed.partition(":")
    if step == name and passed == int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
