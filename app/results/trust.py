"""May these figures be trusted? What the statistics say about the sample, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.ikm import shortfall
from app.responses.models import Collection
from app.results.interpretation import Beyond
from app.results.surveys import KindResult
from app.web.formats import angka, daftar, persen

MUCH = 0.5  # share of imported answers above which the reader should know


@dataclass(frozen=True)
class TrustLine:
    """`state` is done or warn, as a checklist draws it."""

    title: str
    value: str
    note: str
    state: str = "done"


REPORTED = TrustLine(
    "Sumber", "dilaporkan", "Angka dari laporan pihak ketiga; jawabannya tidak ada di sini untuk diperiksa.", "warn"
)


def trust(part: KindResult, beyond: Beyond, late: int) -> tuple[TrustLine, ...]:
    """Return what there is to say of these answers, the sample first."""
    if part.reported is not None:
        return (_sample(part), REPORTED)
    lines = [_sample(part), _complete(part)]
    if beyond.interval is not None:
        low, high = angka(beyond.interval.lower, 2), angka(beyond.interval.upper, 2)
        note = f"Rentang 95% {low} sampai {high}, bila responden terpilih acak."
        lines.append(TrustLine("Ketelitian", f"±{angka(beyond.interval.margin, 2)}", note))
    imported = part.segments.get("cara", {}).get(Collection.IMPOR.value)
    if imported is not None and part.figures.n:
        share = imported.n / part.figures.n
        state = "warn" if share > MUCH else "done"
        lines.append(TrustLine("Dari berkas", persen(share), "Tanpa waktu dan petugas yang dapat diperiksa.", state))
    if late:
        lines.append(
            TrustLine("Susulan", angka(late), "Datang setelah survei ditutup; tidak dihitung di sini.", "warn")
        )
    return tuple(lines)


def _sample(part: KindResult) -> TrustLine:
    n, target = part.figures.n, part.target
    value = f"{angka(n)} / {angka(target)}" if target else angka(n)
    if not target:
        return TrustLine("Sampel", value, "Belum ada target: jumlah pengguna layanan belum diisi.", "warn")
    short = [f"{each.name} kurang {angka(each.shortfall)}" for each in part.layanan if each.shortfall]
    if not short:
        return TrustLine("Sampel", value, "Setiap layanan mencapai targetnya.")
    state = "warn" if shortfall(target, n) else "done"
    return TrustLine("Sampel", value, f"{daftar(short)}; tercetak di laporan.", state)


def _complete(part: KindResult) -> TrustLine:
    n, complete = part.figures.n, part.statistics.complete
    note = "Setiap responden menilai semua unsur." if n == complete else "Selebihnya melewatkan satu unsur atau lebih."
    return TrustLine("Jawaban lengkap", persen(complete / n if n else None), note)
