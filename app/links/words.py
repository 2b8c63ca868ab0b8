"""The words of the public form, in Indonesian and in English. Official questions are not here: they are never translated
away, an English line only helps (english.py)."""

from __future__ import annotations

from app.links import english
from app.recording.forms import RULES
from app.surveys.questionnaire import Question

# What must be said before the first question, in 40 words at most (tests/links/test_form.py counts).
PRIVACY = (
    "Jawaban Anda dipakai untuk memperbaiki pelayanan ini. Yang ditayangkan hanya angka gabungan dan rangkuman saran."
    " Anda boleh berhenti kapan saja."
)
PRIVACY_ENGLISH = (
    "Your answers are used to improve this service. Only combined figures and a summary of comments are shown."
    " You may stop at any time."
)

INDONESIAN = {
    "lang": "id",
    "survey": "Survei Kepuasan Masyarakat",
    "other_language": "English",
    "facts": "{count} pertanyaan, 2 menit, usia 17 ke atas",
    "children": "Untuk anak di bawah 17 tahun, pendamping yang menjawab.",
    "nameless": "Tanpa nama, tanpa NIK",
    "privacy": PRIVACY,
    "privacy_link": "Pemberitahuan privasi",
    "start": "Mulai menilai",
    "question_of": "Pertanyaan {no} dari {total}",
    "back": "Kembali",
    "next": "Lanjut",
    "skip": "Lewati pertanyaan ini",
    "kept": "Tersimpan di ponsel ini",
    "bigger": "Perbesar huruf",
    "read": "Bacakan",
    "about": "Tentang Anda",
    "about_lead": "Semua boleh dilewati.",
    "decline": "Tidak menjawab",
    "to_saran": "Lanjut ke saran",
    "sex": "Jenis kelamin",
    "age": "Usia",
    "age_hint": "17 tahun ke atas",
    "years": "tahun",
    "younger": "Kurangi usia",
    "older": "Tambah usia",
    "education": "Pendidikan terakhir",
    "occupation": "Pekerjaan",
    "occupation_other": "Pekerjaan lainnya",
    "office_kind": "Jenis kantor",
    "position": "Jabatan",
    "saran": "Saran untuk pelayanan ini",
    "saran_title": "Saran dan kirim",
    "may_be_empty": "Boleh dikosongkan",
    "saran_hint": "Jangan tulis nama, NIK, atau nomor telepon.",
    "letters": "{n} dari {most} huruf",
    "all_answered": "Semua {total} pertanyaan dijawab.",
    "some_answered": "{n} dari {total} dijawab. Tidak dijawab: ",
    "send": "Kirim jawaban",
    "sending": "Mengirim …",
    "trap": "Jangan isi kolom ini",
    "not_sent": "Jawaban belum terkirim.",
    "all_kept": "Semua isian masih ada; perbaiki yang berikut, lalu kirim lagi.",
    "too_many": "Sangat banyak jawaban datang dari jaringan ini. Isian Anda masih ada di halaman ini; kirim lagi {minutes} menit lagi.",
    "question": "Pertanyaan",
    "thanks": "Terima kasih",
    "received": "Jawaban Anda sudah diterima.",
    "received_before": "Jawaban ini sudah diterima sebelumnya, dan dihitung satu kali.",
    "conflicting": "Jawaban yang pertama sudah diterima dan itu yang dihitung. Perubahan sesudahnya disimpan untuk diperiksa.",
    "late": "Survei sudah ditutup. Jawaban Anda disimpan sebagai susulan dan belum dihitung.",
    "received_at": "Diterima",
    "layanan": "Layanan",
    "titik": "Titik layanan",
    "number": "Tanda terima",
    "may_close": "Halaman ini boleh ditutup.",
    "saved": "Jawaban Anda tersimpan di ponsel ini, akan dikirim.",
    "unsaved": "Jawaban Anda belum terkirim. Jangan tutup halaman ini.",
    "unsaved_help": "Ponsel ini tidak dapat menyimpan. Jawaban dikirim sendiri begitu ada jaringan, selama halaman ini terbuka.",
    "saved_at": "Disimpan",
    "not_yet": "Belum terkirim",
    "no_network": "tidak ada jaringan",
    "no_answer": "server belum menjawab",
    "busy": "jaringan ini sedang ramai",
    "no_waiting": "Anda tidak perlu menunggu.",
    "open_again": "Buka tautan ini lagi saat ada jaringan, jawaban terkirim otomatis.",
    "try_now": "Coba kirim sekarang",
    "refused": "Jawaban Anda belum dapat diterima.",
    "discard": "Hapus jawaban ini dari ponsel",
    "today": "Anda sudah mengisi hari ini",
    "today_text": "Jawaban dari peramban ini sudah diterima hari ini dengan tanda terima {number}. Terima kasih.",
    "today_again": "Bila ini kunjungan lain atau orang lain, silakan isi lagi; jawabannya diberi tanda agar dapat ditelusuri.",
    "fill_again": "Isi lagi",
    "off": "Tautan ini sedang tidak dipakai",
    "off_text": "Tempat ini tidak menerima penilaian lewat tautan untuk saat ini. Sampaikan pendapat Anda kepada petugas di loket.",
    "not_begun": "Survei belum dibuka",
    "not_begun_text": "Penilaian untuk layanan ini belum dimulai. Silakan buka tautan ini lagi lain waktu.",
    "not_begun_on": "Menurut rencana, penilaian untuk layanan ini dimulai {day}. Silakan buka tautan ini lagi pada waktu itu.",
    "ended": "Survei sudah ditutup",
    "ended_text": "Penilaian untuk periode ini sudah selesai. Terima kasih atas perhatian Anda.",
    "type_link": "Ketik kode pada poster",
    "type_link_text": "Kode terdiri atas delapan huruf dan angka, di bawah kotak QR.",
    "unknown_link": "Kode ini tidak dikenal",
    "unknown_link_text": "Periksa lagi kode pada poster: delapan huruf dan angka. Bila tetap tidak terbuka, tanyakan kepada petugas.",
    "type_kiosk": "Ketik kode kios",
    "type_kiosk_text": "Kode yang sama dengan kode pada poster: delapan huruf dan angka.",
    "unknown_kiosk": "Kode kios ini tidak dikenal",
    "unknown_kiosk_text": "Periksa lagi delapan huruf dan angkanya di halaman Tautan dan kode QR milik admin.",
    "type_ticket": "Ketik kode undangan",
    "type_ticket_text": "Kode terdiri atas sepuluh huruf dan angka, di lembar undangan.",
    "unknown_ticket": "Kode undangan ini tidak dikenal",
    "unknown_ticket_text": "Periksa lagi kode pada lembar undangan: sepuluh huruf dan angka. Bila tetap tidak terbuka, minta undangan lain kepada petugas.",
    "spent": "Undangan ini sudah dipakai",
    "spent_text": "Setiap undangan berlaku untuk satu jawaban. Bila bukan Anda yang memakainya, minta undangan lain kepada petugas.",
    "expired": "Undangan ini sudah berakhir",
    "expired_text": "Masa berlakunya sudah lewat. Bila Anda baru saja dilayani, minta undangan baru kepada petugas.",
    "code": "Kode",
    "open": "Buka",
    "to_form": "Kembali ke survei",
    "notice_version": "Versi pemberitahuan",
}  # fmt: skip

