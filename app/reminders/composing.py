"""From the standing of an OPD to the words of a letter about it, for sending and for looking at it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app

from app.access.roles import Role
from app.compliance.standing import LayananStanding, OpdStanding, UppStanding
from app.reminders import content
from app.reminders.content import (
    Addressee,
    Draft,
    LetterFacts,
    Sender,
    Shortfall,
    admin_position,
    kepala_position,
)
from app.reminders.plan import Plan
from app.reminders.recipients import kepala_since
from app.reminders.schedule import Step

OFFICE = "Bagian Organisasi"


@dataclass(frozen=True)
class Reader:
    """Whom a letter addresses. `upp_id` is set for the admin of one UPP; `layanan` holds a petugas's own."""

    name: str
    role: Role
    acting: bool = False
    upp_id: UUID | None = None
    layanan: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class OwnWords:
    """What the sender writes itself: its text ("": the usual words), and who is to be asked.

    `office` names an OPD that reminds its own UPP; empty: Bagian Organisasi.
    """

    text: str = ""
    person: str = ""
    office: str = ""


def compose(
    reader: Reader,
    opd: OpdStanding,
    plan: Plan,
    today: date,
    *,
    step: Step | None = None,
    own: OwnWords | None = None,
) -> Draft | None:
    """Return the letter to `reader`; None when what it would ask for has been done."""
    upp = opd.find_upp(reader.upp_id)
    if opd.finished or (reader.upp_id is not None and (upp is None or upp.finished)):
        return None
    facts = facts_of(reader, opd, plan, today, step=step, own=own)
    if reader.role is Role.PETUGAS:
        return content.to_petugas(facts) if facts.shortfalls else None
    if own and own.text:
        return content.own_text(facts, own.text)
    return content.to_kepala(facts) if reader.role is Role.KEPALA else content.to_admin(facts)


def facts_of(
    reader: Reader,
    opd: OpdStanding,
    plan: Plan,
    today: date,
    *,
    step: Step | None = None,
    own: OwnWords | None = None,
) -> LetterFacts:
    """Return what a letter to `reader` must know; neither `opd` nor the reader's UPP has finished."""
    upp = opd.find_upp(reader.upp_id)
    about = upp or (opd.upps[0] if len(opd.upps) == 1 else None)  # the one UPP of which the letter speaks
    return LetterFacts(
        to=Addressee(reader.name, _position(reader, opd, upp)),
        sender=sender(own.person, own.office) if own else sender(),
        opd_name=opd.name,
        opd_short=opd.short_name,
        periode_title=plan.name,
        deadline=plan.deadline,
        today=today,
        state=about.state if about else opd.state,
        forecast=about.forecast if about else opd.forecast,
        link=_link(reader, opd),
        pause_link=address_of("reminder_pauses.show", kode=opd.kode),
        shortfalls=_shortfalls(reader, opd, about, today),
        rtl_missing=any(each.rtl_missing for each in ([about] if about else opd.unfinished)),
        notes=tuple(each.note for each in ([about] if about else opd.unfinished) if each.note),
        upp_name=upp.name if upp and len(opd.upps) > 1 else None,
        upp_finished=0 if about else len(opd.upps) - len(opd.unfinished),
        upp_total=1 if about else len(opd.upps),
        kepala_since=kepala_since(plan.steps, plan.policy),
        step=step,
    )


def sender(person: str = "", office: str = "") -> Sender:
    city = current_app.config["CITY_NAME"]
    return Sender(office or OFFICE, f"Pemerintah {city}" if office else f"Sekretariat Daerah {city}", person)


def address_of(endpoint: str, **values: Any) -> str:
    """Return the public address of a page; needs no request."""
    return str(current_app.config["PUBLIC_URL"] + current_app.url_map.bind("").build(endpoint, values))


def _position(reader: Reader, opd: OpdStanding, upp: UppStanding | None) -> str:
    if reader.role is Role.KEPALA:
        return f"{'Plt. ' if reader.acting else ''}{kepala_position(opd.kind, opd.name)}"
    if reader.role is Role.PETUGAS:
        return f"Petugas survei {opd.name}"
    return admin_position(upp.name if upp else opd.name)


def _link(reader: Reader, opd: OpdStanding) -> str:
    if reader.role is Role.PETUGAS:
        return address_of("recording.home")
    return address_of("surveys.index", kode=opd.kode)


def _shortfalls(reader: Reader, opd: OpdStanding, about: UppStanding | None, today: date) -> tuple[Shortfall, ...]:
    if reader.role is Role.PETUGAS:
        short = (layanan for upp in opd.unfinished for layanan in upp.short_layanan(today))
        return tuple(_shortfall(layanan) for layanan in short if layanan.id in reader.layanan)
    if about is not None:
        return tuple(_shortfall(layanan) for layanan in about.layanan)
    return tuple(
        Shortfall(upp.name, upp.forecast.achieved, upp.forecast.target or 0, upp.forecast.missing)
        for upp in opd.unfinished
    )


def _shortfall(layanan: LayananStanding) -> Shortfall:
    return Shortfall(layanan.name, layanan.achieved, layanan.target, layanan.missing)
