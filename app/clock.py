"""The only source of time. Outside production an offset in seconds is read from CLOCK_FILE, so that a simulated
year can run on the real stack with only the clock false."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
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
