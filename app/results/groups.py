"""The result by group of respondents: who judges how, and which group differs more than chance would have it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from app.ikm import TooFewResponses, change
from app.opd.models import CustomerKind
from app.responses.models import COLLECTION_LABELS
from app.results.respondents import DECLINED, month_label, profile_of
from app.results.rows import figures_row
from app.results.segments import PETUGAS, TITIK
from app.results.statistics import Statistics, add_up
from app.web.charts import HeatRow
from app.web.formats import angka, daftar

FEWEST_COMPARED = 30  # complete responses on both sides; below, the mean of a group is not near enough to normal
MOST_NAMED = 3
Values = Mapping[str, Statistics]


@dataclass(frozen=True)
class GroupTable:
    """One way of grouping. `withheld`: groups of too few answers for this reader. `petugas` only where it may be seen."""

    key: str
    title: str
    rows: tuple[HeatRow, ...]
    sentence: str
    withheld: tuple[str, ...]


def titles(kind: CustomerKind, *, petugas: bool) -> dict[str, str]:
    """Return every way of grouping this kind of customer, by its word in the address."""
    known = {name: title for name, title, _ in profile_of(kind)}
    known |= {"cara": "Cara pengumpulan", TITIK: "Titik layanan", "bulan": "Bulan", "jam": "Jam"}
    return known | ({PETUGAS: "Petugas"} if petugas else {})


def build(
    key: str,
    title: str,
    kind: CustomerKind,
    values: Values,
    names: Mapping[str, str],
    codes: Sequence[str],
    *,
    fewest: int,
) -> GroupTable:
    """Return the table of one way of grouping. `names`: of titik and petugas. Groups below `fewest` answers are held back."""
    labels = [(value, label) for value, label in _labels(key, kind, values, names) if value in values]
    hidden = {value for value, _ in labels if values[value].n < fewest}
    return GroupTable(
        key=key,
        title=title,
        rows=tuple(_row(label, values[value], codes, withheld=value in hidden) for value, label in labels),
        sentence=_sentence(
            [(label, values[value]) for value, label in labels if value and value not in hidden], values
        ),
        withheld=tuple(label for value, label in labels if value in hidden),
    )


def _labels(key: str, kind: CustomerKind, values: Values, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (value, label) in the order in which people expect them; declined last."""
    vocabulary = {name: words for name, _, words in profile_of(kind)}
    if key in vocabulary:
        return [*((each.value, each.label) for each in vocabulary[key]), ("", DECLINED)]
    if key == "cara":
        return [(way.value, words) for way, words in COLLECTION_LABELS.items()]
    if key == "bulan":
        return [(value, month_label(value)) for value in sorted(values)]
    if key == "jam":
        return [(value, f"{value}.00–{value}.59") for value in sorted(values)]
    known = sorted(((value, names.get(value, "–")) for value in values if value), key=lambda pair: pair[1])
    return [*known, ("", "Diisi sendiri")]


def _row(label: str, part: Statistics, codes: Sequence[str], *, withheld: bool) -> HeatRow:
    if withheld:
        return HeatRow(label, (None,) * len(codes), ("–",) * len(codes), angka(part.n))
    return figures_row(label, part.figures(codes), angka(part.n))


def _sentence(groups: Sequence[tuple[str, Statistics]], values: Values) -> str:
    """Say which groups judge differently from all the others together; the limit is stricter the more are compared."""
    whole = add_up(values.values())
    if whole.divided:
        return "Kelompok tidak diuji bedanya pada survei dengan subpertanyaan."
    compared = []
    for label, own in groups:
        rest = whole - own
        if min(own.complete, rest.complete) >= FEWEST_COMPARED:
            compared.append((label, own, rest))
    if not compared:
        return f"Belum dapat dibandingkan: perlu {FEWEST_COMPARED} jawaban lengkap atau lebih pada dua kelompok."
    limit = NormalDist().inv_cdf(1 - 0.025 / len(compared))  # Bonferroni: chance has as many tries as there are groups
    found = []
    for label, own, rest in compared:
        try:
            moved = change(rest.complete_responses(), own.complete_responses())
        except TooFewResponses:
            continue
        if abs(moved.z) > limit:
            found.append((label, moved.difference))
    if not found:
        return "Tidak ada kelompok yang berbeda dari lainnya melebihi variasi sampel."
    found.sort(key=lambda pair: -abs(pair[1]))
    words = daftar(
        f"{label} {angka(abs(difference), 2)} lebih {'tinggi' if difference > 0 else 'rendah'}"
        for label, difference in found[:MOST_NAMED]
    )
    return f"Berbeda dari lainnya melebihi variasi sampel: {words}."
