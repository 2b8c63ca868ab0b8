"""The steps of the reminder calendar and the deadline as a calendar file (iCalendar, RFC 5545). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.reminders.plan import Plan
from app.reminders.schedule import Step, sent_at, step_label
from app.web.formats import daftar, hari_tanggal

LONGEST_LINE = 75  # octets, the line's end not counted
LASTS = timedelta(minutes=30)
FROM = "%Y%m%dT%H%M%SZ"


def calendar_file(plan: Plan, *, host: str, url: str, now: datetime, zone: ZoneInfo) -> str:
    """Return the file. An event keeps its UID, so that importing a changed calendar moves it instead of doubling it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Potret//Pengingat SKM//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escape(f'Pengingat {plan.name}')}",
    ]
    for step in plan.steps:
        lines += _event(f"{plan.periode_id}-{step.code}@{host}", now, _step(step, plan, url, zone))
    lines += _event(f"{plan.periode_id}-tenggat@{host}", now, _deadline(plan, url))
    return "".join(f"{_fold(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(uid: str, now: datetime, inside: Iterator[str]) -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{now.strftime(FROM)}", *inside, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _step(step: Step, plan: Plan, url: str, zone: ZoneInfo) -> Iterator[str]:
    begins = sent_at(step, plan.policy).replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
    merged = f" Menggabungkan {daftar(step_label(code) for code in step.merged)}." if step.merged else ""
    yield f"DTSTART:{begins.strftime(FROM)}"
    yield f"DTEND:{(begins + LASTS).strftime(FROM)}"
    yield f"SUMMARY:{_escape(f'Pengingat {step.label}, {plan.name}')}"
    told = f"E-mail pengingat berangkat ke OPD yang belum menyampaikan laporan; tenggat {hari_tanggal(plan.deadline)}.{merged}"
    yield f"DESCRIPTION:{_escape(told)}"
    yield f"URL:{url}"


def _deadline(plan: Plan, url: str) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{plan.deadline:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{plan.deadline + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escape(f'Tenggat {plan.name}')}"
    yield f"URL:{url}"


def _escape(text: str) -> str:
    """Return text as a value: what would end it or the line is escaped."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _fold(line: str) -> str:
    """Return a line broken where it is longer than the standard allows, never inside a character."""
    parts, length = [""], 0
    for sign in line:
        size = len(sign.encode())
        if length + size > LONGEST_LINE:
            parts.append(" ")
            length = 1
        parts[-1] += sign
        length += size
    return "\r\n".join(parts)
