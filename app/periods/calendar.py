"""The reminders that a policy means, with their dates: the very steps by which letters are decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.periods.policy import Policy
from app.reminders.plan import reminder_policy
from app.reminders.recipients import Recipient, RecipientFacts, recipients_for
from app.reminders.schedule import planned_steps, step_label
from app.web.formats import daftar

WORDS = {
    Recipient.ADMIN_OPD: "admin OPD",
    Recipient.ADMIN_UPP: "admin UPP",
    Recipient.KEPALA: "kepala",
    Recipient.ORGANISASI: "tembusan Bagian Organisasi",
    Recipient.PIMPINAN: "pimpinan",
}
USUAL = RecipientFacts(finished=False)  # what some also hear at other times is said beside the calendar


@dataclass(frozen=True)
class Reminder:
    """One planned reminder: `label` is H−7, `merged` the steps that fell on the same day."""

    day: date
    label: str
    merged: tuple[str, ...]
    recipients: str


def reminders(opens_on: date, deadline: date, policy: Policy) -> list[Reminder]:
    """Return what an OPD that does nothing would receive, in order of time."""
    rules = reminder_policy(policy)
    return [
        Reminder(
            step.due_on,
            step.label,
            tuple(step_label(code) for code in step.merged),
            daftar(word for who, word in WORDS.items() if who in recipients_for(step, USUAL, rules)),
        )
        for step in planned_steps(deadline, rules, opens_on=opens_on)
    ]
