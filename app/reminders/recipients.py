"""Who hears at which step (product.md, "Reminding"). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.reminders.schedule import DEFAULT_POLICY, ReminderPolicy, Step


class Recipient(StrEnum):
    ADMIN_OPD = "admin_opd"
    ADMIN_UPP = "admin_upp"  # of unfinished UPPs only
    KEPALA = "kepala"
    PETUGAS = "petugas"  # about their own collecting only
    ORGANISASI = "organisasi"  # the copy: one for the whole city
    PIMPINAN = "pimpinan"  # Asisten/Sekda, the addresses of the policy: one for the whole city


@dataclass(frozen=True)
class RecipientFacts:
    """What decides, of one OPD: `needs_double` when any UPP needs over twice its actual pace."""

    finished: bool
    started: bool = True
    needs_double: bool = False
    collecting: bool = False


def recipients_for(step: Step, facts: RecipientFacts, policy: ReminderPolicy = DEFAULT_POLICY) -> frozenset[Recipient]:
    """Return who is written to at `step`; nobody once the OPD has finished."""
    if facts.finished:
        return frozenset()
    rules = {
        Recipient.ADMIN_OPD: True,
        Recipient.ADMIN_UPP: True,
        Recipient.KEPALA: kepala_hears(step, facts, policy),
        Recipient.PETUGAS: facts.collecting,
        Recipient.ORGANISASI: step.offset > 0,
        Recipient.PIMPINAN: step.offset > policy.escalate_after and bool(policy.escalate_to),
    }
    return frozenset(recipient for recipient, hears in rules.items() if hears)


def kepala_hears(step: Step, facts: RecipientFacts, policy: ReminderPolicy = DEFAULT_POLICY) -> bool:
    """True from H−7, or earlier: not started at H−14, or a needed pace of over twice the actual."""
    if step.offset >= policy.kepala_from or facts.needs_double:
        return True
    return not facts.started and step.offset >= policy.kepala_if_not_started_from


def kepala_since(steps: Sequence[Step], policy: ReminderPolicy = DEFAULT_POLICY) -> date | None:
    """Return the day of the first step that goes to every kepala of an unfinished OPD."""
    return next((step.due_on for step in steps if step.offset >= policy.kepala_from), None)
