"""Reading stacks of paper and their sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.errors import NotFound
from app.extensions import db
from app.opd.models import CustomerKind, Layanan, Titik
from app.paper import sheet as sheets
from app.paper.models import BatchState, PaperBatch, PaperSheet
from app.paper.places import Reach
from app.paper.sheet import Values
from app.periods.models import Periode
from app.periods.policy import Policy
from app.surveys.models import Survey
from app.surveys.questionnaire import QuestionnaireVersion, get_questionnaire, situations_of


@dataclass(frozen=True)
class BatchLine:
    """A stack as the list shows it."""

    id: UUID
    layanan: str
    titik: str
    collected_on: date
    state: BatchState
    double_entry: bool
    expected: int | None
    first: int  # sheets that were typed once
    second: int  # sheets that were typed again
    sheets: int  # that became responses
    opened_by: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Typing:
    """One sheet as one person typed it."""

    id: UUID
    number: int
    values: Values


@dataclass(frozen=True)
class Stack:
    """A stack with what is asked on its sheets."""

    batch: PaperBatch
    layanan: str
    titik: str
    internal: bool
    questionnaire: QuestionnaireVersion
    periode: Periode

    @property
    def least(self) -> int:
        """How many questions must be answered for a sheet to count."""
        return Policy.from_json(self.periode.policy).min_answered

    @property
    def second(self) -> bool:
        """Whether it is being typed a second time."""
        return self.batch.state is BatchState.DIPERIKSA


def list_batches(upp_id: UUID, reach: Reach) -> list[BatchLine]:
    """Return the stacks of a UPP that lie within reach, unfinished ones first, then the latest."""
    typed = (
        select(
            PaperSheet.batch_id,
            func.count(PaperSheet.first_id).label("first"),
            func.count(PaperSheet.second_id).label("second"),
        )
        .group_by(PaperSheet.batch_id)
        .subquery()
    )
    rows = db.session.execute(
        select(PaperBatch, Layanan.name, Titik.name, typed.c.first, typed.c.second)
        .join(Layanan, Layanan.id == PaperBatch.layanan_id)
        .join(Titik, Titik.id == PaperBatch.titik_id)
        .outerjoin(typed, typed.c.batch_id == PaperBatch.id)
        .where(PaperBatch.upp_id == upp_id)
        .order_by(PaperBatch.ended_at.desc().nulls_first(), PaperBatch.opened_at.desc())
    )
    return [
        BatchLine(
            batch.id, layanan, titik, batch.collected_on, batch.state, batch.double_entry, batch.expected, first or 0, second or 0,
            batch.sheets, batch.opened_by, batch.ended_at,
        )
        for batch, layanan, titik, first, second in rows
        if reach.covers(batch.layanan_id, batch.titik_id)
    ]  # fmt: skip


def get_stack(batch_id: UUID, upp_id: UUID, reach: Reach) -> Stack:
    """Return a stack of this UPP within reach; any other does not exist."""
    row = db.session.execute(
        select(PaperBatch, Layanan, Titik.name, Survey.questionnaire_id, Periode)
        .join(Layanan, Layanan.id == PaperBatch.layanan_id)
        .join(Titik, Titik.id == PaperBatch.titik_id)
        .join(Survey, Survey.id == PaperBatch.survey_id)
        .join(Periode, Periode.id == Survey.periode_id)
        .where(PaperBatch.id == batch_id, PaperBatch.upp_id == upp_id)
    ).one_or_none()
    if row is None or not reach.covers(row[0].layanan_id, row[0].titik_id):
        raise NotFound("Tumpukan ini tidak ada.")
    batch, layanan, titik, questionnaire_id, periode = row
    internal = layanan.customer_kind is CustomerKind.INTERNAL
    return Stack(
        batch,
        layanan.name,
        titik,
        internal,
        get_questionnaire(questionnaire_id).read_in(situations_of(layanan)),
        periode,
    )


def lock_batch(batch_id: UUID) -> PaperBatch:
    """Return the stack as it is now; saving, comparing and finishing it wait for each other."""
    batch = db.session.scalar(
        select(PaperBatch).where(PaperBatch.id == batch_id).with_for_update().execution_options(populate_existing=True)
    )
    if batch is None:
        raise NotFound("Tumpukan ini tidak ada.")
    return batch


def list_sheets(batch_id: UUID) -> list[PaperSheet]:
    """Return the sheets of a stack by number."""
    return list(
        db.session.scalars(select(PaperSheet).where(PaperSheet.batch_id == batch_id).order_by(PaperSheet.number))
    )


def list_typings(stack: Stack) -> list[Typing]:
    """Return what was typed in the present round, the last number first. The second round never shows the first."""
    found = [
        Typing(typing_id, row.number, values)
        for row in list_sheets(stack.batch.id)
        for typing_id, values in [(row.second_id, row.second) if stack.second else (row.first_id, row.first)]
        if typing_id is not None and values is not None
    ]
    return found[::-1]


def count_first(batch_id: UUID) -> int:
    """Return how many sheets were typed in the first round."""
    return (
        db.session.scalar(select(func.count()).where(PaperSheet.batch_id == batch_id, PaperSheet.first_id.is_not(None)))
        or 0
    )


def settled(row: PaperSheet, *, double_entry: bool) -> Values | None:
    """Return what holds of a sheet; None while two typings of it differ and nobody has decided."""
    if not double_entry or row.decided is not None:
        return row.decided or row.first
    if row.first is None or row.second is None or sheets.differing(row.first, row.second):
        return None
    return sheets.settle(row.first, row.second)


def list_unsettled(batch_id: UUID) -> list[PaperSheet]:
    """Return the sheets of a stack, typed twice, about which somebody must decide."""
    return [row for row in list_sheets(batch_id) if settled(row, double_entry=True) is None]
