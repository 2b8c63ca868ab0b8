"""The letters about the whole city: copy to Bagian Organisasi, escalation to Asisten/Sekda, weekly digest."""

from app.reminders.content.draft import Action, Draft, Paragraph, Row, Strong
from app.reminders.content.facts import CityFacts, OpdLine
from app.reminders.content.words import NO_TRACKER, SIGN_IN_NOTE, count_of, deadline_clause, deadline_spans
from app.web.formats import angka, tanggal

MOST_LINES = 20


def copy_to_organisasi(facts: CityFacts) -> Draft:
    """Return the copy after the deadline: who is still awaited and whom to call."""
    lead = (
        "Tembusan pengingat otomatis. Sampai hari ini ",
        Strong(f"{angka(facts.opd_finished)} dari {angka(facts.opd_total)} OPD"),
        " sudah menyampaikan laporan SKM; ",
        *deadline_spans(facts.deadline, facts.days_left),
        ". Admin dan kepala OPD berikut sudah dikirimi pengingat hari ini.",
    )
    return about_city(facts, heading=_awaited(facts, "OPD"), lead=(lead,), closing=())


def escalation(facts: CityFacts) -> Draft:
    """Return the letter to Asisten/Sekda: a report and a request for guidance, without a score."""
    address = facts.to.address
    lead = (
        "Dengan hormat, kami laporkan bahwa ",
        Strong(f"{angka(facts.opd_finished)} dari {angka(facts.opd_total)} perangkat daerah"),
        f" sudah menyampaikan laporan {facts.periode_title}; ",
        *deadline_spans(facts.deadline, facts.days_left),
        f". Mohon arahan {address} kepada perangkat daerah berikut agar menyelesaikannya.",
    )
    closing = (
        (
            "Admin dan kepala perangkat daerah tersebut sudah dikirimi pengingat. "
            "Bila diperlukan, nota dinas dapat kami siapkan.",
        ),
        (f"Atas perhatian dan arahan {address}, kami ucapkan terima kasih.",),
    )
    return about_city(facts, heading=_awaited(facts, "perangkat daerah"), lead=(lead,), closing=closing)


def weekly_digest(facts: CityFacts) -> Draft:
    """Return the week's digest to Bagian Organisasi, before the deadline and after it."""
    late = f"; {angka(facts.opd_expected_late)} diperkirakan terlambat" if facts.opd_expected_late else ""
    heading = f"{angka(facts.opd_finished)} dari {angka(facts.opd_total)} OPD sudah menyampaikan laporan SKM{late}"
    lead: Paragraph = (
        f"Ringkasan pekanan {facts.periode_title}, ",
        *deadline_spans(facts.deadline, facts.days_left),
        f". {_letters(facts)}{_waiting(facts)}",
    )
    closing: tuple[Paragraph, ...] = ((facts.trail,),) if facts.trail else ()
    return about_city(facts, heading=heading, lead=(lead,), closing=closing, name="Ringkasan pekanan")


def about_city(
    facts: CityFacts,
    *,
    heading: str,
    lead: tuple[Paragraph, ...],
    closing: tuple[Paragraph, ...],
    name: str = "Pengingat",
) -> Draft:
    left_out = len(facts.lines) - MOST_LINES
    rest = [Row(f"{angka(left_out)} OPD lain", "ada di papan kepatuhan", "")] if left_out > 0 else []
    return Draft(
        sender=facts.sender,
        written_on=facts.today,
        greeting=f"Yth. {facts.to.address} {facts.to.name}".rstrip(),
        position=facts.to.position,
        subject=f"{facts.periode_title}: {heading}",
        preheader=f"{deadline_clause(facts.days_left).capitalize()} ({tanggal(facts.deadline)}).",
        heading=heading,
        lead=lead,
        section="Yang masih ditunggu" if facts.lines else "",
        rows=(*map(_line, facts.lines[:MOST_LINES]), *rest),
        action=Action("Buka papan kepatuhan", facts.link, SIGN_IN_NOTE),
        closing=closing,
        footer=f"{name} dikirim {facts.sender.office} lewat Potret. {NO_TRACKER}",
    )


def _awaited(facts: CityFacts, noun: str) -> str:
    count = f"{angka(facts.opd_unfinished)} {noun}"
    return f"{count} belum menyampaikan laporan SKM; {deadline_clause(facts.days_left)}"


def _line(line: OpdLine) -> Row:
    parts = [line.status.label, count_of(line.achieved, line.target)]
    if line.done_on and line.missing:
        parts.append(f"perkiraan {tanggal(line.done_on)}")
    if line.contact:
        parts.append(f"hubungi {line.contact}")
    value = f"kurang {angka(line.missing)}" if line.missing else "belum disampaikan"
    return Row(line.name, " · ".join(parts), value)


def _letters(facts: CityFacts) -> str:
    if not facts.letters_sent and not facts.letters_failed:
        return "Pekan ini tidak ada pengingat yang jatuh tempo."
    sent = f"Pekan ini {angka(facts.letters_sent)} pengingat terkirim otomatis"
    failed = facts.letters_failed
    return f"{sent}; {angka(failed)} belum sampai, mohon perbarui alamatnya." if failed else f"{sent}."


def _waiting(facts: CityFacts) -> str:
    waiting = facts.waiting_for_verification
    return f" {angka(waiting)} laporan menunggu verifikasi." if waiting else ""
