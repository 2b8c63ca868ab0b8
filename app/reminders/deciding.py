"""Which letters are due now. Asked every minute, perhaps by two beats and many workers, and killed anywhere.

Nothing is remembered between two runs: each looks at what stands, and decides what is missing. An OPD is one
transaction, so a killed run leaves whole OPDs done, and the next does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.access.roles import Role
from app.accounts.queries import Reached, list_organisasi
from app.compliance.heartbeats import beat, find_heartbeat
from app.compliance.queries import read_city
from app.compliance.standing import OpdStanding
from app.db import transaction
from app.extensions import db
from app.letters.models import CityLetter, LetterKind
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.periods.models import PeriodeState
from app.periods.queries import list_periode
from app.reminders.decision import Decision, decide
from app.reminders.limits import heeded_at
from app.reminders.plan import Digest, Plan, digest_due, plan_of
from app.reminders.recipients import Recipient, RecipientFacts, recipients_for
from app.reminders.schedule import Step, in_working_morning
from app.setup.state import in_test_mode
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope

log = structlog.get_logger()

# A reminder by hand stands for the automatic one that would follow it within this time (product.md).
HELD_BACK = timedelta(hours=20)
# Petugas hear twice, while there is time to interview and before it runs out; more would only burden them.
PETUGAS_STEPS = frozenset({"H-7", "H-3"})
ROLES = {
    Recipient.ADMIN_OPD: Role.ADMIN_OPD,
    Recipient.ADMIN_UPP: Role.ADMIN_UPP,
    Recipient.KEPALA: Role.KEPALA,
    Recipient.PETUGAS: Role.PETUGAS,
}


def decide_due() -> None:
    """Every letter that is due now is decided, once, and it is written down that this ran."""
    now = clock.local_now()
    plans = [
        plan_of(periode)
        for periode in list_periode()
        if periode.state == PeriodeState.BERJALAN and periode.opens_on <= now.date()
    ]
    test_mode = in_test_mode()
    db.session.remove()  # what follows reads in scopes of its own; no transaction stays open meanwhile
    notes = [note for plan in plans if (note := _decide_step(plan, now, test_mode=test_mode))]
    notes += [note for plan in plans[:1] if (note := _decide_digest(plan, now))]
    with transaction():
        last = find_heartbeat("reminders")
        beat("reminders", "; ".join(notes) or (last.note if last else ""))


def _decide_step(plan: Plan, now: datetime, *, test_mode: bool) -> str:
    """Decide the latest due step; return what was decided, in words, or ""."""
    step = plan.due(now)
    if step is None:
        return ""
    city = read_city(plan.periode_id, plan.term(step.due_on), before=step.due_on, for_letters=True).opd
    unfinished = [opd for opd in city if not opd.finished]
    if test_mode:
        return _tell_own_team(plan, step) if unfinished else ""
    heard = [who_hears(opd, step, plan) for opd in unfinished]
    since = _held_back_since(step, plan, now)
    letters = sum(_decide_opd(opd, step, plan, who, since) for opd, who in zip(unfinished, heard, strict=True))
    copies = _decide_city_letters(plan, step, frozenset().union(*heard))
    said = [f"{letters} pengingat"] if letters else []
    said += [f"{copies} tembusan"] if copies else []
    return f"{step.label}: {', '.join(said)}" if said else ""


def _tell_own_team(plan: Plan, step: Step) -> str:
    """While the city is set up no OPD hears; the team reads what would have been sent. Opening decides the step anew."""
    facts = {"periode_id": str(plan.periode_id), "step": step.code, "test": True}
    with transaction():
        readers = list_organisasi(joined_by=clock.now())
        count = _insert(LetterKind.COPY, f"uji/{plan.periode_id}/{step.code}", readers, facts)
    return f"{step.label}: mode uji, {count} ke tim sendiri" if count else ""


def who_hears(opd: OpdStanding, step: Step, plan: Plan) -> frozenset[Recipient]:
    """Return who hears, by the figures when the step's day began: a late run decides no other way."""
    leaves = _moment(step.due_on, plan)
    facts = RecipientFacts(
        finished=False,
        started=all(upp.started_at is not None and upp.started_at < leaves for upp in opd.unfinished),
        needs_double=any(upp.forecast.needs_double for upp in opd.unfinished if upp.state == SurveyState.BERJALAN),
        collecting=bool(PETUGAS_STEPS & {step.code, *step.merged} and _short_layanan(opd, step.due_on)),
    )
    return recipients_for(step, facts, plan.policy)


