"""What the whole city came to in one periode, for programs of national reporting. Only submitted results count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import and_, func, select

from app.errors import NotFound
from app.extensions import db
from app.followups.models import Followup, FollowupState
from app.ikm import nrr_shown
from app.opd.models import Kewajiban, Opd, Upp
from app.periods.models import Periode
from app.periods.policy import Policy
from app.periods.queries import list_periode
from app.reports.recap.assembly import assemble
from app.reports.rendering.recap.data import Total
from app.results.reading import result_of
from app.results.surveys import KindResult, SurveyResult
from app.results.visibility import FEWEST_IN_SEGMENT
from app.surveys.models import Survey
from app.surveys.states import FINISHED
from app.tenancy.scope import all_opds

BASIS = "PermenPANRB 14/2017"
PROFILE = ("jenis_kelamin", "usia", "pendidikan", "pekerjaan", "jenis_kantor", "jabatan")
HELD_BACK = f"IKM, NRR, dan profil UPP dengan kurang dari {FEWEST_IN_SEGMENT} responden tidak ditampilkan."
Plans = dict[UUID, tuple[int, int]]  # planned and done, by survey


def recap(year: int | None) -> dict[str, Any]:
    """Return the recap of the latest periode, or of the latest of a year. Raises NotFound where there is none."""
    periode = next((each for each in list_periode() if year in (None, each.year)), None)
    if periode is None:
        raise NotFound("Belum ada periode untuk tahun ini.")
    units, awaited = _read(periode.id)
    return {
        "kota": current_app.config["CITY_NAME"],
        "tahun": periode.year,
        "periode": periode.name,
        "mulai": periode.opens_on,
        "tenggat": periode.deadline,
        "dasar": BASIS,
        "aturan_gabungan_opd": Policy.from_json(periode.policy).aggregation.value,
        "penutupan": HELD_BACK,
        "ikm_kota": _city(periode),
        "unit": units,
        "belum_menyampaikan": awaited,
    }


def _city(periode: Periode) -> list[dict[str, Any]]:
    return [
        {
            "pelanggan": kind.customer, "responden": kind.n, "rata_rata_opd": _total(kind.mean),
            "gabungan": _total(kind.pooled),
        }
        for kind in assemble(periode).kinds
    ]  # fmt: skip


def _total(total: Total) -> dict[str, Any]:
    return {"ikm": _text(total.ikm), "mutu": total.mutu, "kinerja": total.kinerja}


def _read(periode_id: UUID) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    units, awaited = [], []
    with all_opds("api: what every OPD has submitted"):
        plans = _plans(periode_id)
        rows = db.session.execute(
            select(Opd, Upp, Survey)
            .join(Survey, Survey.opd_id == Opd.id)
            .join(Upp, and_(Upp.opd_id == Survey.opd_id, Upp.id == Survey.upp_id))
            .where(Survey.periode_id == periode_id, Opd.active)
            .order_by(Opd.kode, Upp.kode, Survey.part)
        ).all()
        for opd, upp, survey in rows:
            if survey.state in FINISHED:
                units += _units(opd, upp, survey, plans.get(survey.id, (0, 0)))
            elif upp.active and Kewajiban.DIKECUALIKAN not in (opd.kewajiban, upp.kewajiban):
                awaited.append(_place(opd, upp) | {"status": survey.state.value})
    return units, awaited


def _plans(periode_id: UUID) -> Plans:
    rows = db.session.execute(
        select(
            Followup.survey_id, func.count(), func.count().filter(Followup.state == FollowupState.SELESAI)
        )
        .join(Survey, and_(Survey.opd_id == Followup.opd_id, Survey.id == Followup.survey_id))
        .where(Survey.periode_id == periode_id, Followup.past_year.is_(None))
        .group_by(Followup.survey_id)
    )  # fmt: skip
    return {survey_id: (planned, done) for survey_id, planned, done in rows}


def _units(opd: Opd, upp: Upp, survey: Survey, plans: tuple[int, int]) -> list[dict[str, Any]]:
    result = result_of(survey, segments=PROFILE)
    place = _place(opd, upp) | {
        "jenis_opd": opd.kind, "bagian": survey.part, "status": survey.state.value,
        "rtl": {"direncanakan": plans[0], "selesai": plans[1]}, "disampaikan_pada": survey.first_submitted_at,
        "diverifikasi_pada": survey.verified_at, "dipublikasikan_pada": survey.published_at,
        "kode_verifikasi": result.verification_code,
    }  # fmt: skip
    return [place | _figures(result, kind) for kind in result.kinds if kind.layanan]


def _place(opd: Opd, upp: Upp) -> dict[str, Any]:
    return {
        "opd": opd.kode, "nama_opd": opd.name, "kewajiban": opd.kewajiban.value, "upp": upp.kode, "nama_upp": upp.name,
    }  # fmt: skip


def _figures(result: SurveyResult, kind: KindResult) -> dict[str, Any]:
    figures, told = kind.figures, kind.figures.n >= FEWEST_IN_SEGMENT
    return {
        "dilaporkan": kind.reported is not None, "pelanggan": kind.kind.value, "pengguna": kind.users, "target": kind.target, "responden": figures.n,
        "ikm": _text(figures.ikm) if told else None, "mutu": figures.mutu.value if told and figures.mutu else None,
        "kinerja": figures.kinerja if told else None,
        "nrr": {row.code: str(nrr_shown(row.exact)) for row in figures.unsur if told and row.exact is not None},
        "unsur_terendah": _first(figures.lowest) if told else None,
        "profil": {
            name: {value: part.n for value, part in kind.segments[name].items()}
            for name in PROFILE if told and name in kind.segments
        },
    }  # fmt: skip


def _first(codes: Sequence[str]) -> str | None:
    return codes[0] if codes else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
