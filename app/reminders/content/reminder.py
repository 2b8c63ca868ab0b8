"""The reminders about one OPD or UPP: to its admin, kepala and petugas, and the one in own words."""

from datetime import date

from app.reminders.content.draft import Action, Draft, Paragraph, Strong
from app.reminders.content.facts import LetterFacts
from app.reminders.content.missing import missing_rows, shortfall_rows, situation
from app.reminders.content.words import (
    NO_TRACKER,
    SIGN_IN_NOTE,
    catching_up,
    count_of,
    count_spans,
    deadline_clause,
    deadline_spans,
    help_offer,
    one_line,
    pace_number,
)
from app.surveys.states import SurveyState
from app.web.formats import angka, hari_tanggal, tanggal

STOPS = "Pengingat berhenti otomatis setelah laporan disampaikan."


def to_admin(facts: LetterFacts) -> Draft:
    """Return the reminder to the admin of an OPD or, with `upp_name`, of one UPP."""
    address = facts.to.address
    ask = f"Mohon bantuan {address} untuk {_what_to_do(facts)}."
    closing = (
        *catching_up(_needed(facts)),
        help_offer(facts.sender),
        (f"Terima kasih atas kerja sama {address}.",),
    )
    reader = "admin UPP" if facts.upp_name else "admin SKM"
    footer = _footer(facts, reader, _kepala_clause(facts))
    return _reminder(facts, lead=((*_standing(facts), " ", ask),), closing=closing, footer=footer)


def to_kepala(facts: LetterFacts) -> Draft:
    """Return the reminder to the head of an OPD, who is higher in rank than the office that writes."""
    address = facts.to.address
    opening = f"Dengan hormat, kami sampaikan perkembangan {facts.periode_title} di {facts.unit}."
    ask = f"Mohon perkenan {address} {_what_to_direct(facts)}."
    closing = (
        *catching_up(_needed(facts)),
        help_offer(facts.sender),
        (f"Atas perhatian dan perkenan {address}, kami ucapkan terima kasih.",),
    )
    footer = _footer(facts, "kepala OPD", "Admin SKM menerima rincian yang sama.")
    return _reminder(facts, lead=((opening,), (*_standing(facts), " ", ask)), closing=closing, footer=footer)


def to_petugas(facts: LetterFacts) -> Draft:
    """Return the reminder to a petugas; `facts.shortfalls` holds only the layanan assigned to that person."""
    address = facts.to.address
    achieved = sum(item.achieved for item in facts.shortfalls)
    target = sum(item.target for item in facts.shortfalls)
    missing = sum(item.missing for item in facts.shortfalls)
    lead = (
        f"Pada layanan yang ditugaskan kepada {address} sudah tercatat ",
        *count_spans(achieved, target),
        ", sedangkan ",
        *deadline_spans(facts.deadline, facts.days_left),
        f". Mohon bantuan {address} untuk melanjutkan wawancara "
        "dan mengirim jawaban yang masih tersimpan di perangkat.",
    )
    return Draft(
        sender=facts.sender,
        written_on=facts.today,
        greeting=_greeting(facts),
        position=facts.to.position,
        subject=f"{facts.periode_title}: masih perlu {angka(missing)} responden di layanan Anda",
        preheader=f"{count_of(achieved, target)}; {deadline_clause(facts.days_left)}.",
        heading=f"Masih perlu {angka(missing)} responden di layanan Anda; {deadline_clause(facts.days_left)}",
        lead=(lead,),
        section="Yang belum ada",
        rows=shortfall_rows(facts),
        action=Action("Buka lembar pengumpulan", facts.link, SIGN_IN_NOTE),
        closing=(("Bila ada kendala di loket, silakan hubungi admin SKM di kantor Anda. Terima kasih.",),),
        footer=_footer(facts, "petugas survei", "", stops="Pengingat berhenti otomatis setelah pengumpulan selesai."),
        pause=_pause(facts),
    )


def own_text(facts: LetterFacts, text: str, *, subject: str = "") -> Draft:
    """Return the reminder of "Ingatkan sekarang": the office's own words, then what is missing.

    A blank line in `text` begins a paragraph; single line breaks stay. Nothing in it is read as markup.
    """
    lines = [one_line(line) for line in text.splitlines()]
    blocks = "\n".join(lines).split("\n\n")
    lead: tuple[Paragraph, ...] = tuple((block.strip(),) for block in blocks if block.strip())
    footer = _footer(facts, facts.to.position, "")
    draft = _reminder(facts, lead=lead, closing=(help_offer(facts.sender),), footer=footer)
    return draft if not subject.strip() else _with_subject(draft, subject.strip())


def _reminder(facts: LetterFacts, *, lead: tuple[Paragraph, ...], closing: tuple[Paragraph, ...], footer: str) -> Draft:
    clause, deadline = situation(facts), deadline_clause(facts.days_left)
    return Draft(
        sender=facts.sender,
        written_on=facts.today,
        greeting=_greeting(facts),
        position=facts.to.position,
        subject=f"{facts.upp_name or facts.opd_short}: {_lower_first(clause)}, {deadline}",
        preheader=_preheader(facts),
        heading=f"{clause}; {deadline}",
        lead=lead,
        section="Yang belum ada",
        rows=missing_rows(facts),
        action=Action(_button(facts), facts.link, SIGN_IN_NOTE),
        closing=closing,
        footer=footer,
        pause=_pause(facts),
    )


