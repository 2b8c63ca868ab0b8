"""The nine unsur of PermenPANRB 14/2017."""

from enum import StrEnum


class Unsur(StrEnum):
    """An unsur by its code, in the order of the official questionnaire.

    Keyed by code and never by number: the regulation's list of definitions has Pengaduan before Sarpras, its
    questionnaire has them the other way round, and published reports use both orders.
    """

    official_name: str
    short_name: str

    PERSYARATAN = "PERSYARATAN", "Persyaratan", "Persyaratan"
    PROSEDUR = "PROSEDUR", "Sistem, Mekanisme, dan Prosedur", "Prosedur"
    WAKTU = "WAKTU", "Waktu Penyelesaian", "Waktu"
    BIAYA = "BIAYA", "Biaya/Tarif", "Biaya"
    PRODUK = "PRODUK", "Produk Spesifikasi Jenis Pelayanan", "Produk"
    KOMPETENSI = "KOMPETENSI", "Kompetensi Pelaksana", "Kompetensi"
    PERILAKU = "PERILAKU", "Perilaku Pelaksana", "Perilaku"
    SARPRAS = "SARPRAS", "Sarana dan Prasarana", "Sarpras"
    PENGADUAN = "PENGADUAN", "Penanganan Pengaduan, Saran dan Masukan", "Pengaduan"

    # The empty defaults are for the type checker, which reads the lookup Unsur("WAKTU") as a call of this.
    def __new__(cls, code: str, official_name: str = "", short_name: str = "") -> "Unsur":
        member = str.__new__(cls, code)
        member._value_ = code
        member.official_name = official_name
        member.short_name = short_name
        return member
