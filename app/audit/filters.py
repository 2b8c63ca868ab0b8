"""What the trail is narrowed down to; every choice stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.audit.actions import LABELS, Action

SUBJECTS = {
    "opd": "OPD", "upp": "UPP", "layanan": "Layanan", "titik": "Titik layanan", "memberships": "Orang", "periode": "Periode",
    "surveys": "Survei", "imports": "Impor", "paper_batches": "Kertas", "followups": "Tindak lanjut", "reports": "Laporan",
    "report_files": "Berkas laporan", "adaptations": "Kuesioner", "link_codes": "Tautan", "devices": "Perangkat",
    "reminder_pauses": "Jeda pengingat", "evaluator_links": "Tautan evaluator",
}  # fmt: skip
ACTS = sorted(((action.value, label) for action, label in LABELS.items()), key=lambda pair: pair[1])


@dataclass(frozen=True)
class Cursor:
    """The entry before which the page begins; `rank`: 0 of an OPD's chain, 1 of the city's."""

    at: datetime
    rank: int
    id: int

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """Return the cursor of an address; None for what is none."""
        moment, _, rest = text.partition(",")
        rank, _, number = rest.partition(",")
        with suppress(ValueError):
            at = datetime.fromisoformat(moment)
            return cls(at, int(rank), int(number)) if at.tzinfo and rank in ("0", "1") else None
        return None

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()},{self.rank},{self.id}"


@dataclass(frozen=True)
class TrailFilter:
    """An unknown choice counts as none: an old address still shows the trail."""

    person: str = ""
    act: str = ""
    subject: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    opd: str = ""
    before: Cursor | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> TrailFilter:
        act, subject = args.get("kejadian", ""), args.get("objek", "")
        return cls(
            person=args.get("orang", "").strip()[:80],
            act=act if act in set(Action) else "",
            subject=subject if subject in SUBJECTS else "",
            words=args.get("nama", "").strip()[:80],
            since=_day(args.get("dari", "")),
            until=_day(args.get("sampai", "")),
            opd=args.get("opd", "").strip()[:40],
            before=Cursor.read(args.get("sebelum", "")),
        )

    @property
    def narrowed(self) -> bool:
        return any((self.person, self.act, self.subject, self.words, self.since, self.until, self.opd))

    @property
    def address(self) -> dict[str, Any]:
        """Return the choices as they stand in an address, without the page."""
        said = {
            "orang": self.person, "kejadian": self.act, "objek": self.subject, "nama": self.words, "opd": self.opd,
            "dari": self.since.isoformat() if self.since else "", "sampai": self.until.isoformat() if self.until else "",
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
