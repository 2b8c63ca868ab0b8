"""Sentences made of the figures. They are always printed and nobody can edit them away."""

from collections.abc import Sequence

from . import formats as f
from .data import Index, Issue, Layanan, Sample, SkmReport, Unsur

MANY_LAYANAN = 3  # beyond this the sentence counts them and points at the table


class Strong(str):
    """A stretch of a sentence that is set in bold."""

    __slots__ = ()


Sentence = tuple[str, ...]  # plain and Strong stretches, joined without a space


def against_target(sample: Sample) -> str:
    """'412 responden, melampaui target 384'; a shortfall is said in words, never hidden."""
    achieved, target = f.whole(sample.achieved), f.whole(sample.target)
    if not sample.target:
        return f"{achieved} responden, target belum ditetapkan"
    if sample.shortfall:
        return f"{achieved} responden dari target {target}, kurang {f.whole(sample.shortfall)} responden"
    if sample.achieved == sample.target:
        return f"{achieved} responden, memenuhi target {target}"
    return f"{achieved} responden, melampaui target {target}"


def users(sample: Sample) -> str:
    """N in words: 'pengguna layanan tahun 2025: 268.412 orang'."""
    number = f"{f.whole(sample.population)} orang" if sample.population else "belum dicatat"
    return f"pengguna layanan {sample.population_label}: {number}"


def layanan_short(sample: Sample) -> tuple[Layanan, ...]:
    """The layanan below their own target."""
    return tuple(row for row in sample.layanan if row.shortfall)


def respondents(sample: Sample) -> Sentence:
    """Paragraph 3.1: how many answered, against what, and where too few did."""
    opening = (
        "Survei menjaring ",
        Strong(against_target(sample)),
        f" ({users(sample)}). ",
    )
    return (*opening, _layanan_targets(sample))


def _layanan_targets(sample: Sample) -> str:
    short, total = layanan_short(sample), len(sample.layanan)
    if total <= 1:
        return ""
    if not short:
        return f"Semua layanan, sebanyak {f.whole(total)}, memenuhi targetnya."
    met = total - len(short)
    opening = "Belum ada layanan yang memenuhi targetnya; "
    if met:
        opening = f"{f.in_words(met).capitalize()} layanan memenuhi targetnya; "
    if len(short) > MANY_LAYANAN:
        return (
            f"{opening}{f.in_words(len(short))} layanan belum, sehingga nilainya perlu dibaca dengan "
            "hati-hati. Kekurangan setiap layanan ada di Lampiran 2."
        )
    details = f.listing([_short(row) for row in short])
    return (
        f"{opening}{details}, sehingga nilainya perlu dibaca dengan hati-hati. "
        "Rincian setiap layanan ada di Lampiran 2."
    )


def _short(row: Layanan) -> str:
    missing = f"kurang {f.whole(row.shortfall)} responden"
    return f"{row.name} tercapai {f.whole(row.n)} dari {f.whole(row.target)}, {missing}"


def cannot_be_computed(index: Index) -> str:
    """Why there is no IKM: 'IKM belum dapat dihitung: unsur X dan Y belum punya nilai.'"""
    if not index.missing:
        return "IKM belum dapat dihitung: belum ada jawaban yang dihitung."
    return f"IKM belum dapat dihitung: unsur {f.listing(index.missing, 'serta')} belum punya nilai."


def index(report: SkmReport) -> Sentence:
    """Paragraph 3.2: the index of the unit and its lowest unsur."""
    figures = report.index
    if figures.ikm is None:
        return (Strong(cannot_be_computed(figures)),)
    sentence = (
        f"IKM {report.office.unit} adalah ",
        Strong(f"{f.ikm(figures.ikm)}; mutu {figures.mutu}, kinerja {figures.kinerja}"),
        ".",
    )
    if not report.lowest:
        return sentence
    return (*sentence, f" Unsur terendah adalah {names(report.lowest)}.")


def names(rows: Sequence[Unsur]) -> str:
    """Names of unsur in a sentence; they hold 'dan' and commas, hence short ones joined by 'serta'."""
    return f.listing([row.label for row in rows], "serta")


def excluded(report: SkmReport) -> str | None:
    """What was left out before closing, with the figure that includes it."""
    if report.exclusion is None or not report.exclusion.count:
        return None
    reasons = f.listing([f"{reason} ({f.whole(count)})" for reason, count in report.exclusion.reasons])
    sentence = f"{f.whole(report.exclusion.count)} jawaban dikecualikan sebelum penutupan dengan alasan: {reasons}."
    if report.exclusion.ikm_with_them is None:
        return sentence
    return f"{sentence} Bila diikutsertakan, IKM menjadi {f.ikm(report.exclusion.ikm_with_them)}."


def calculation_rule(report: SkmReport) -> str:
    """The rule on the cover: 'PermenPANRB 14/2017, bobot persis 1/9, semua jawaban digabung'."""
    return f"PermenPANRB 14/2017, bobot persis {report.weight_label}, {report.aggregation_rule}"


def data_version(report: SkmReport) -> str:
    """The foot of every page: which frozen data this is."""
    return version_of(report.issue)


def version_of(issue: Issue) -> str:
    """'Kode verifikasi data 7F3A-91C0-5E2B, versi beku 1, rumus versi 1.0', or that the figures still move."""
    if issue.verification_code is None or issue.provisional:
        return f"Angka sementara, belum dibekukan, rumus versi {issue.formula_version}"
    return (
        f"Kode verifikasi data {issue.verification_code}, versi beku {issue.frozen_version}, rumus versi "
        f"{issue.formula_version}"
    )
