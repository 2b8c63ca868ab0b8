"""The list of devices in words: how each one stands, and the sentence at the head of the page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.devices.queries import DeviceLine

SILENT_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    mark: str  # done | todo | warn | locked
    words: str
    note: str = ""


Row = tuple[DeviceLine, Standing]


def with_state(line: DeviceLine, now: datetime) -> Row:
    """Return the device and how it stands."""
    if line.revoked_at is not None:
        return line, Standing("locked", "Dicabut", f"oleh {line.revoked_by}")
    if line.last_seen_at is None:
        return line, Standing("todo", "Belum pernah terhubung")
    if now - line.last_seen_at > SILENT_AFTER:
        return line, Standing(
            "warn", "Lama tidak terhubung", "Tanyakan apakah masih ada wawancara yang belum terkirim."
        )
    return line, Standing("done", "Aktif")


def summary(rows: Sequence[Row]) -> str:
    """Return "3 perangkat dapat mengirim, 1 lama tidak terhubung"."""
    living = [standing for line, standing in rows if line.revoked_at is None]
    if not living:
        return "Belum ada perangkat yang disiapkan"
    silent = sum(standing.mark == "warn" for standing in living)
    return f"{len(living)} perangkat dapat mengirim" + (f", {silent} lama tidak terhubung" if silent else "")
