"""BAB III Hasil Pengolahan Data SKM."""

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import CondPageBreak, Flowable

from .. import facts
from .. import formats as f
from ..data import ProfileTable, SkmReport, SubQuestion, Unsur
from ..drawings import ShareBar
from ..flow import caption, note, paragraph
from ..nrr_chart import NrrChart
from ..outline import chapter, section
from ..tables import Cell, Column, Labels, captioned, table

BAR_ROOM = 120


def story(report: SkmReport) -> list[Flowable]:
    labels = Labels("3")
    return [
        *chapter("bab-3"),
        *section("3.1"),
        paragraph(facts.respondents(report.sample)),
        *_excluded(report),
        *_profiles(report.profiles, labels),
        *section("3.2"),
        paragraph(facts.index(report)),
        *_unsur(report, labels),
        *_chart(report, labels),
        *_own_unsur(report, labels),
        *_weights(report, labels),
        *_layanan(report, labels),
    ]


def _excluded(report: SkmReport) -> list[Flowable]:
    sentence = facts.excluded(report)
    return [paragraph(sentence)] if sentence else []


def _profiles(profiles: Sequence[ProfileTable], labels: Labels) -> list[Flowable]:
    if not profiles:
        return []
    columns = (
        Column("Profil", 0),
        Column("Jumlah", 64, "r"),
        Column("Persentase", 72, "r"),
        Column("", BAR_ROOM + 14),
    )
    rows: list[tuple[Cell, ...]] = []
    titles: list[int] = []
    for profile in profiles:
        titles.append(len(rows))
        rows.append((profile.title, "", "", ""))
        for answer, count in profile.rows:
            bar = ShareBar(count, profile.total, BAR_ROOM)
            rows.append((answer, f.whole(count), f.percent(count, profile.total), bar))
    body = table(columns, rows, strong_rows=titles, dense=True)
    remark = "Persentase dibulatkan sendiri-sendiri, sehingga jumlahnya dapat berbeda dari 100%."
    return captioned(labels.table(), "Profil responden", body, remark)


def _unsur(report: SkmReport, labels: Labels) -> list[Flowable]:
    columns = (
        Column("No", 20, "r"),
        Column("Unsur", 0),
        Column("n", 32, "r"),
        Column("Jumlah nilai", 42, "r"),
        Column("NRR", 41, "r", strong=True),
        Column("NRR tertimbang", 50, "r"),
        Column("Nilai konversi", 40, "r"),
        Column("Mutu", 30, "r", strong=True),
    )
    rows = [line for row in report.unsur for line in (_unsur_row(row), *map(_question_row, row.questions))]
    index = report.index
    rows.append(
        (
            "",
            "Jumlah dan IKM unit",
            "",
            f.whole(sum(row.total for row in report.unsur)),
            f.decimal(_sum([row.nrr for row in report.unsur]), 3),
            f.decimal(_sum([row.weighted for row in report.unsur]), 3),
            f.ikm(index.ikm),
            index.mutu or f.DASH,
        )
    )
    remark = (
        "Nilai konversi = NRR × 25. IKM unit = 25 × jumlah NRR tertimbang, dihitung tanpa pembulatan di "
        "tengah. Angka di tabel dibulatkan hanya untuk dibaca, sehingga jumlahnya dapat berbeda 0,001."
    )
    if any(row.questions for row in report.unsur):
        remark += " NRR unsur yang punya subpertanyaan adalah rata-rata NRR pertanyaannya."
    return captioned(labels.table(), "Nilai per unsur", table(columns, rows, total=True), remark)


def _unsur_row(row: Unsur) -> tuple[str, ...]:
    return (
        str(row.no),
        row.name,
        "" if row.questions else f.whole(row.n),
        "" if row.questions else f.whole(row.total),
        f.decimal(row.nrr, 3),
        f.decimal(row.weighted, 3),
        f.decimal(row.converted, 2),
        row.mutu or f.DASH,
    )


def _question_row(row: SubQuestion) -> tuple[str, ...]:
    return "", f"{row.no} {row.text}", f.whole(row.n), f.whole(row.total), f.decimal(row.nrr, 3), "", "", ""


def _sum(values: Sequence[Fraction | None]) -> Fraction | None:
    """The exact sum, or None while one is missing: a sum of some unsur is not the unit's."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None


def _chart(report: SkmReport, labels: Labels) -> list[Flowable]:
    if all(row.nrr is None for row in report.unsur):
        return []
    chart = NrrChart(report.unsur)
    hatched = " Bergaris: tiga terendah." if report.lowest else ""
    title = f"NRR per unsur, skala 1–4.{hatched} Garis putus: batas mutu."
    return [CondPageBreak(chart.height + 30), caption(labels.figure(), title), chart]


def _own_unsur(report: SkmReport, labels: Labels) -> list[Flowable]:
    if not report.own_unsur:
        return []
    columns = (
        Column("Unsur tambahan", 0),
        Column("n", 50, "r"),
        Column("NRR", 60, "r", strong=True),
        Column("Nilai konversi", 90, "r"),
        Column("Mutu", 40, "r", strong=True),
    )
    rows = [
        (row.name, f.whole(row.n), f.decimal(row.nrr, 3), f.decimal(row.converted, 2), row.mutu or f.DASH)
        for row in report.own_unsur
    ]
    return captioned(labels.table(), "Unsur tambahan unit, tidak dihitung dalam IKM", table(columns, rows))


def _weights(report: SkmReport, labels: Labels) -> list[Flowable]:
    if not report.weights:
        return []
    columns = (
        Column("Aturan bobot", 0),
        Column("IKM", 80, "r", strong=True),
        Column("Mutu", 60, "r", strong=True),
    )
    rows = [
        (f"{row.label}, dipakai di laporan ini" if row.official else row.label, f.ikm(row.ikm), row.mutu)
        for row in report.weights
    ]
    return captioned(labels.table(), "IKM menurut aturan bobot yang beredar", table(columns, rows))


def _layanan(report: SkmReport, labels: Labels) -> list[Flowable]:
    layanan = report.sample.layanan
    if not layanan:
        return []
    columns = (
        Column("No", 26, "r"),
        Column("Layanan", 0),
        Column("Responden", 62, "r"),
        Column("IKM", 52, "r", strong=True),
        Column("Mutu", 40, "r", strong=True),
    )
    rows = [
        (str(no), row.name, f.whole(row.n), f.ikm(row.ikm), row.mutu or f.DASH) for no, row in enumerate(layanan, 1)
    ]
    remarks = [note(f"{row.name}: {row.note}") for row in layanan if row.note]
    return [*captioned(labels.table(), "IKM menurut layanan", table(columns, rows)), *remarks]
