"""What the lists of people have in common, whether of an OPD, of one UPP of it, or of the city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.access import gate
from app.access.permissions import P
from app.access.policy import grantable
from app.access.roles import CITY_ROLES, HEAD_ROLES, OPD_ROLES, UPP_ROLES, Role
from app.accounts import operations, people, queries
from app.accounts.forms import EmailForm, InvitationForm
from app.accounts.models import Membership
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound, Rejected
from app.letters.queries import latest_invitations
from app.opd import queries as registry


@dataclass(frozen=True)
class Place:
    """Whose people a page shows, and the addresses of what can be done there."""

    name: str
    opd_id: UUID | None = None
    upp_id: UUID | None = None  # set where the viewer's membership is limited to one UPP
    kode: str | None = None

    @classmethod
    def here(cls) -> Place:
        """Return the OPD of this request, as far as its viewer reaches."""
        return cls(g.opd.name, g.opd_id, g.grant.upp_id, g.opd.kode)

    def url(self, act: str = "", membership_id: UUID | None = None) -> str:
        """Return the address of the list, of an act on it, or of an act on one membership."""
        endpoint = "members" if self.kode else "city_members"
        if act:
            endpoint = f"{'member' if self.kode else 'city_member'}_{act}"
        return url_for(f"accounts.{endpoint}", kode=self.kode, membership_id=membership_id)

    def members(self) -> list[queries.Member]:
        return queries.list_members(self.opd_id, upp_id=self.upp_id)

    def membership(self, membership_id: UUID) -> Membership:
        """Return a membership of this place that its viewer may manage; any other does not exist."""
        membership = queries.get_membership(membership_id, self.opd_id, upp_id=self.upp_id)
        if Role(membership.role) not in grantable(gate.actor().role):
            raise NotFound("Orang ini tidak ada.")
        return membership

    def upp_names(self) -> dict[UUID, str]:
        """Return the UPPs to tell apart: none where the OPD has only one, since nobody there knows the word."""
        if self.opd_id is None:
            return {}
        names = {upp.id: upp.name for upp in registry.list_upp()}
        if self.upp_id:
            return {self.upp_id: names[self.upp_id]}
        return names if len(names) > 1 else {}

    def roles(self) -> list[Role]:
        """Return the roles that the viewer may give here, in their order."""
        roles = grantable(gate.actor().role) & (OPD_ROLES if self.opd_id else CITY_ROLES)
        if self.opd_id and not self.upp_names():
            roles -= UPP_ROLES
        return [role for role in Role if role in roles]


def list_page(place: Place, template: str, **more: Any) -> str:
    """Return the list of the place's people."""
    members = place.members()
    groups = people.group(
        members,
        upp_names=place.upp_names(),
        invitations=latest_invitations({member.user_id for member in members}),
        viewer_id=current_user.user_id,
        manages=gate.may(P.MEMBER_MANAGE if place.opd_id else P.CITY_MEMBER_MANAGE),
        with_factor=queries.who_has_factor(member.user_id for member in members),
        now=clock.now(),
    )
    return render_template(
        template,
        place=place,
        groups=groups,
        summary=people.summary(groups),
        has_upp=bool(place.upp_names()),
        **more,
    )


def invitation_page(place: Place) -> Any:
    """Invite somebody, or show the form with what is wrong beside its field."""
    form, roles, upps = InvitationForm(), place.roles(), place.upp_names()
    whole = [] if place.upp_id else [("", "Seluruh OPD")]
    form.offer(
        [(role.value, role.label) for role in roles],
        [*whole, *((str(upp_id), name) for upp_id, name in upps.items())] if upps else [],
        acting=bool(HEAD_ROLES & set(roles)),
    )
    status = 200
    if form.validate_on_submit():
        upp_id = UUID(form.chosen_upp) if form.chosen_upp else None
        try:
            with transaction():
                operations.invite(
                    name=form.name.data,
                    email=form.email.data,
                    role=Role(form.role.data),
                    upp_id=upp_id,
                    acting=form.chosen_acting,
                    by=present_actor(),
                )
            flash(f"Undangan untuk {form.email.data} sedang dikirim.", "success")
            return redirect(place.url())
        except (Rejected, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
    page = render_template("accounts/invite.html", place=place, form=form)
    return page, status if status != 200 or not form.errors else 422


def invite_again(place: Place, membership_id: UUID) -> Any:
    """Send a fresh invitation to somebody who has not joined."""
    membership = place.membership(membership_id)
    user = queries.get_user(membership.user_id)
    if user.joined:
        flash(f"{user.name} sudah masuk, jadi tidak perlu undangan lagi.", "info")
        return redirect(place.url())
    with transaction():
        operations.send_invitation(membership, by=present_actor())
        email = user.email
    flash(f"Undangan baru untuk {email} sedang dikirim.", "success")
    return redirect(place.url())


def revocation_page(place: Place, membership_id: UUID, *, sent: bool) -> Any:
    """Ask before a role is revoked, naming what will happen; revoke it when the answer is sent."""
    membership = place.membership(membership_id)
    user, role = queries.get_user(membership.user_id), Role(membership.role)
    name, refused = user.name, ""
    if sent:
        try:
            with transaction():
                operations.revoke_membership(membership, by=present_actor())
            flash(f"{name} bukan lagi {role.label} di sini.", "success")
            return redirect(place.url())
        except Conflict as refusal:
            refused = refusal.message
    page = render_template(
        "accounts/revocation.html", place=place, membership_id=membership_id, name=name, email=user.email,
        role=role, refused=refused,
    )  # fmt: skip
    return page, 409 if refused else 200


def email_page(place: Place, membership_id: UUID) -> Any:
    """Put somebody's address right."""
    membership = place.membership(membership_id)
    user = queries.get_user(membership.user_id)
    form, status = EmailForm(), 200
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change_email(membership, form.email.data, by=present_actor())
                name, joined = user.name, user.joined
            flash(
                f"Alamat {name} sudah diganti. "
                + ("Beri tahu ia agar masuk dengan alamat ini." if joined else "Undangan baru sedang dikirim."),
                "success",
            )
            return redirect(place.url())
        except (Rejected, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
    page = render_template("accounts/member_email.html", place=place, form=form, user=user)
    return page, status if status != 200 or not form.errors else 422


def factor_page(place: Place, membership_id: UUID, *, sent: bool) -> Any:
    """Ask before somebody's second factor is reset; reset it when the answer is sent."""
    membership = place.membership(membership_id)
    user = queries.get_user(membership.user_id)
    name, refused = user.name, ""
    if sent:
        try:
            with transaction():
                operations.reset(membership, by=present_actor())
            flash(f"Masuk dua langkah {name} diatur ulang. Ia dapat memasangnya lagi sesudah masuk.", "success")
            return redirect(place.url())
        except Conflict as refusal:
            refused = refusal.message
    page = render_template(
        "accounts/factor_reset.html", place=place, membership_id=membership_id, name=name, email=user.email,
        refused=refused,
    )  # fmt: skip
    return page, 409 if refused else 200
