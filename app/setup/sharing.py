"""Invitations that are handed on by hand: who may hand on which link, and in which words."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.roles import HEAD_ROLES, Role
from app.accounts import links, onetime, queries
from app.accounts.models import Membership, OneTimeLink
from app.accounts.operations import send_invitation
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.extensions import db
from app.setup.queries import WaitingPerson
from app.tenancy.scope import current_opd_id
from app.web.formats import tanggal

# Whoever holds the link sets the password. A kepala certifies results, so theirs goes to their own mailbox only.
BY_MAIL_ONLY = HEAD_ROLES


def send_again(membership_id: UUID, *, by: Actor) -> None:
    """A fresh invitation is on its way to somebody who has not come in."""
    send_invitation(queries.get_membership(membership_id, current_opd_id()), by=by)


def link_to_share(membership_id: UUID, *, by: Actor) -> str | None:
    """Return the address of the person's invitation, and the trail says who saw it; None where it goes by e-mail only."""
    membership = queries.get_membership(membership_id, current_opd_id())
    role = Role(membership.role)
    if role in BY_MAIL_ONLY:
        return None
    link_id = _open_link(membership) or _new_link(membership, by)
    user = queries.get_user(membership.user_id)
    audit.record(Action.INVITATION_SHOWN, membership, by=by, name=membership.petugas_code or user.name, role=role.value)
    return links.url_of(link_id, "invitation")


def text_for(person: WaitingPerson, link: str | None, *, city: str) -> str:
    """Return the words to send to one person."""
    greeting = f"Yth. Bapak/Ibu {person.name},"
    news = f"Anda diundang ke Potret sebagai {person.role.label} {person.opd_name}, untuk Survei Kepuasan Masyarakat {city}."
    if link is None:
        by_mail = f"Undangannya sudah dikirim ke {person.email}. Mohon buka e-mail itu (periksa juga folder spam), lalu buat kata sandi."
        return "\n\n".join((greeting, news, by_mail, "Terima kasih."))
    until = (
        f" Tautan ini hanya untuk Anda dan berlaku sampai {tanggal(person.expires_at)}." if person.expires_at else ""
    )
    return "\n\n".join((greeting, news, f"Buat kata sandi Anda di sini:\n{link}", f"Mohon tidak diteruskan.{until} Terima kasih."))  # fmt: skip


def _open_link(membership: Membership) -> UUID | None:
    return db.session.scalar(
        select(OneTimeLink.id)
        .where(
            OneTimeLink.membership_id == membership.id, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > clock.now()
        )
        .order_by(OneTimeLink.expires_at.desc())
        .limit(1)
    )  # fmt: skip


def _new_link(membership: Membership, by: Actor) -> UUID:
    return onetime.add("invitation", membership.user_id, membership_id=membership.id, by=by.name).id
