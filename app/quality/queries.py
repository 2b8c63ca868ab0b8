"""Reading the answers of a survey as the quality rules see them, and the proposals about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.accounts.models import Membership, User
from app.errors import NotFound
from app.extensions import db
from app.opd.models import Layanan, Titik
from app.quality.models import Explanation, Proposal, ProposalState
from app.quality.rows import AnswerRow, Hours
from app.responses.models import Collection, Response, ResponseState
from app.surveys.models import Survey


def list_rows(survey_id: UUID, layanan_ids: Sequence[UUID]) -> list[AnswerRow]:
    """Return the counted answers of these layanan, the earliest first."""
    zone = clock.zone()
    rows = db.session.execute(
        select(
            Response.id, Response.layanan_id, Response.titik_id, Response.petugas_id, Response.collection, Response.scores,
            Response.finished_at, Response.started_at, Response.flags,
        )
        .where(
            Response.survey_id == survey_id,
            Response.layanan_id.in_(layanan_ids),
            Response.state == ResponseState.DITERIMA,
            Response.excluded_at.is_(None),
        )
        .order_by(Response.finished_at, Response.id)
    )  # fmt: skip
    return [
        AnswerRow(
            id=row.id,
            layanan_id=row.layanan_id,
            titik_id=row.titik_id,
            petugas_id=row.petugas_id,
            collection=Collection(row.collection),
            scores=tuple(row.scores),
            finished_at=row.finished_at.astimezone(zone),
            seconds=(row.finished_at - row.started_at).total_seconds() if row.started_at else None,
            flags=frozenset(row.flags),
        )
        for row in rows
    ]


def list_hours(upp_id: UUID) -> dict[UUID, Hours]:
    """Return the service hours of each titik of a UPP."""
    rows = db.session.execute(select(Titik.id, Titik.opens_at, Titik.closes_at).where(Titik.upp_id == upp_id))
    return {row.id: Hours(row.opens_at, row.closes_at) for row in rows}


def list_codes(petugas_ids: Sequence[UUID], *, named: bool) -> dict[UUID, str]:
    """Return how each petugas is called: by code, and by name too for their admin and the verifier."""
    rows = db.session.execute(
        select(Membership.id, Membership.petugas_code, User.name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.id.in_(petugas_ids))
    )
    return {row.id: f"{row.petugas_code} ({row.name})" if named else str(row.petugas_code or "–") for row in rows}


@dataclass(frozen=True)
class Looked:
    """One answer in the list of a note: when, where and how, never what was answered."""

    id: UUID
    finished_at: datetime
    layanan: str
    titik: str
    collection: Collection
    petugas: str
    seconds: int | None


def list_looked(ids: Sequence[UUID], codes: dict[UUID, str], *, limit: int = 200) -> list[Looked]:
    """Return what may be known about single answers, the earliest first."""
    rows = db.session.execute(
        select(Response, Layanan.name.label("layanan"), Titik.name.label("titik"))
        .join(Layanan, Layanan.id == Response.layanan_id)
        .join(Titik, Titik.id == Response.titik_id)
        .where(Response.id.in_(ids))
        .order_by(Response.finished_at, Response.id)
        .limit(limit)
    )
    return [
        Looked(
            id=row.Response.id,
            finished_at=row.Response.finished_at,
            layanan=row.layanan,
            titik=row.titik,
            collection=row.Response.collection,
            petugas=codes.get(row.Response.petugas_id, ""),
            seconds=_seconds(row.Response),
        )
        for row in rows
    ]


def list_petugas(ids: Sequence[UUID]) -> list[UUID]:
    """Return who recorded these answers."""
    statement = select(Response.petugas_id).where(Response.id.in_(ids), Response.petugas_id.is_not(None)).distinct()
    return [each for each in db.session.scalars(statement) if each]


def _seconds(response: Response) -> int | None:
    if response.started_at is None:
        return None
    return round((response.finished_at - response.started_at).total_seconds())


def count_excluded(survey_id: UUID) -> int:
    """Return how many answers of a survey are excluded."""
    statement = select(func.count()).where(Response.survey_id == survey_id, Response.excluded_at.is_not(None))
    return db.session.scalar(statement) or 0


def list_proposals(survey_id: UUID) -> list[Proposal]:
    """Return the proposals of a survey, the latest first."""
    return list(
        db.session.scalars(
            select(Proposal).where(Proposal.survey_id == survey_id).order_by(Proposal.proposed_at.desc(), Proposal.id)
        )
    )


def list_explanations(survey_id: UUID) -> list[Explanation]:
    """Return what the UPP has said about the notes of a survey."""
    return list(db.session.scalars(select(Explanation).where(Explanation.survey_id == survey_id)))


def count_open(survey_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many proposals of each survey nobody has decided; works across OPDs inside all_opds."""
    rows = db.session.execute(
        select(Proposal.survey_id, func.count())
        .where(Proposal.survey_id.in_(survey_ids), Proposal.state == ProposalState.PROPOSED)
        .group_by(Proposal.survey_id)
    )
    return {survey_id: count for survey_id, count in rows}


def lock_proposal(survey: Survey, proposal_id: UUID) -> Proposal:
    """Return a proposal of the survey, locked; another survey's does not exist."""
    proposal = db.session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.survey_id == survey.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if proposal is None:
        raise NotFound("Usulan ini tidak ada.")
    return proposal
