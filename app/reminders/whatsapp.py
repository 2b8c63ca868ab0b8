"""Texts to copy into WhatsApp: to one person about one OPD, and to a group about all that are awaited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.access.roles import Role
from app.compliance.standing import OpdStanding
from app.reminders.composing import OFFICE, Reader, facts_of
from app.reminders.content.missing import situation
from app.reminders.content.words import deadline_clause
from app.reminders.manual import Target
from app.reminders.plan import Plan
from app.web.formats import angka, hari_tanggal

SOMEBODY = Reader("", Role.ADMIN_OPD)
HELP = f"Bila ada kendala, kami siap membantu. Terima kasih.\n{OFFICE}"


def personal(target: Target, plan: Plan, today: date) -> str:
    """Return the text about one OPD to its admin."""
    admin = target.first(Role.ADMIN_OPD)
    facts = facts_of(admin.reader if admin else SOMEBODY, target.opd, plan, today)
    greeting = f"Yth. Bapak/Ibu {facts.to.name}".rstrip()
    news = f"{situation(facts)} di {target.opd.name}; {_until(plan, today)}."
    return "\n\n".join(
        (f"{greeting},", f"{news} Mohon bantuan Bapak/Ibu untuk melengkapinya.", f"Rinciannya: {facts.link}", HELP)
    )


def recap(city: Sequence[OpdStanding], targets: Sequence[Target], plan: Plan, today: date) -> str:
    """Return the text for the group of all admins: who is awaited, and what each lacks."""
    awaited = sum(not opd.finished for opd in city)
    count = f"{angka(awaited)} dari {angka(len(city))} OPD belum menyampaikan laporan SKM"
    lines = [f"{n}. {target.opd.short_name}: {_lack(target.opd, plan, today)}" for n, target in enumerate(targets, 1)]
    return "\n\n".join(
        (
            f"*{plan.name}*: {count}; {_until(plan, today)}.",
            "\n".join(lines),
            f"Mohon bantuan Bapak/Ibu untuk melengkapinya. {HELP}",
        )
    )


def _until(plan: Plan, today: date) -> str:
    return f"{deadline_clause((plan.deadline - today).days)} ({hari_tanggal(plan.deadline)})"


def _lack(opd: OpdStanding, plan: Plan, today: date) -> str:
    """Return the situation of one OPD without the name of the periode, which heads the text."""
    clause = situation(facts_of(SOMEBODY, opd, plan, today))
    for name in (f"{plan.name}: ", f"{plan.name} "):
        clause = clause.replace(name, "")
    return clause[:1].lower() + clause[1:]
