"""The one letter to a respondent: an invitation to answer. Nobody is reminded."""

from app.reminders.content.draft import Action, Draft, Strong
from app.reminders.content.facts import RespondentFacts
from app.reminders.content.words import NO_TRACKER
from app.web.formats import tanggal


def survey_invitation(facts: RespondentFacts) -> Draft:
    """Return the invitation, with what becomes of the reader's address."""
    office, until = facts.sender.office, tanggal(facts.last_day)
    return Draft(
        sender=facts.sender,
        written_on=facts.today,
        greeting="Yth. Bapak/Ibu",
        position="",
        subject=f"Bagaimana pelayanan {office}?",
        preheader=f"Sekitar dua menit, tanpa nama. Berlaku sampai {until}.",
        heading="Bagaimana pelayanan yang Anda terima?",
        lead=(
            (
                "Anda menerima e-mail ini karena dilayani dalam ",
                Strong(facts.layanan),
                f" ({facts.titik}). {office} ingin mengetahui penilaian Anda, baik maupun buruk, agar tahu apa yang "
                "harus diperbaiki.",
            ),
            ("Mengisinya sekitar dua menit, sukarela, dan tidak berpengaruh pada pelayanan untuk Anda.",),
        ),
        action=Action(
            "Beri penilaian", facts.link, f"Berlaku untuk satu jawaban, sampai {until}. Mohon tidak diteruskan."
        ),
        closing=(
            (
                Strong("Alamat Anda: "),
                "dipakai hanya untuk mengirim undangan ini dan dihapus dari Potret begitu e-mail ini terkirim. "
                "Nama dan NIK tidak ditanyakan, dan Potret tidak menyimpan hubungan antara alamat ini dan jawaban Anda.",
            ),
            ("Ini satu-satunya e-mail; tidak ada pengingat. Bila undangan ini keliru, abaikan saja.",),
        ),
        footer=f"Dikirim {office} lewat Potret. {NO_TRACKER}",
    )
