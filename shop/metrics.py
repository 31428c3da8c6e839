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
MISSING_FILES = Gauge(
    "sanvat_picture_files_missing", "Files that pictures name and lack.", registry=registry
)
REPLACED = Gauge(
    "sanvat_processes_replaced",
    "Processes beside this one that ended by themselves and were replaced.",
    ["role"],
    registry=registry,
)
