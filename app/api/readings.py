"""What the API tells: registry, results, compliance."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from app import clock
from app.compliance.details import Petugas, read_petugas
from app.compliance.queries import read_city
from app.compliance.standing import OpdStanding, Term, UppStanding
from app.opd.queries import list_layanan, list_titik, list_upp
from app.periods.policy import Policy
from app.periods.queries import find_current_periode, list_periode
from app.results.reading import result_of
from app.results.surveys import KindResult, SurveyResult
from app.surveys.queries import list_surveys
from app.surveys.states import FROZEN


def registry() -> dict[str, Any]:
    """Return the active layanan and titik of the OPD in scope."""
    upp = {each.id: each.kode for each in list_upp()}
    titik: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in list_titik():
        if each.active and each.upp_id in upp:
            titik[upp[each.upp_id]].append(
                {"id": each.id, "nama": each.name, "buka": _time(each.opens_at), "tutup": _time(each.closes_at)}
            )
    layanan = [
        {
            "id": each.id, "upp": upp[each.upp_id], "nama": each.name, "pelanggan": each.customer_kind.value,
            "kanal": each.channel.value, "pengguna": each.users,
        }
        for each in list_layanan(active_only=True)
        if each.upp_id in upp
    ]  # fmt: skip
    return {"layanan": layanan, "titik": dict(titik)}


def results(year: int | None) -> list[dict[str, Any]]:
    """Return the results of the OPD in scope: frozen ones, and running ones where the periode shows them."""
    periode = {each.id: each for each in list_periode() if year in (None, each.year)}
    found = []
    for survey in list_surveys():
        own = periode.get(survey.periode_id)
        if own is None or not (survey.state in FROZEN or Policy.from_json(own.policy).show_running):
            continue
        result = result_of(survey, segments=())
        found += [_result(own.year, own.name, result, kind) for kind in result.kinds if kind.layanan]
    return found


def _result(year: int, name: str, result: SurveyResult, kind: KindResult) -> dict[str, Any]:
    figures = kind.figures
    return {
        "tahun": year, "periode": name, "upp": result.upp_kode, "nama_upp": result.upp_name, "pelanggan": kind.kind.value,
        "status": result.state.value, "sementara": result.provisional, "responden": figures.n, "target": kind.target,
        "ikm": None if figures.ikm is None else str(figures.ikm), "mutu": figures.mutu.value if figures.mutu else None,
        "kinerja": figures.kinerja, "nrr": {row.code: str(row.nrr) for row in figures.unsur if row.nrr is not None},
        "kode_verifikasi": result.verification_code, "dilaporkan": kind.reported is not None,
    }  # fmt: skip


def compliance() -> dict[str, Any]:
    """Return where every UPP of the city stands in the periode that runs now, as the board says it; never an IKM."""
    periode = find_current_periode()
    if periode is None:
        return {"periode": None, "kepatuhan": []}
    city = read_city(periode.id, Term(periode.opens_on, periode.deadline, clock.today())).opd
    petugas = read_petugas([opd.kode for opd in city])
    lines = [
        _stands(opd, upp, petugas.get(upp.id, Petugas())) | {"tenggat": periode.deadline}
        for opd in city for upp in opd.upps
    ]  # fmt: skip
    return {"periode": periode.name, "kepatuhan": lines}


def _stands(opd: OpdStanding, upp: UppStanding, petugas: Petugas) -> dict[str, Any]:
    return {
        "opd": opd.kode, "nama_opd": opd.name, "kewajiban": opd.kewajiban.value, "upp": upp.kode, "nama_upp": upp.name,
        "status": upp.state.value, "keadaan": upp.status.value, "responden": upp.forecast.achieved,
        "target": upp.forecast.target, "perkiraan_tercapai": upp.forecast.done_on, "pelaksana": upp.executor.value,
        "petugas": petugas.all, "petugas_terlatih": petugas.trained, "disampaikan_pada": upp.submitted_on,
    }  # fmt: skip


def _time(value: Any) -> str | None:
    return f"{value:%H:%M}" if value else None
