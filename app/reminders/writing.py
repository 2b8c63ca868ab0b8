"""The text of a decided letter, written when its turn comes from the world as it is then."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.audit.night import find_last_night
from app.compliance.queries import find_own, read_city
from app.compliance.standing import OpdStanding
from app.compliance.status import WORST_FIRST
from app.extensions import db
from app.letters.models import CityLetter, LetterKind, LetterState
from app.letters.models import Letter as DecidedLetter
from app.opd.models import Assignment
from app.periods.models import Periode, PeriodeState
from app.reminders import content
from app.reminders.composing import OFFICE, OwnWords, Reader, address_of, compose, sender
from app.reminders.content import Addressee, CityFacts, OpdLine
from app.reminders.decision import REMINDERS
from app.reminders.letters import Letter, render
from app.reminders.plan import Plan, plan_of
from app.tenancy.scope import all_opds
from app.web.formats import angka, daftar, tanggal_jam

CITY_CONTENT = {
    LetterKind.COPY: content.copy_to_organisasi,
    LetterKind.ESCALATION: content.escalation,
    LetterKind.DIGEST: content.weekly_digest,
}


def write(letter: DecidedLetter | CityLetter) -> Letter | None:
    """Return a decided letter as it reads now, or None when it is needed no more: then it must not be sent.

    A letter about an OPD is written inside that OPD's scope.
    """
    return write_city(letter) if isinstance(letter, CityLetter) else _write_reminder(letter)


def write_city(letter: CityLetter) -> Letter | None:
    """Return a copy, an escalation, a weekly digest or a trial as it reads now, or None when nobody is awaited."""
    today = clock.today()
    if letter.kind == LetterKind.TRIAL:
        return render(content.trial(Addressee(letter.to_name, OFFICE), sender(), today, address_of("setup.city")))
    plan = _find_plan(UUID(letter.facts["periode_id"]))
    if plan is None:
        return None
    city = read_city(plan.periode_id, plan.term(today)).opd
    waiting = sum(opd.waiting for opd in city)
    awaited = any(not opd.finished for opd in city)
    if not awaited and not (letter.kind == LetterKind.DIGEST and waiting):
        return None
    words = content.held_back if letter.facts.get("test") else CITY_CONTENT[letter.kind]
    return render(words(_city_facts(letter, plan, city, today, waiting)))


def _write_reminder(letter: DecidedLetter) -> Letter | None:
    plan = _find_plan(letter.periode_id)
    reader = _find_reader(letter)
    if plan is None or reader is None:
        return None
    today = clock.today()
    opd = find_own(plan.periode_id, plan.term(today))
    if opd is None:
        return None
    own = OwnWords(*(letter.facts.get(name, "") for name in ("text", "person", "office")))
    draft = compose(reader, opd, plan, today, step=plan.find_step(letter.step), own=own)
    return render(draft) if draft else None


def _find_plan(periode_id: UUID | None) -> Plan | None:
    """Return the plan of a periode that still runs: nobody is reminded about one that has ended."""
    periode = db.session.get(Periode, periode_id) if periode_id else None
    return plan_of(periode) if periode and periode.state == PeriodeState.BERJALAN else None


def _find_reader(letter: DecidedLetter) -> Reader | None:
    """Return the reader, if the role for which the letter was decided is still theirs."""
    membership_id = letter.facts.get("membership_id")
    member = db.session.get(Membership, UUID(membership_id)) if membership_id else None
    if member is None or not member.active or member.opd_id != letter.opd_id:
        return None
    layanan: frozenset[UUID] = frozenset()
    if member.role is Role.PETUGAS:
        assigned = select(Assignment.layanan_id).where(Assignment.membership_id == member.id)
        layanan = frozenset(db.session.scalars(assigned))
    return Reader(letter.to_name, Role(member.role), member.acting, letter.upp_id, layanan)


def _city_facts(letter: CityLetter, plan: Plan, city: tuple[OpdStanding, ...], today: date, waiting: int) -> CityFacts:
    lines = _lines(city)
    sent, failed = _letters_of_the_week(plan)
    return CityFacts(
        to=Addressee(letter.to_name, OFFICE if letter.user_id else ""),
        sender=sender(),
        periode_title=plan.name,
        deadline=plan.deadline,
        today=today,
        opd_total=len(city),
        opd_finished=sum(opd.finished for opd in city),
        lines=lines,
        link=address_of("compliance.board"),
        opd_expected_late=sum(opd.expected_late for opd in city),
        letters_sent=sent,
        letters_failed=failed,
        waiting_for_verification=waiting,
        step=plan.find_step(letter.facts.get("step")),
        trail=_trail() if letter.kind == LetterKind.DIGEST else "",
    )


def _trail() -> str:
    """Return what the last check of the trails found, to be kept where nobody of Potret reaches."""
    night = find_last_night()
    if night is None:
        return ""
    state = f"riwayat {daftar(night.broken)} tidak utuh" if night.broken else f"{angka(night.trails)} riwayat utuh"
    return (
        f"Riwayat perubahan diperiksa {tanggal_jam(night.at)}: {state}. Sidik jarinya {night.fingerprint}. "
        "Simpan e-mail ini: ia saksi bila catatan lama pernah diubah."
    )


def _lines(city: tuple[OpdStanding, ...]) -> tuple[OpdLine, ...]:
    """Return the awaited OPDs, the most urgent at the head."""
    contacts = _contacts()
    lines = [_line(opd, contacts.get(opd.id, "")) for opd in city if not opd.finished]
    return tuple(sorted(lines, key=lambda line: (WORST_FIRST.index(line.status), -line.missing, line.name)))


def _line(opd: OpdStanding, contact: str) -> OpdLine:
    outlook = opd.forecast
    return OpdLine(
        opd.name, opd.status, outlook.achieved, outlook.target or 0, outlook.missing, outlook.done_on, contact
    )


def _contacts() -> dict[UUID, str]:
    """Return an admin of each OPD by name."""
    rows = db.session.execute(
        select(Membership.opd_id, func.min(User.name))
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.ADMIN_OPD, Membership.active, User.active)
        .group_by(Membership.opd_id)
    )
    return {opd_id: name for opd_id, name in rows if opd_id}


def _letters_of_the_week(plan: Plan) -> tuple[int, int]:
    """Return how many reminders of the last seven days were sent, and how many could not be."""
    with all_opds("the week's reminders, for the digest"):
        rows = db.session.execute(
            select(DecidedLetter.state, func.count())
            .where(
                DecidedLetter.periode_id == plan.periode_id,
                DecidedLetter.kind.in_(REMINDERS),
                DecidedLetter.created_at > clock.now() - timedelta(days=7),
            )
            .group_by(DecidedLetter.state)
        ).all()
    counts = {LetterState(state): count for state, count in rows}
    failed = counts.get(LetterState.BAD_ADDRESS, 0) + counts.get(LetterState.FAILED, 0)
    return counts.get(LetterState.SENT, 0), failed
