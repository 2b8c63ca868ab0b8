"""Requested documents, made by a worker, kept, and made again when out of date; and what people put into them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.db import Base, Identified, one_of
from app.opd.models import CustomerKind
from app.tenancy.models import UppOwned, owned_reference


class DocumentKind(StrEnum):
    """What can be made of one survey. Offered in this order."""

    LAPORAN_PDF = "laporan_pdf"
    LAPORAN_DOCX = "laporan_docx"
    OLAH_XLSX = "olah_xlsx"
    MENTAH_XLSX = "mentah_xlsx"
    MENTAH_CSV = "mentah_csv"
    POSTER_A4 = "poster_a4"
    POSTER_A3 = "poster_a3"
    BUKTI_DUKUNG = "bukti_dukung"


class CityDocumentKind(StrEnum):
    """What can be made of a periode in the whole city."""

    REKAP_KOTA_PDF = "rekap_kota_pdf"
    REKAP_KOTA_XLSX = "rekap_kota_xlsx"


class ReportState(StrEnum):
    MENUNGGU = "menunggu"
    DIBUAT = "dibuat"
    SIAP = "siap"
    GAGAL = "gagal"


class RequestColumns(Identified):
    """A document that somebody asked for, and how far the worker is."""

    state: Mapped[ReportState] = mapped_column(default=ReportState.MENUNGGU)
    progress: Mapped[str] = mapped_column(default="")  # what the worker does now, as the page shows it
    attempts: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(default="")  # of the figures inside; differs from today's: out of date
    pages: Mapped[int | None]  # of a PDF
    error: Mapped[str] = mapped_column(default="")
    requested_by: Mapped[str]
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]


class Report(RequestColumns, UppOwned, Base):
    """A document of one survey and one kind of customer; citizens and internal customers are never mixed."""

    __tablename__ = "reports"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        one_of("state", ReportState),
        one_of("document", DocumentKind),
        Index("ix_reports_opd_id_survey_id", "opd_id", "survey_id", "created_at"),
    )

    survey_id: Mapped[UUID]
    document: Mapped[DocumentKind] = mapped_column(
        default=DocumentKind.LAPORAN_PDF, server_default=DocumentKind.LAPORAN_PDF.value
    )
    kind: Mapped[str] = mapped_column(default="masyarakat", server_default="masyarakat")  # of customer
    # In the database, under its walls and in its backup; a report is about 100 kB.
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class CityReport(RequestColumns, Base):
    """A document of a whole periode. It belongs to no OPD; only the city's roles may ask for it."""

    __tablename__ = "city_reports"
    __table_args__ = (
        one_of("state", ReportState),
        one_of("document", CityDocumentKind),
        Index("ix_city_reports_periode_id", "periode_id", "created_at"),
    )

    periode_id: Mapped[UUID] = mapped_column(ForeignKey("periode.id"))
    document: Mapped[CityDocumentKind]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class ReportText(Identified, UppOwned, Base):
    """A chapter text in the words of the office. Without a row the default is printed.

    `default_text` is the default that stood there when the words were saved: another one today means that figures or
    wording have moved on, and that somebody should look at the words again.
    """

    __tablename__ = "report_texts"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        one_of("kind", CustomerKind),
        UniqueConstraint("opd_id", "survey_id", "kind", "section"),
    )

    survey_id: Mapped[UUID]
    kind: Mapped[CustomerKind]
    section: Mapped[str]  # rendering/texts.py
    text: Mapped[str]
    default_text: Mapped[str]
    default_edition: Mapped[int]  # of the wording in rendering/texts.py
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class FilePurpose(StrEnum):
    FOTO = "foto"
    SK_TIM = "sk_tim"
    BERTANDA_TANGAN = "bertanda_tangan"
    LEMBAR_PENGESAHAN = "lembar_pengesahan"
    LAPORAN_PIHAK_KETIGA = "laporan_pihak_ketiga"
    BUKTI_PUBLIKASI = "bukti_publikasi"


class ReportFile(Identified, UppOwned, Base):
    """A file that people gave to a report: a photo, the SK Tim, the report or the certification as it was signed."""

    __tablename__ = "report_files"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        one_of("purpose", FilePurpose),
        one_of("kind", CustomerKind),
        Index("ix_report_files_opd_id_survey_id", "opd_id", "survey_id", "created_at"),
    )

    survey_id: Mapped[UUID]
    purpose: Mapped[FilePurpose]
    kind: Mapped[CustomerKind | None]  # whose report was signed; photos and SK Tim stand in both
    caption: Mapped[str]  # of a photo what it shows, of the SK Tim its title
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    # Of a signed report: what it said when it was uploaded, to tell whether the data have moved on since.
    fingerprint: Mapped[str] = mapped_column(default="", server_default="")
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime]


class ReportHead(Identified, UppOwned, Base):
    """How a UPP's documents begin and who signs them; kept from one periode to the next."""

    __tablename__ = "report_heads"
    __table_args__ = (owned_reference("upp"), UniqueConstraint("opd_id", "upp_id"))

    address: Mapped[str] = mapped_column(default="", server_default="")  # lines; empty: the OPD's
    place: Mapped[str] = mapped_column(default="", server_default="")  # where it is signed; empty: the city
    signer_position: Mapped[str] = mapped_column(default="", server_default="")
    signer_name: Mapped[str] = mapped_column(default="", server_default="")  # with titles, as on paper
    signer_rank: Mapped[str] = mapped_column(default="", server_default="")
    signer_nip: Mapped[str] = mapped_column(default="", server_default="")
    logo: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # PNG
    logo_sha256: Mapped[str] = mapped_column(default="", server_default="")
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
