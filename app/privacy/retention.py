"""What is kept how long: one register, from which the night forgets, the page tells, and the record of processing is read.

Every table of the database stands in exactly one rule (tests/privacy holds that), so a new table asks the question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.extensions import db
from app.privacy import forgetting
from app.privacy.models import RetentionRun


@dataclass(frozen=True)
class Rule:
    """`act` forgets what is older at a moment and returns how many rows; None where nothing is forgotten by itself."""

    key: str
    what: str
    tables: tuple[str, ...]
    kept: str
    why: str
    act: Callable[[datetime], int] | None = None


CITY_RULES = (
    Rule("sesi", "Sesi masuk: kapan, peramban, potongan alamat jaringan", ("sessions",), "30 hari sesudah berakhir",
         "Agar pemilik akun mengenali yang bukan miliknya", forgetting.sessions),
    Rule("peramban", "Peramban yang dikenal", ("known_browsers",), "180 hari sesudah terakhir dipakai masuk",
         "Membedakan pemilik akun dari penebak kata sandi", forgetting.browsers),
    Rule("tautan-akun", "Tautan undangan dan kata sandi baru", ("one_time_links",), "30 hari sesudah berakhir",
         "Menjelaskan mengapa tautan tidak terbuka lagi", forgetting.one_time_links),
    Rule("penyiapan-ponsel", "Kode penyiapan ponsel petugas", ("device_setups",), "30 hari sesudah berakhir",
         "Menjelaskan mengapa kode tidak terbuka lagi", forgetting.device_setups),
    Rule("tautan-evaluator", "Tautan evaluator: untuk siapa, dan kapan dipakai", ("evaluator_links",), "1 tahun sesudah berakhir",
         "Menjelaskan siapa yang dapat membaca apa", forgetting.evaluator_links),
    Rule("antrean", "Antrean pekerjaan yang sudah selesai", ("outbox",), "30 hari sesudah selesai",
         "Menelusuri gangguan; hanya memuat nomor", forgetting.outbox),
    Rule("e-mail-kota", "E-mail tentang akun, ringkasan, dan permintaan data", ("city_letters",), "1 tahun sesudah dibuat",
         "Bukti bahwa pemberitahuan dikirim", forgetting.city_letters),
    Rule("permintaan", "Nama, kontak, dan isi permintaan subjek data", ("data_requests",),
         "1 tahun sesudah dijawab; nomor, jenis, dan waktunya tetap", "Bukti bahwa permintaan dijawab", forgetting.data_requests),
    Rule("catatan-retensi", "Catatan penghapusan ini", ("retention_runs",), "2 tahun", "Bukti bahwa penghapusan berjalan",
         forgetting.runs),
)  # fmt: skip
OPD_RULES = (
    Rule("jejak-tautan", "Petunjuk perangkat pada tautan publik, beserta kuncinya", ("link_traces", "device_salts"), "48 jam",
         "Menandai isian berulang", forgetting.link_traces),
    Rule("alamat-undangan", "Alamat e-mail responden yang diundang", (),
         "Sampai terkirim; yang ditolak server sampai undangannya berakhir", "Mengirim undangan", forgetting.invited_addresses),
    Rule("kode-undangan", "Kode undangan sekali pakai", ("tickets", "ticket_batches"), "30 hari sesudah undangannya berakhir",
         "Menolak kode yang sudah dipakai", forgetting.ticket_codes),
    Rule("alamat-pengingat", "Alamat e-mail pada pengingat kepada pegawai", ("letters",),
         "1 tahun; nama dan isi pengingat tetap sebagai bukti", "Menelusuri e-mail yang tidak sampai", forgetting.letter_addresses),
    Rule("jeda-pengingat", "Alasan menjeda pengingat, dengan kata sendiri", ("reminder_pauses",),
         "1 tahun sesudah jedanya berakhir; bahwa pernah dijeda tetap pada riwayat", "Menjelaskan siapa yang tidak diingatkan",
         forgetting.reminder_pauses),
    Rule("unggahan", "Berkas jawaban yang diunggah tetapi tidak jadi diimpor", ("imports",), "7 hari; yang gagal 30 hari",
         "Melanjutkan impor", forgetting.uploads),
    Rule("draf-kertas", "Ketikan kuesioner kertas yang tumpukannya tidak diselesaikan", ("paper_sheets", "paper_batches"),
         "1 tahun sesudah dibuka", "Melanjutkan pengetikan", forgetting.paper_drafts),
    Rule("data-mentah", "Berkas data mentah yang sudah dibuat (memuat saran)", ("reports",),
         "90 hari; laporan dan berkas lain tetap", "Diunduh oleh yang meminta", forgetting.raw_files),
    Rule("karantina", "Kiriman yang tidak dapat diterima", ("quarantine",), "1 tahun", "Menelusuri jawaban yang tertahan",
         forgetting.quarantine),
    Rule("saran", "Isi saran dan pekerjaan yang ditulis sendiri", ("saran_entries", "saran_tallies", "saran_marks"),
         "2 tahun sesudah tenggat periodenya; nilainya tetap", "Menyusun dan memeriksa tindak lanjut", forgetting.saran),
)  # fmt: skip
KEPT_RULES = (
    Rule("jawaban", "Nilai setiap unsur dan profil tanpa nama, beserta rekap angkanya",
         ("responses", "imported_rows", "pending_folds", "tallies", "extra_tallies", "daily_counts", "reconciliations"),
         "Tidak dihapus otomatis", "Tidak memuat identitas; dasar hasil resmi yang harus dapat dihitung ulang"),
    Rule("hasil", "Hasil beku, survei, verifikasi, tindak lanjut, dan publikasinya",
         ("surveys", "survey_layanan", "frozen_results", "past_results", "verifier_notes", "followups", "publications",
          "exclusion_proposals", "quality_explanations", "adaptations", "questionnaires", "periode", "city_reports",
          "report_files", "report_heads", "report_texts"),
         "Tidak dihapus otomatis", "Arsip; menurut jadwal retensi arsip pemerintah kota"),
    Rule("riwayat", "Siapa melakukan apa", ("audit_entries", "city_audit_entries", "audit_checks"), "Tidak dapat dihapus",
         "Pertanggungjawaban; rantai yang terputus menandakan perubahan"),
    Rule("akun", "Nama, e-mail, dan peran pegawai, serta pengaman akunnya",
         ("users", "memberships", "assignments", "second_factors", "recovery_codes", "devices", "device_people", "trainings",
          "opd_keys", "api_tokens"),
         "Selama berperan; sesudahnya nama tetap pada riwayat dan pengesahan", "Menjalankan survei dan mempertanggungjawabkannya"),
    Rule("susunan", "OPD, unit, layanan, titik layanan, dan tautannya",
         ("opd", "upp", "layanan", "titik", "upp_predecessors", "link_codes", "city_setup", "heartbeats"),
         "Tidak dihapus otomatis", "Bukan data pribadi"),
)  # fmt: skip
RULES = CITY_RULES + OPD_RULES + KEPT_RULES


def carry_out(rule: Rule, *, at: datetime) -> None:
    """What the rule says is forgotten, in the city or in the OPD in scope, and counted in the log of this night."""
    assert rule.act is not None
    _note(rule, at, removed=rule.act(at))


def note_failure(rule: Rule, *, at: datetime) -> None:
    """It is in the log that the rule could not be carried out; the next night tries again."""
    _note(rule, at, failed=1)


def _note(rule: Rule, at: datetime, *, removed: int = 0, failed: int = 0) -> None:
    run = insert(RetentionRun).values(at=at, rule=rule.key, removed=removed, failed=failed)
    db.session.execute(
        run.on_conflict_do_update(
            index_elements=[RetentionRun.at, RetentionRun.rule],
            set_={"removed": RetentionRun.removed + removed, "failed": RetentionRun.failed + failed},
        )
    )
