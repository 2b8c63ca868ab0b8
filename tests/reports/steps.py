"""What the tests of reports do again and again, with the real operations and the real task."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from app import clock
from app.audit.operations import SYSTEM, Actor
from app.db import transaction
from app.extensions import db
from app.followups.models import Followup
from app.opd.models import CustomerKind
from app.opd.queries import get_upp_by_id
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.topics import Topic
from app.periods import operations as periods
from app.periods.policy import Policy
from app.periods.queries import get_periode
from app.reports import making
from app.reports import operations as reports
from app.reports.models import DocumentKind, Report
from app.responses import intake
from app.results import fold
from app.surveys import operations as surveys
from app.surveys.models import Executor
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.world import Place

MASYARAKAT = CustomerKind.MASYARAKAT
KEPALA = Actor(None, "Siti Aminah", "kepala")


def record(place: Place, n: int, *, seed: int = 1, **more: object) -> None:
    """So many people have answered, and the statistics hold their answers."""
    rng = random.Random(seed)
    for _ in range(n):
        scores = tuple(rng.choice((2, 3, 3, 4, 4)) for _ in range(9))
        intake.record(place.opd_id, place.answer(scores, **more))
    with opd_scope(place.opd_id), transaction():
        fold.fold_all()


def close(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        surveys.close(place.survey_id, note="", by=SYSTEM)


def submit(place: Place, by: Actor = KEPALA) -> None:
    with opd_scope(place.opd_id), transaction():
        surveys.submit(place.survey_id, by=by)


def next_year(place: Place) -> UUID:
    """A new periode is open, and the UPP's survey in it runs; return that survey's id."""
    today = clock.today()
    with transaction():
        periode = periods.open_periode(
            name="SKM Tahun Depan", opens_on=today, deadline=today + timedelta(days=300), policy=Policy(), by=SYSTEM
        )
        periode_id = periode.id
    with opd_scope(place.opd_id), transaction():
        survey = surveys.enrol(get_upp_by_id(place.upp_id), get_periode(periode_id))
        surveys.plan(survey, window_from=today, window_to=today, executor=Executor.MANDIRI, executor_name="", by=SYSTEM)
        surveys.start(survey, by=SYSTEM)
        return survey.id


def ask(
    place: Place,
    kind: CustomerKind = MASYARAKAT,
    *,
    survey_id: UUID | None = None,
    document: DocumentKind = DocumentKind.LAPORAN_PDF,
) -> UUID:
    """A document is asked for; return its id."""
    with opd_scope(place.opd_id), transaction():
        survey = get_survey(survey_id or place.survey_id)
        return reports.request(survey, kind=kind, document=document, by=SYSTEM).id


def waiting_rows() -> list[tuple[int, UUID | None]]:
    """Return id and OPD (none of a document of the city) of what the workers are still to make."""
    rows = select(OutboxRow.id, OutboxRow.opd_id).where(
        OutboxRow.topic == Topic.REPORT_MAKE.value, OutboxRow.state == OutboxState.WAITING
    )
    found = [tuple(row) for row in db.session.execute(rows)]
    db.session.rollback()
    return found  # type: ignore[return-value]


def work() -> None:
    """A worker does everything that waits."""
    for row_id, opd_id in waiting_rows():
        run_task(row_id, opd_id)


def run_task(row_id: int, opd_id: UUID | None) -> None:
    from workers.topics import make_report

    make_report(row_id=row_id, opd_id=str(opd_id) if opd_id else None)


def report_of(place: Place, report_id: UUID) -> dict[str, object]:
    """Return the row as it stands in the database."""
    with opd_scope(place.opd_id):
        row = db.session.execute(select(Report.__table__).where(Report.id == report_id)).mappings().one()
        return dict(row)


def made(
    place: Place,
    kind: CustomerKind = MASYARAKAT,
    *,
    survey_id: UUID | None = None,
    document: DocumentKind = DocumentKind.LAPORAN_PDF,
) -> bytes:
    """Return a document that was asked for and made now."""
    report_id = ask(place, kind, survey_id=survey_id, document=document)
    work()
    content = report_of(place, report_id)["content"]
    assert isinstance(content, bytes), "the report was not made"
    return content


def made_at_once(place: Place, document: DocumentKind) -> UUID:
    """A document was asked for and made without a worker; return its id."""
    report_id = ask(place, document=document)
    with opd_scope(place.opd_id), transaction():
        making.make(report_id)
    return report_id


def spoil(place: Place) -> None:
    """A fault that makes every report of the survey fail: a plan for an unsur that does not exist."""
    with opd_scope(place.opd_id), transaction():
        db.session.add(
            Followup(
                upp_id=place.upp_id, survey_id=place.survey_id, unsur="RUSAK", activity="-", quarter=1, due_year=2027, responsible="-",
                created_at=clock.now(),
            )
        )  # fmt: skip


def mend(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        db.session.execute(delete(Followup).where(Followup.unsur == "RUSAK"))
