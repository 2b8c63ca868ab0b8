"""What changing the rules of a running periode would do, before it is done: whose steps, targets and figures move."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.compliance.queries import read_city
from app.compliance.standing import Term
from app.extensions import db
from app.ikm import allocate, sample_size, sample_size_each
from app.opd.models import CustomerKind, Layanan, Opd, Upp
from app.periods.calendar import reminders
from app.periods.models import Periode
from app.periods.policy import Aggregation, Policy, SampleBasis
from app.results.reading import result_of
from app.results.rollup import roll_up
from app.results.surveys import SurveyResult
from app.surveys.models import Survey
from app.surveys.states import FROZEN
from app.tenancy.scope import all_opds
from app.web.formats import angka, daftar, tanggal

MOST_NAMED = 6


@dataclass(frozen=True)
class Effect:
    """One thing that changes, and for whom: a sentence, and lines below it."""

    title: str
    sentence: str
    lines: tuple[str, ...] = ()


def effects(periode: Periode, deadline: date, policy: Policy) -> list[Effect]:
    """Return what a change would do; empty where nothing differs."""
    now = Policy.from_json(periode.policy)
    found = [
        _status(periode, deadline) if deadline != periode.deadline else None,
        _steps(periode, now, deadline, policy),
        _targets(periode.id, policy.sample_basis) if policy.sample_basis is not now.sample_basis else None,
        _figures(periode.id, now.aggregation, policy.aggregation)
        if policy.aggregation is not now.aggregation
        else None,
        _counted(now, policy) if policy.min_answered != now.min_answered else None,
        _running(policy) if policy.show_running != now.show_running else None,
        _sending(now, policy),
    ]
    return [each for each in found if each is not None]


def _status(periode: Periode, deadline: date) -> Effect:
    today = clock.today()
    before = read_city(periode.id, Term(periode.opens_on, periode.deadline, today)).opd
    after = read_city(periode.id, Term(periode.opens_on, deadline, today)).opd
    moved = [
        f"{old.short_name}: {old.status.label} menjadi {new.status.label}"
        for old, new in zip(before, after, strict=True)
        if old.status is not new.status
    ]
    said = f"Dari {tanggal(periode.deadline)} menjadi {tanggal(deadline)}. "
    return Effect(
        "Tenggat", said + (f"Status {angka(len(moved))} OPD berubah." if moved else "Status OPD tetap."), _few(moved)
    )


def _steps(periode: Periode, now: Policy, deadline: date, policy: Policy) -> Effect | None:
    before = {each.label: each for each in reminders(periode.opens_on, periode.deadline, now)}
    after = {each.label: each for each in reminders(periode.opens_on, deadline, policy)}
    today, lines = clock.today(), []
    for label in dict.fromkeys((*before, *after)):
        old, new = before.get(label), after.get(label)
        if old and not new and old.day >= today:
            lines.append(f"{label} pada {tanggal(old.day)} tidak dikirim lagi")
        elif new and not old:
            lines.append(f"{label} ditambahkan pada {tanggal(new.day)}{_past(new.day, today)}")
        elif old and new and old.day != new.day and max(old.day, new.day) >= today:
            lines.append(f"{label} pindah dari {tanggal(old.day)} ke {tanggal(new.day)}{_past(new.day, today)}")
        elif old and new and old.recipients != new.recipients and new.day >= today:
            lines.append(f"{label} untuk {new.recipients}, semula {old.recipients}")
    return Effect("Pengingat", f"{angka(len(lines))} langkah berubah.", tuple(lines)) if lines else None


def _past(day: date, today: date) -> str:
    return ", sudah lewat sehingga tidak dikirim" if day < today else ""


def _targets(periode_id: UUID, basis: SampleBasis) -> Effect:
    """Return whose target moves; a closed survey keeps its own."""
    moved, before, after = [], 0, 0
    with all_opds("periode: what another rule of the sample would ask"):
        users = _users()
        surveys = db.session.execute(
            select(Survey, Opd.short_name, Upp.name)
            .join(Opd, Opd.id == Survey.opd_id)
            .join(Upp, (Upp.opd_id == Survey.opd_id) & (Upp.id == Survey.upp_id))
            .where(Survey.periode_id == periode_id, Survey.state.not_in(FROZEN))
            .order_by(Opd.name, Upp.name)
        ).all()
    for survey, opd, upp in surveys:
        own = users.get(survey.upp_id, {})
        target = sum(
            (
                sample_size_each(own) if basis is SampleBasis.LAYANAN else allocate(sample_size(sum(own.values())), own)
            ).values()
        )
        before, after = before + survey.target, after + target
        if target != survey.target:
            moved.append(f"{opd}, {upp}: {angka(survey.target)} menjadi {angka(target)}")
    said = f"Target {angka(len(moved))} UPP berubah, seluruhnya {angka(before)} menjadi {angka(after)} responden."
    return Effect("Target responden", said if moved else "Target tidak berubah.", _few(moved))


def _users() -> dict[UUID, dict[UUID, int]]:
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    rows = db.session.execute(
        select(Layanan.upp_id, Layanan.id, Layanan.users).where(Layanan.active, Layanan.users.is_not(None))
    )
    for upp_id, layanan_id, users in rows:
        found[upp_id][layanan_id] = users or 0
    return found


def _figures(periode_id: UUID, before: Aggregation, after: Aggregation) -> Effect:
    """Return whose figure moves, of the OPD with several UPP whose results are frozen."""
    moved = []
    for name, results in _frozen_results(periode_id).items():
        for kind in CustomerKind:
            old, new = roll_up(results, kind, before), roll_up(results, kind, after)
            if old and new and old.aggregate and new.aggregate and old.aggregate.ikm != new.aggregate.ikm:
                internal = " (internal)" if kind is CustomerKind.INTERNAL else ""
                moved.append(f"{name}{internal}: {angka(old.aggregate.ikm, 2)} menjadi {angka(new.aggregate.ikm, 2)}")
    said = f"IKM {angka(len(moved))} OPD berubah; laporan dan rekap yang sudah dibuat menjadi usang."
    return Effect("IKM OPD", said if moved else "Belum ada IKM OPD yang berubah.", _few(moved))


def _frozen_results(periode_id: UUID) -> dict[str, list[SurveyResult]]:
    found: dict[str, list[SurveyResult]] = defaultdict(list)
    with all_opds("periode: what another rule of aggregation would print"):
        rows = db.session.execute(
            select(Opd.short_name, Survey)
            .join(Survey, Survey.opd_id == Opd.id)
            .where(Survey.periode_id == periode_id, Survey.state.in_(FROZEN))
            .order_by(Opd.name)
        ).all()
        for name, survey in rows:
            found[name].append(result_of(survey, segments=()))
    return {name: results for name, results in found.items() if len(results) > 1}


def _counted(now: Policy, policy: Policy) -> Effect:
    more = "lebih banyak" if policy.min_answered < now.min_answered else "lebih sedikit"
    said = (
        f"Mulai dari {policy.min_answered} pertanyaan terisi, semula {now.min_answered}: {more} jawaban dihitung. Statistik survei "
        "yang berjalan dihitung ulang saat disimpan; hasil yang sudah dibekukan tetap."
    )
    return Effect("Jawaban yang dihitung", said)


def _running(policy: Policy) -> Effect:
    shown = "Kepala dan admin mulai melihat" if policy.show_running else "Kepala dan admin tidak lagi melihat"
    return Effect("Angka sementara", f"{shown} angka OPD-nya selama pengumpulan.")


def _sending(now: Policy, policy: Policy) -> Effect | None:
    """Return what changes about the letters beside their days."""
    said = []
    if policy.reminder_hour != now.reminder_hour:
        said.append(f"Dikirim pukul {policy.reminder_hour:02d}.00, semula {now.reminder_hour:02d}.00.")
    if policy.max_letters != now.max_letters:
        said.append(f"Paling banyak {policy.max_letters} kali, semula {now.max_letters}.")
    if policy.escalation_emails != now.escalation_emails:
        said.append(f"Tembusan pimpinan: {daftar(policy.escalation_emails) or 'tidak ada'}.")
    return Effect("Pengiriman", " ".join(said)) if said else None


def _few(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= MOST_NAMED:
        return tuple(lines)
    return (*lines[:MOST_NAMED], f"dan {angka(len(lines) - MOST_NAMED)} lainnya")
