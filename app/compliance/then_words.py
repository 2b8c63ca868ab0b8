"""How the board says where an OPD and the city stood a year ago. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.compliance.board import OpdLine
from app.compliance.finishing import counted_by
from app.compliance.last_year import Against, CityThen, Comparison, Then
from app.compliance.standing import Term, UppStanding
from app.compliance.status import ComplianceStatus
from app.web.formats import angka

AGAINST = {
    Against.LEBIH_CEPAT: "kini lebih cepat",
    Against.SAMA: "kini sama",
    Against.LEBIH_LAMBAT: "kini lebih lambat",
}


class Told(NamedTuple):
    standing: str
    note: str = ""


def city(then: CityThen, day: date) -> str:
    """Return the sentence beside this year's: how many had finished on the same day."""
    finished = angka(counted_by(then.days, day))
    return f"Tahun lalu pada hari yang sama {finished} dari {angka(then.total)} OPD."


def not_run(year: int, reported: int) -> str:
    """Return why a year cannot be compared that is known by its results only."""
    return (
        f"SKM {year} tidak dijalankan di Potret. Dari {angka(reported)} OPD ada hasil menurut laporannya, tanpa hari "
        "penyampaian, sehingga kemajuannya tidak dapat dibandingkan."
    )


def told(line: OpdLine, compared: Comparison, term: Term) -> Told:
    """Return where the OPD stood on the same day, how it does beside that, and when it finished."""
    then = compared.then.get(line.opd.id)
    if then is None:
        if line.opd.id in compared.reported:
            return Told("Ada hasil dari laporan", "hari penyampaian tidak tercatat")
        return Told("Tidak ada survei")
    against = compared.against(line, term)
    return Told(
        _standing(then.line), " · ".join(part for part in (AGAINST[against] if against else "", ended(then)) if part)
    )


def told_upp(upp: UppStanding, line: OpdLine, compared: Comparison) -> str:
    """Return where a UPP stood on the same day; several that have become one are told by their OPD alone."""
    then = compared.then.get(line.opd.id)
    found = [each for each in then.line.upp if each.id == upp.id] if then else []
    if len(found) != 1:
        return "–"
    outlook = found[0].forecast
    return _place(found[0].status, (outlook.target or outlook.achieved) - outlook.missing, outlook.target)


def ended(then: Then) -> str:
    """Return `selesai 12 hari sebelum tenggat`."""
    early = then.days_early
    if early is None:
        return "tidak selesai"
    if early == 0:
        return "selesai pada hari tenggat"
    return f"selesai {angka(abs(early))} hari {'sebelum' if early > 0 else 'sesudah'} tenggat"


def _standing(line: OpdLine) -> str:
    there, target = line.gathered
    return _place(line.opd.status, there if target else line.opd.forecast.achieved, target)


def _place(status: ComplianceStatus, there: int, target: int | None) -> str:
    if status.finished:
        return "Selesai"
    if not there:
        return "Belum ada jawaban"
    return f"{angka(there * 100 // target)}% dari target" if target else f"{angka(there)} jawaban"
