"""What the processes of a service measure of themselves, and what is read for each scrape.

Counters and histograms are counted where things happen. Figures are read when Prometheus asks; one
that cannot be had then has no sample: that of before would look healthy while its source is away.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from media.refusing import BY_NAME, Crashed, Refused

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client keeps what the processes of `serve --workers N` count, if it is set."""
MOST_PARTNERS = 200
"""Labels of one counter: a catalogue with more partners than that has the rest counted as one."""
OTHERS = "others"
WHY_REFUSED = (
    *(name.lower() for name in BY_NAME),
    "crashed",
    "day_full",
    "busy",
    "unavailable",
    "other",
)
STORE_ACTS = ("read", "write", "look", "list", "remove")

registry = CollectorRegistry()
ProcessCollector(registry=registry)
REQUESTS = Counter(
    "sanvat_requests_total", "Requests answered.", ["route", "status"], registry=registry
)
FAILURES = Counter(
    "sanvat_requests_failed_total", "Requests that failed by a fault of ours.", registry=registry
)
SECONDS = Histogram(
    "sanvat_request_seconds",
    "Time to the last byte.",
    registry=registry,
    buckets=(0.001, 0.005, 0.025, 0.1, 0.25, 1, 5, 30),
)
THROTTLED = Counter(
    "sanvat_throttled_total",
    "Requests beyond a rate limit, by the partner whose key they carried.",
    ["partner"],
    registry=registry,
)
DATABASE_ERRORS = Counter(
    "sanvat_database_errors_total",
    "Requests that the database could not serve.",
    ["why"],
    registry=registry,
)
DATABASE_CONNECTIONS = Gauge(
    "sanvat_database_connections",
    "Connections to the database that are in use, and that could be.",
    ["state"],
    registry=registry,
    multiprocess_mode="livesum",
)
DATABASE_WAITING = Gauge(
    "sanvat_database_waiting",
    "Requests and duties that wait for a connection, or for their turn to write.",
    registry=registry,
    multiprocess_mode="livesum",
)
STORE_SECONDS = Histogram(
    "sanvat_store_seconds",
    "Time that the store of pictures took.",
    ["act"],
    registry=registry,
    buckets=(0.005, 0.025, 0.1, 0.25, 1, 2.5, 5, 15, 30),
)
STORE_ERRORS = Counter(
    "sanvat_store_errors_total",
    "What the store of pictures did not do, or not in time.",
    ["act"],
    registry=registry,
)
UPLOADS_REFUSED = Counter(
    "sanvat_uploads_refused_total", "Pictures that were not taken.", ["why"], registry=registry
)
CONNECTIONS = Gauge(
    "sanvat_connections",
    "Connections that are open.",
    registry=registry,
    multiprocess_mode="livesum",
)
CLOSED = Counter(
    "sanvat_connections_closed_total", "Connections we closed.", ["why"], registry=registry
)
EXHAUSTED = Counter(
    "sanvat_descriptors_exhausted_total",
    "Looks, one a second, at which nothing more could be opened.",
    registry=registry,
)
REPLACED = Gauge(
    "sanvat_processes_replaced",
    "Processes beside this one that ended by themselves and were replaced.",
    ["role"],
    registry=registry,
    multiprocess_mode="max",
)
for _label in WHY_REFUSED:
    UPLOADS_REFUSED.labels(_label)  # from 0 on, or the first of a kind is no rise
for _label in STORE_ACTS:
    STORE_ERRORS.labels(_label)
THROTTLED.labels("")


@dataclass(frozen=True, slots=True)
class Figure:
    """What is read when Prometheus asks: its name, what it says, and its labels."""

    name: str
    about: str
    labels: tuple[str, ...] = ()

    def family(self, told: Mapping[tuple[str, ...], float]) -> Metric:
        """Give its samples: values of the labels → value."""
        family = GaugeMetricFamily(self.name, self.about, labels=self.labels)
        for values, value in told.items():
            family.add_metric(values, value)
        return family


