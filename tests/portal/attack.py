"""An attacker with linear algebra: every figure that is published is an equation over the answers of single layanan.

A figure of complete answers is linear in the sums of their scores, and who attacks knows all numbers of answers, since these
are published. A group is worked out as soon as its own sum lies in the span of what is published, however it is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from app.portal.suppression import FEWEST

Cell = tuple[str, str, str]  # OPD, UPP, layanan
Row = Mapping[str, Any]  # of the open data: tingkat, kode_opd, opd, upp, layanan, penilaian, ikm


def equations(cells: Mapping[Cell, int], rows: Iterable[Row], pooled: bool) -> list[dict[Cell, Fraction]]:
    """Return what the published figures say, each as the weights of the cells' sums; `cells` holds the answers of each.

    OPD and city are means of what is below them, by the default rule of a periode.
    """
    found = []
    for row in rows:
        if row["ikm"] in (None, ""):
            continue
        opd = {cell: n for cell, n in cells.items() if cell[0] == row["kode_opd"]}
        upp = {cell: n for cell, n in opd.items() if cell[1] == row["upp"]}
        if row["tingkat"] == "layanan":
            found.append(pool({cell: n for cell, n in upp.items() if cell[2] == row["layanan"]}))
        elif row["tingkat"] == "upp":
            found.append(pool(upp))
        elif row["tingkat"] == "opd":
            found.append(mean_of_upp(opd))
        else:
            found.append(mean_of_opd(cells))
    return [*found, pool(cells)] if pooled else found


def pool(cells: Mapping[Cell, int]) -> dict[Cell, Fraction]:
    total = sum(cells.values())
    return {cell: Fraction(1, total) for cell, n in cells.items() if n}


def mean_of_upp(cells: Mapping[Cell, int]) -> dict[Cell, Fraction]:
    return mean([pool(part) for part in split(cells, 1)])


def mean_of_opd(cells: Mapping[Cell, int]) -> dict[Cell, Fraction]:
    """Return the city's mean: an OPD of fewer than five answers is none of it."""
    whole = [part for part in split(cells, 0) if sum(part.values()) >= FEWEST]
    return mean([mean_of_upp(part) for part in whole])


def split(cells: Mapping[Cell, int], by: int) -> list[dict[Cell, int]]:
    names = sorted({cell[: by + 1] for cell, n in cells.items() if n})
    return [{cell: n for cell, n in cells.items() if cell[: by + 1] == name and n} for name in names]


def mean(parts: list[dict[Cell, Fraction]]) -> dict[Cell, Fraction]:
    found: dict[Cell, Fraction] = {}
    for part in parts:
        for cell, weight in part.items():
            found[cell] = found.get(cell, Fraction()) + weight / len(parts)
    return found


def small_groups(cells: Mapping[Cell, int]) -> list[frozenset[Cell]]:
    """Return every layanan, and every two or three of them, that hold fewer than five answers together."""
    small = [cell for cell, n in cells.items() if 0 < n < FEWEST]
    groups = [frozenset(chosen) for size in (1, 2, 3) for chosen in combinations(small, size)]
    return [group for group in groups if sum(cells[cell] for cell in group) < FEWEST]


def worked_out(cells: Mapping[Cell, int], known: list[dict[Cell, Fraction]]) -> list[frozenset[Cell]]:
    """Return the small groups whose sum follows from what is known."""
    order = [cell for cell, n in cells.items() if n]
    basis = reduced([[row.get(cell, Fraction()) for cell in order] for row in known])
    groups = small_groups(cells)
    return [group for group in groups if follows([Fraction(cell in group) for cell in order], basis)]


def reduced(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """Return the rows in echelon form, each with the place of its first one."""
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = without(row, basis)
        place = next((at for at, value in enumerate(rest) if value), None)
        if place is not None:
            basis.append((place, [value / rest[place] for value in rest]))
    return basis


def without(row: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for place, one in basis:
        if row[place]:
            factor = row[place]
            row = [value - factor * part for value, part in zip(row, one, strict=True)]
    return row


def follows(wanted: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> bool:
    return not any(without(wanted, basis))
