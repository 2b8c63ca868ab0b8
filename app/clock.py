"""The only source of time. Outside production an offset in seconds is read from CLOCK_FILE, so that a simulated
year can run on the real stack with only the clock false."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app

_pretended: ContextVar[datetime | None] = ContextVar("pretended_moment", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    pretended = _pretended.get()
    if pretended is not None:
        return pretended
    real = datetime.now(UTC)
    file = current_app.config["CLOCK_FILE"]
    return real + offset(file) if file else real


def offset(file: str) -> timedelta:
    """Return how far the false clock stands from the real one; zero without a file or with a broken one."""
    try:
        return timedelta(seconds=float(Path(file).read_text()))
    except (OSError, ValueError):
        return timedelta(0)


def zone() -> ZoneInfo:
    """Return the installation's time zone (one city, one zone)."""
    return ZoneInfo(current_app.config["TIMEZONE"])


def local_now() -> datetime:
    """Return the present moment in the installation's zone."""
    return now().astimezone(zone())


def today() -> date:
    """Return the day in the installation's zone."""
    return local_now().date()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let it be another moment inside the block: how the demo city lives through its year. Refused in production."""
    if current_app.config["ENV_NAME"] == "production":
        raise RuntimeError("The clock of production is never false.")
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
