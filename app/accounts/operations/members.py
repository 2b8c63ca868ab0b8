"""Taking roles away, and putting addresses right."""

from __future__ import annotations

from sqlalchemy import func, select

from app.access.roles import Role
from app.accounts import onetime, queries
from app.accounts.models import Membership, User
from app.accounts.operations.invitations import check_reach, send_invitation
from app.accounts.operations.own import move_to_address, revoke_all_sessions
from app.accounts.telling import Change, tell
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict
from app.extensions import db


def revoke_membership(membership: Membership, *, by: Actor) -> None:
    """The person no longer holds the role; without any other they are signed out everywhere.

    Raises Conflict for one's own role, and for the last account of Bagian Organisasi that can sign in.
    """
    role = Role(membership.role)
    check_reach(role, by)
    if membership.user_id == by.id:
        raise Conflict("Peran Anda sendiri hanya dapat dicabut oleh orang lain, agar tidak hilang tanpa sengaja.")
    if role is Role.ORGANISASI and not _others_in_organisasi(membership):
        raise Conflict(
            "Ini akun Bagian Organisasi terakhir yang dapat masuk. Undang penggantinya dan tunggu ia masuk dulu."
        )
    membership.active = False
    user = queries.get_user(membership.user_id)
    onetime.annul(user.id, "invitation", membership_id=membership.id)
    record = audit.record if membership.opd_id else audit.record_city
    record(Action.MEMBER_REVOKED, membership, by=by, name=membership.petugas_code or user.name, role=role.value)
    left = select(func.count()).where(Membership.user_id == user.id, Membership.active, Membership.id != membership.id)
    if not db.session.scalar(left):
        revoke_all_sessions(user.id)


def change_email(membership: Membership, email: str, *, by: Actor) -> User:
    """Letters go to the new address, and links sent to the old one open nothing; who has not joined is invited again.

    Raises Conflict where another person has the address, or where the person belongs to other places too:
    their address is not this OPD's to change.
    """
    check_reach(Role(membership.role), by)
    user = queries.get_user(membership.user_id)
    if queries.belongs_elsewhere(membership):
        raise Conflict(
            f"{user.name} juga memegang peran di tempat lain; hanya ia sendiri yang dapat mengubah alamatnya.",
            field="email",
        )
    before = user.email
    move_to_address(user, email)
    record = audit.record if membership.opd_id else audit.record_city
    shown = membership.petugas_code or user.name
    record(Action.MEMBER_CHANGED, membership, by=by, name=shown, changes={"email": [before, user.email]})
    if not user.joined:
        send_invitation(membership, by=by)
    else:
        tell(user, Change.ADDRESS, to=before, by_owner=False)
    return user


def _others_in_organisasi(membership: Membership) -> bool:
    """Return whether somebody else of Bagian Organisasi can sign in; locked, so that two cannot remove each other."""
    rows = db.session.execute(
        select(Membership.id, User.joined)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.ORGANISASI, Membership.active, User.active)
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    )
    return any(row.joined for row in rows if row.id != membership.id)
