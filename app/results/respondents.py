"""Who answered, and how: counts of each segment value in the order of the form, with shares. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.opd.models import CustomerKind
from app.responses.models import COLLECTION_LABELS
from app.responses.profile import AgeBand, Education, Occupation, OfficeKind, Position, Sex
from app.results.statistics import Statistics
from app.vocabulary import Labelled
from app.web.formats import MONTHS

DECLINED = "Tidak menjawab"


@dataclass(frozen=True)
class SegmentRow:
    label: str
    n: int
    share: Fraction


@dataclass(frozen=True)
class SegmentTable:
    title: str
    rows: tuple[SegmentRow, ...]


PERSON: tuple[tuple[str, str, type[Labelled]], ...] = (
    ("jenis_kelamin", "Jenis kelamin", Sex),
    ("usia", "Usia", AgeBand),
    ("pendidikan", "Pendidikan terakhir", Education),
)
WORK: dict[CustomerKind, tuple[tuple[str, str, type[Labelled]], ...]] = {
    CustomerKind.MASYARAKAT: (("pekerjaan", "Pekerjaan", Occupation),),
    CustomerKind.INTERNAL: (("jenis_kantor", "Jenis kantor", OfficeKind), ("jabatan", "Jabatan", Position)),
}


def profile_of(kind: CustomerKind) -> tuple[tuple[str, str, type[Labelled]], ...]:
    """Return what this kind of customer is asked about themselves: (segment, title, vocabulary), in the form's order."""
    return WORK[kind] if kind is CustomerKind.INTERNAL else (*PERSON, *WORK[kind])


def profile(kind: CustomerKind, segments: Mapping[str, Mapping[str, Statistics]]) -> list[SegmentTable]:
    """Return the respondents' profile: sex, age, education and work, or of internal customers office and position.

    A share is of all respondents.
    """
    return [
        SegmentTable(title, _rows(segments.get(name, {}), [(each.value, each.label) for each in vocabulary]))
        for name, title, vocabulary in profile_of(kind)
    ]


def collection(segments: Mapping[str, Mapping[str, Statistics]]) -> list[SegmentTable]:
    """Return the ways and the months of collection."""
    months = sorted(segments.get("bulan", {}))
    return [
        SegmentTable(
            "Cara pengumpulan",
            _rows(segments.get("cara", {}), [(way.value, words) for way, words in COLLECTION_LABELS.items()]),
        ),
        SegmentTable("Bulan", _rows(segments.get("bulan", {}), [(month, month_label(month)) for month in months])),
    ]


def _rows(values: Mapping[str, Statistics], labels: Iterable[tuple[str, str]]) -> tuple[SegmentRow, ...]:
    """Return the values that occur, those declined last."""
    total = sum(part.n for part in values.values())
    known = [*labels, ("", DECLINED)]
    return tuple(
        SegmentRow(label, values[value].n, Fraction(values[value].n, total))
        for value, label in known
        if value in values
    )


def month_label(value: str) -> str:
    """Return "November 2026" for 2026-11."""
    year, month = value.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"
