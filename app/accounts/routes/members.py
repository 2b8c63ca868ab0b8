"""The people of an OPD, or of one UPP where the viewer's membership is limited to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request

from app.access.gate import requires
from app.access.permissions import P
from app.access.roles import Role
from app.accounts import assignments, queries
from app.accounts.forms import AssignmentForm
from app.accounts.routes import people
from app.accounts.routes.blueprint import bp
from app.accounts.routes.people import Place
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound
from app.extensions import limiter


@bp.get("/opd/<kode>/orang")
@requires(P.MEMBER_READ)
def members(kode: str) -> str:
    return people.list_page(Place.here(), "accounts/members.html")


@bp.route("/opd/<kode>/orang/undangan", methods=["GET", "POST"])
@requires(P.MEMBER_MANAGE)
@limiter.limit("120 per hour", methods=["POST"])
def member_invitation(kode: str) -> Any:
    return people.invitation_page(Place.here())


@bp.post("/opd/<kode>/orang/<uuid:membership_id>/undangan")
@requires(P.MEMBER_MANAGE)
@limiter.limit("120 per hour")
def member_invitation_again(kode: str, membership_id: UUID) -> Any:
    return people.invite_again(Place.here(), membership_id)


@bp.get("/opd/<kode>/orang/<uuid:membership_id>/pencabutan")
@requires(P.MEMBER_MANAGE)
def member_revocation(kode: str, membership_id: UUID) -> Any:
    return people.revocation_page(Place.here(), membership_id, sent=False)


@bp.post("/opd/<kode>/orang/<uuid:membership_id>/pencabutan")
@requires(P.MEMBER_MANAGE)
def member_revoke(kode: str, membership_id: UUID) -> Any:
    return people.revocation_page(Place.here(), membership_id, sent=True)


@bp.route("/opd/<kode>/orang/<uuid:membership_id>/email", methods=["GET", "POST"])
@requires(P.MEMBER_MANAGE)
def member_email(kode: str, membership_id: UUID) -> Any:
    return people.email_page(Place.here(), membership_id)


@bp.get("/opd/<kode>/orang/<uuid:membership_id>/dua-langkah")
@requires(P.CITY_MEMBER_MANAGE, proof=True)
def member_factor(kode: str, membership_id: UUID) -> Any:
    return people.factor_page(Place.here(), membership_id, sent=False)


@bp.post("/opd/<kode>/orang/<uuid:membership_id>/dua-langkah")
@requires(P.CITY_MEMBER_MANAGE, proof=True)
def member_factor_reset(kode: str, membership_id: UUID) -> Any:
    return people.factor_page(Place.here(), membership_id, sent=True)


@bp.route("/opd/<kode>/orang/<uuid:membership_id>/penugasan", methods=["GET", "POST"])
@requires(P.MEMBER_MANAGE)
def member_assignments(kode: str, membership_id: UUID) -> Any:
    place = Place.here()
    membership = place.membership(membership_id)
    if Role(membership.role) is not Role.PETUGAS:
        raise NotFound("Hanya petugas yang mendapat penugasan.")
    upps = assignments.list_places(membership)
    # A form that comes back without any place means none, not those of before.
    present = assignments.list_assigned(membership.id) if request.method == "GET" else set()
    form = AssignmentForm(places=[_word(pair) for pair in present])
    form.offer([_word(pair) for upp in upps for pair in upp.places()])
    if form.validate_on_submit():
        with transaction():
            assignments.set_assignments(
                membership, {_pair(word) for word in form.places.data or ()}, by=present_actor()
            )
        flash("Penugasan tersimpan.", "success")
        return redirect(place.url())
    user = queries.get_user(membership.user_id)
    page = render_template(
        "accounts/assignments.html",
        place=place,
        form=form,
        upps=upps,
        user=user,
        code=membership.petugas_code,
    )
    return page, 422 if form.errors else 200


def _word(pair: assignments.Place) -> str:
    return f"{pair[0]}:{pair[1]}"


def _pair(word: str) -> assignments.Place:
    layanan, titik = word.split(":")
    return UUID(layanan), UUID(titik)
