"""What the process measures of itself, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

registry = CollectorRegistry()
REQUESTS = Counter(
    "sanvat_requests_total", "Requests answered.", ["route", "status"], registry=registry
)
SECONDS = Histogram(
    "sanvat_request_seconds",
    "Time to the last byte.",
    registry=registry,
    buckets=(0.001, 0.005, 0.025, 0.1, 0.25, 1, 5, 30),
)
DATABASE_ERRORS = Counter(
    "sanvat_database_errors_total",
    "Requests that the database could not serve.",
    ["why"],
    registry=registry,
)
STORE_SECONDS = Histogram(
    "sanvat_store_seconds",
    "Time that the store of pictures took.",
    ["act"],
    registry=registry,
    buckets=(0.005, 0.025, 0.1, 0.25, 1, 5, 15),
)
STORE_ERRORS = Counter(
    "sanvat_store_errors_total",
    "What the store of pictures did not do, or not in time.",
    ["act"],
    registry=registry,
)
HEAD = Gauge("sanvat_head_serial", "Highest serial of the catalogue.", registry=registry)
INDEX = Gauge("sanvat_index_serial", "Serial up to which the index has read.", registry=registry)
WAITING = Gauge("sanvat_to_publish", "Products that wait for the worker.", registry=registry)
FEED_WITHHELD = Gauge(
    "sanvat_feed_withheld", "Whether a feed file is held back.", ["name"], registry=registry
)
WEBHOOKS_DEAD = Gauge(
    "sanvat_webhooks_given_up", "Messages given up, and none told since.", registry=registry
)
WEBHOOKS_DISABLED = Gauge(
    "sanvat_webhooks_disabled", "Webhooks that are told nothing.", registry=registry
)
PAGE_REPORTS = Gauge(
    "sanvat_page_reports_open", "Errors on pages that readers reported.", registry=registry
)
MESSAGES = Gauge(
    "sanvat_messages",
    "Messages to people that wait, or ended in the last 24 hours.",
    ["state", "way"],
    registry=registry,
)
PAID_MESSAGES = Gauge(
    "sanvat_messages_paid", "Paid messages of the last 24 hours.", registry=registry
)
MISSING_FILES = Gauge(
    "sanvat_picture_files_missing", "Files that pictures name and lack.", registry=registry
)
CLOCK_SKEW = Gauge(
    "sanvat_clock_skew_seconds",
    "How far ahead the worker's clock is of the database's, or seems to be.",
    registry=registry,
)
CONNECTIONS = Gauge("sanvat_connections", "Connections that are open.", registry=registry)
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
)
