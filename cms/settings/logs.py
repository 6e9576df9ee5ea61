"""Log lines as JSON with ids, counts and kinds; never a text, a title or a query."""

import traceback
from types import TracebackType
from typing import Any

import structlog

Event = dict[str, Any]


def without_words(logger: object, method: str, event: Event) -> Event:
    """An exception becomes its type and places: messages and locals may quote what people wrote."""
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        event["exception"] = info[0].__qualname__
        event["frames"] = _frames(info[2])
    event.pop("stack_info", None)
    return event


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.filename.rsplit('/site-packages/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)[-15:]
    ]


def json_logging(*, level: str) -> dict[str, Any]:
    """`LOGGING` for one JSON object per line on standard error."""
    shared = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # SQL with its parameters is text that people wrote.
            "django.db.backends": {"level": "WARNING"},
            # Wagtail logs the titles of pages at INFO.
            "wagtail": {"level": "WARNING"},
            # Its messages carry request bodies of searches.
            "elastic_transport": {"level": "WARNING"},
            # Its warnings quote the path of every page not found, whatever was typed there.
            "django.request": {"level": "ERROR"},
            # It names accounts and addresses at every attempt; axes keeps them in its own table.
            "axes": {"level": "ERROR"},
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
