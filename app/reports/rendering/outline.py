"""The ministry's chapters (regulation.md 1.8): one list for headings, table of contents and bookmarks."""

from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from .flow import Prose, paragraph
from .styles import CHAPTER, SECTION


@dataclass(frozen=True)
class Entry:
    key: str
    level: int
    label: str
    title: str

    @property
    def text(self) -> str:
        return f"{self.label} {self.title}"


OUTLINE = (
    Entry("bab-1", 0, "BAB I", "Pendahuluan"),
    Entry("1.1", 1, "1.1", "Latar Belakang"),
    Entry("1.2", 1, "1.2", "Dasar Pelaksanaan SKM"),
    Entry("1.3", 1, "1.3", "Maksud dan Tujuan"),
    Entry("bab-2", 0, "BAB II", "Pengumpulan Data SKM"),
    Entry("2.1", 1, "2.1", "Pelaksana SKM"),
    Entry("2.2", 1, "2.2", "Metode Pengumpulan Data"),
    Entry("2.3", 1, "2.3", "Lokasi Pengumpulan Data"),
    Entry("2.4", 1, "2.4", "Waktu Pelaksanaan SKM"),
    Entry("2.5", 1, "2.5", "Penentuan Jumlah Responden"),
    Entry("bab-3", 0, "BAB III", "Hasil Pengolahan Data SKM"),
    Entry("3.1", 1, "3.1", "Jumlah Responden SKM"),
    Entry("3.2", 1, "3.2", "Indeks Kepuasan Masyarakat (Unit Layanan dan Per Unsur Layanan)"),
    Entry("bab-4", 0, "BAB IV", "Analisis Hasil SKM"),
    Entry("4.1", 1, "4.1", "Analisis Permasalahan/Kelemahan dan Kelebihan Unsur Layanan"),
    Entry("4.2", 1, "4.2", "Rencana Tindak Lanjut"),
    Entry("4.3", 1, "4.3", "Tren Nilai SKM"),
    Entry("bab-5", 0, "BAB V", "Kesimpulan"),
    Entry("lampiran-1", 0, "Lampiran 1", "Kuesioner"),
    Entry("lampiran-2", 0, "Lampiran 2", "Hasil Pengolahan Data"),
    Entry("lampiran-3", 0, "Lampiran 3", "Dokumentasi Terkait Pelaksanaan SKM"),
    Entry("lampiran-4", 0, "Lampiran 4", "Laporan Hasil Tindak Lanjut SKM Periode Sebelumnya"),
)
BY_KEY = {entry.key: entry for entry in OUTLINE}


class Heading(Prose):
    """A heading that a bookmark and the table of contents can find."""

    entry: Entry

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.entry.key, 0, self.height)
        self.canv.addOutlineEntry(self.entry.text, self.entry.key, self.entry.level)
        super().draw()


def chapter(key: str) -> list[Flowable]:
    """A chapter begins a page: its number, and its title under it."""
    entry = BY_KEY[key]
    return [PageBreak(), _heading(entry, f"{entry.label}\n{entry.title}", CHAPTER)]


def section(key: str) -> list[Flowable]:
    """A section's heading; it never stands alone at the foot of a page."""
    entry = BY_KEY[key]
    return [CondPageBreak(80), _heading(entry, entry.text, SECTION)]


def _heading(entry: Entry, text: str, style: ParagraphStyle) -> Heading:
    heading = paragraph(text, style, kind=Heading)
    heading.entry = entry
    return heading
