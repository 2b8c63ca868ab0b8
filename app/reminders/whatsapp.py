"""A text to paste into the group of the OPDs' admins: heads move by letter, admins by WhatsApp. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.reminders.plan import Plan
from app.reminders.standing import OpdStanding
from app.web.formats import angka, tanggal


def group_text(plan: Plan, unfinished: Sequence[OpdStanding], today: date) -> str:
    """Return the recap of what is still awaited, one OPD a line."""
    left = (plan.deadline - today).days
    when = f"{left} hari lagi" if left > 0 else "hari ini" if left == 0 else f"lewat {-left} hari"
    lines = [
        f"*{plan.name}* — tenggat {tanggal(plan.deadline)} ({when})",
        "Yth. Bapak/Ibu admin SKM, mohon bantuan melengkapi:",
        "",
        *(f"{number}. {opd.short_name}: {_standing(opd, plan, today)}" for number, opd in enumerate(unfinished, start=1)),
        "",
        "Terima kasih atas kerja sama Bapak/Ibu.",
    ]
    return "\n".join(lines)


def _standing(opd: OpdStanding, plan: Plan, today: date) -> str:
    if len(opd.upps) > 1:
        return f"{len(opd.upps) - len(opd.unfinished)} dari {len(opd.upps)} UPP sudah menyampaikan"
    forecast = opd.forecast(plan, today)
    counted = f"{angka(forecast.achieved)} dari {angka(forecast.target or 0)} responden"
    return counted if forecast.missing else f"{counted}, tinggal menutup dan menyampaikan laporan"
