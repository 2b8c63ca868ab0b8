"""Turns of phrase that several letters share."""

import unicodedata
from datetime import date
from fractions import Fraction
from math import ceil

from app.reminders.content.draft import Paragraph, Sender, Strong
from app.web.formats import angka, hari_tanggal

INTERVIEWS_A_DAY = 20  # what one petugas manages at a counter without hurrying anybody
COUNTED = ("", "seorang", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
NO_TRACKER = "E-mail ini tidak memuat pelacak."
SIGN_IN_NOTE = "Membuka halaman masuk Potret. Tautan ini bukan kata sandi dan aman diteruskan."


def deadline_clause(days_left: int) -> str:
    """Return "tenggat 6 hari lagi", "tenggat besok", "tenggat hari ini" or "tenggat lewat 3 hari"."""
    if days_left == 0:
        return "tenggat hari ini"
    if days_left == 1:
        return "tenggat besok"
    return f"tenggat {angka(days_left)} hari lagi" if days_left > 0 else f"tenggat lewat {angka(-days_left)} hari"


def deadline_spans(deadline: date, days_left: int) -> Paragraph:
    """Return the words "tenggatnya Senin, 30 November 2026", saying so when it is over."""
    over = f", lewat {angka(-days_left)} hari" if days_left < 0 else ""
    return ("tenggatnya ", Strong(hari_tanggal(deadline)), over)


def count_of(achieved: int, target: int) -> str:
    """Return "118 dari 260 responden", or "412 responden, melampaui target 384" once there are enough."""
    return "".join(count_spans(achieved, target))


def count_spans(achieved: int, target: int) -> Paragraph:
    """Return the words of `count_of` with the count itself set bold."""
    if not target:
        return (Strong(angka(achieved)), " responden")
    if achieved < target:
        return (Strong(f"{angka(achieved)} dari {angka(target)}"), " responden")
    verb = "melampaui" if achieved > target else "memenuhi"
    return (Strong(angka(achieved)), f" responden, {verb} target {angka(target)}")


def pace_number(pace: Fraction) -> str:
    """Return a pace with one decimal, or none when that would be a nought: 9, 4,1."""
    return angka(pace, 1).removesuffix(",0")


def catching_up(needed: int | None) -> tuple[Paragraph, ...]:
    """Return the paragraph that turns the needed pace into people at counters; none without a needed pace."""
    if needed is None:
        return ()
    start = f" {angka(needed)} responden per hari kerja"
    petugas = ceil(needed / INTERVIEWS_A_DAY)
    if petugas >= len(COUNTED):
        rest = ". Jumlah ini besar; kami siap membantu mengatur petugas dan tautan survei."
    elif petugas == 1:
        rest = f", misalnya seorang petugas yang mewawancarai {angka(needed)} orang di loket."
    else:
        team = f"{COUNTED[petugas]} petugas"
        each = angka(ceil(needed / petugas))
        rest = f", misalnya {team} yang masing-masing mewawancarai {each} orang di loket."
    return ((Strong("Agar terkejar:"), start + rest),)


def help_offer(sender: Sender) -> Paragraph:
    """Return whom to ask; the person is left out where the office has named nobody."""
    whom = f"{sender.person} di {sender.office}" if sender.person else sender.office
    return (
        f"Bila ada kendala, silakan balas e-mail ini atau hubungi {whom}. "
        "Kami siap membantu menyiapkan petugas, kode QR, atau kuesioner kertas.",
    )


def one_line(words: str) -> str:
    """Return `words` without line ends, control or invisible formatting characters, spaces collapsed."""
    visible = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else c for c in words)
    return " ".join(visible.split())
