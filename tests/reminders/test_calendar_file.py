"""The reminder calendar in everybody's own calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.db import transaction
from app.extensions import db
from app.periods.models import Periode
from app.reminders.calendar_file import calendar_file
from app.reminders.plan import plan_of

ADDRESS = "/organisasi/pengingat/kalender.ics"


def events(text: str) -> list[dict[str, str]]:
    """Return the properties of each event, lines unfolded."""
    whole = text.replace("\r\n ", "")
    found = []
    for block in whole.split("BEGIN:VEVENT\r\n")[1:]:
        lines = block.split("END:VEVENT")[0].strip().split("\r\n")
        found.append(dict(line.split(":", 1) for line in lines))
    return found


def test_every_step_and_the_deadline_are_in_the_file(november, days, sign_in) -> None:
    days.at("2026-11-10 09:00")
    answer = sign_in("organisasi").get(ADDRESS)
    assert answer.mimetype == "text/calendar"
    found = events(answer.text)
    assert [event["SUMMARY"] for event in found][:4] == [
        "Pengingat H−30\\, SKM Tahunan 2026",
        "Pengingat H−14\\, SKM Tahunan 2026",
        "Pengingat H−7\\, SKM Tahunan 2026",
        "Pengingat H−1\\, SKM Tahunan 2026",
    ]
    assert found[2]["DTSTART"] == "20261123T010000Z"  # 08.00 in Jakarta
    assert "Menggabungkan H−3." in found[3]["DESCRIPTION"]
    assert found[-1]["DTSTART;VALUE=DATE"] == "20261130"
    assert found[-1]["SUMMARY"] == "Tenggat SKM Tahunan 2026"
    assert ADDRESS in sign_in("organisasi").get("/organisasi/pengingat").text


def test_a_changed_periode_moves_its_events_and_a_name_cannot_add_lines(november, days) -> None:
    zone, now = ZoneInfo("Asia/Jakarta"), datetime(2026, 11, 10, 2, tzinfo=UTC)
    with transaction():
        periode = db.session.get_one(Periode, november.periode_id)
        before = calendar_file(plan_of(periode), host="skm.contoh", url="https://skm.contoh/", now=now, zone=zone)
        periode.name = "SKM; 2026, \\baru\r\nATTENDEE:mailto:x@contoh.test " + "panjang sekali é" * 9
        after = calendar_file(plan_of(periode), host="skm.contoh", url="https://skm.contoh/", now=now, zone=zone)
    assert [event["UID"] for event in events(before)] == [event["UID"] for event in events(after)]
    assert len({event["UID"] for event in events(after)}) == len(events(after))
    assert "\r\nATTENDEE" not in after
    assert "SKM\\; 2026\\, \\\\baru ATTENDEE" in events(after)[-1]["SUMMARY"]
    assert max(len(line.encode()) for line in after.split("\r\n")) <= 75
    assert after.endswith("END:VCALENDAR\r\n")


def test_without_a_periode_there_is_no_calendar(november, sign_in) -> None:
    with transaction():
        db.session.get_one(Periode, november.periode_id).state = "selesai"
    assert sign_in("organisasi").get(ADDRESS).status_code == 404