Told = Mapping[Figure, Mapping[tuple[str, ...], float]]
HEAD = Figure("sanvat_head_serial", "Highest serial of the catalogue.")
EPOCH = Figure("sanvat_epoch_info", "The epoch that serials are of.", ("epoch",))
INDEX = Figure("sanvat_index_serial", "Serial up to which the index has read.")
WAITING = Figure("sanvat_to_publish", "Products that wait for the worker.")
DUTY_LAST_SUCCESS = Figure(
    "sanvat_duty_last_success_timestamp_seconds", "When a duty was last done.", ("duty",)
)
DUTY_LATE_AFTER = Figure(
    "sanvat_duty_late_after_seconds", "After how long a duty is late.", ("duty",)
)
DUTY_FAILURES = Figure(
    "sanvat_duty_failures", "Failures of a duty since it was last done.", ("duty",)
)
BACKUP_LAST_SUCCESS = Figure(
    "sanvat_backup_last_success_timestamp_seconds", "When a backup was last made."
)
BACKUP_FAILURES = Figure("sanvat_backup_failures", "Failed backups since one was last made.")
AUDIT_UNSEALED = Figure("sanvat_audit_unsealed", "Entries of the audit that are not sealed yet.")
AUDIT_UNSEALED_AGE = Figure(
    "sanvat_audit_unsealed_age_seconds", "How long ago the oldest of them was recorded."
)
OLDEST_TRANSACTION = Figure(
    "sanvat_database_oldest_transaction_seconds",
    "For how long a transaction has been open in the database.",
)
FEED_WITHHELD = Figure("sanvat_feed_withheld", "Whether a feed file is held back.", ("name",))
FEED_AGE = Figure(
    "sanvat_feed_age_seconds", "How long a feed file has been behind the head.", ("name",)
)
WEBHOOKS_WAITING = Figure("sanvat_webhooks_waiting", "Messages to webhooks that are not told yet.")
WEBHOOKS_DEAD = Figure("sanvat_webhooks_given_up", "Messages given up, and none told since.")
WEBHOOKS_DISABLED = Figure("sanvat_webhooks_disabled", "Webhooks that are told nothing.")
PAGE_REPORTS = Figure("sanvat_page_reports_open", "Errors on pages that readers reported.")
MESSAGES = Figure(
    "sanvat_messages",
    "Messages to people that wait, or ended in the last 24 hours.",
    ("state", "way"),
)
PAID_MESSAGES = Figure("sanvat_messages_paid", "Paid messages of the last 24 hours.")
MISSING_FILES = Figure("sanvat_picture_files_missing", "Files that pictures name and lack.")
CLOCK_SKEW = Figure(
    "sanvat_clock_skew_seconds",
    "How far ahead the worker's clock is of the database's, or seems to be.",
)
DISK_BYTES = Figure("sanvat_disk_free_bytes", "Room that is left on the disk.", ("place",))
DISK_INODES = Figure("sanvat_disk_free_inodes", "Files that the disk has room for.", ("place",))
FIGURES = tuple(value for value in list(globals().values()) if isinstance(value, Figure))


class _Scrape(Collector):
    def __init__(self, read: Iterable[Metric]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        yield from _measured().collect()
        yield from self._read


def text_of(told: Told) -> bytes:
    """Write what was measured, and the figures that were read, as Prometheus reads it."""
    return generate_latest(_Scrape([figure.family(values) for figure, values in told.items()]))


def _measured() -> Collector:
    """Give what this process measured, or the sums over all that serve one port together."""
    if folder := os.environ.get(TOGETHER):
        return MultiProcessCollector(CollectorRegistry(), folder)  # type: ignore[no-untyped-call]
    return registry


_partners: set[str] = set()


def count_throttled(partner: str) -> None:
    """Count a request beyond a limit; without a key it is the empty partner's."""
    is_one_more = partner not in _partners and len(_partners) >= MOST_PARTNERS
    known = OTHERS if is_one_more else partner
    _partners.add(known)
    THROTTLED.labels(known).inc()


def count_refused(refused: Refused, *, day_is_full: bool = False) -> None:
    """Count a picture that was not taken, by why."""
    UPLOADS_REFUSED.labels("day_full" if day_is_full else _why(refused)).inc()


def count_not_taken(why: str) -> None:
    """Count pictures that could not be taken now: `busy`, or `unavailable`."""
    UPLOADS_REFUSED.labels(why).inc()


def _why(refused: Refused) -> str:
    if isinstance(refused, Crashed):
        return "crashed"
    names = (name.lower() for name, said in BY_NAME.items() if said is refused.said)
    return next(names, "other")
