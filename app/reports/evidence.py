"""Bukti dukung: everything an evaluator of PEKPPP asks for about one UPP, in one ZIP. The same data give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.extensions import db
from app.opd.models import CustomerKind
from app.opd.queries import get_upp_by_id
from app.periods.queries import get_periode
from app.publication.pekppp import scores
from app.publication.queries import list_publications
from app.publication.standing import facts_of
from app.reports import sheets
from app.reports.assembly import assemble
from app.reports.models import FilePurpose, ReportFile
from app.reports.rendering import poster, skm
from app.reports.rendering.xlsx import processing
from app.reports.words import title_period
from app.results.visibility import FEWEST_IN_SEGMENT
from app.surveys.models import Survey
from app.surveys.queries import find_frozen
from app.web.formats import angka, tanggal

FOLDERS = {
    FilePurpose.SK_TIM: "1 SK Tim",
    FilePurpose.FOTO: "2 Dokumentasi",
    FilePurpose.BERTANDA_TANGAN: "3 Laporan bertanda tangan",
    FilePurpose.LEMBAR_PENGESAHAN: "4 Pengesahan",
    FilePurpose.BUKTI_PUBLIKASI: "5 Publikasi",
}
MOMENT = (2000, 1, 1, 0, 0, 0)  # of every file inside: the ZIP depends on what it holds, never on when it was made
README = "00 Daftar bukti.txt"
SHEET = "Lembar pengolahan data.xlsx"


def render(survey: Survey, customer: CustomerKind) -> bytes:
    """Return the ZIP: a list of what is inside with the simulated scores, our documents, and what people uploaded."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        inside = [*_made(survey, customer), *_uploaded(survey)]
        for name, content in [(README, _readme(survey, [name for name, _ in inside]).encode()), *inside]:
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


def stamp(survey: Survey) -> str:
    """Return what the ZIP depends on beside the report: uploaded files, media and scores."""
    files = db.session.execute(
        select(ReportFile.sha256, ReportFile.purpose, ReportFile.caption)
        .where(ReportFile.survey_id == survey.id)
        .order_by(ReportFile.created_at, ReportFile.id)
    ).all()
    media = [(row.medium.value, row.place, row.published_on) for row in list_publications(survey.id)]
    return f"{[tuple(row) for row in files]!r} {media!r} {scores(facts_of(survey))!r}"


def _made(survey: Survey, customer: CustomerKind) -> Iterator[tuple[str, bytes]]:
    report = assemble(survey, customer)
    yield "Laporan SKM.pdf", skm.render(report)
    yield SHEET, processing.render(sheets.processing(survey, customer))
    if report.index.ikm is not None and report.sample.achieved >= FEWEST_IN_SEGMENT:
        yield "5 Publikasi/Poster A4.pdf", poster.render(poster.poster_of(report), poster.Size.A4)


def _uploaded(survey: Survey) -> Iterator[tuple[str, bytes]]:
    rows = db.session.scalars(
        select(ReportFile)
        .where(ReportFile.survey_id == survey.id, ReportFile.purpose.in_(FOLDERS))
        .order_by(ReportFile.purpose, ReportFile.created_at, ReportFile.id)
        .options(undefer(ReportFile.content))
    )
    for number, row in enumerate(rows, start=1):
        yield f"{FOLDERS[row.purpose]}/{number:02d} {row.file_name}", row.content


def _readme(survey: Survey, names: list[str]) -> str:
    periode, unit, frozen = get_periode(survey.periode_id), get_upp_by_id(survey.upp_id), find_frozen(survey.id)
    lines = [f"Bukti dukung SKM {title_period(periode.name, periode.year)}", unit.name, ""]
    if frozen:
        lines += [
            f"IKM {angka(frozen.ikm, 2)}, versi beku {frozen.version}, kode verifikasi data {frozen.verification_code}",
            "",
        ]
    lines.append("PEKPPP F-02, simulasi:")
    for each in scores(facts_of(survey)):
        value = "belum dapat dinilai" if each.value is None else str(each.value)
        lines.append(f"  {each.no}. {each.title}: {value}. {each.reason}")
    lines += ["", "Media publikasi:"]
    lines += [
        f"  {row.medium.label}, {row.place}, {tanggal(row.published_on)}" for row in list_publications(survey.id)
    ] or ["  belum ada"]
    lines += ["", "Isi berkas ini:", *(f"  {name}" for name in names), ""]
    return "\r\n".join(lines)
