"""Where a UPP has made its result known, with evidence."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.db import Base, Identified, one_of
from app.tenancy.models import UppOwned, owned_reference


class Medium(StrEnum):
    POSTER = "poster"
    PAPAN = "papan_pengumuman"
    BROSUR = "brosur"
    SPANDUK = "spanduk"
    KORAN = "koran"
    RADIO_TV = "radio_tv"
    LAMAN = "laman"
    MEDIA_SOSIAL = "media_sosial"
    LAYAR = "layar_informasi"
    APLIKASI = "aplikasi"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def electronic(self) -> bool:
        return self in ELECTRONIC


LABELS = {
    Medium.POSTER: "Poster di ruang layanan",
    Medium.PAPAN: "Papan pengumuman",
    Medium.BROSUR: "Brosur atau selebaran",
    Medium.SPANDUK: "Spanduk atau banner",
    Medium.KORAN: "Surat kabar",
    Medium.RADIO_TV: "Radio atau televisi",
    Medium.LAMAN: "Laman resmi",
    Medium.MEDIA_SOSIAL: "Media sosial",
    Medium.LAYAR: "Layar informasi",
    Medium.APLIKASI: "Aplikasi layanan",
}
ELECTRONIC = frozenset({Medium.RADIO_TV, Medium.LAMAN, Medium.MEDIA_SOSIAL, Medium.LAYAR, Medium.APLIKASI})


class Publication(Identified, UppOwned, Base):
    """One medium in which a survey's result was published."""

    __tablename__ = "publications"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        owned_reference("report_files", "evidence_id"),
        one_of("medium", Medium),
        Index("ix_publications_opd_id_survey_id", "opd_id", "survey_id"),
    )

    survey_id: Mapped[UUID]
    medium: Mapped[Medium]
    place: Mapped[str]  # where it hangs, or its address
    published_on: Mapped[date]
    evidence_id: Mapped[UUID | None]  # a photo or a picture of the screen
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
