"""What beat asks for, and how often. Each selects what still needs doing, so a missed beat heals itself."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab


def schedule(every: float) -> dict[str, dict[str, Any]]:
    """Return beat's timetable; `every` seconds it asks for what is never long due (a minute, but in tests)."""
    options = {"expires": max(every - 5, 5)}  # what nobody took up in time is asked again anyway
    return {
        "beat": {"task": "periodic.heartbeat", "schedule": every, "options": options},
        "reminders": {"task": "periodic.decide_reminders", "schedule": every, "options": options},
        "data_requests": {"task": "periodic.hurry_data_requests", "schedule": every, "options": options},
        "reconciliation": {"task": "periodic.reconcile", "schedule": crontab(hour="1", minute="30")},
        "trails": {"task": "periodic.check_trails", "schedule": crontab(hour="2", minute="0")},
        "tidy": {"task": "periodic.tidy", "schedule": crontab(hour="2", minute="30")},
    }
