"""Giving roles, and how the invited take them up."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access.policy import grantable
from app.access.roles import CITY_ROLES, HEAD_ROLES, UPP_ROLES, Role
from app.accounts import onetime, queries
from app.accounts.models import Membership, OneTimeLink, User
from app.accounts.operations.own import give_password, revoke_all_sessions
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import SYSTEM, Actor
from app.errors import Conflict, Forbidden, Rejected
from app.extensions import db
from app.letters import operations as letters
from app.letters.models import LetterKind
from app.opd.models import Opd
from app.tenancy import scope


def invite(
    *, name: str, email: str, role: Role, upp_id: UUID | None = None, acting: bool = False, by: Actor
) -> Membership:
    """The person holds the role in the scope (an OPD, one UPP of it, or the city), and a letter is on its way.

    Raises Conflict where the person holds the role already, Rejected for a role that does not fit the
    place, Forbidden for one above the reach of `by`.
    """
    opd_id = _place(role, upp_id, by)
    user = queries.find_user(email) or _add_user(name, email)
    membership = db.session.scalar(
        select(Membership).where(
            Membership.user_id == user.id,
            Membership.role == role,
            Membership.opd_id.is_not_distinct_from(opd_id),
            Membership.upp_id.is_not_distinct_from(upp_id),
        )
    )
    if membership and membership.active:
        raise Conflict(f"{user.name} sudah memegang peran ini.", field="email")
    if membership is None:
        membership = Membership(user_id=user.id, role=role, opd_id=opd_id, upp_id=upp_id, created_at=clock.now())
        db.session.add(membership)
    membership.active, membership.acting = True, acting and role in HEAD_ROLES
    if role is Role.PETUGAS and opd_id and membership.petugas_code is None:
        membership.petugas_code = free_petugas_code(opd_id)
    db.session.flush()
    record = audit.record if opd_id else audit.record_city
    shown = membership.petugas_code or user.name
    record(Action.MEMBER_INVITED, membership, by=by, name=shown, role=role.value, upp=upp_id)
    send_invitation(membership, by=by)
    return membership


def send_invitation(membership: Membership, *, by: Actor) -> OneTimeLink:
    """A letter with a fresh one-time link is on its way to somebody who has been given a role."""
    user = queries.get_user(membership.user_id)
    who = by.name if by == SYSTEM else f"{by.name} ({Role(by.role).label})"
    link = onetime.add("invitation", user.id, membership_id=membership.id, by=who)
    letters.queue_account_letter(
        LetterKind.INVITATION, user_id=user.id, name=user.name, email=user.email, link_id=link.id
    )
    return link


def join(link_id: UUID, password: str) -> OneTimeLink:
    """The invited person has a password, and the link is used up.

    Raises Conflict where somebody used it a moment before or the person has a password already (an
    invitation never changes one), Rejected for a password that could be guessed.
    """
    link = onetime.use(link_id, "invitation")
    user = queries.lock_user_by_id(link.user_id)
    if user.joined:
        raise Conflict("Akun ini sudah punya kata sandi.")
    give_password(user, password)
    revoke_all_sessions(user.id)
    onetime.annul(user.id, "invitation", membership_id=link.membership_id)
    user.last_sign_in_at = clock.now()
    return link


def accept(link_id: UUID) -> OneTimeLink:
    """The link is used up by somebody who has a password already and goes on to sign in with it."""
    link = onetime.use(link_id, "invitation")
    onetime.annul(link.user_id, "invitation", membership_id=link.membership_id)
    return link


def check_reach(role: Role, by: Actor) -> None:
    """Raise Forbidden for a role that `by` may neither give nor take (app/access/policy.py, GRANTABLE)."""
    if by != SYSTEM and role not in grantable(Role(by.role)):
        raise Forbidden("Peran Anda tidak mencakup pemberian atau pencabutan peran ini.")


def _place(role: Role, upp_id: UUID | None, by: Actor) -> UUID | None:
    """Return the OPD in which the role will be held, None for the city."""
    here = scope.current()
    if role in CITY_ROLES:
        if here is not None or upp_id is not None:
            raise Rejected("Peran ini tidak dapat diberikan di sini.", field="role")
        check_reach(role, by)
        return None
    if not isinstance(here, scope.OpdScope):
        raise Rejected("Peran ini tidak dapat diberikan di sini.", field="role")
    check_reach(role, by)
    if here.upp_id is not None and upp_id != here.upp_id:
        raise Forbidden("Anda hanya dapat mengundang orang untuk UPP Anda.")
    if role in UPP_ROLES and upp_id is None:
        raise Rejected("Pilih UPP untuk peran ini.", field="upp")
    if role not in UPP_ROLES | {Role.PETUGAS} and upp_id is not None:
        raise Rejected(f"{role.label} berlaku untuk seluruh OPD. Pilih Seluruh OPD.", field="upp")
    return here.opd_id


def _add_user(name: str, email: str) -> User:
    try:
        with db.session.begin_nested():
            user = User(name=name.strip(), email=email.strip().lower(), created_at=clock.now())
            db.session.add(user)
    except IntegrityError:  # another OPD invited the same person in this very moment
        return queries.get_user_by_email(email)
    return user


def free_petugas_code(opd_id: UUID) -> str:
    # One invitation at a time gives codes in an OPD; the lock leaves the many references to the row alone.
    db.session.execute(select(Opd.id).where(Opd.id == opd_id).with_for_update(key_share=True))
    codes = select(Membership.petugas_code).where(Membership.opd_id == opd_id, Membership.petugas_code.is_not(None))
    taken = set(db.session.scalars(codes))
    number = len(taken) + 1
    while f"P-{number:02d}" in taken:
        number += 1
    return f"P-{number:02d}"
