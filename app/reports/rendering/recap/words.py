"""What the recap says around its tables, the same in PDF and sheet."""

from __future__ import annotations

from collections.abc import Sequence

from .. import formats as f
from .data import CITY_RULE, ESTIMATE, POOLED_RULE, CityRecap, KindRecap, Unit

KINDS = {"masyarakat": "Pelanggan masyarakat", "internal": "Pelanggan internal"}
FOOT = "Hanya hasil yang sudah disahkan kepala dan disampaikan"
NOTHING = "Belum ada hasil yang disampaikan dalam periode ini."
BY_NAME = "Menurut abjad, bukan peringkat: selisih yang lebih kecil daripada rentangnya tidak membedakan dua perangkat daerah."
UNIT_REMARK = f"Rentang 95% dihitung dari jawaban lengkap ({ESTIMATE}), di luar PermenPANRB 14/2017."


def title(recap: CityRecap) -> str:
    return f"Rekap SKM {recap.title_period} {recap.city}"


def standing(recap: CityRecap) -> str:
    """'23 perangkat daerah sudah menyampaikan hasil, 17 belum; tenggat 30 November 2026.'"""
    waiting = f", {f.whole(len(recap.waiting))} belum" if recap.waiting else ""
    return (
        f"{f.whole(recap.offices)} perangkat daerah sudah menyampaikan hasil SKM{waiting}. Periode dibuka "
        f"{f.day(recap.opens_on)}, tenggatnya {f.day(recap.deadline)}."
    )


def city_figure(kind: KindRecap) -> str:
    mean = kind.mean
    if mean.ikm is None:
        return "IKM kota belum dapat dihitung."
    return f"IKM kota, mutu {mean.mutu}, kinerja {mean.kinerja}; rata-rata {f.in_words(mean.units)} perangkat daerah"


def pooled_figure(kind: KindRecap) -> str:
    pooled = kind.pooled
    if pooled.ikm is None:
        return "IKM semua jawaban digabung belum dapat dihitung."
    return (
        f"Bila semua jawaban digabung ({f.whole(kind.n)} responden dari {f.in_words(pooled.units)} unit), IKM "
        f"{f.ikm(pooled.ikm)}, mutu {pooled.mutu}."
    )


def rules(recap: CityRecap) -> Sequence[str]:
    return (
        "IKM setiap unit dihitung menurut PermenPANRB 14/2017 dengan bobot persis 1/9: semua jawaban unit digabung, tanpa "
        "pembulatan di tengah, dan dibulatkan satu kali menjadi dua desimal.",
        f"IKM perangkat daerah: {recap.office_rule[0].lower()}{recap.office_rule[1:]}. {CITY_RULE}; {POOLED_RULE}. "
        "Rata-rata dihitung dari IKM yang belum dibulatkan.",
        "Pelanggan masyarakat dan pelanggan internal dihitung sendiri-sendiri dan tidak pernah dicampur.",
    )


def interval(unit: Unit) -> str:
    if unit.lower is None or unit.upper is None:
        return f.DASH
    return f"{f.ikm(unit.lower)} – {f.ikm(unit.upper)}"


def cautions(kind: KindRecap) -> list[str]:
    """Return what a reader must know of single units: shortfalls are printed, never hidden."""
    return [f"{unit.name}: {unit.note}." for office in kind.offices for unit in office.units if unit.note]
