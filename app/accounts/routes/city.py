"""The people of the city: Bagian Organisasi and pemantau, and the way to those of each OPD."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app

from app.access.gate import requires
from app.access.permissions import P
from app.accounts import queries
from app.accounts.routes import people
from app.accounts.routes.blueprint import bp
from app.accounts.routes.people import Place
from app.extensions import limiter


@bp.get("/organisasi/orang")
@requires(P.CITY_MEMBER_MANAGE)
def city_members() -> str:
    return people.list_page(_city(), "accounts/city_members.html", opds=queries.list_opd_people())


@bp.route("/organisasi/orang/undangan", methods=["GET", "POST"])
@requires(P.CITY_MEMBER_MANAGE, proof=True)
@limiter.limit("120 per hour", methods=["POST"])
def city_member_invitation() -> Any:
    return people.invitation_page(_city())


@bp.post("/organisasi/orang/<uuid:membership_id>/undangan")
@requires(P.CITY_MEMBER_MANAGE)
@limiter.limit("120 per hour")
def city_member_invitation_again(membership_id: UUID) -> Any:
    return people.invite_again(_city(), membership_id)


@bp.get("/organisasi/orang/<uuid:membership_id>/pencabutan")
@requires(P.CITY_MEMBER_MANAGE, proof=True)
def city_member_revocation(membership_id: UUID) -> Any:
    return people.revocation_page(_city(), membership_id, sent=False)


@bp.post("/organisasi/orang/<uuid:membership_id>/pencabutan")
@requires(P.CITY_MEMBER_MANAGE, proof=True)
def city_member_revoke(membership_id: UUID) -> Any:
    return people.revocation_page(_city(), membership_id, sent=True)


@bp.route("/organisasi/orang/<uuid:membership_id>/email", methods=["GET", "POST"])
@requires(P.CITY_MEMBER_MANAGE, proof=True)
def city_member_email(membership_id: UUID) -> Any:
    return people.email_page(_city(), membership_id)


@bp.get("/organisasi/orang/<uuid:membership_id>/dua-langkah")
@requires(P.CITY_MEMBER_MANAGE, proof=True)
def city_member_factor(membership_id: UUID) -> Any:
    return people.factor_page(_city(), membership_id, sent=False)


@bp.post("/organisasi/orang/<uuid:membership_id>/dua-langkah")
@requires(P.CITY_MEMBER_MANAGE, proof=True)
def city_member_factor_reset(membership_id: UUID) -> Any:
    return people.factor_page(_city(), membership_id, sent=True)


def _city() -> Place:
    return Place(f"Pemerintah {current_app.config['CITY_NAME']}")