ENGLISH = {
    "lang": "en",
    "survey": "Public satisfaction survey",
    "other_language": "Bahasa Indonesia",
    "facts": "{count} questions, 2 minutes, age 17 and over",
    "children": "For a child under 17, the accompanying adult answers.",
    "nameless": "No name, no ID number",
    "privacy": PRIVACY_ENGLISH,
    "privacy_link": "Privacy notice",
    "start": "Start",
    "question_of": "Question {no} of {total}",
    "back": "Back",
    "next": "Next",
    "skip": "Skip this question",
    "kept": "Saved on this phone",
    "bigger": "Larger text",
    "read": "Read aloud",
    "about": "About you",
    "about_lead": "You may skip all of this.",
    "decline": "Rather not say",
    "to_saran": "Next: comments",
    "sex": "Sex",
    "age": "Age",
    "age_hint": "17 and over",
    "years": "years",
    "younger": "Lower age",
    "older": "Higher age",
    "education": "Highest education",
    "occupation": "Occupation",
    "occupation_other": "Other occupation",
    "office_kind": "Kind of office",
    "position": "Position",
    "saran": "Comments about this service",
    "saran_title": "Comments and send",
    "may_be_empty": "You may leave this empty",
    "saran_hint": "Do not write names, ID or telephone numbers.",
    "letters": "{n} of {most} letters",
    "all_answered": "All {total} questions are answered.",
    "some_answered": "{n} of {total} answered. Not answered: ",
    "send": "Send answers",
    "sending": "Sending …",
    "trap": "Leave this field empty",
    "not_sent": "Your answers have not been sent yet.",
    "all_kept": "Everything you entered is still here; correct the following, then send again.",
    "too_many": "Very many answers are coming from this network. Everything is still on this page; send again in {minutes} minutes.",
    "question": "Question",
    "thanks": "Thank you",
    "received": "Your answers have been received.",
    "received_before": "These answers had been received before, and count once.",
    "conflicting": "Your first answers were received and those count. Later changes are kept to be looked at.",
    "late": "The survey has closed. Your answers are kept as late and are not counted yet.",
    "received_at": "Received",
    "layanan": "Service",
    "titik": "Place",
    "number": "Receipt",
    "may_close": "You may close this page.",
    "saved": "Your answers are saved on this phone and will be sent.",
    "unsaved": "Your answers have not been sent yet. Do not close this page.",
    "unsaved_help": "This phone cannot store them. They are sent by themselves once there is a network, while this page stays open.",
    "saved_at": "Saved",
    "not_yet": "Not sent yet",
    "no_network": "no network",
    "no_answer": "the server does not answer yet",
    "busy": "this network is busy",
    "no_waiting": "You need not wait.",
    "open_again": "Open this link again when there is a network; your answers are sent by themselves.",
    "try_now": "Try to send now",
    "refused": "Your answers cannot be received yet.",
    "discard": "Remove these answers from the phone",
    "today": "You have answered today",
    "today_text": "Answers from this browser were received today, with receipt {number}. Thank you.",
    "today_again": "If this is another visit or another person, please answer again; the answers are marked so that they can be looked at.",
    "fill_again": "Answer again",
    "off": "This link is not in use now",
    "off_text": "This place takes no ratings by link at the moment. Please tell the officer at the counter what you think.",
    "not_begun": "The survey has not opened yet",
    "not_begun_text": "Rating this service has not begun. Please open this link again some other time.",
    "not_begun_on": "Rating this service is planned to begin on {day}. Please open this link again then.",
    "ended": "The survey has closed",
    "ended_text": "Rating for this period has ended. Thank you for your interest.",
    "type_link": "Type the code from the poster",
    "type_link_text": "The code has eight letters and digits, below the QR square.",
    "unknown_link": "This code is not known",
    "unknown_link_text": "Please check the code on the poster: eight letters and digits. If it still does not open, ask an officer.",
    "type_kiosk": "Type the code of this kiosk",
    "type_kiosk_text": "The same code as on the poster: eight letters and digits.",
    "unknown_kiosk": "This kiosk's code is not known",
    "unknown_kiosk_text": "Please check the eight letters and digits on the admin's page of links.",
    "type_ticket": "Type the code of your invitation",
    "type_ticket_text": "The code has ten letters and digits, on the slip.",
    "unknown_ticket": "This invitation is not known",
    "unknown_ticket_text": "Please check the code on the slip: ten letters and digits. If it still does not open, ask an officer for another.",
    "spent": "This invitation has been used",
    "spent_text": "Each invitation is good for one answer. If it was not you who used it, ask an officer for another.",
    "expired": "This invitation has ended",
    "expired_text": "Its last day has passed. If you have just been served, ask an officer for a new one.",
    "code": "Code",
    "open": "Open",
    "to_form": "Back to the survey",
    "notice_version": "Version of this notice",
}  # fmt: skip


