"""Structured logs: one JSON object a line for machines, or coloured text for people."""

import logging
import sys
from contextlib import suppress
from contextvars import ContextVar
from typing import TextIO, cast

import structlog

from shop.config import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that this task answers, as the log names it; empty outside of requests."""


def configure(settings: Settings) -> None:
    """Send our own and the libraries' log lines the same way, to standard error."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_request,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = _renderer(settings)
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.WriteLogger(cast("TextIO", _Log())),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
    logging.getLogger("uvicorn.error").setLevel(level)
    logging.getLogger("mcp").setLevel(max(level, logging.ERROR))  # it warns of what strangers send


class _Log:
    """Standard error as it is at that moment; a disk full of log lines fails no request."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def _with_request(
    _: object, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Name the request that a line is about, so that all lines of one are found together."""
    if number := request_id.get():
        event.setdefault("request", number)
    return event


def _renderer(settings: Settings) -> list[structlog.typing.Processor]:
    if settings.log_format == "text":
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [structlog.processors.JSONRenderer(ensure_ascii=False)]
