"""The choices that stand in the address, and the links that change one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request, url_for

from app.opd.models import CustomerKind
from app.results.periode_choice import PeriodeRef, labels
from app.surveys.models import Survey
from app.web.frame import Item

FILTERS = ("periode", "bagian", "pelanggan", "layanan", "kelompok", "urut", "arah", "jenis", "lihat")
KINDS = {CustomerKind.MASYARAKAT: "Masyarakat", CustomerKind.INTERNAL: "Pelanggan internal"}


def periode_items(periode: list[PeriodeRef], chosen: PeriodeRef) -> list[Item]:
    """Return the choice of periode, the oldest first; none where there is only one."""
    names = labels(periode)
    items = [
        Item(names[each.id], here(periode=each.id, bagian=None), each.id == chosen.id) for each in reversed(periode)
    ]
    return items if len(items) > 1 else []


def part_items(own: Sequence[Survey], chosen: Survey | None) -> list[Item]:
    """Return the choice between the whole year and its parts; none where it was surveyed at once."""
    items = [Item("Gabungan", here(bagian=None), chosen is None)]
    items += [Item(f"Bagian {each.part}", here(bagian=each.part), each is chosen) for each in own]
    return items if len(own) > 1 else []


def kind_items(kinds: Iterable[CustomerKind], chosen: CustomerKind) -> list[Item]:
    items = [Item(KINDS[kind], here(pelanggan=kind.value, layanan=None), kind is chosen) for kind in kinds]
    return items if len(items) > 1 else []


def group_items(groups: Mapping[str, str], chosen: str) -> list[Item]:
    """Return the ways of grouping the respondents; following one leads back to the same place of the page."""
    return [Item(title, here(kelompok=key) + "#kelompok", key == chosen) for key, title in groups.items()]


def sorting(name: str, by: str, descending: bool) -> dict[str, str | None]:
    """Return the address that sorts by a column, or turns it round, and how it is sorted now."""
    turned = name == by and not descending
    direction = ("descending" if descending else "ascending") if name == by else None
    return {"url": here(urut=name, arah="turun" if turned else None), "direction": direction}


def filters() -> dict[str, Any]:
    """Return the filters of the address, and nothing else that somebody put into it."""
    return {name: request.args[name] for name in FILTERS if name in request.args}


def here(**changes: object) -> str:
    """Return this page's address with some of its filters changed; None takes one away."""
    arguments = {**filters(), **(request.view_args or {}), **changes}
    return url_for(str(request.endpoint), **{name: value for name, value in arguments.items() if value is not None})
