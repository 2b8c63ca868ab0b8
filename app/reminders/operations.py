"""Ingatkan sekarang, and sending again what did not arrive. Inside the scope of the OPD."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.access.roles import Role
from app.accounts import queries as people
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.letters.models import UNDELIVERED, LetterKind, LetterState
from app.opd.models import Opd
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.reminders import queries
from app.reminders.deciding import HELD_BACK
from app.reminders.decision import MANUAL, OWN, Decision, decide, lock_opd
from app.reminders.log import get_letter
from app.tenancy.scope import current_opd_id

REASON_WANTED = "OPD ini sudah diingatkan kurang dari 20 jam yang lalu. Tulis alasan mengingatkan lagi."

RETURNED = "Kembali ke pengirim, dicatat Bagian Organisasi"


@dataclass(frozen=True)
class HandReminder:
    """One press of "Ingatkan sekarang". `token` comes from the form: the same press twice is one reminder."""

    token: UUID
    periode_id: UUID
    text: str = ""
    with_kepala: bool = True
    reason: str = ""

    @property
    def step(self) -> str:
        return f"{MANUAL}{self.token}"


def remind(reminder: HandReminder, *, by: Actor) -> int:
    """The people of an unfinished OPD are written to now. Returns how many letters were decided.

    0 where the OPD has finished or this press was seen before. Raises Rejected where a second reminder within
    20 hours lacks its reason; the OPD is locked, so two people who press at once are two in a row.
    """
    lock_opd()
    opd_id = current_opd_id()
    recent = queries.last_reminded([opd_id], clock.now() - HELD_BACK, besides=reminder.step)
    if recent and not reminder.reason:
        raise Rejected(REASON_WANTED, field="reason")
    roles = {Role.ADMIN_OPD, Role.ADMIN_UPP} | ({Role.KEPALA} if reminder.with_kepala else set())
    letters = decide(
        Decision(
            kind=LetterKind.MANUAL_REMINDER,
            step=reminder.step,
            periode_id=reminder.periode_id,
            roles=frozenset(roles),
            facts={"text": reminder.text, "person": by.name},
        )
    )
    if letters:
        audit.record(
            Action.REMINDER_SENT,
            db.session.get_one(Opd, opd_id),
            by=by,
            letters=len(letters),
            text=reminder.text,
            reason=reminder.reason,
        )
    return len(letters)


def remind_upp(
    token: UUID, *, periode_id: UUID, upp_ids: tuple[UUID, ...], text: str, by: Actor
) -> tuple[int, tuple[UUID, ...]]:
    """The admins of these unfinished UPP are written to by their own OPD. Return how many letters, and who was left out.

    A UPP that its OPD has reminded within 20 hours is left out: nobody is written to twice a day. The same press twice is
    one reminder.
    """
    lock_opd()
    opd, step = db.session.get_one(Opd, current_opd_id()), f"{OWN}{token}"
    recent = queries.list_reminded_upp(clock.now() - HELD_BACK, besides=step)
    wanted = tuple(each for each in upp_ids if each not in recent)
    left_out = tuple(each for each in upp_ids if each in recent)
    if not wanted:
        return 0, left_out
    letters = decide(
        Decision(
            kind=LetterKind.MANUAL_REMINDER,
            step=step,
            periode_id=periode_id,
            roles=frozenset({Role.ADMIN_UPP}),
            upp_ids=wanted,
            facts={"text": text, "person": by.name, "office": opd.name},
        )
    )
    if letters:
        audit.record(Action.REMINDER_SENT, opd, by=by, letters=len(letters), text=text, reason="OPD kepada UPP-nya")
    return len(letters), left_out


def send_again(letter_id: UUID, *, by: Actor) -> None:
    """A letter that did not arrive waits to be sent again, to the address that its reader has now."""
    lock_opd()
    letter = get_letter(letter_id)
    if letter.state not in UNDELIVERED or letter.user_id is None:
        raise Conflict(f"E-mail ini berstatus {letter.state.label}, sehingga tidak dikirim ulang.")
    user = people.get_user(letter.user_id)
    if user.email_trouble:
        raise Conflict(f"Alamat {user.email} masih salah. Perbarui dulu alamatnya.")
    letter.to_email, letter.to_name = user.email, user.name
    letter.state, letter.last_error, letter.attempts = LetterState.WAITING, "", 0
    outbox.add(Topic.LETTER_SEND, opd_id=letter.opd_id, letter_id=letter.id)
    audit.record(
        Action.REMINDER_SENT,
        db.session.get_one(Opd, letter.opd_id),
        by=by,
        letters=1,
        text="",
        reason="kirim ulang",
    )


def note_return(letter_id: UUID, *, by: Actor) -> None:
    """A letter that a mail server had taken came back: its address is known to be wrong, unless it has changed since."""
    lock_opd()
    letter = get_letter(letter_id)
    if letter.state != LetterState.SENT or letter.user_id is None:
        raise Conflict(f"E-mail ini berstatus {letter.state.label}, sehingga tidak dicatat kembali.")
    letter.state, letter.last_error = LetterState.BAD_ADDRESS, RETURNED
    user = people.get_user(letter.user_id)
    if user.email == letter.to_email:
        user.email_trouble = RETURNED
    opd = db.session.get_one(Opd, letter.opd_id)
    audit.record(Action.REMINDER_RETURNED, opd, by=by, address=letter.to_email)