def _standing(facts: LetterFacts) -> Paragraph:
    """Return the facts of the lead: what is there, where it leads, until when."""
    until = deadline_spans(facts.deadline, facts.days_left)
    counted = count_spans(facts.forecast.achieved, facts.forecast.target or 0)
    if facts.has_many_upps:
        done = Strong(f"{angka(facts.upp_finished)} dari {angka(facts.upp_total)} UPP")
        return ("Sampai hari ini ", done, f" {facts.opd_name} sudah menyampaikan laporan SKM; ", *until, ".")
    if facts.state == SurveyState.DIKEMBALIKAN:
        return (
            f"Laporan {facts.periode_title} sudah diperiksa dan ada catatan untuk diperbaiki; ",
            *until,
            ".",
        )
    if facts.state == SurveyState.DITUTUP:
        return ("Pengumpulan sudah ditutup dengan ", *counted, "; ", *until, ".")
    if facts.state == SurveyState.BELUM_MULAI:
        goal = f" dengan target {angka(facts.forecast.target)} responden" if facts.forecast.target else ""
        return (f"Sampai hari ini pengumpulan{goal} belum dimulai, sedangkan ", *until, ".")
    return ("Sampai hari ini sudah tercatat ", *counted, ". ", *_outlook(facts), ".")


def _outlook(facts: LetterFacts) -> Paragraph:
    """Return where the present pace leads."""
    coming = facts.forecast
    until = deadline_spans(facts.deadline, facts.days_left)
    if coming.target is None:
        return ("Jumlah pengguna layanan belum diisi, sehingga targetnya belum dapat dihitung; ", *until)
    if coming.target_met:
        return ("Target sudah tercapai; ", *until)
    if coming.pace is None:
        return ("Laju belum dapat dihitung; ", *until)
    if not coming.pace:
        return ("Pada hari-hari kerja terakhir belum ada jawaban yang masuk, sedangkan ", *until)
    speed = f"Dengan laju sekarang, {pace_number(coming.pace)} per hari kerja, target "
    return (speed + _arrival(coming.done_on, facts.deadline), *until)


def _arrival(done_on: date | None, deadline: date) -> str:
    if done_on is None:
        return "belum akan tercapai, sedangkan "
    return f"tercapai {tanggal(done_on)}; " if done_on <= deadline else f"baru tercapai {tanggal(done_on)}, sedangkan "


def _what_to_do(facts: LetterFacts) -> str:
    if facts.has_many_upps:
        return "melengkapi UPP berikut"
    return {
        SurveyState.BELUM_MULAI: "memulainya",
        SurveyState.DITUTUP: "menyiapkan pengesahan dan menyampaikan laporannya",
        SurveyState.DIKEMBALIKAN: "memperbaiki dan mengirimkannya kembali",
    }.get(facts.state, "melengkapinya")


def _what_to_direct(facts: LetterFacts) -> str:
    if facts.has_many_upps:
        return "mengarahkan UPP berikut agar menyelesaikannya"
    return {
        SurveyState.BELUM_MULAI: "mengarahkan unit terkait agar memulainya",
        SurveyState.DITUTUP: "mengesahkan dan menyampaikan laporannya",
        SurveyState.DIKEMBALIKAN: "mengarahkan perbaikan dan pengiriman kembali laporannya",
    }.get(facts.state, "mengarahkan unit terkait agar melengkapinya")


def _needed(facts: LetterFacts) -> int | None:
    """Return the needed pace, where one unit is still gathering and its own pace will not do."""
    gathering = facts.state in {SurveyState.BELUM_MULAI, SurveyState.BERJALAN}
    done_on = facts.forecast.done_on
    on_time = done_on is not None and done_on <= facts.deadline
    return facts.forecast.needed_per_day if gathering and not on_time and not facts.has_many_upps else None


def _preheader(facts: LetterFacts) -> str:
    count = count_of(facts.forecast.achieved, facts.forecast.target or 0)
    needed = _needed(facts)
    pace = f" Perlu {angka(needed)} per hari kerja." if needed else ""
    return f"{count}; tenggat {tanggal(facts.deadline)}.{pace}"


def _button(facts: LetterFacts) -> str:
    verb = {
        SurveyState.BELUM_MULAI: "Mulai",
        SurveyState.DITUTUP: "Sampaikan",
        SurveyState.DIKEMBALIKAN: "Perbaiki",
    }.get(facts.state, "Lengkapi")
    if facts.has_many_upps:
        verb = "Lengkapi"
    return f"{verb} SKM {facts.upp_name or facts.opd_short}"


def _greeting(facts: LetterFacts) -> str:
    return f"Yth. {facts.to.address} {facts.to.name}".rstrip()


def _kepala_clause(facts: LetterFacts) -> str:
    since = facts.kepala_since
    if since is None:
        return ""
    start = "Sejak" if since <= facts.today else "Mulai"
    return f"{start} {hari_tanggal(since)}, kepala OPD juga menerima pengingat."


def _footer(facts: LetterFacts, reader: str, extra: str, *, stops: str = STOPS) -> str:
    sent = f"Dikirim {facts.sender.office} lewat Potret kepada {reader}."
    return " ".join(part for part in (sent, stops, extra, NO_TRACKER) if part)


def _pause(facts: LetterFacts) -> Action | None:
    return Action("Jeda pengingat untuk sementara", facts.pause_link, SIGN_IN_NOTE) if facts.pause_link else None


def _lower_first(clause: str) -> str:
    """Lower the first letter of a word after a colon, but not of an abbreviation."""
    return clause if clause[1:2].isupper() else clause[:1].lower() + clause[1:]


def _with_subject(draft: Draft, subject: str) -> Draft:
    return Draft(**{**vars(draft), "subject": subject})
