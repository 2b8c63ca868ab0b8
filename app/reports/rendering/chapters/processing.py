"""Lampiran 2: how the figures came about, in figures."""

from reportlab.platypus import Flowable

from .. import facts
from .. import formats as f
from ..data import SkmReport
from ..flow import minor_heading, paragraph
from ..outline import chapter
from ..tables import Column, Labels, captioned, table

BANDS = (
    ("88,31 – 100,00", "A", "Sangat baik"),
    ("76,61 – 88,30", "B", "Baik"),
    ("65,00 – 76,60", "C", "Kurang baik"),
    ("25,00 – 64,99", "D", "Tidak baik"),
)


def story(report: SkmReport) -> list[Flowable]:
    labels = Labels("L2")
    return [
        *chapter("lampiran-2"),
        minor_heading("Cara menghitung"),
        *_method(report),
        *_bands(labels),
        *_frequencies(report, labels),
        *_targets(report, labels),
        *_beyond(report),
    ]


def _method(report: SkmReport) -> list[Flowable]:
    return [
        paragraph(
            "Nilai rata-rata (NRR) sebuah unsur adalah jumlah nilainya dibagi banyaknya jawaban. NRR "
            f"tertimbang adalah NRR dikali bobot {report.weight_label}. IKM adalah jumlah NRR tertimbang "
            "dikali 25, dibulatkan satu kali menjadi dua desimal. Mutu ditentukan dari IKM yang sudah "
            "dibulatkan."
        ),
        paragraph(f"Aturan hitung: {facts.calculation_rule(report)}. {facts.data_version(report)}."),
    ]


def _bands(labels: Labels) -> list[Flowable]:
    columns = (
        Column("Nilai interval konversi", 0),
        Column("Mutu pelayanan", 110, "c"),
        Column("Kinerja unit", 150),
    )
    return captioned(labels.table(), "Mutu pelayanan dan kinerja unit menurut IKM", table(columns, BANDS))


def _frequencies(report: SkmReport, labels: Labels) -> list[Flowable]:
    if all(row.frequencies is None for row in report.unsur):
        return []
    columns = (
        Column("No", 26, "r"),
        Column("Unsur", 0),
        *(Column(f"Nilai {value}", 41, "r") for value in (1, 2, 3, 4)),
        Column("n", 38, "r"),
        Column("Jumlah nilai", 44, "r"),
    )
    rows = [
        (
            str(row.no),
            row.name,
            *(f.whole(count) for count in row.frequencies or (None,) * 4),
            f.whole(row.questions[0].n if row.questions else row.n),
            f.whole(row.questions[0].total if row.questions else row.total),
        )
        for row in (*report.unsur, *report.own_unsur)
    ]
    for row in report.unsur:
        rows += [
            ("", f"{each.no} {each.text}", *map(f.whole, each.frequencies), f.whole(each.n), f.whole(each.total))
            for each in row.questions[1:]
        ]
    return captioned(labels.table(), "Banyaknya jawaban menurut nilai", table(columns, rows))


def _targets(report: SkmReport, labels: Labels) -> list[Flowable]:
    sample = report.sample
    if not sample.layanan:
        return []
    columns = (
        Column("No", 26, "r"),
        Column("Layanan", 0),
        Column("N", 58, "r"),
        Column("Target", 46, "r"),
        Column("Responden", 64, "r"),
        Column("Kurang", 46, "r", strong=True),
    )
    rows = [
        (
            str(no),
            row.name,
            f.whole(row.population),
            f.whole(row.target),
            f.whole(row.n),
            f.whole(row.shortfall),
        )
        for no, row in enumerate(sample.layanan, 1)
    ]
    rows.append(
        (
            "",
            "Unit",
            f.whole(sample.population),
            f.whole(sample.target),
            f.whole(sample.achieved),
            f.whole(sample.shortfall),
        )
    )
    users = f"N = pengguna layanan {sample.population_label}."
    remark = f"{users} Kurang = responden yang belum terpenuhi dari target."
    body = table(columns, rows, total=True)
    return captioned(labels.table(), "Target dan perolehan responden setiap layanan", body, remark)


def _beyond(report: SkmReport) -> list[Flowable]:
    if not report.interval_sentence:
        return []
    return [minor_heading("Di luar PermenPANRB 14/2017"), paragraph(report.interval_sentence)]
