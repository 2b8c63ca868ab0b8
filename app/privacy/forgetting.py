"""The acts of forgetting: each takes the moment of the night and returns how many rows it forgot. None touches a score."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Uuid, cast, delete, func, literal, or_, select, update

from app import clock
from app.accounts.models import KnownBrowser, OneTimeLink, UserSession
from app.audit.operations import SYSTEM
from app.devices.models import DeviceSetup
from app.evaluator.models import EvaluatorLink
from app.extensions import db
from app.imports import operations as imports
from app.imports.models import Import
from app.imports.states import PREPARED, ImportState
from app.letters.models import CityLetter, Letter, LetterState
from app.links import watching
from app.outbox.models import OutboxRow, OutboxState
from app.paper import operations as paper
from app.paper.models import UNFINISHED, PaperBatch
from app.periods.models import Periode
from app.privacy.models import DataRequest, RetentionRun
from app.reminders.models import ReminderPause
from app.reports.models import DocumentKind, Report
from app.responses.models import Response, SaranEntry, SaranMark, SaranTally
from app.surveys.models import Survey
from app.tenancy import scope
from app.tickets import mailing
from app.tickets.models import Ticket, TicketBatch

WEEK, MONTH, QUARTER, YEAR = timedelta(days=7), timedelta(days=30), timedelta(days=90), timedelta(days=365)
BROWSER_KEPT = timedelta(days=180)  # long enough for somebody who signs in twice a year
STALE_STACK = "Tidak diselesaikan selama satu tahun; ketikannya dihapus otomatis."


def sessions(at: datetime) -> int:
    return _count(delete(UserSession).where(UserSession.ends_at < at - MONTH))


def browsers(at: datetime) -> int:
    return _count(delete(KnownBrowser).where(KnownBrowser.last_sign_in_at < at - BROWSER_KEPT))


def one_time_links(at: datetime) -> int:
    return _count(delete(OneTimeLink).where(OneTimeLink.expires_at < at - MONTH))


def device_setups(at: datetime) -> int:
    return _count(delete(DeviceSetup).where(DeviceSetup.expires_at < at - MONTH))


def evaluator_links(at: datetime) -> int:
    return _count(delete(EvaluatorLink).where(EvaluatorLink.expires_at < at - YEAR))


def outbox(at: datetime) -> int:
    done = OutboxRow.state == OutboxState.DONE
    return _count(delete(OutboxRow).where(done, OutboxRow.finished_at < at - MONTH))


def city_letters(at: datetime) -> int:
    settled = CityLetter.state != LetterState.WAITING
    return _count(delete(CityLetter).where(settled, CityLetter.created_at < at - YEAR))


def data_requests(at: datetime) -> int:
    """Who asked, and what was said, is gone; that it was asked and answered in time stays."""
    old = DataRequest.answered_at < at - YEAR, DataRequest.forgotten_at.is_(None)
    return _count(update(DataRequest).where(*old).values(name="", contact="", text="", answer="", forgotten_at=at))


def runs(at: datetime) -> int:
    return _count(delete(RetentionRun).where(RetentionRun.at < at - 2 * YEAR))


def link_traces(_at: datetime) -> int:
    return watching.forget_old()


def invited_addresses(_at: datetime) -> int:
    return mailing.forget_ended()


def ticket_codes(at: datetime) -> int:
    """Whoever finds a slip cannot learn any more which answer it led to. The mark keeps hashes apart and is none."""
    mark = func.concat("dilupakan:", Ticket.id)
    over = select(TicketBatch.id).where(TicketBatch.expires_at < at - MONTH)
    mine = Ticket.opd_id == scope.current_opd_id(), Ticket.batch_id.in_(over), Ticket.code_hash != mark
    return _count(update(Ticket).where(*mine).values(code_hash=mark))


def letter_addresses(at: datetime) -> int:
    old = Letter.state != LetterState.WAITING, Letter.created_at < at - YEAR, Letter.to_email != ""
    return _count(update(Letter).where(*old).values(to_email="", last_error=""))


def reminder_pauses(at: datetime) -> int:
    """Why somebody was away a year ago is nobody's business any more; that they had paused stays in the trail."""
    day = at.astimezone(clock.zone()).date() - YEAR
    return _count(delete(ReminderPause).where(ReminderPause.until < day))


def uploads(at: datetime) -> int:
    """A file that never became answers is gone: it may hold names that nobody asked for."""
    waits = Import.state.in_(PREPARED) & (Import.created_at < at - WEEK)
    failed = (Import.state == ImportState.GAGAL) & (Import.created_at < at - MONTH)
    rows = db.session.scalars(select(Import).where(or_(waits, failed))).all()
    for row in rows:
        imports.cancel(row)
    db.session.flush()
    return len(rows)


def paper_drafts(at: datetime) -> int:
    old = PaperBatch.state.in_(UNFINISHED), PaperBatch.opened_at < at - YEAR
    stacks = db.session.scalars(select(PaperBatch.id).where(*old)).all()
    for batch_id in stacks:
        paper.cancel(batch_id, reason=STALE_STACK, by=SYSTEM)
    db.session.flush()
    return len(stacks)


def raw_files(at: datetime) -> int:
    raw = Report.document.in_((DocumentKind.MENTAH_XLSX, DocumentKind.MENTAH_CSV))
    return _count(delete(Report).where(raw, Report.created_at < at - QUARTER))


def quarantine(_at: datetime) -> int:
    """The database looks at its own clock: the app may not delete from there."""
    return db.session.scalar(select(func.forget_quarantine())) or 0


def saran(at: datetime) -> int:
    """What people wrote in surveys of long ago is gone, with every word and count that came of it."""
    day = at.astimezone(clock.zone()).date() - 2 * YEAR
    old = select(Survey.id).join(Periode, Periode.id == Survey.periode_id).where(Periode.deadline < day)
    written = or_(Response.saran != "", Response.occupation_other.is_not(None))
    forgotten = 0
    for survey_id in db.session.scalars(
        select(Response.survey_id).where(Response.survey_id.in_(old), written).distinct()
    ):
        forgotten += _forget_saran_of(survey_id)
    return forgotten


def _forget_saran_of(survey_id: Any) -> int:
    found = db.session.scalar(select(func.forget_saran(cast(literal(str(survey_id)), Uuid)))) or 0
    if found:
        for table in (SaranMark, SaranEntry, SaranTally):
            db.session.execute(delete(table).where(table.survey_id == survey_id))
    return found


def _count(statement: Any) -> int:
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
