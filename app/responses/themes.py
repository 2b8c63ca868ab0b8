"""What a saran is about, by the words in it. A saran may be about several things, or about none of these.

Words are compared by their stems, with the Indonesian stemmer that is part of PostgreSQL: "mengantri", "antrian" and
"antriannya" are one word (docs/decisions). A change here is a change of the statistics: rebuild them (`flask statistik bangun-ulang`).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.ikm import Unsur

LANGUAGE = "indonesian"  # PostgreSQL's text search configuration
EVERY = "semua"
OTHER = "lainnya"


@dataclass(frozen=True)
class Theme:
    """`words` in any of their forms, a phrase as `waktu <-> tunggu`; `topic` is how a sentence names the theme."""

    key: str
    label: str
    topic: str
    words: tuple[str, ...]
    unsur: tuple[Unsur, ...] = ()

    @property
    def query(self) -> str:
        """Return the text search query that any of the words answers."""
        return " | ".join(f"({word})" if " " in word else word for word in self.words)


THEMES = (
    Theme(
        "waktu", "Antrean dan waktu", "antrean atau waktu",
        ("antre", "antri", "lama", "lambat", "lelet", "menunggu", "nunggu", "waktu <-> tunggu", "menanti", "cepat", "dipercepat", "panggil", "jam <-> istirahat", "molor"),
        (Unsur.WAKTU,),
    ),
    Theme(
        "sarana", "Ruang dan sarana", "ruang atau sarana",
        ("ruang", "kursi", "duduk", "parkir", "toilet", "wc", "panas", "gerah", "kipas", "ac", "bersih", "kotor", "musala", "mushola", "sempit", "lahan"),
        (Unsur.SARPRAS,),
    ),
    Theme(
        "syarat", "Syarat dan alur", "syarat atau alur",
        ("syarat", "alur", "prosedur", "petunjuk", "formulir", "berkas", "dokumen", "belit", "berbelit", "ribet", "rumit", "fotokopi", "bolak <-> balik", "dipermudah"),
        (Unsur.PERSYARATAN, Unsur.PROSEDUR),
    ),
    Theme(
        "petugas", "Petugas", "petugas",
        ("petugas", "pegawai", "kepegawaian", "staf", "ramah", "sopan", "senyum", "judes", "jutek", "galak", "cuek", "dilayani"),
        (Unsur.PERILAKU, Unsur.KOMPETENSI),
    ),
    Theme(
        "biaya", "Biaya", "biaya",
        ("biaya", "tarif", "pungut", "pungli", "calo", "bayar", "mahal", "gratis"),
        (Unsur.BIAYA,),
    ),
    Theme(
        "pengaduan", "Pengaduan", "pengaduan",
        ("pengaduan", "keluhan", "mengeluh", "dikeluhkan", "lapor", "ditanggapi", "respons", "respon"),
        (Unsur.PENGADUAN,),
    ),
    Theme(
        "daring", "Layanan daring", "layanan daring",
        ("daring", "online", "aplikasi", "unggah", "upload", "laman", "website", "web", "situs", "ponsel", "hp", "internet", "server", "sistem <-> error"),
    ),
)  # fmt: skip
BY_KEY = {theme.key: theme for theme in THEMES}


def find_theme_of(unsur: str) -> Theme | None:
    """Return the theme in which people write about an unsur, or None."""
    return next((theme for theme in THEMES if unsur in theme.unsur), None)
