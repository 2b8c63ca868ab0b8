"""How much one kiosk may send: far above what people can answer, so that nothing honest waits. Beyond it the kiosk keeps its
answers and tries again; nothing is dropped. In memory, like devices/limits.py."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from app.devices.limits import count_call
from app.links.soft_keys import network_prefix

# A kiosk asks at most four people a minute; a week without a network is some 750 answers, sent at once.
ANSWERS = parse("1000 per 10 minutes")
WAIT_SECONDS = 300

_limiter = FixedWindowRateLimiter(MemoryStorage())


def count_answers(kiosk_id: UUID, code: str, address: str, count: int) -> None:
    """Raise TooManyRequests where a kiosk, or all kiosks of a link in one network, send far more than people can answer."""
    count_call(kiosk_id)
    if current_app.config["RATELIMIT_ENABLED"] and not _limiter.hit(ANSWERS, code, network_prefix(address), cost=count):
        raise TooManyRequests(retry_after=WAIT_SECONDS)
