"""The life of a data request: received, taken up, answered. Names and words of its sender never reach the trail."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.accounts.queries import list_organisasi
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import SYSTEM, Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.letters import operations as letters
from app.letters.models import LetterKind
from app.privacy import queries
from app.privacy.models import DataRequest
from app.privacy.states import ANSWERED_WITHIN, NEARLY_DUE, RequestKind, RequestState, RequestWay


def receive(
    token: UUID, *, kind: RequestKind, way: RequestWay, name: str, contact: str, text: str, by: Actor | None = None
) -> DataRequest:
    """The request waits in the inbox, its clock runs, and everybody of Bagian Organisasi is told. Sent twice it is one."""
    now = clock.now()
    values = {
        "token": token, "kind": kind, "way": way, "name": name, "contact": contact, "text": text, "received_at": now,
        "due_at": now + ANSWERED_WITHIN, "entered_by": by.name if by else "", "state": RequestState.DITERIMA,
        "handled_by": "", "answer": "", "answered_by": "",
    }  # fmt: skip
    fresh = db.session.scalar(insert(DataRequest).values(values).on_conflict_do_nothing().returning(DataRequest.id))
    request = db.session.scalars(select(DataRequest).where(DataRequest.token == token)).one()
    if fresh is not None:
        audit.record_city(
            Action.DATA_REQUEST_RECEIVED, request, by=by or SYSTEM, name=request.number, kind=kind.label, way=way.label
        )
        _tell_organisasi(request)
    return request


def take_up(request_id: int, *, by: Actor) -> DataRequest:
    """Everybody sees who is at it."""
    request = queries.lock_request(request_id)
    _refuse_answered(request)
    request.state, request.handled_by, request.handled_at = RequestState.DIPROSES, by.name, clock.now()
    audit.record_city(Action.DATA_REQUEST_TAKEN, request, by=by, name=request.number)
    return request


def answer(request_id: int, *, text: str, fulfilled: bool, by: Actor) -> DataRequest:
    """The request is answered; where an e-mail address was left, the answer is on its way there."""
    if not text:
        raise Rejected("Tulis jawabannya.", field="answer")
    request = queries.lock_request(request_id)
    _refuse_answered(request)
    now = clock.now()
    request.state = RequestState.DIPENUHI if fulfilled else RequestState.TIDAK_DAPAT
    request.answer, request.answered_by, request.answered_at = text, by.name, now
    request.handled_by, request.handled_at = request.handled_by or by.name, request.handled_at or now
    audit.record_city(
        Action.DATA_REQUEST_ANSWERED, request, by=by, name=request.number, outcome=request.state.label,
        on_time=now <= request.due_at,
    )  # fmt: skip
    if "@" in request.contact:
        letters.queue_city_letter(
            LetterKind.DATA_ANSWER,
            user_id=None,
            name=request.name,
            email=request.contact,
            facts={"request_id": request.id},
        )
    return request


def hurry() -> int:
    """Everybody of Bagian Organisasi is told once more of each request that is nearly due; return how many there are.

    Two that run at once tell once: the second finds the rows locked, and marked after that.
    """
    now = clock.now()
    nearly = (
        DataRequest.answered_at.is_(None),
        DataRequest.hurried_at.is_(None),
        DataRequest.due_at <= now + NEARLY_DUE,
    )
    found = db.session.scalars(select(DataRequest).where(*nearly).with_for_update(skip_locked=True)).all()
    for request in found:
        request.hurried_at = now
        _tell_organisasi(request, hurry=True)
    return len(found)


def _tell_organisasi(request: DataRequest, *, hurry: bool = False) -> None:
    facts = {"request_id": request.id} | ({"hurry": True} if hurry else {})
    for each in list_organisasi():
        letters.queue_city_letter(
            LetterKind.DATA_REQUEST, user_id=each.user_id, name=each.name, email=each.email, facts=facts
        )


def _refuse_answered(request: DataRequest) -> None:
    if not request.open:
        raise Conflict(f"Permintaan ini sudah dijawab oleh {request.answered_by}.")
