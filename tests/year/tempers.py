"""Offices of every temper: what each does in the year, and, worked out by hand, what must have become of it.

The deadline is Thursday 26 November 2026. No step moves or collides: H−30 is Tuesday 27 October, H−14 Thursday 12,
H−7 Thursday 19, H−3 Monday 23, H−1 Wednesday 25 November; H+1, H+8 and H+15 are the Fridays after. With the eight steps
the letters of the policy are used up. Of 40 users 36 are asked: 3,841 · 40 · 0,25 / (0,0025 · 39 + 0,96025) = 36,3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.compliance.status import ComplianceStatus
from app.surveys.states import SurveyState

USERS, TARGET = 40, 36
OPENS, DEADLINE = date(2026, 1, 5), date(2026, 11, 26)
STEPS = {
    "H-30": "2026-10-27", "H-14": "2026-11-12", "H-7": "2026-11-19", "H-3": "2026-11-23", "H-1": "2026-11-25",
    "H+1": "2026-11-27", "H+8": "2026-12-04", "H+15": "2026-12-11",
}  # fmt: skip
RETURNED = "2026-11-20"  # the day after H−7: who is unfinished again hears of that step still
FORECAST_AT = "2026-11-19"
# A=admin, K=kepala, P=petugas
LATE = {"H+1": "AK", "H+8": "AK", "H+15": "AK"}


@dataclass(frozen=True)
class Temper:
    """`plan`: window of collection. `acts`: what happens on which mornings. The rest is what must come of it."""

    name: str
    plan: tuple[str, str] | None
    acts: dict[str, tuple[str | int, ...]]  # a number: so many people answer
    letters: dict[str, str]
    state: SurveyState
    status: ComplianceStatus
    pekppp: tuple[int, int]  # indicators 6 and 7
    forecast: tuple[Fraction | None, date | None] = (None, None)  # pace and day of the target, on FORECAST_AT


S, C = SurveyState, ComplianceStatus
TEMPERS = (
    # Done in May, published on paper and on the public page. Nobody ever writes to it.
    Temper(
        "rajin", ("2026-03-02", "2026-05-29"),
        {"2026-03-02": ("start", 18), "2026-04-14": (18,), "2026-05-20": ("close", "submit"),
         "2026-06-03": ("verify", "publish", "poster")},
        {}, S.DIPUBLIKASIKAN, C.SELESAI_TEPAT_WAKTU, (4, 2),
    ),
    # Plans November and keeps to it. H−14: 12 answers in 8 days, 24 missing in 9: three a day is not over twice 1,5.
    # H−7: 24 answers in the last 10 days, 12 missing: five days, the 26th. Submitted between H−3 and H−1.
    Temper(
        "november", ("2026-11-02", "2026-11-25"),
        {"2026-11-02": ("start",), "2026-11-09": (12,), "2026-11-17": (12,), "2026-11-24": (12, "close", "submit")},
        {"H-30": "A", "H-14": "A", "H-7": "AKP", "H-3": "AKP"},
        S.DIAJUKAN, C.SELESAI_TEPAT_WAKTU, (2, 0), (Fraction(24, 10), date(2026, 11, 26)),
    ),
    # Never begins and plans nothing: from H−14 its kepala hears. The pace over the whole periode is nought.
    Temper(
        "diam", None, {},
        {"H-30": "A", "H-14": "AK", "H-7": "AK", "H-3": "AK", "H-1": "AK", **LATE},
        S.BELUM_MULAI, C.LEWAT_TENGGAT, (0, 0), (Fraction(0), None),
    ),
    # Collects since October, but far too slowly: needed is over twice the pace, so its kepala hears from H−30.
    Temper(
        "lambat", ("2026-10-01", "2026-11-25"),
        {"2026-10-01": ("start",), "2026-10-12": (4,), "2026-11-02": (4,), "2026-11-10": (4,)},
        {"H-30": "AK", "H-14": "AK", "H-7": "AKP", "H-3": "AKP", "H-1": "AK", **LATE},
        S.BERJALAN, C.LEWAT_TENGGAT, (0, 0), (Fraction(4, 10), date(2027, 2, 18)),
    ),
    # Misses the deadline by days: one letter after it, and no more once it has submitted. H−7: 16 missing at 2 a day.
    Temper(
        "terlambat", ("2026-11-02", "2026-11-25"),
        {"2026-11-02": ("start",), "2026-11-06": (12,), "2026-11-16": (8,), "2026-12-01": (16, "close", "submit")},
        {"H-30": "A", "H-14": "A", "H-7": "AKP", "H-3": "AKP", "H-1": "AK", "H+1": "AK"},
        S.DIAJUKAN, C.SELESAI_TERLAMBAT, (2, 0), (Fraction(20, 10), date(2026, 12, 1)),
    ),
    # Submitted in time, returned after H−7, certified again in December: on time all the same.
    Temper(
        "dikembalikan", ("2026-10-01", "2026-10-30"),
        {"2026-10-01": ("start",), "2026-10-08": (36,), "2026-11-10": ("close", "submit"), RETURNED: ("return",),
         "2026-12-02": ("submit",)},
        {"H-30": "A", "H-7": "AK", "H-3": "AK", "H-1": "AK", "H+1": "AK"},
        S.DIAJUKAN, C.SELESAI_TEPAT_WAKTU, (2, 0),
    ),
    # Everything in the last week. H−3 finds it collecting, H+1 finds it done.
    Temper(
        "menit-terakhir", ("2026-11-23", "2026-11-26"),
        {"2026-11-23": ("start",), "2026-11-24": (36,), "2026-11-26": ("close", "submit")},
        {"H-30": "A", "H-14": "AK", "H-7": "AK", "H-3": "AKP", "H-1": "AK"},
        S.DIAJUKAN, C.SELESAI_TEPAT_WAKTU, (2, 0),
    ),
    # Closed in October; the signature never comes.
    Temper(
        "menunggu-kepala", ("2026-09-01", "2026-09-30"),
        {"2026-09-01": ("start",), "2026-09-15": (36,), "2026-10-05": ("close",)},
        {"H-30": "A", "H-14": "A", "H-7": "AK", "H-3": "AK", "H-1": "AK", **LATE},
        S.DITUTUP, C.LEWAT_TENGGAT, (2, 0), (Fraction(0), None),
    ),
)  # fmt: skip
# To Bagian Organisasi: a copy after the deadline, and a digest in each of the weeks in which the city was awake.
COPIES = ["H+1", "H+8", "H+15"]
ESCALATIONS = ["H+8", "H+15"]  # to the Sekda
DIGESTS = ["2026-W44", "2026-W46", "2026-W47", "2026-W48", "2026-W49", "2026-W50"]
