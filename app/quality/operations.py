"""Notes are explained; answers are excluded: proposed with a reason, decided before closing, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select, update

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.quality import queries
from app.quality.models import Explanation, Proposal, ProposalState
from app.quality.notes import Note
from app.responses.models import PendingFold, Response, ResponseState
from app.surveys.models import Survey
from app.surveys.queries import lock_survey
from app.surveys.states import FINISHED, SurveyState

NOT_RUNNING = "Jawaban dikecualikan hanya selama survei berjalan. Buka lagi surveinya dengan alasan, bila perlu."


def explain(survey_id: UUID, note: Note, *, text: str, by: Actor) -> Explanation:
    """The UPP has said what is behind a note; the verifier reads it beside the note."""
    survey = lock_survey(survey_id)
    if survey.state in FINISHED:
        raise Conflict("Hasil ini sudah dikirim, sehingga penjelasannya tetap.")
    known = {each.note_key: each for each in queries.list_explanations(survey.id)}
    row = known.get(note.mark) or Explanation(upp_id=survey.upp_id, survey_id=survey.id, note_key=note.mark)
    row.evidence, row.text, row.explained_by, row.explained_at = note.evidence, text, by.name, clock.now()
    db.session.add(row)
    db.session.flush()
    audit.record(Action.QUALITY_EXPLAINED, survey, by=by, name=note.title, evidence=note.evidence, note=text)
    return row


def propose(survey_id: UUID, *, note: str, response_ids: Sequence[UUID], reason: str, by: Actor) -> Proposal:
    """Bagian Organisasi is asked to exclude these answers; they stay counted until it decides.

    Raises Rejected where the survey does not run or nothing countable is named, Conflict where a proposal about any of
    them waits already.
    """
    survey = _running(survey_id)
    counted = _counted(survey, response_ids)
    if not counted:
        raise Rejected("Tidak ada jawaban yang dapat diusulkan: jawabannya sudah tidak dihitung.")
    if any(set(each.response_ids) & set(counted) for each in _waiting(survey)):
        raise Conflict("Sebagian jawaban ini sudah diusulkan dan menunggu keputusan.")
    proposal = Proposal(
        upp_id=survey.upp_id, survey_id=survey.id, note=note, response_ids=counted, reason=reason, proposed_by=by.name,
        proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    audit.record(
        Action.EXCLUSION_PROPOSED, proposal, by=by, name=note, survey=str(survey.id), count=len(counted), reason=reason
    )
    return proposal


def accept(survey_id: UUID, proposal_id: UUID, *, reason: str, by: Actor) -> Proposal:
    """The answers are marked with the reason and no longer counted; they stay where they are."""
    survey = _running(survey_id)
    proposal = _decide(survey, proposal_id, ProposalState.ACCEPTED, reason, by)
    excluded = _counted(survey, proposal.response_ids)
    db.session.execute(
        update(Response)
        .where(Response.id.in_(excluded))
        .values(excluded_at=clock.now(), exclusion_reason=f"{proposal.note}: {proposal.reason}")
        .execution_options(synchronize_session=False)
    )
    if excluded:
        rows = [{"opd_id": survey.opd_id, "response_id": each, "sign": -1} for each in excluded]
        db.session.execute(insert(PendingFold), rows)  # the relay sees them and nudges the fold
    _record(proposal, survey, "disetujui", len(excluded), by)
    return proposal


def refuse(survey_id: UUID, proposal_id: UUID, *, reason: str, by: Actor) -> Proposal:
    """The answers stay counted, and why is kept beside the proposal."""
    if not reason:
        raise Rejected("Tulis alasan menolak usulan ini.", field="reason")
    survey = lock_survey(survey_id)
    proposal = _decide(survey, proposal_id, ProposalState.REFUSED, reason, by)
    _record(proposal, survey, "ditolak", len(proposal.response_ids), by)
    return proposal


def _running(survey_id: UUID) -> Survey:
    survey = lock_survey(survey_id)
    if survey.state is not SurveyState.BERJALAN:
        raise Rejected(NOT_RUNNING)
    return survey


def _counted(survey: Survey, response_ids: Sequence[UUID]) -> list[UUID]:
    """Return those of the answers that are counted now, in a fixed order."""
    return list(
        db.session.scalars(
            select(Response.id)
            .where(
                Response.id.in_(response_ids),
                Response.survey_id == survey.id,
                Response.state == ResponseState.DITERIMA,
                Response.excluded_at.is_(None),
            )
            .order_by(Response.id)
        )
    )


def _waiting(survey: Survey) -> list[Proposal]:
    return [each for each in queries.list_proposals(survey.id) if each.state is ProposalState.PROPOSED]


def _decide(survey: Survey, proposal_id: UUID, state: ProposalState, reason: str, by: Actor) -> Proposal:
    proposal = queries.lock_proposal(survey, proposal_id)
    if proposal.state is not ProposalState.PROPOSED:
        raise Conflict(f"Usulan ini sudah {proposal.state.value} oleh {proposal.decided_by}.")
    proposal.state, proposal.decided_by, proposal.decided_at = state, by.name, clock.now()
    proposal.decision_reason = reason
    return proposal


def _record(proposal: Proposal, survey: Survey, decision: str, count: int, by: Actor) -> None:
    audit.record(
        Action.EXCLUSION_DECIDED,
        proposal,
        by=by,
        name=proposal.note,
        survey=str(survey.id),
        decision=decision,
        count=count,
        reason=proposal.decision_reason,
    )
