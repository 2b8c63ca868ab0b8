"""What a saran is about, by the words in it. A saran may be about several things, or about none of these."""

from __future__ import annotations

from dataclasses import dataclass

from app.ikm import Unsur


@dataclass(frozen=True)
class Theme:
    """`pattern` is a case-insensitive regular expression of PostgreSQL; `topic` is how a sentence names the theme."""

    key: str
    label: str
    topic: str
    pattern: str
    unsur: tuple[Unsur, ...] = ()


THEMES = (
    Theme("waktu", "Antrean dan waktu", "antrean atau waktu", r"antre|antri|\mlama\M|lambat|menunggu|waktu tunggu|cepat|dipanggil", (Unsur.WAKTU,)),
    Theme("sarana", "Ruang dan sarana", "ruang atau sarana", r"ruang|kursi|parkir|toilet|panas|kipas|bersih|\mac\M|musala", (Unsur.SARPRAS,)),
    Theme(
        "syarat", "Syarat dan alur", "syarat atau alur", r"syarat|\malur|prosedur|petunjuk|formulir|berkas|berbelit|ribet|fotokopi",
        (Unsur.PERSYARATAN, Unsur.PROSEDUR),
    ),
    Theme("petugas", "Petugas", "petugas", r"petugas|pegawai|ramah|sopan|judes|jutek", (Unsur.PERILAKU, Unsur.KOMPETENSI)),
    Theme("biaya", "Biaya", "biaya", r"biaya|tarif|pungut|pungli|bayar|mahal|gratis", (Unsur.BIAYA,)),
    Theme("pengaduan", "Pengaduan", "pengaduan", r"pengadua|keluh|\mlapor|ditanggapi", (Unsur.PENGADUAN,)),
    Theme("daring", "Layanan daring", "layanan daring", r"daring|online|aplikasi|unggah|upload|laman|website|ponsel|internet"),
)  # fmt: skip
BY_KEY = {theme.key: theme for theme in THEMES}


def find_theme_of(unsur: str) -> Theme | None:
    """Return the theme in which people write about an unsur, or None."""
    return next((theme for theme in THEMES if unsur in theme.unsur), None)
