"""What the reminders have done and will do, as the page of Bagian Organisasi shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.compliance.queries import read_city
from app.compliance.standing import OpdStanding
from app.reminders.pauses import PauseLine, list_lasting, list_unheard
from app.reminders.plan import Plan
from app.reminders.queries import StepCounts, counts_by_step
from app.reminders.recipients import Recipient, RecipientFacts, recipients_for
from app.reminders.schedule import Step
from app.web.formats import daftar

WORDS = {
    Recipient.ADMIN_OPD: "admin",
    Recipient.ADMIN_UPP: "admin UPP yang belum selesai",
    Recipient.KEPALA: "kepala",
    Recipient.ORGANISASI: "tembusan ke Bagian Organisasi",
    Recipient.PIMPINAN: "pimpinan",
}
USUAL = RecipientFacts(finished=False)


class Moment(StrEnum):
    DONE = "selesai"
    EMPTY = "tanpa_pengingat"  # its day is over, and nobody had to be reminded or nothing ran
    NEXT = "berikutnya"
    LATER = "nanti"


@dataclass(frozen=True)
class PlannedStep:
    step: Step
    moment: Moment
    counts: StepCounts


@dataclass(frozen=True)
class Ahead:
    """The calendar of the periode, who is unfinished, and in words who hears at the next step.

    `unheard`: the OPD in which pauses leave nobody to write to at the next step.
    """

    steps: tuple[PlannedStep, ...]
    unfinished: tuple[OpdStanding, ...]
    total: int
    recipients: str
    pauses: tuple[PauseLine, ...]
    unheard: tuple[OpdStanding, ...]


def look_ahead(plan: Plan, now_local: datetime) -> Ahead:
    """Return the steps of a periode with what became of them, and what the next one will do."""
    counts = counts_by_step(plan)
    following = plan.following(now_local)
    city = read_city(plan.periode_id, plan.term(now_local.date())).opd
    several = any(len(opd.upps) > 1 for opd in city)
    hears = recipients_for(following, USUAL, plan.policy) if following else frozenset()
    shown = [who for who in WORDS if who in hears and (several or who is not Recipient.ADMIN_UPP)]
    unfinished, pauses = tuple(opd for opd in city if not opd.finished), list_lasting(plan.periode_id)
    return Ahead(
        steps=tuple(_planned(step, counts.get(step.code), following, now_local) for step in plan.steps),
        unfinished=unfinished,
        total=len(city),
        recipients=daftar(WORDS[who] for who in shown),
        pauses=tuple(pauses),
        unheard=tuple(list_unheard(plan, following, unfinished, pauses)) if following else (),
    )


def _planned(step: Step, counts: StepCounts | None, following: Step | None, now_local: datetime) -> PlannedStep:
    if counts is not None:
        moment = Moment.DONE
    elif following is not None and step.code == following.code:
        moment = Moment.NEXT
    else:
        moment = Moment.LATER if step.due_on > now_local.date() else Moment.EMPTY
    return PlannedStep(step, moment, counts or StepCounts())
