"""From other words to a version of the questionnaire, one act a function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from sqlalchemy import func, select, update

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.opd import queries as registry
from app.opd.models import Upp
from app.questionnaires import queries
from app.questionnaires.extras import Written, coded, faults_of
from app.questionnaires.models import OPEN, Adaptation, AdaptationState
from app.questionnaires.wording import REWORDABLE, faults
from app.surveys.models import Questionnaire, Survey
from app.surveys.questionnaire import STANDARD, Wording, standard_questions
from app.surveys.states import SurveyState


def write(upp: Upp, wordings: Mapping[str, Wording], extras: Sequence[Written] = (), *, by: Actor) -> Adaptation:
    """The UPP's draft holds these words, by code, and asks these beside the nine; all else is as the regulation says."""
    approved = queries.list_approved(upp.id)
    _check(wordings, extras, may_be_empty=bool(approved))
    row = queries.find_open(upp.id)
    used = {each["code"] for known in (*approved, *([row] if row else [])) for each in known.extras}
    if row is None:
        row = Adaptation(upp_id=upp.id, wordings={}, created_at=clock.now())
        db.session.add(row)
    elif row.state not in OPEN:
        raise Conflict("Penyesuaian ini sedang menunggu persetujuan. Tarik dulu bila ingin mengubahnya.")
    row.wordings = {code: {"text": each.text, "options": list(each.options)} for code, each in wordings.items()}
    row.extras = coded(extras, used)
    row.state = AdaptationState.DRAF
    db.session.flush()
    audit.record(Action.ADAPTATION_WRITTEN, row, by=by, name=upp.name, codes=_codes_of(row))
    return row


def propose(upp: Upp, *, by: Actor) -> Adaptation:
    """Bagian Organisasi has the words before it."""
    row = queries.lock_open(upp.id)
    if row.state not in OPEN:
        raise Conflict("Penyesuaian ini sudah diajukan.")
    row.state, row.proposed_at, row.proposed_by, row.note = AdaptationState.DIAJUKAN, clock.now(), by.name, ""
    audit.record(Action.ADAPTATION_PROPOSED, row, by=by, name=upp.name, codes=_codes_of(row))
    return row


def withdraw(upp: Upp, *, by: Actor) -> None:
    """The words are the UPP's to change again."""
    row = queries.lock_open(upp.id)
    if row.state is not AdaptationState.DIAJUKAN:
        raise Conflict("Penyesuaian ini tidak sedang menunggu persetujuan.")
    row.state = AdaptationState.DRAF
    audit.record(Action.ADAPTATION_WITHDRAWN, row, by=by, name=upp.name)


def give_back(upp: Upp, *, note: str, by: Actor) -> None:
    """The words are returned to the UPP, with what should be put right."""
    if not note:
        raise Rejected("Tulis apa yang perlu diperbaiki.", field="note")
    row = _awaited(upp)
    row.state, row.note, row.decided_at, row.decided_by = AdaptationState.DIKEMBALIKAN, note, clock.now(), by.name
    audit.record(Action.ADAPTATION_DECIDED, row, by=by, name=upp.name, decision="dikembalikan", note=note)


def approve(upp: Upp, *, by: Actor) -> int:
    """The words are a version, which the UPP's surveys ask that have not begun and those to come; return how many now.

    A survey that has begun goes on with the version with which it began.
    """
    row = _awaited(upp)
    version = Questionnaire(
        code=_code(upp), questions=_questions(row.wordings), extras=row.extras, created_at=clock.now()
    )
    db.session.add(version)
    db.session.flush()
    row.state, row.version_id = AdaptationState.DISETUJUI, version.id
    row.decided_at, row.decided_by = clock.now(), by.name
    db.session.flush()
    changed = db.session.execute(
        update(Survey)
        .where(Survey.upp_id == upp.id, Survey.state == SurveyState.BELUM_MULAI)
        .values(questionnaire_id=version.id)
        .returning(Survey.id)
    ).all()
    audit.record(Action.ADAPTATION_DECIDED, row, by=by, name=upp.name, decision="disetujui", note="")
    return len(changed)


def _awaited(upp: Upp) -> Adaptation:
    row = queries.lock_open(upp.id)
    if row.state is not AdaptationState.DIAJUKAN:
        raise Conflict("Penyesuaian ini tidak sedang menunggu persetujuan.")
    return row


def _codes_of(row: Adaptation) -> list[str]:
    return sorted([*row.wordings, *(each["code"] for each in row.extras)])


def _check(wordings: Mapping[str, Wording], extras: Sequence[Written], *, may_be_empty: bool) -> None:
    if not wordings and not extras and not may_be_empty:
        raise Rejected("Pilih paling sedikit satu pertanyaan untuk disesuaikan, atau tambahkan satu.")
    for found in faults_of(extras):
        for message in found.values():
            raise Rejected(message)
    for code, wording in wordings.items():
        if code not in REWORDABLE:
            raise Rejected("Pertanyaan ini tidak boleh disesuaikan.")
        for field, message in faults(wording.text, wording.options).items():
            raise Rejected(message, field=f"{code}_{field}")


def _questions(wordings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the standard questions with the other words beside their own."""
    questions = deepcopy(list(standard_questions()))
    for question in questions:
        words = wordings.get(question["code"])
        if words:
            question["wordings"] = [{"when": REWORDABLE[question["code"]].situation.value, **words}]
    return questions


def _code(upp: Upp) -> str:
    opd = registry.get_opd(upp.opd_id)
    number = 1 + (
        db.session.scalar(select(func.count()).select_from(Adaptation).where(Adaptation.version_id.is_not(None))) or 0
    )
    return f"{STANDARD}/{opd.kode}/{upp.kode}/{number}"
