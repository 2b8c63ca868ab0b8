"""The documents that can be made of a survey: how each is named, when it holds, and how it is made. One table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from app.opd.models import CustomerKind
from app.reports import answers, evidence, sheets
from app.reports.assembly import assemble, fingerprint
from app.reports.models import DocumentKind
from app.reports.rendering import poster, skm
from app.reports.rendering.data import SkmReport
from app.reports.rendering.docx import skm as docx
from app.reports.rendering.xlsx import processing, raw
from app.results.reading import result_of
from app.results.visibility import FEWEST_IN_SEGMENT
from app.surveys.models import Survey
from app.web.csv_text import csv_bytes

SHEET_EDITION = 1  # of the sheets' words and layout: raise it with them, and sheets made before count as out of date
POSTER_EDITION = 1

REPORTED = "Hasilnya dilaporkan pihak ketiga dan tidak dapat dihitung ulang; laporannya terlampir."

PDF = ("pdf", "application/pdf")
DOCX = ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ZIP = ("zip", "application/zip")
CSV = ("csv", "text/csv")
XLSX = ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Today:
    """What a survey says now about one kind of customer; each part is read when a document first asks for it."""

    def __init__(self, survey: Survey, customer: CustomerKind, report: SkmReport | None = None) -> None:
        self.survey, self.customer = survey, customer
        if report is not None:
            self.report = report

    @cached_property
    def report(self) -> SkmReport:
        return assemble(self.survey, self.customer, pictures=False)

    @cached_property
    def reported(self) -> bool:
        """Whether the figures are a third party's, whose own report stands in the place of ours."""
        return result_of(self.survey, segments=()).reported

    @cached_property
    def sheet(self) -> str:
        """What a sheet of the answers depends on, without reading the answers."""
        result = result_of(self.survey, segments=())
        ids = sheets.layanan_ids(sheets.part_of(result, self.customer))
        head = sheets.head(self.survey, result, self.customer)
        return f"{SHEET_EDITION} {head!r} {answers.stamp(self.survey.id, ids)} {answers.names(self.survey.upp_id)}"


@dataclass(frozen=True)
class Document:
    """`title` names it in a list, `file` at the head of a file's name, `what` says what it is for."""

    kind: DocumentKind
    title: str
    what: str
    file: str
    form: tuple[str, str]  # extension and media type
    stamp: Callable[[Today], str]  # a fingerprint of what it would print now
    make: Callable[[Survey, CustomerKind], bytes]
    refusal: Callable[[Today], str] = lambda _: ""  # why it cannot be made yet; empty: it can
    inside_only: bool = False  # never for people outside the OPD

    @property
    def extension(self) -> str:
        return self.form[0]

    @property
    def media_type(self) -> str:
        return self.form[1]


def _report(survey: Survey, customer: CustomerKind) -> bytes:
    return skm.render(assemble(survey, customer))


def _editable(survey: Survey, customer: CustomerKind) -> bytes:
    return docx.render(assemble(survey, customer))


def _processing(survey: Survey, customer: CustomerKind) -> bytes:
    return processing.render(sheets.processing(survey, customer))


def _raw(survey: Survey, customer: CustomerKind) -> bytes:
    return raw.render(sheets.raw_data(survey, customer))


def _raw_csv(survey: Survey, customer: CustomerKind) -> bytes:
    data = sheets.raw_data(survey, customer)
    return csv_bytes([variable.name for variable in data.variables], data.rows)


def _poster(size: poster.Size) -> Callable[[Survey, CustomerKind], bytes]:
    return lambda survey, customer: poster.render(poster.poster_of(assemble(survey, customer)), size)


def _report_stamp(today: Today) -> str:
    return fingerprint(today.report)


def _sheet_stamp(today: Today) -> str:
    return sha256(today.sheet.encode()).hexdigest()


def _poster_stamp(today: Today) -> str:
    return sha256(f"{POSTER_EDITION} {poster.poster_of(today.report)!r}".encode()).hexdigest()


def refusal_of(document: Document, today: Today) -> str:
    """Return why a document cannot be made yet; empty: it can."""
    return REPORTED if today.reported else document.refusal(today)


def _evidence_stamp(today: Today) -> str:
    return sha256(f"{fingerprint(today.report)} {today.sheet} {evidence.stamp(today.survey)}".encode()).hexdigest()


def _not_yet_evidence(today: Today) -> str:
    """Return why there is no ZIP for the evaluator: what is handed over must not move."""
    return "Dapat dibuat setelah survei ditutup, karena angkanya belum tetap." if today.report.issue.provisional else ""


def _not_to_be_published(today: Today) -> str:
    """Return why there is no poster: what hangs on a wall must not move, and must not point to a person."""
    if today.report.issue.provisional:
        return "Dapat dibuat setelah survei ditutup, karena angkanya belum tetap."
    if today.report.sample.achieved < FEWEST_IN_SEGMENT:
        return f"Respondennya kurang dari {FEWEST_IN_SEGMENT}, sehingga nilainya tidak diumumkan."
    if today.report.index.ikm is None:
        return "IKM belum dapat dihitung, sehingga belum ada yang diumumkan."
    return ""


K = DocumentKind
DOCUMENTS: dict[DocumentKind, Document] = {
    each.kind: each
    for each in (
        Document(K.LAPORAN_PDF, "Laporan SKM", "Sampul, lima bab, dan lampiran", "Laporan SKM", PDF, _report_stamp, _report),
        Document(
            K.LAPORAN_DOCX, "Laporan SKM untuk disunting", "Isi yang sama sebagai dokumen Word", "Laporan SKM", DOCX,
            _report_stamp, _editable,
        ),
        Document(
            K.OLAH_XLSX, "Lembar pengolahan data", "Satu responden satu baris, angkanya rumus hidup", "Pengolahan data SKM",
            XLSX, _sheet_stamp, _processing,
        ),
        Document(
            K.MENTAH_XLSX, "Data mentah", "Setiap jawaban tanpa identitas, dengan kamus data", "Data mentah SKM", XLSX,
            _sheet_stamp, _raw, inside_only=True,
        ),
        Document(
            K.MENTAH_CSV, "Data mentah untuk program statistik", "Jawaban yang sama sebagai CSV; arti kolomnya di berkas Excel",
            "Data mentah SKM", CSV, _sheet_stamp, _raw_csv, inside_only=True,
        ),
        Document(
            K.POSTER_A4, "Poster publikasi A4", "Untuk papan pengumuman", "Poster IKM A4", PDF, _poster_stamp,
            _poster(poster.Size.A4), _not_to_be_published,
        ),
        Document(
            K.POSTER_A3, "Poster publikasi A3", "Untuk ruang tunggu dan pintu masuk", "Poster IKM A3", PDF, _poster_stamp,
            _poster(poster.Size.A3), _not_to_be_published,
        ),
        Document(
            K.BUKTI_DUKUNG, "Bukti dukung untuk evaluator", "Laporan, lembar olah, SK, foto, dan bukti publikasi dalam satu berkas",
            "Bukti dukung SKM", ZIP, _evidence_stamp, evidence.render, _not_yet_evidence,
        ),
    )
}  # fmt: skip
