"""Figures as the JSON that outsiders rely on, and as a table for a terminal."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.ikm.figures import Figures, UnsurFigures

HEADINGS = ("Unsur", "Jawaban", "Jumlah", "NRR", "NRR tertimbang", "Nilai konversi", "Mutu")


def as_json(figures: Figures, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return the contract of `ikm hitung --json` (docs/architecture.md): numbers as strings with a point.

    `labels` maps each code to its key in `nrr`. Without an IKM every figure is None, under the same keys.
    """
    nrr = {row.code: row.nrr for row in figures.unsur}
    return {
        "n": figures.n,
        "nrr": {label: _string(nrr[code]) for code, label in labels.items()},
        "ikm": _string(figures.ikm),
        "ikm_exact": _string(figures.exact),
        "mutu": _string(figures.mutu),
        "kinerja": figures.kinerja,
        "weights": {row.label: _string(row.ikm) for row in figures.weights},
    }


def _string(value: Decimal | Fraction | str | None) -> str | None:
    return None if value is None else str(value)


def as_text(figures: Figures, labels: Mapping[str, str]) -> str:
    """Return an Indonesian table with decimal commas; `labels` maps each code to its shown name."""
    return "\n".join(_lines(figures, labels))


def _lines(figures: Figures, labels: Mapping[str, str]) -> Iterator[str]:
    yield f"Jumlah responden: {figures.n}"
    yield ""
    yield from _aligned([HEADINGS, *(_cells(row, labels) for row in figures.unsur)])
    yield ""
    if figures.ikm is None:
        yield f"IKM belum dapat dihitung: belum ada nilai untuk {_named(figures.missing, labels)}."
        return
    yield f"IKM: {_comma(figures.ikm)}"
    yield f"Mutu pelayanan: {figures.mutu}"
    yield f"Kinerja: {figures.kinerja}"
    yield f"Unsur terendah: {_named(figures.lowest, labels)}"
    yield ""
    yield "IKM menurut pembulatan bobot:"
    for row in figures.weights:
        weight = f"1/{len(figures.unsur)} (persis)" if row.label == "persis" else _comma(row.weight)
        yield f"  {weight:<14}{_comma(row.ikm):>6}"


def _cells(row: UnsurFigures, labels: Mapping[str, str]) -> tuple[str, ...]:
    shown = (row.count, row.total, row.nrr, row.tertimbang, row.konversi, row.mutu)
    return labels[row.code], *map(_comma, shown)


def _comma(value: Decimal | Fraction | str | int | None) -> str:
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / value.denominator
    return "-" if value is None else str(value).replace(".", ",")


def _named(codes: tuple[str, ...], labels: Mapping[str, str]) -> str:
    return ", ".join(labels[code] for code in codes)


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        numbers = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        yield f"{name:<{widths[0]}}{numbers}"
