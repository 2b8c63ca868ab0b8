"""How a periode and its rules are read."""

from __future__ import annotations

from app.periods.models import PeriodeState
from app.periods.policy import AGGREGATION_SENTENCES, Policy, SampleBasis
from app.web.formats import angka, daftar

STATES = {PeriodeState.BERJALAN: "Berjalan", PeriodeState.SELESAI: "Selesai"}
SAMPLES = {
    SampleBasis.UPP: "Satu target untuk setiap UPP, dibagi ke layanannya menurut jumlah pengguna",
    SampleBasis.LAYANAN: "Target sendiri untuk setiap layanan (lebih ketat)",
}


def explain(policy: Policy) -> list[tuple[str, str]]:
    """Return the rules as (what it is about, the rule in plain words)."""
    return [
        ("IKM OPD", f"{AGGREGATION_SENTENCES[policy.aggregation]}. IKM kota: rata-rata IKM OPD."),
        ("Target responden", f"{SAMPLES[policy.sample_basis]}."),
        ("Jawaban yang dihitung", f"Yang mengisi paling sedikit {policy.min_answered} dari 9 pertanyaan."),
        ("Angka sementara", _running(policy)),
        (
            "Pengingat",
            f"Paling banyak {policy.max_letters} kali, pukul {policy.reminder_hour:02d}.00, pada hari kerja.",
        ),
        ("Tembusan pimpinan", _escalation(policy)),
    ]


def days(steps: tuple[int, ...]) -> str:
    """Return days as a person would type them: `30, 14, 7`."""
    return ", ".join(angka(step) for step in steps)


def _running(policy: Policy) -> str:
    if policy.show_running:
        return "Kepala dan admin melihat angka OPD-nya sendiri selama pengumpulan, dengan keterangan sementara."
    return "Tidak ditampilkan; kepala dan admin baru melihat angka sesudah survei ditutup."


def _escalation(policy: Policy) -> str:
    if not policy.escalation_emails:
        return "Tidak ada."
    return f"{daftar(policy.escalation_emails)}, lebih dari 7 hari sesudah tenggat."
