"""The figures of a report: the very objects that the result page shows, in the shapes that are printed. Pure."""

from __future__ import annotations

from app.ikm import SCALE, Figures, Unsur, UnsurTally, mutu_of, nilai_konversi
from app.ikm.mutu import HIGHEST_IKM, LOWEST_IKM
from app.ikm.sampling import CENSUS_BELOW
from app.periods.policy import SampleBasis
from app.reports.rendering import data
from app.results.extras import own_unsur_of, questions_of
from app.results.statistics import Statistics
from app.results.surveys import KindResult, LayananResult
from app.results.visibility import FEWEST_IN_SEGMENT
from app.surveys.questionnaire import Extra, QuestionnaireVersion
from app.web.formats import angka

# In sentences and charts of a formal document: shorter than the official name, and no abbreviation.
SHORT_NAMES = {
    Unsur.PROSEDUR: "Sistem, Mekanisme, Prosedur",
    Unsur.PRODUK: "Produk Spesifikasi Layanan",
    Unsur.PENGADUAN: "Penanganan Pengaduan",
}
WEIGHT_NAMES = {"persis": "Persis 1/9", "0.111": "Bobot 0,111", "0.11": "Bobot 0,11"}


def sample(part: KindResult, year: int, basis: SampleBasis) -> data.Sample:
    """Return N, target and respondents; N adds up the layanan whose users are known, as the target does."""
    known = [each.users for each in part.layanan if each.users is not None]
    population = sum(known) if known else None
    rule = (
        "layanan" if basis is SampleBasis.LAYANAN else "sensus" if population and population < CENSUS_BELOW else "upp"
    )
    return data.Sample(
        population=population,
        target=part.target,
        achieved=part.figures.n,
        population_label=f"tahun {year - 1}",
        layanan=tuple(_layanan(each) for each in part.layanan),
        rule=rule,  # type: ignore[arg-type]
    )


def _layanan(each: LayananResult) -> data.Layanan:
    """Return a row; the report leaves the OPD, so an IKM of very few answers is not printed."""
    shown = each.figures.ikm is not None and each.figures.n >= FEWEST_IN_SEGMENT
    return data.Layanan(
        name=each.name,
        population=each.users,
        target=each.target,
        n=each.figures.n,
        ikm=each.figures.ikm if shown else None,
        mutu=each.figures.mutu if shown else None,
        note=_caution(each),
    )


def _caution(each: LayananResult) -> str:
    n = each.figures.n
    if not n:
        return "belum ada responden."
    if n < FEWEST_IN_SEGMENT:
        return f"IKM tidak ditampilkan, respondennya kurang dari {FEWEST_IN_SEGMENT}."
    if each.figures.ikm is None:
        return "IKM belum dapat dihitung, ada unsur yang belum punya nilai."
    if each.shortfall:
        return f"nilainya dibaca dengan hati-hati, kurang {angka(each.shortfall)} responden."
    return ""


def unsur(
    part: KindResult, codes: tuple[str, ...], before: KindResult | None, asked: QuestionnaireVersion
) -> tuple[data.Unsur, ...]:
    """Return the unsur in questionnaire order, the three lowest marked once every unsur has a score."""
    figures = part.figures
    past = {row.code: row.exact for row in before.figures.unsur} if before else {}
    ranks = {code: place for place, code in enumerate(figures.lowest, start=1)} if figures.exact is not None else {}
    places = {code: place for place, code in enumerate(codes)}
    return tuple(
        data.Unsur(
            no=places[row.code] + 1,
            code=row.code,
            name=Unsur(row.code).official_name,
            short_name=SHORT_NAMES.get(Unsur(row.code)),
            n=row.count,
            total=row.total,
            nrr=row.exact,
            weighted=None if row.exact is None else row.exact / len(figures.unsur),
            converted=None if row.exact is None else row.exact * SCALE,
            mutu=row.mutu,
            lowest_rank=ranks.get(row.code),
            previous_nrr=past.get(row.code),
            frequencies=part.statistics.frequencies(places[row.code]),
            questions=_questions(part.statistics, places[row.code], asked),
        )
        for row in figures.unsur
    )


def _questions(statistics: Statistics, place: int, asked: QuestionnaireVersion) -> tuple[data.SubQuestion, ...]:
    """Return all questions of an unsur that has sub-questions."""
    found = questions_of(statistics, place, asked)
    return tuple(_sub_question(f"{place + 1}.{number}", *each) for number, each in enumerate(found, 1))


def _sub_question(no: str, text: str, frequencies: tuple[int, int, int, int]) -> data.SubQuestion:
    tally = UnsurTally.from_frequencies(frequencies)
    return data.SubQuestion(no, text, tally.count, tally.total, tally.nrr if tally.scored else None, frequencies)


def own_unsur(part: KindResult, asked: QuestionnaireVersion) -> tuple[data.Unsur, ...]:
    """Return what stands beside the nine; without a weight, since it never enters the IKM."""
    return tuple(
        _own(number, each, frequencies)
        for number, (each, frequencies) in enumerate(own_unsur_of(part.statistics, asked), 1)
    )


def _own(number: int, extra: Extra, frequencies: tuple[int, int, int, int]) -> data.Unsur:
    tally = UnsurTally.from_frequencies(frequencies)
    nrr = tally.nrr if tally.scored else None
    return data.Unsur(
        no=number,
        code=extra.code,
        name=extra.name,
        n=tally.count,
        total=tally.total,
        nrr=nrr,
        weighted=None,
        converted=None if nrr is None else nrr * SCALE,
        mutu=None if nrr is None else mutu_of(nilai_konversi(nrr)),
        frequencies=frequencies,
    )


def index(figures: Figures) -> data.Index:
    """Return the IKM; without any answer it is not some unsur that are missing, but all."""
    missing = figures.missing if figures.n else ()
    return data.Index(figures.ikm, figures.mutu, figures.kinerja, tuple(Unsur(code).official_name for code in missing))


def weights(figures: Figures) -> tuple[data.Weight, ...]:
    """Return the IKM by each weight in circulation; a rounded weight can pass the ends of the scale a little."""
    return tuple(
        data.Weight(
            label=WEIGHT_NAMES.get(row.label, row.label),
            ikm=row.ikm,
            mutu=mutu_of(min(max(row.ikm, LOWEST_IKM), HIGHEST_IKM)),
            official=row is figures.weights[0],
        )
        for row in figures.weights
        if row.ikm is not None
    )
