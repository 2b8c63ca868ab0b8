"""The list of people as a page shows it: grouped by role, with what stands between a person and their work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.roles import Role
from app.accounts.onetime import LASTS
from app.accounts.queries import Member
from app.letters.models import LetterState
from app.letters.queries import SentInvitation
from app.web.formats import tanggal, tanggal_jam


@dataclass(frozen=True)
class PersonRow:
    """One membership. `acts` is False where the viewer may only look."""

    id: UUID
    name: str
    email: str
    role: Role
    upp: str
    code: str
    state: str  # done | todo | warn | wrong: the mark beside the words
    words: str
    note: str
    acts: bool
    joined: bool
    wrong_address: bool
    own: bool
    email_editable: bool
    has_factor: bool

    @property
    def note_line(self) -> str:
        """Return what stands under the name: "P-02 · petugas@contoh.go.id"; nothing under a name that is a code."""
        return " · ".join(word for word in (self.code, self.email) if word) if self.email else ""


@dataclass(frozen=True)
class Group:
    label: str
    rows: tuple[PersonRow, ...]


def group(
    members: Iterable[Member],
    *,
    upp_names: Mapping[UUID, str],
    invitations: Mapping[UUID, SentInvitation],
    viewer_id: UUID,
    manages: bool,
    with_factor: Collection[UUID] = (),
    now: datetime,
) -> list[Group]:
    """Return the members by role, in the order of the roles. Who only looks sees petugas by their code."""
    rows = [
        (member.role, _row(member, upp_names, invitations.get(member.user_id), viewer_id, manages, now, with_factor))
        for member in members
    ]
    groups = [Group(role.label, tuple(row for held, row in rows if held is role)) for role in Role]
    return [each for each in groups if each.rows]


def summary(groups: list[Group]) -> str:
    """Return the sentence at the head of the page: "12 orang, 3 belum masuk"."""
    rows = [row for each in groups for row in each.rows]
    people = len({row.email or row.code for row in rows})
    if not people:
        return "Belum ada orang"
    waiting = len({row.email or row.code for row in rows if not row.joined})
    wrong = len({row.email or row.code for row in rows if row.wrong_address})
    words = [f"{people} orang"]
    words += [f"{waiting} belum masuk"] if waiting else ["semua sudah masuk"]
    words += [f"{wrong} alamat salah"] if wrong else []
    return ", ".join(words)


def _row(
    member: Member,
    upp_names: Mapping[UUID, str],
    invitation: SentInvitation | None,
    viewer_id: UUID,
    manages: bool,
    now: datetime,
    with_factor: Collection[UUID],
) -> PersonRow:
    hidden = member.role is Role.PETUGAS and not manages
    state, words, note = _state(member, invitation, now)
    return PersonRow(
        id=member.id,
        name=_name(member, hidden),
        email="" if hidden else member.email,
        role=member.role,
        upp=upp_names.get(member.upp_id, "") if member.upp_id else "",
        code=member.petugas_code or "",
        state=state,
        words=words,
        note=note if manages or state in ("done", "todo") else "",  # the others say what the manager should do
        acts=manages,
        joined=member.joined,
        wrong_address=bool(member.email_trouble),
        own=member.user_id == viewer_id,
        email_editable=not member.elsewhere,
        has_factor=member.user_id in with_factor,
    )


def _name(member: Member, hidden: bool) -> str:
    if hidden:
        return f"Petugas {member.petugas_code or ''}".rstrip()
    return f"{member.name} (Plt.)" if member.acting else member.name


def _state(member: Member, invitation: SentInvitation | None, now: datetime) -> tuple[str, str, str]:
    """Return mark, words and note: what is known of the person's way in, and what to do about it."""
    if member.email_trouble:
        return "wrong", "Alamat salah", "Server e-mail menolak alamat ini. Perbarui alamatnya."
    if member.joined:
        seen = member.last_sign_in_at
        return "done", "Sudah masuk", f"Terakhir {tanggal_jam(seen)}" if seen else ""
    return ("todo", "Belum masuk", "") if invitation is None else _invited(invitation, now)


def _invited(invitation: SentInvitation, now: datetime) -> tuple[str, str, str]:
    if invitation.state is LetterState.FAILED:
        return "wrong", "Undangan gagal terkirim", "Kirim ulang undangannya."
    if invitation.created_at + LASTS["invitation"] < now:
        return "warn", "Belum masuk", "Undangan sudah kedaluwarsa. Kirim ulang undangannya."
    if invitation.state is LetterState.SENT and invitation.sent_at:
        return "todo", "Belum masuk", f"Undangan terkirim {tanggal(invitation.sent_at)}"
    if invitation.state is LetterState.WAITING:
        return "todo", "Belum masuk", "Undangan menunggu dikirim"
    return "warn", "Belum masuk", "Undangan tidak jadi dikirim. Kirim ulang undangannya."