class Words(dict[str, str]):
    """The words of one language; templates read `t.start` and ask `t.said(message)`, `t.choices("sex")`, `t.help(q)`."""

    @property
    def other(self) -> str | None:
        """Return what an address says of the language: nothing where it is Indonesian."""
        return "en" if self is ENGLISH_WORDS else None

    def said(self, message: str) -> str:
        """Return a message of the form in this language where we have it, else in Indonesian."""
        return english.MESSAGES.get(message, message) if self is ENGLISH_WORDS else message

    def choices(self, name: str) -> list[tuple[str, str]]:
        """Return (value, label) of a field about the respondent: `sex`, `education`, …"""
        official: list[tuple[str, str]] = getattr(RULES, name)
        if self is not ENGLISH_WORDS:
            return official
        return [(value, english.PROFILE[name].get(value, label)) for value, label in official]

    def help(self, question: Question) -> english.Help | None:
        """Return what stands beneath an official question, or None where nothing needs to or is known."""
        return english.QUESTIONS.get(question.text) if self is ENGLISH_WORDS else None


INDONESIAN_WORDS, ENGLISH_WORDS = Words(INDONESIAN), Words(ENGLISH)


def words(language: str | None) -> Words:
    """Return the words of a language; Indonesian for any that we do not have."""
    return ENGLISH_WORDS if language == "en" else INDONESIAN_WORDS
