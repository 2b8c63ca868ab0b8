"""What stands beside the act of certifying: the report that can be read, who the kepala is, what was certified before."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from app.access.roles import HEAD_ROLES
from app.accounts.models import Membership, User
from app.extensions import db
from app.opd.models import CustomerKind
from app.reports import queries as documents
from app.reports.documents import Today
from app.reports.models import Report
from app.reports.queries import Standing
from app.surveys.models import FrozenResult, Survey
from app.surveys.queries import list_frozen


def standing(survey: Survey, kind: CustomerKind) -> Standing | None:
    """Return how the Laporan SKM stands that the kepala reads before certifying."""
    return documents.find_standing(survey, kind)


def find_ready(survey: Survey, kind: CustomerKind) -> Report | None:
    """Return the report that says what the data say now."""
    report = documents.find_latest(survey.id, kind)
    return report if report is not None and documents.is_current(report, Today(survey, kind)) else None


def kepala_of(opd_id: UUID, upp_id: UUID) -> str:
    """Return the name of the kepala of the UPP, else of the OPD; empty where nobody holds the role."""
    name = db.session.scalar(
        select(User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.opd_id == opd_id,
            Membership.role.in_(HEAD_ROLES),
            Membership.active,
            or_(Membership.upp_id.is_(None), Membership.upp_id == upp_id),
        )
        .order_by(Membership.upp_id.is_(None), User.name)
        .limit(1)
    )
    return name or ""


def before(survey: Survey) -> FrozenResult | None:
    """Return the latest version that was certified earlier, where the figures have been frozen anew since."""
    return next((each for each in list_frozen(survey.id)[1:] if each.certified_at), None)
