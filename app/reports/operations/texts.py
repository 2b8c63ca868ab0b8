"""Chapter texts in the words of the office."""

from __future__ import annotations

from sqlalchemy import delete, select

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.extensions import db
from app.opd.models import CustomerKind
from app.opd.queries import get_upp_by_id
from app.reports.assembly import assemble
from app.reports.models import ReportText
from app.reports.rendering.texts import EDITION, Section, default_text
from app.surveys.models import Survey
from app.surveys.queries import lock_survey


def write(survey: Survey, kind: CustomerKind, section: Section, *, text: str, by: Actor) -> None:
    """The report prints these words in the section; those of the default mean the default, also when figures move on."""
    survey = lock_survey(survey.id)
    default = default_text(assemble(survey, kind, pictures=False), section)
    text = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    if text == default:
        reset(survey, kind, section, by=by)
        return
    row = _find(survey, kind, section)
    if row is None:
        row = ReportText(upp_id=survey.upp_id, survey_id=survey.id, kind=kind, section=section.value)
        db.session.add(row)
    row.text, row.default_text, row.default_edition = text, default, EDITION
    row.changed_by, row.changed_at = by.name, clock.now()
    db.session.flush()
    _tell(survey, section, by, back_to_default=False)


def reset(survey: Survey, kind: CustomerKind, section: Section, *, by: Actor) -> None:
    """The section prints its default again."""
    if _find(survey, kind, section) is None:
        return
    db.session.execute(
        delete(ReportText).where(
            ReportText.survey_id == survey.id, ReportText.kind == kind, ReportText.section == section.value
        )
    )
    _tell(survey, section, by, back_to_default=True)


def _find(survey: Survey, kind: CustomerKind, section: Section) -> ReportText | None:
    return db.session.scalar(
        select(ReportText).where(
            ReportText.survey_id == survey.id, ReportText.kind == kind, ReportText.section == section.value
        )
    )


def _tell(survey: Survey, section: Section, by: Actor, *, back_to_default: bool) -> None:
    audit.record(
        Action.REPORT_TEXT_CHANGED,
        survey,
        by=by,
        name=get_upp_by_id(survey.upp_id).name,
        survey=survey.id,
        section=section.value,
        back_to_default=back_to_default,
    )
