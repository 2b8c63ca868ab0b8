"""How often a phone may call. In memory: this path never opens the broker, and a process more or less does not matter."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

# 500 interviews of a week without a network are 20 batches; an open app asks a few times a minute.
PER_DEVICE = parse("120 per minute")
WAIT_SECONDS = 60

_limiter = FixedWindowRateLimiter(MemoryStorage())


def count_call(device_id: UUID) -> None:
    """Raise TooManyRequests where the phone calls far more often than an app ever does."""
    if current_app.config["RATELIMIT_ENABLED"] and not _limiter.hit(PER_DEVICE, str(device_id)):
        raise TooManyRequests(retry_after=WAIT_SECONDS)
