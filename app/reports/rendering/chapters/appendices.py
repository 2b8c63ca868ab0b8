"""Lampiran 3 and 4: documentation, and what became of last period's plan."""

from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Image, KeepTogether

from ..data import Photo, SkmReport
from ..flow import paragraph, prose
from ..outline import chapter
from ..styles import NOTE, WIDTH
from ..tables import Column, Labels, captioned, table
from ..texts import Section, text_of

PHOTO_HEIGHT = 250
STATUS = {"selesai": "Selesai", "sebagian": "Sebagian", "belum": "Belum"}


class Picture(Image):
    """A photo that still has its file, for the editable document."""

    source: bytes


def documentation(report: SkmReport) -> list[Flowable]:
    """Lampiran 3: the decree of the team and the photos."""
    decree = report.executor.decree
    return [
        *chapter("lampiran-3"),
        *prose(text_of(report, Section.DOKUMENTASI)),
        *([paragraph(f"Dasar penetapan pelaksana: {decree}.")] if decree else []),
        *_attachments(report.attachments),
        *(_photo(no, photo) for no, photo in enumerate(report.photos, 1)),
    ]


def _attachments(titles: tuple[str, ...]) -> list[Flowable]:
    if not titles:
        return []
    return prose(
        "\n".join(
            ("Berkas yang disertakan bersama laporan ini:", *(f"- {' '.join(title.split())}" for title in titles))
        )
    )


def _photo(no: int, photo: Photo) -> Flowable:
    width, height = ImageReader(BytesIO(photo.image)).getSize()
    scale = min(WIDTH / width, PHOTO_HEIGHT / height)
    picture = Picture(BytesIO(photo.image), width * scale, height * scale, hAlign="LEFT")
    picture.source = photo.image
    return KeepTogether([picture, paragraph(f"Foto {no}. {photo.caption}", NOTE)])


def last_followup(report: SkmReport) -> list[Flowable]:
    """Lampiran 4: each item of the last RTL with its state, evidence and obstacle."""
    opening = [*chapter("lampiran-4"), *prose(text_of(report, Section.TINDAK_LANJUT_LALU))]
    if not report.followups:
        return opening
    columns = (
        Column("No", 22, "r"),
        Column("Rencana tindak lanjut", 0),
        Column("Pelaksanaan", 66),
        Column("Bukti dukung", 112),
        Column("Kendala", 112),
    )
    rows = [
        (str(no), row.activity, STATUS[row.status], row.evidence or "–", row.obstacle or "–")
        for no, row in enumerate(report.followups, 1)
    ]
    return [
        *opening,
        *captioned(Labels("L4").table(), "Tindak lanjut periode sebelumnya", table(columns, rows)),
    ]
