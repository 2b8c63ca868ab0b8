"""What was promised after a survey and what became of it: "Anda menilai, kami memperbaiki"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.followups.models import Followup, FollowupState
from app.ikm import Unsur, nrr_shown
from app.opd.models import Opd, Upp
from app.responses.saran import count_themes
from app.responses.themes import find_theme_of
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import all_opds

FEWEST_SARAN = 5


@dataclass(frozen=True)
class Improvement:
    """One plan that was carried out. `before` and `after` are the unsur's NRR in its UPP (3 decimals), where both are known."""

    opd_kode: str
    opd_short_name: str
    opd_name: str
    upp_id: UUID
    upp_name: str
    survey_id: UUID
    unsur: str
    activity: str
    outcome: str
    before: Decimal | None = None
    after: Decimal | None = None
    said: str = ""  # "41 saran menyebut antrean atau waktu"

    @property
    def unsur_name(self) -> str:
        return Unsur(self.unsur).official_name

    @property
    def gain(self) -> Decimal:
        return self.after - self.before if self.after is not None and self.before is not None else Decimal(-9)


@dataclass(frozen=True)
class Promises:
    """How many plans of a periode's published surveys there are, and how many are done."""

    total: int
    done: int


def count_promises(periode_id: UUID, opd_id: UUID | None = None) -> Promises:
    """Return the plans that followed a periode, of the whole city or of one OPD."""
    with all_opds("portal: how many plans are done"):
        total, done = db.session.execute(
            _of_published(select(func.count(), func.count().filter(_DONE)), periode_id, opd_id)
        ).one()
    return Promises(total, done)


def list_improvements(periode_id: UUID, nrr: NrrOf, opd_id: UUID | None = None) -> list[Improvement]:
    """Return the plans of a periode that were carried out, those whose unsur rose most first.

    `nrr` gives the NRR of an unsur in a UPP: before (in that periode) and after (in the one shown).
    """
    statement = _of_published(
        select(
            Opd.kode,
            Opd.short_name,
            Opd.name,
            Upp.id.label("upp_id"),
            Upp.name,
            Survey.id,
            Followup.unsur,
            Followup.activity,
            Followup.outcome,
        ),
        periode_id,
        opd_id,
    ).where(_DONE)
    with all_opds("portal: the plans that were carried out"):
        rows = db.session.execute(statement.order_by(Opd.name, Upp.name, Followup.unsur)).all()
    found = [replace(Improvement(*row), **nrr.of(row.upp_id, row.unsur)) for row in rows]
    return sorted(found, key=lambda each: -each.gain)


def with_saran(improvements: Sequence[Improvement]) -> list[Improvement]:
    """Return them with what people wrote about that unsur; fewer than five saran are not counted in public."""
    told = []
    with all_opds("portal: how many saran touch an unsur"):
        for each in improvements:
            theme = find_theme_of(each.unsur)
            count = (
                count_themes([each.survey_id], _layanan_of(each.survey_id)).by_theme.get(theme.key, 0) if theme else 0
            )
            said = f"{count} saran menyebut {theme.topic}" if theme and count >= FEWEST_SARAN else ""
            told.append(replace(each, said=said))
    return told


@dataclass(frozen=True)
class NrrOf:
    """NRR of each unsur by UPP, before and after."""

    before: dict[UUID, dict[str, Fraction]]
    after: dict[UUID, dict[str, Fraction]]

    def of(self, upp_id: UUID, unsur: str) -> dict[str, Any]:
        sides = {"before": self.before, "after": self.after}
        exact = {name: side.get(upp_id, {}).get(unsur) for name, side in sides.items()}
        return {name: None if value is None else nrr_shown(value) for name, value in exact.items()}


_DONE = Followup.state == FollowupState.SELESAI


def _of_published(statement: Any, periode_id: UUID, opd_id: UUID | None) -> Any:
    statement = (
        statement.select_from(Followup)
        .join(Survey, (Survey.opd_id == Followup.opd_id) & (Survey.id == Followup.survey_id))
        .join(Opd, Opd.id == Followup.opd_id)
        .join(Upp, (Upp.opd_id == Followup.opd_id) & (Upp.id == Followup.upp_id))
        .where(Survey.periode_id == periode_id, Survey.state == SurveyState.DIPUBLIKASIKAN)
    )
    return statement if opd_id is None else statement.where(Followup.opd_id == opd_id)


def _layanan_of(survey_id: UUID) -> list[UUID]:
    from app.surveys.models import SurveyLayanan

    return list(db.session.scalars(select(SurveyLayanan.layanan_id).where(SurveyLayanan.survey_id == survey_id)))
