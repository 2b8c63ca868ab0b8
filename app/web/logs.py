"""Structured logs with a request id; no form values, no addresses of people.

Our own events name ids only. What others put into their error messages (a mail server the address, PostgreSQL the row,
Python the line) goes through `scrub` before it is written.
"""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from secrets import token_hex
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger()
SCRUBBED = (
    (re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"), "[alamat]"),
    (re.compile(r"(?im)^\s*(?:DETAIL|CONTEXT):.*$|\[parameters: .*?\]$"), "[isi]"),  # PostgreSQL repeats the whole row
    (re.compile(r"(?i)\b(bearer|password|sandi|token|secret)\b(['\"]?\s*[=:]?\s*)\S+"), r"\1\2[rahasia]"),
    (re.compile(r"[A-Za-z0-9_-]{40,}"), "[rahasia]"),  # as long as our tokens are
)
SAFE_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


def init_app(app: Flask) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    app.before_request(_begin)
    app.after_request(_show)


def scrub(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take addresses, secrets and rows of the database out of every text of a log line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = scrubbed(value)
    return event


def scrubbed(text: str) -> str:
    for pattern, instead in SCRUBBED:
        text = pattern.sub(instead, text)
    return text


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.began = perf_counter()
    g.request_id = given if SAFE_ID.match(given) else token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _show(response: Response) -> Response:
    """One line a request: the endpoint's name, since an address may hold a code or what somebody searched for."""
    milliseconds = round((perf_counter() - g.get("began", perf_counter())) * 1000, 1)
    log.info("request", endpoint=request.endpoint, method=request.method, status=response.status_code, ms=milliseconds)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response
