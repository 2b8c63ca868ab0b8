"""How reports, and those who sign them, are named."""

from __future__ import annotations

import pytest

from app.opd.models import CustomerKind
from app.reports.words import file_name, head_of, title_period


@pytest.mark.parametrize(
    ("office", "head"),
    [
        ("Dinas Kesehatan", "Kepala Dinas Kesehatan"),
        ("Kecamatan Pondok Aren", "Camat Pondok Aren"),
        ("Kelurahan Jombang", "Lurah Jombang"),
        ("Inspektorat", "Inspektur"),
        ("Sekretariat DPRD", "Sekretaris DPRD"),
        ("Rumah Sakit Umum Daerah", "Direktur Rumah Sakit Umum Daerah"),
        ("RSUD Serpong Utara", "Direktur RSUD Serpong Utara"),
        ("Puskesmas Rengas", "Kepala Puskesmas Rengas"),
    ],
)
def test_the_head_of_an_office_has_the_title_that_people_use(office: str, head: str) -> None:
    assert head_of(office) == head


def test_a_title_always_carries_the_year() -> None:
    assert title_period("SKM Tahunan 2026", 2026) == "Tahunan 2026"
    assert title_period("Semester I", 2026) == "Semester I 2026"
    assert title_period("SKM", 2026) == "2026"


def test_a_file_is_named_so_that_every_office_pc_can_keep_it() -> None:
    assert (
        file_name("Laporan SKM", "Tahunan 2026", "Dinas Sosial", CustomerKind.MASYARAKAT, several_kinds=False)
        == "Laporan SKM Tahunan 2026 - Dinas Sosial.pdf"
    )
    both = file_name("Laporan SKM", "Tahunan 2026", "Dinas Sosial", CustomerKind.INTERNAL, several_kinds=True)
    assert both == "Laporan SKM Tahunan 2026 - Dinas Sosial - pelanggan internal.pdf"
    hostile = file_name(
        "Laporan SKM",
        "Tahunan 2026",
        'A/B\\C: "D"?\r\n*<E>|. ' + "x" * 300,
        CustomerKind.MASYARAKAT,
        several_kinds=False,
    )
    assert not set('/\\:"?*<>|\r\n') & set(hostile)
    assert len(hostile) < 130
    assert hostile.endswith(".pdf")
