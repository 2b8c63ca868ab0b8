"""What beat asks for, and how often. Each selects what still needs doing, so a missed beat heals itself."""

from __future__ import annotations

from celery.schedules import crontab

SCHEDULE = {
    "beat": {"task": "periodic.heartbeat", "schedule": 60.0, "options": {"expires": 55}},
    "reminders": {"task": "periodic.decide_reminders", "schedule": 60.0, "options": {"expires": 55}},
    "reconciliation": {"task": "periodic.reconcile", "schedule": crontab(hour="1", minute="30")},
    "tidy": {"task": "periodic.tidy", "schedule": crontab(hour="2", minute="30")},
}
