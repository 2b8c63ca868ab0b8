"""The lists with which a city is set up: what each is called, its columns, and the words that people write for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

OPD, UPP, NAME, SHORT_NAME, KIND = "Kode OPD", "Kode UPP", "Nama", "Singkatan", "Jenis"
KEWAJIBAN, REASON, ADDRESS = "Kewajiban", "Alasan dikecualikan", "Alamat"
LAYANAN, CUSTOMER, CHANNEL, FREE, USERS = "Layanan", "Pelanggan", "Cara layanan", "Gratis", "Jumlah pengguna"
TITIK, OPENS, CLOSES = "Titik layanan", "Buka", "Tutup"
EMAIL, ROLE, ACTING = "E-mail", "Peran", "Plt."

HEADS: Mapping[str, Sequence[str]] = {
    OPD: ("OPD", "Kode perangkat daerah", "Perangkat daerah"),
    UPP: ("UPP", "Unit"),
    NAME: ("Nama OPD", "Nama UPP", "Nama unit", "Nama lengkap"),
    SHORT_NAME: ("Singkatan OPD", "Nama singkat"),
    KIND: ("Jenis OPD",),
    KEWAJIBAN: ("Kewajiban SKM",),
    REASON: ("Alasan",),
    ADDRESS: ("Alamat kantor",),
    LAYANAN: ("Nama layanan", "Jenis layanan"),
    CUSTOMER: ("Jenis pelanggan",),
    CHANNEL: ("Cara", "Kanal"),
    FREE: ("Gratis menurut peraturan",),
    USERS: ("N", "Pengguna", "Pengguna periode lalu", "Jumlah pengguna periode lalu", "Populasi"),
    TITIK: ("Titik", "Nama titik layanan", "Loket"),
    OPENS: ("Jam buka",),
    CLOSES: ("Jam tutup",),
    EMAIL: ("Email", "Surel", "Alamat email"),
    ROLE: (),
    ACTING: ("Pelaksana tugas",),
}

# In a list of offices or units the word itself heads their names, and not a reference to one of them.
OWN_HEADS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "opd": {OPD: ("Kode",), NAME: ("Nama OPD", "OPD", "Perangkat daerah")},
    "upp": {UPP: ("Kode", "Kode unit"), NAME: ("Nama UPP", "Nama unit", "UPP", "Unit")},
}


class ListKind(StrEnum):
    OPD = "opd"
    UPP = "upp"
    LAYANAN = "layanan"
    TITIK = "titik"
    PEOPLE = "orang"


@dataclass(frozen=True)
class ListSpec:
    """`columns` without the code of the OPD, which stands before them in a list of the whole city.

    A row that says something in `aside` only was left to be filled in, and is not read.
    """

    title: str
    noun: str
    note: str
    columns: tuple[str, ...]
    needed: frozenset[str]
    aside: frozenset[str] = frozenset()


SPECS: Mapping[ListKind, ListSpec] = {
    ListKind.OPD: ListSpec(
        "Daftar OPD",
        "OPD",
        "Satu baris satu OPD. Kode berdiri di alamat halaman dan tidak berubah lagi; bila kosong, dibuat dari singkatannya.",
        (OPD, NAME, SHORT_NAME, KIND, KEWAJIBAN, REASON, ADDRESS),
        frozenset({NAME, SHORT_NAME}),
    ),
    ListKind.UPP: ListSpec(
        "Daftar UPP",
        "UPP",
        "Satu baris satu UPP, misalnya puskesmas atau kelurahan. OPD tanpa unit di bawahnya tidak perlu ditulis.",
        (UPP, NAME, KEWAJIBAN),
        frozenset({NAME}),
    ),
    ListKind.LAYANAN: ListSpec(
        "Daftar layanan dan jumlah pengguna",
        "layanan",
        "Satu baris satu layanan. Jumlah pengguna periode lalu menentukan target responden.",
        (UPP, LAYANAN, CUSTOMER, CHANNEL, FREE, USERS),
        frozenset({LAYANAN}),
        frozenset({OPD, UPP, CUSTOMER, CHANNEL}),
    ),
    ListKind.TITIK: ListSpec(
        "Daftar titik layanan",
        "titik layanan",
        "Satu baris satu loket, ruang, atau tempat. Kosongkan jamnya bila melayani 24 jam.",
        (UPP, TITIK, OPENS, CLOSES),
        frozenset({TITIK}),
        frozenset({OPD, UPP, OPENS, CLOSES}),
    ),
    ListKind.PEOPLE: ListSpec(
        "Daftar orang",
        "orang",
        "Satu baris satu orang dan perannya. Setiap orang baru dikirimi e-mail undangan yang berlaku 7 hari.",
        (UPP, NAME, EMAIL, ROLE, ACTING),
        frozenset({NAME, EMAIL, ROLE}),
        frozenset({OPD, UPP, ROLE}),
    ),
}


def columns_of(kind: ListKind, *, city: bool) -> tuple[str, ...]:
    """Return the columns of a list, that of the whole city with the OPD of each row."""
    own = SPECS[kind].columns
    return (OPD, *own) if city and OPD not in own else own


def words_of(kind: ListKind, *, city: bool) -> dict[str, Sequence[str]]:
    """Return the columns that are read, each with other words for its head."""
    own = OWN_HEADS.get(kind, {})
    return {head: own.get(head, HEADS[head]) for head in dict.fromkeys((OPD, *columns_of(kind, city=city)))}
