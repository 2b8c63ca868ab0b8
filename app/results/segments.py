"""The segments by which answers are tallied: name, how a page calls it, and the SQL of its value over a response `r`.

A declined field falls into the value "" ("tidak menjawab").
"""

from __future__ import annotations

ALL = "semua"
PETUGAS = "petugas"
SEGMENTS: dict[str, str] = {
    ALL: "''",
    "jenis_kelamin": "coalesce(r.sex, '')",
    "usia": "coalesce(r.age_band, '')",
    "pendidikan": "coalesce(r.education, '')",
    "pekerjaan": "coalesce(r.occupation, '')",
    "jenis_kantor": "coalesce(r.office_kind, '')",
    "jabatan": "coalesce(r.position, '')",
    "cara": "r.collection",
    "bulan": "to_char(r.finished_at AT TIME ZONE :zone, 'YYYY-MM')",
    "jam": "to_char(r.finished_at AT TIME ZONE :zone, 'HH24')",
    PETUGAS: "coalesce(r.petugas_id::text, '')",
}

TITIK = "titik"  # read from the rows of `semua`, which stand by titik

# Shown on pages and kept in frozen results. The petugas is not: codes of people are for the admin and the verifier only.
PRINTED = ("jenis_kelamin", "usia", "pendidikan", "pekerjaan", "jenis_kantor", "jabatan", "cara", "bulan", "jam", TITIK)
