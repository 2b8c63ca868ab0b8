"""How people write numbers and names."""

from __future__ import annotations

import pytest

from app.opd.fields import MOST, read_count
from app.opd.words import KODE, slug


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("1250", 1250), ("1.250", 1250), ("1 250", 1250), ("10.000.000", MOST), ("007", 7), ("12.345.6", None), ("1,250", None),
     ("1.2500", None), ("", None), ("٣", None), ("1e3", None), ("10000001", None)],
)  # fmt: skip
def test_a_whole_number_is_read_as_it_is_written_here(text: str, number: int | None) -> None:
    if number is None:
        with pytest.raises(ValueError, match="angka bulat|Paling banyak"):
            read_count(text)
    else:
        assert read_count(text) == number


@pytest.mark.parametrize(
    ("name", "kode"),
    [
        ("Kec. Pondok Aren", "kec-pondok-aren"),
        ("DP3AP2KB", "dp3ap2kb"),
        ("Puskesmas “Rengas”", "puskesmas-rengas"),
        ("…", ""),
        ("é" * 60, "e" * 40),
    ],
)
def test_a_kode_follows_from_a_name(name: str, kode: str) -> None:
    assert slug(name) == kode
    assert not kode or KODE.fullmatch(kode)
