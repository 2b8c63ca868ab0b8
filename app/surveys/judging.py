"""The verifier's judgement, point by point. Pure: what a form says becomes remarks, or words about what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.surveys.checklist import Check
from app.surveys.verifiers import Remark

SOUND, REMARK = "sesuai", "catatan"
LONGEST = 1000


@dataclass(frozen=True)
class Item:
    """One point to judge. `verdict` is empty until somebody has; `error` is what is missing from it."""

    key: str
    title: str
    note: str = ""
    state: str = "todo"
    verdict: str = ""
    text: str = ""
    error: str = ""


def of_checks(checks: Iterable[Check]) -> list[Item]:
    """Return the points of the checklist; what Potret itself can vouch for is proposed as sound."""
    return [
        Item(each.point.value, each.title, _note(each), each.state, SOUND if each.state == "done" else "")
        for each in checks
    ]


def _note(check: Check) -> str:
    return " · ".join(filter(None, [check.value, check.note]))


def read(items: Sequence[Item], form: Mapping[str, str]) -> list[Item]:
    """Return the points as the form judges them."""
    return [
        replace(each, verdict=form.get(f"butir-{each.key}", ""), text=form.get(f"catatan-{each.key}", "").strip())
        for each in items
    ]


def remarks(items: Iterable[Item]) -> list[Remark]:
    """Return what was written beside points that are not sound."""
    return [Remark(each.key, each.title, each.text) for each in items if each.verdict == REMARK]


def complain(items: Iterable[Item], *, all_judged: bool) -> list[Item]:
    """Return the points with what is missing: a remark without words, or (`all_judged`) a verdict."""
    return [replace(each, error=_error(each, all_judged)) for each in items]


def _error(item: Item, all_judged: bool) -> str:
    if item.verdict == REMARK and not item.text:
        return "Tulis catatannya: apa yang perlu diperbaiki."
    if len(item.text) > LONGEST:
        return f"Paling panjang {LONGEST} huruf."
    if all_judged and item.verdict not in (SOUND, REMARK):
        return "Pilih Sesuai, atau tulis catatan."
    return ""
