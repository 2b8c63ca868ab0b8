"""The segments by which answers are tallied: name, how a page calls it, and the SQL of its value over a response `r`.

A declined field falls into the value "" ("tidak menjawab").
"""

from __future__ import annotations

ALL = "semua"
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
    "petugas": "coalesce(r.petugas_id::text, '')",
}

# Shown on pages and in the report, and kept in frozen results; the others serve quality notes of the admin and verifier.
PRINTED = ("jenis_kelamin", "usia", "pendidikan", "pekerjaan", "jenis_kantor", "jabatan", "cara", "bulan")