def _held_back_since(step: Step, plan: Plan, now: datetime) -> datetime:
    """Return since when a reminder by hand holds the automatic one back.

    What was held back leaves on the first working morning that begins 20 hours after the reminder by hand, or later: in
    the afternoon everything waits that was held back when the step's day began.
    """
    free = now if in_working_morning(now, plan.policy) else _moment(step.due_on, plan)
    return free - HELD_BACK


def _decide_opd(opd: OpdStanding, step: Step, plan: Plan, who: frozenset[Recipient], held_back_since: datetime) -> int:
    decision = Decision(
        kind=LetterKind.REMINDER,
        step=step.code,
        periode_id=plan.periode_id,
        roles=frozenset(role for recipient, role in ROLES.items() if recipient in who),
        short_layanan=_short_layanan(opd, step.due_on),
        most=plan.policy.max_letters,
        not_if_reminded_since=held_back_since,
        heeded=frozenset(ROLES[recipient] for recipient in heeded_at(step)),
    )
    try:
        with opd_scope(opd.id), transaction():
            return len(decide(decision))
    except Exception:  # one OPD's trouble must not keep the others waiting; the next run tries it again
        log.exception("reminders.undecided", opd=opd.kode, step=step.code)
        return 0


def _decide_city_letters(plan: Plan, step: Step, who: frozenset[Recipient]) -> int:
    """Decide the copy and the escalation: one a step and reader, about all OPDs that are awaited."""
    key, facts = f"{plan.periode_id}/{step.code}", {"periode_id": str(plan.periode_id), "step": step.code}
    with transaction():
        decided = 0
        if Recipient.ORGANISASI in who:
            readers = list_organisasi(joined_by=_moment(step.due_on, plan))
            decided += _insert(LetterKind.COPY, key, readers, facts)
        if Recipient.PIMPINAN in who:
            readers = [_outsider(each) for each in plan.policy.escalate_to]
            decided += _insert(LetterKind.ESCALATION, key, readers, facts)
        return decided


def _decide_digest(plan: Plan, now: datetime) -> str:
    digest: Digest | None = digest_due(now, plan)
    if digest is None or not _something_is_awaited(plan, now.date()):
        return ""
    joined_by = digest.due_at.replace(tzinfo=clock.zone())
    with transaction():
        facts = {"periode_id": str(plan.periode_id)}
        count = _insert(LetterKind.DIGEST, digest.code, list_organisasi(joined_by=joined_by), facts)
    return f"ringkasan pekanan: {count}" if count else ""


def _something_is_awaited(plan: Plan, today: date) -> bool:
    return any(not opd.finished or opd.waiting for opd in read_city(plan.periode_id, plan.term(today)).opd)


def _short_layanan(opd: OpdStanding, day: date) -> tuple[UUID, ...]:
    return tuple(layanan.id for upp in opd.unfinished for layanan in upp.short_layanan(day))


def _moment(day: date, plan: Plan) -> datetime:
    """Return the moment at which letters leave on a day."""
    return datetime.combine(day, time(plan.policy.hour), tzinfo=clock.zone())


def _outsider(written: str) -> Reached:
    """Return the reader behind an address of the policy, bare or as "Sekretaris Daerah <sekda@…>"."""
    name, address = parseaddr(written)
    return Reached(None, name, address or written)


def _insert(kind: LetterKind, step: str, readers: Iterable[Reached], facts: dict[str, Any]) -> int:
    rows = [
        {
            "kind": kind,
            "step": step,
            "user_id": reader.user_id,
            "to_name": reader.name,
            "to_email": reader.email,
            "facts": facts,
            "created_at": clock.now(),
        }
        for reader in readers
    ]
    if not rows:
        return 0
    ids = db.session.scalars(insert(CityLetter).values(rows).on_conflict_do_nothing().returning(CityLetter.id)).all()
    for letter_id in ids:
        outbox.add(Topic.CITY_LETTER_SEND, letter_id=letter_id)
    return len(ids)
