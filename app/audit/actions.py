"""The closed vocabulary of the audit trail, each with the exact names of its details and how a reader sees it."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    OPD_REGISTERED = "opd:registered"
    OPD_CHANGED = "opd:changed"
    UPP_ADDED = "upp:added"
    UPP_CHANGED = "upp:changed"
    LAYANAN_ADDED = "layanan:added"
    LAYANAN_CHANGED = "layanan:changed"
    TITIK_ADDED = "titik:added"
    TITIK_CHANGED = "titik:changed"
    ASSIGNMENT_CHANGED = "assignment:changed"
    MEMBER_INVITED = "member:invited"
    MEMBER_CHANGED = "member:changed"
    MEMBER_REVOKED = "member:revoked"
    FACTOR_SET_UP = "factor:set_up"
    FACTOR_REMOVED = "factor:removed"
    FACTOR_RESET = "factor:reset"
    RECOVERY_CODES_RENEWED = "recovery_codes:renewed"
    PERIODE_OPENED = "periode:opened"
    PERIODE_CHANGED = "periode:changed"
    SURVEY_PLANNED = "survey:planned"
    SURVEY_DIVIDED = "survey:divided"
    SURVEY_STARTED = "survey:started"
    SURVEY_CLOSED = "survey:closed"
    SURVEY_REOPENED = "survey:reopened"
    SURVEY_SUBMITTED = "survey:submitted"
    SURVEY_RETURNED = "survey:returned"
    SURVEY_VERIFIED = "survey:verified"
    SURVEY_PUBLISHED = "survey:published"
    RESPONSES_IMPORTED = "responses:imported"
    PAST_RESULT_RECORDED = "past_result:recorded"
    PAPER_ENTERED = "paper:entered"
    PAPER_CANCELLED = "paper:cancelled"
    LATE_DECIDED = "late:decided"
    REMINDER_SENT = "reminder:sent"
    REMINDER_RETURNED = "reminder:returned"
    REMINDER_PAUSED = "reminder:paused"
    REMINDER_RESUMED = "reminder:resumed"
    FOLLOWUP_ADDED = "followup:added"
    FOLLOWUP_CHANGED = "followup:changed"
    SARAN_HANDLED = "saran:handled"
    SARAN_UNHANDLED = "saran:unhandled"
    REPORT_REQUESTED = "report:requested"
    RECAP_REQUESTED = "recap:requested"
    REPORT_TEXT_CHANGED = "report_text:changed"
    REPORT_FILE_ADDED = "report_file:added"
    REPORT_FILE_REMOVED = "report_file:removed"
    REPORT_HEAD_CHANGED = "report_head:changed"
    LINK_MADE = "link:made"
    LINK_CHANGED = "link:changed"
    TICKETS_MADE = "tickets:made"
    TICKETS_MAILED = "tickets:mailed"
    DEVICE_ENROLLED = "device:enrolled"
    DEVICE_REVOKED = "device:revoked"
    BACKUP_IMPORTED = "backup:imported"
    RESULT_REPORTED = "result:reported"
    PUBLICATION_RECORDED = "publication:recorded"
    PUBLICATION_REMOVED = "publication:removed"
    NOTE_ANSWERED = "note:answered"
    QUALITY_EXPLAINED = "quality:explained"
    EXCLUSION_PROPOSED = "exclusion:proposed"
    EXCLUSION_DECIDED = "exclusion:decided"
    TOKEN_ISSUED = "token:issued"
    TOKEN_REVOKED = "token:revoked"
    EVALUATOR_LINK_MADE = "evaluator_link:made"
    EVALUATOR_LINK_REVOKED = "evaluator_link:revoked"
    EVALUATOR_LINK_USED = "evaluator_link:used"  # for the first time on a day
    CITY_OPENED = "city:opened"
    ADAPTATION_WRITTEN = "adaptation:written"
    ADAPTATION_PROPOSED = "adaptation:proposed"
    ADAPTATION_WITHDRAWN = "adaptation:withdrawn"
    ADAPTATION_DECIDED = "adaptation:decided"
    OPD_SUCCEEDED = "opd:succeeded"
    INVITATION_SHOWN = "invitation:shown"
    DATA_REQUEST_RECEIVED = "data_request:received"
    DATA_REQUEST_TAKEN = "data_request:taken"
    DATA_REQUEST_ANSWERED = "data_request:answered"
    AFFECTED_EXPORTED = "affected:exported"


DETAILS: dict[Action, frozenset[str]] = {
    Action.OPD_REGISTERED: frozenset({"kode", "kewajiban"}),
    Action.OPD_CHANGED: frozenset({"changes"}),
    Action.UPP_ADDED: frozenset({"kode"}),
    Action.UPP_CHANGED: frozenset({"changes"}),
    Action.LAYANAN_ADDED: frozenset({"upp"}),
    Action.LAYANAN_CHANGED: frozenset({"changes"}),
    Action.TITIK_ADDED: frozenset({"upp"}),
    Action.TITIK_CHANGED: frozenset({"changes"}),
    Action.ASSIGNMENT_CHANGED: frozenset({"places"}),
    Action.MEMBER_INVITED: frozenset({"role", "upp"}),
    Action.MEMBER_CHANGED: frozenset({"changes"}),
    Action.MEMBER_REVOKED: frozenset({"role"}),
    Action.FACTOR_SET_UP: frozenset(),
    Action.FACTOR_REMOVED: frozenset(),
    Action.FACTOR_RESET: frozenset(),
    Action.RECOVERY_CODES_RENEWED: frozenset(),
    Action.PERIODE_OPENED: frozenset({"opens_on", "deadline"}),
    Action.PERIODE_CHANGED: frozenset({"changes", "reason"}),
    Action.SURVEY_PLANNED: frozenset({"window_from", "window_to", "executor"}),
    Action.SURVEY_DIVIDED: frozenset({"parts"}),
    Action.SURVEY_STARTED: frozenset({"target"}),
    Action.SURVEY_CLOSED: frozenset({"note", "ikm", "respondents", "version"}),
    Action.SURVEY_REOPENED: frozenset({"reason", "before"}),
    Action.SURVEY_SUBMITTED: frozenset({"ikm", "version", "verification_code", "on_behalf"}),
    Action.SURVEY_RETURNED: frozenset({"note"}),
    Action.SURVEY_VERIFIED: frozenset({"ikm", "version"}),
    Action.SURVEY_PUBLISHED: frozenset({"ikm", "version"}),
    Action.RESPONSES_IMPORTED: frozenset({"file_name", "rows", "sha256"}),
    Action.PAST_RESULT_RECORDED: frozenset({"year", "ikm", "respondents"}),
    Action.PAPER_ENTERED: frozenset({"sheets", "differences", "collected_on", "late"}),
    Action.PAPER_CANCELLED: frozenset({"sheets", "reason"}),
    Action.LATE_DECIDED: frozenset({"decision", "count", "reason"}),
    Action.REMINDER_SENT: frozenset({"letters", "text", "reason"}),
    Action.REMINDER_RETURNED: frozenset({"address"}),
    Action.REMINDER_PAUSED: frozenset({"until"}),
    Action.REMINDER_RESUMED: frozenset({"note"}),
    Action.FOLLOWUP_ADDED: frozenset({"unsur", "quarter"}),
    Action.FOLLOWUP_CHANGED: frozenset({"state", "changes"}),
    Action.SARAN_HANDLED: frozenset({"count", "followup", "note"}),
    Action.SARAN_UNHANDLED: frozenset(),
    Action.REPORT_REQUESTED: frozenset({"survey", "document"}),
    Action.RECAP_REQUESTED: frozenset({"document"}),
    Action.REPORT_TEXT_CHANGED: frozenset({"survey", "section", "back_to_default"}),
    Action.REPORT_FILE_ADDED: frozenset({"survey", "purpose", "file_name", "sha256"}),
    Action.REPORT_FILE_REMOVED: frozenset({"survey", "purpose", "file_name", "sha256"}),
    Action.REPORT_HEAD_CHANGED: frozenset({"changes"}),
    Action.LINK_MADE: frozenset({"code"}),
    Action.LINK_CHANGED: frozenset({"code", "active"}),
    Action.TICKETS_MADE: frozenset({"count", "last_day"}),
    Action.TICKETS_MAILED: frozenset({"count", "last_day"}),
    Action.DEVICE_ENROLLED: frozenset({"petugas", "way"}),
    Action.DEVICE_REVOKED: frozenset({"petugas"}),
    Action.BACKUP_IMPORTED: frozenset({"device_id", "items", "outcomes"}),
    Action.RESULT_REPORTED: frozenset({"executor", "ikm", "respondents", "version", "weight", "file"}),
    Action.PUBLICATION_RECORDED: frozenset({"survey", "medium", "place"}),
    Action.PUBLICATION_REMOVED: frozenset({"survey", "medium", "place"}),
    Action.NOTE_ANSWERED: frozenset({"point", "note"}),
    Action.QUALITY_EXPLAINED: frozenset({"evidence", "note"}),
    Action.EXCLUSION_PROPOSED: frozenset({"survey", "count", "reason"}),
    Action.EXCLUSION_DECIDED: frozenset({"survey", "decision", "count", "reason"}),
    Action.TOKEN_ISSUED: frozenset({"scopes", "expires_at"}),
    Action.TOKEN_REVOKED: frozenset(),
    Action.EVALUATOR_LINK_MADE: frozenset({"period", "opd", "expires_at"}),
    Action.EVALUATOR_LINK_REVOKED: frozenset(),
    Action.EVALUATOR_LINK_USED: frozenset(),
    Action.CITY_OPENED: frozenset(),
    Action.ADAPTATION_WRITTEN: frozenset({"codes"}),
    Action.ADAPTATION_PROPOSED: frozenset({"codes"}),
    Action.ADAPTATION_WITHDRAWN: frozenset(),
    Action.ADAPTATION_DECIDED: frozenset({"decision", "note"}),
    Action.OPD_SUCCEEDED: frozenset({"successor", "way", "units", "people"}),
    Action.INVITATION_SHOWN: frozenset({"role"}),
    Action.DATA_REQUEST_RECEIVED: frozenset({"kind", "way"}),
    Action.DATA_REQUEST_TAKEN: frozenset(),
    Action.DATA_REQUEST_ANSWERED: frozenset({"outcome", "on_time"}),
    Action.AFFECTED_EXPORTED: frozenset({"opd", "since", "until", "rows"}),
}

LABELS: dict[Action, str] = {
    Action.OPD_REGISTERED: "OPD didaftarkan",
    Action.OPD_CHANGED: "Data OPD diubah",
    Action.UPP_ADDED: "UPP ditambahkan",
    Action.UPP_CHANGED: "Data UPP diubah",
    Action.LAYANAN_ADDED: "Layanan ditambahkan",
    Action.LAYANAN_CHANGED: "Layanan diubah",
    Action.TITIK_ADDED: "Titik layanan ditambahkan",
    Action.TITIK_CHANGED: "Titik layanan diubah",
    Action.ASSIGNMENT_CHANGED: "Penugasan petugas diubah",
    Action.MEMBER_INVITED: "Orang diundang",
    Action.MEMBER_CHANGED: "Data orang diubah",
    Action.MEMBER_REVOKED: "Peran dicabut",
    Action.FACTOR_SET_UP: "Masuk dua langkah dipasang",
    Action.FACTOR_REMOVED: "Masuk dua langkah dimatikan",
    Action.FACTOR_RESET: "Masuk dua langkah diatur ulang",
    Action.RECOVERY_CODES_RENEWED: "Kode pemulihan diganti",
    Action.PERIODE_OPENED: "Periode dibuka",
    Action.PERIODE_CHANGED: "Aturan periode diubah",
    Action.SURVEY_PLANNED: "Rencana survei dicatat",
    Action.SURVEY_DIVIDED: "Survei dibagi",
    Action.SURVEY_STARTED: "Survei dimulai",
    Action.SURVEY_CLOSED: "Survei ditutup",
    Action.SURVEY_REOPENED: "Survei dibuka lagi",
    Action.SURVEY_SUBMITTED: "Hasil disahkan dan dikirim",
    Action.SURVEY_RETURNED: "Hasil dikembalikan dengan catatan",
    Action.SURVEY_VERIFIED: "Hasil dinyatakan terverifikasi",
    Action.SURVEY_PUBLISHED: "Hasil dipublikasikan",
    Action.RESPONSES_IMPORTED: "Jawaban diimpor",
    Action.PAST_RESULT_RECORDED: "Hasil tahun lalu dicatat",
    Action.PAPER_ENTERED: "Kuesioner kertas dimasukkan",
    Action.PAPER_CANCELLED: "Tumpukan kertas dibatalkan",
    Action.LATE_DECIDED: "Jawaban susulan diputuskan",
    Action.REMINDER_SENT: "Pengingat dikirim",
    Action.REMINDER_RETURNED: "Pengingat kembali ke pengirim",
    Action.REMINDER_PAUSED: "Pengingat dijeda",
    Action.REMINDER_RESUMED: "Jeda pengingat diakhiri",
    Action.FOLLOWUP_ADDED: "Rencana tindak lanjut ditambahkan",
    Action.FOLLOWUP_CHANGED: "Tindak lanjut diubah",
    Action.SARAN_HANDLED: "Saran ditandai ditangani",
    Action.SARAN_UNHANDLED: "Tanda ditangani dibatalkan",
    Action.REPORT_REQUESTED: "Laporan diminta",
    Action.RECAP_REQUESTED: "Rekap kota diminta",
    Action.REPORT_TEXT_CHANGED: "Teks laporan diubah",
    Action.REPORT_FILE_ADDED: "Berkas laporan diunggah",
    Action.REPORT_FILE_REMOVED: "Berkas laporan dihapus",
    Action.REPORT_HEAD_CHANGED: "Kop dan tanda tangan laporan diubah",
    Action.LINK_MADE: "Tautan dibuat",
    Action.LINK_CHANGED: "Tautan dihidupkan atau dimatikan",
    Action.TICKETS_MADE: "Undangan dibuat",
    Action.TICKETS_MAILED: "Undangan dikirim lewat e-mail",
    Action.DEVICE_ENROLLED: "Perangkat disiapkan",
    Action.DEVICE_REVOKED: "Perangkat dicabut",
    Action.BACKUP_IMPORTED: "Cadangan perangkat diimpor",
    Action.RESULT_REPORTED: "Hasil pihak ketiga dicatat",
    Action.PUBLICATION_RECORDED: "Media publikasi dicatat",
    Action.PUBLICATION_REMOVED: "Catatan media publikasi dihapus",
    Action.NOTE_ANSWERED: "Catatan verifikasi ditanggapi",
    Action.QUALITY_EXPLAINED: "Catatan kualitas data dijelaskan",
    Action.EXCLUSION_PROPOSED: "Pengecualian jawaban diusulkan",
    Action.EXCLUSION_DECIDED: "Usulan pengecualian diputuskan",
    Action.TOKEN_ISSUED: "Kunci API dibuat",
    Action.TOKEN_REVOKED: "Kunci API dicabut",
    Action.EVALUATOR_LINK_MADE: "Tautan evaluator dibuat",
    Action.EVALUATOR_LINK_REVOKED: "Tautan evaluator dicabut",
    Action.EVALUATOR_LINK_USED: "Tautan evaluator dipakai",
    Action.OPD_SUCCEEDED: "OPD berganti nama atau bergabung",
    Action.ADAPTATION_WRITTEN: "Draf penyesuaian kuesioner disimpan",
    Action.ADAPTATION_PROPOSED: "Penyesuaian kuesioner diajukan",
    Action.ADAPTATION_WITHDRAWN: "Pengajuan penyesuaian kuesioner ditarik",
    Action.ADAPTATION_DECIDED: "Penyesuaian kuesioner diputuskan",
    Action.CITY_OPENED: "Potret dibuka untuk semua OPD",
    Action.INVITATION_SHOWN: "Tautan undangan ditampilkan untuk disalin",
    Action.DATA_REQUEST_RECEIVED: "Permintaan data pribadi diterima",
    Action.DATA_REQUEST_TAKEN: "Permintaan data pribadi ditangani",
    Action.DATA_REQUEST_ANSWERED: "Permintaan data pribadi dijawab",
    Action.AFFECTED_EXPORTED: "Daftar yang terdampak diunduh",
}
