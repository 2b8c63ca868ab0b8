"""Published results as files for programs: CSV with a dot, and one JSON with its metadata.

The same cells are held back as on the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.ikm import nrr_shown
from app.opd.models import CustomerKind
from app.portal import figures, lines
from app.portal.choice import Choice, kinds_of
from app.portal.figures import Portrait
from app.portal.published import OpdPublished, UppPublished

LICENCE = "CC BY 4.0"
DEFINITION = (
    "Indeks Kepuasan Masyarakat (IKM) = 25 x rata-rata nilai rata-rata (NRR) sembilan unsur, skala 25 sampai 100, dibulatkan "
    "sekali ke dua desimal (PermenPANRB 14/2017). NRR = jumlah nilai / banyaknya nilai, skala 1 sampai 4."
)
HELD_BACK = "Sel dengan kurang dari 5 penilaian, dan sel lain yang dapat membukanya lewat pengurangan, dikosongkan."
REPORTED = (
    "dilaporkan = ya: angka dari laporan pihak ketiga, atau rata-rata yang memuatnya; tidak dapat dihitung ulang."
)

IKM_HEAD = (
    "tahun",
    "tingkat",
    "kode_opd",
    "opd",
    "upp",
    "layanan",
    "pelanggan",
    "penilaian",
    "ikm",
    "mutu",
    "kinerja",
    "dilaporkan",
)
UNSUR_HEAD = ("tahun", "tingkat", "kode_opd", "opd", "upp", "pelanggan", "penilaian", "unsur", "nrr", "dilaporkan")
FOLLOWUP_HEAD = ("tahun_survei", "kode_opd", "opd", "upp", "unsur", "kegiatan", "hasil", "nrr_sebelum", "nrr_sesudah")

Row = tuple[Any, ...]


def ikm_rows(choice: Choice) -> Iterator[Row]:
    """Yield the IKM of city, OPD, UPP and layanan."""
    year = choice.now.year
    for kind in kinds_of(choice.opd):
        city = figures.of_city(choice.now.published, kind, choice.now.rule)
        yield (*_ikm(year, "kota", "", "", "", "", kind, city.n, city.mean), _said(city.reported))
        for opd, upp, portrait in _units(choice, kind):
            level, name = ("upp", upp.name) if upp else ("opd", "")
            own = _ikm(year, level, opd.kode, opd.name, name, "", kind, portrait.n, portrait.aggregate)
            yield (*own, _said(portrait.reported))
            if upp is not None:
                for line in lines.layanan_lines(upp, kind, portrait):
                    where = (year, "layanan", opd.kode, opd.name, upp.name, line.name, kind.value, line.n)
                    kinerja = line.mutu.kinerja if line.mutu else None
                    yield (*where, line.ikm, line.mutu, kinerja, _said(portrait.reported))


def unsur_rows(choice: Choice) -> Iterator[Row]:
    """Yield the NRR of each unsur, of city, OPD and UPP."""
    year = choice.now.year
    for kind in kinds_of(choice.opd):
        city = figures.of_city(choice.now.published, kind, choice.now.rule)
        for unsur, nrr in city.nrr.items():
            yield (year, "kota", "", "", "", kind.value, city.n, unsur, nrr_shown(nrr), _said(city.reported))
        for opd, upp, portrait in _units(choice, kind):
            level, name = ("upp", upp.name) if upp else ("opd", "")
            for unsur, nrr in portrait.nrr:
                where = (year, level, opd.kode, opd.name, name, kind.value, portrait.n)
                yield (*where, unsur, nrr_shown(nrr), _said(portrait.reported))


def followup_rows(choice: Choice) -> Iterator[Row]:
    """Yield the plans that followed the periode before and were carried out."""
    from app.portal.pages import list_improvements

    names = {opd.kode: opd.name for opd in choice.opd}
    for each in list_improvements(choice, CustomerKind.MASYARAKAT):
        name = names.get(each.opd_kode, each.opd_short_name)
        year = choice.before.year if choice.before else choice.now.year
        yield (
            year,
            each.opd_kode,
            name,
            each.upp_name,
            each.unsur,
            each.activity,
            each.outcome,
            each.before,
            each.after,
        )


def as_json(choice: Choice, city_name: str) -> dict[str, Any]:
    """Return everything of a year with its metadata."""
    return {
        "judul": f"Survei Kepuasan Masyarakat {city_name} {choice.now.year}",
        "definisi": DEFINITION,
        "satuan": {"ikm": "25.00-100.00", "nrr": "1.000-4.000", "penilaian": "responden"},
        "aturan_gabungan_opd": choice.now.rule.value,
        "penutupan_sel": HELD_BACK,
        "dilaporkan": REPORTED,
        "lisensi": LICENCE,
        "ikm": [dict(zip(IKM_HEAD, map(_number, row), strict=True)) for row in ikm_rows(choice)],
        "unsur": [dict(zip(UNSUR_HEAD, map(_number, row), strict=True)) for row in unsur_rows(choice)],
        "tindak_lanjut": [dict(zip(FOLLOWUP_HEAD, map(_number, row), strict=True)) for row in followup_rows(choice)],
    }


def _ikm(
    year: int, level: str, kode: str, opd: str, upp: str, layanan: str, kind: CustomerKind, n: int, aggregate: Any
) -> Row:
    found = (aggregate.ikm, aggregate.mutu, aggregate.mutu.kinerja) if aggregate else (None, None, None)
    return (year, level, kode, opd, upp, layanan, kind.value, n, *found)


def _units(choice: Choice, kind: CustomerKind) -> Iterator[tuple[OpdPublished, UppPublished | None, Portrait]]:
    """Yield every OPD (without a UPP) and behind it its UPP, where they have answers; without figures what is held back."""
    portraits = figures.opd_portraits(choice.opd, kind, choice.now.rule)
    for opd in choice.opd:
        whole = portraits[opd.id]
        if whole.n:
            yield opd, None, whole
        own = figures.upp_portraits(opd, kind, whole)
        yield from ((opd, upp, own[upp.id]) for upp in opd.upp if own[upp.id].n)


def _said(reported: bool) -> str:
    return "ya" if reported else "tidak"


def _number(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
