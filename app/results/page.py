"""Everything that the result page of a UPP says, gathered from one survey and those before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from app.ikm import Figures, Unsur
from app.imports.past import ReportedResult, list_before
from app.opd.models import CustomerKind
from app.opd.queries import list_titik
from app.responses.saran import SaranFilter, SaranLine, ThemeCounts, count_themes, list_saran
from app.results import groups, interpretation, periode_choice, petugas, respondents, rows
from app.results.city.means import unsur_means
from app.results.groups import GroupTable
from app.results.history import Past
from app.results.importance import Importance, importance
from app.results.interpretation import Beyond, Fact
from app.results.narrowing import segment_of
from app.results.periode_choice import PeriodeRef
from app.results.respondents import SegmentTable
from app.results.rows import QuestionRow
from app.results.segments import PETUGAS, TITIK
from app.results.summary import Lead, lead
from app.results.surveys import KindResult, SurveyResult
from app.results.themes import said_of, theme_rows
from app.results.trust import TrustLine, trust
from app.results.visibility import Reader
from app.surveys.questionnaire import get_questionnaire
from app.web.charts import CountRow, DistributionRow, HeatRow, TrendPoint, UnsurRow
from app.web.formats import angka, daftar, tanggal

NEWEST_SARAN = 5
MOST_REPORTED = 3  # years before Potret in the trend: more labels would touch


@dataclass(frozen=True)
class Jump:
    """A row on the phone that leads down to a section of the page, and already says what stands there."""

    id: str
    title: str
    note: str


@dataclass(frozen=True)
class ResultPage:
    """One kind of customer of one survey. `trend` is empty before the second figure."""

    periode: PeriodeRef
    result: SurveyResult
    kind: KindResult
    before: PeriodeRef | None
    facts: tuple[Fact, ...]
    beyond: Beyond
    lead: Lead | None
    weights: str | None
    reason: str
    trend: tuple[TrendPoint, ...]
    unsur: tuple[UnsurRow, ...]
    layanan: tuple[HeatRow, ...]
    total: HeatRow
    careful: tuple[str, ...]  # layanan with fewer answers than their target
    withheld: tuple[str, ...]  # layanan with too few answers to be shown to this person
    trust: tuple[TrustLine, ...]
    importance: Importance
    groups: dict[str, str]  # ways of grouping that may be chosen
    group: GroupTable
    distribution: tuple[DistributionRow, ...]
    questions: tuple[QuestionRow, ...]  # of unsur with sub-questions
    own: tuple[QuestionRow, ...]  # own unsur, beside the nine and never in the IKM
    differed: bool  # other pertanyaan tambahan were asked in the periode before
    profile: tuple[SegmentTable, ...]
    collection: tuple[SegmentTable, ...]
    saran: tuple[SaranLine, ...]
    saran_count: int
    themes: tuple[tuple[str, CountRow], ...]  # (key, row), the most first

    @property
    def figures(self) -> Figures:
        return self.kind.figures

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Return the sections below the unsur, each with its answer."""
        saran = f"{self.themes[0][1].name} paling banyak disebut" if self.themes else "Belum ada saran tertulis"
        return (
            Jump("layanan", "Layanan × unsur", _lowest_cell(self.layanan, self.result.codes)),
            Jump("percaya", "Apakah angka ini bisa dipercaya?", self.trust_sentence),
            Jump("perbaiki", "Mana yang diperbaiki dulu", self.importance.sentence),
            Jump("saran", f"{angka(self.saran_count)} saran" if self.saran_count else "Saran", saran),
            Jump("kelompok", "Menurut kelompok", self.group.sentence),
            Jump("sebaran", "Sebaran jawaban", "Berapa orang memilih 1, 2, 3, dan 4"),
            Jump("profil", "Profil responden", f"{angka(self.figures.n)} orang"),
        )

    @property
    def trust_sentence(self) -> str:
        careful = [line.title.lower() for line in self.trust if line.state == "warn"]
        return f"Perhatikan {daftar(careful)}" if careful else "Tidak ada yang menonjol"


def build(
    result: SurveyResult, kind: CustomerKind, periode: PeriodeRef, past: list[Past], reader: Reader, *, group: str = "",
    late: int = 0, layanan_url: Callable[[UUID], str] | None = None,
) -> ResultPage:  # fmt: skip
    """Return the page of one kind of customer. `past`: the results before, the oldest first; `group`: as in the address."""
    city = unsur_means(periode, kind)
    part = next(each for each in result.kinds if each.kind is kind)
    known = [(each.periode, found) for each in past if (found := each.of(kind)) is not None]
    before = known[-1] if known else None
    nrr = rows.exact_of(part.figures)
    nrr_before = rows.exact_of(before[1].figures) if before else {}
    hidden = {each.id for each in part.layanan if each.figures.n < reader.fewest}
    said = _count_said(result, part)
    beyond = interpretation.beyond(part.complete, before[1].complete if before else None)
    if part.statistics.divided:
        beyond = replace(beyond, withheld=interpretation.NOT_WITH_SUB_QUESTIONS)
    asked = get_questionnaire(result.questionnaire_id)
    chosen = groups.titles(kind, petugas=reader.sees_petugas)
    return ResultPage(
        periode=periode,
        result=result,
        kind=part,
        before=before[0] if before else None,
        facts=_facts(part, periode, before),
        beyond=beyond,
        lead=lead(nrr, nrr_before, said_of(nrr, said)),
        weights=interpretation.weights_sentence(part.figures.weights),
        reason=interpretation.missing_sentence(part.figures),
        trend=_trend(periode, result, part, known),
        unsur=tuple(rows.unsur_rows(result.codes, nrr, nrr_before, city)),
        layanan=tuple(rows.layanan_rows(part, hidden, layanan_url)),
        total=rows.total_row(part),
        careful=tuple(each.name for each in part.layanan if each.shortfall and each.id not in hidden),
        withheld=tuple(each.name for each in part.layanan if each.id in hidden and each.figures.n),
        trust=trust(part, beyond, late),
        importance=importance(result.codes, part.statistics, nrr),
        groups=chosen,
        group=_group(result, part, reader, group if group in chosen else next(iter(chosen)), chosen),
        distribution=tuple(rows.distribution_rows(result.codes, part.statistics, asked)),
        questions=rows.question_rows(result.codes, part.statistics, asked),
        own=rows.own_rows(part.statistics, asked),
        differed=before is not None and set(before[1].statistics.extras) != set(part.statistics.extras),
        profile=tuple(respondents.profile(kind, part.segments)),
        collection=tuple(respondents.collection(part.segments)),
        saran=tuple(list_saran(_wanted(result, part), limit=NEWEST_SARAN)),
        saran_count=said.total,
        themes=theme_rows(said),
    )


def _wanted(result: SurveyResult, part: KindResult) -> SaranFilter:
    one = part.layanan[0].id if len(part.layanan) == 1 else None
    return SaranFilter(result.survey_ids, layanan_id=one, kind=part.kind)


def _group(result: SurveyResult, part: KindResult, reader: Reader, key: str, titles: dict[str, str]) -> GroupTable:
    values = segment_of(result, part, key)
    names = petugas.codes_of(values) if key == PETUGAS else {}
    if key == TITIK:
        names = {str(each.id): each.name for each in list_titik(result.upp_id)}
    return groups.build(key, titles[key], part.kind, values, names, result.codes, fewest=reader.fewest)


def kicker(page: ResultPage) -> str:
    """Return whether the figures still move, and by which version and code they can be proved."""
    result = page.result
    if result.parts:
        return _pooled_kicker(page.periode, result)
    if result.frozen_at is None:
        return f"{page.periode.name} · {'sementara' if page.figures.n else result.state.label.lower()}"
    return (
        f"{page.periode.name} · ditutup {tanggal(result.frozen_at)}, versi beku {result.frozen_version} · "
        f"kode verifikasi data {result.verification_code}"
    )


def _pooled_kicker(periode: PeriodeRef, result: SurveyResult) -> str:
    whole = f"{periode.name} · gabungan {angka(len(result.parts))} bagian"
    if result.provisional:
        return f"{whole} · sementara"
    return f"{whole} · kode verifikasi data {daftar(part.verification_code for part in result.parts)}"


def _facts(part: KindResult, periode: PeriodeRef, before: tuple[PeriodeRef, KindResult] | None) -> tuple[Fact, ...]:
    sample = interpretation.sample_fact(part.figures.n, part.target)
    if before is None:
        return (sample,)
    change = interpretation.change_fact(
        part.figures.ikm, before[1].figures.ikm, periode_choice.when(periode, before[0])
    )
    return (sample, change) if change else (sample,)


def _trend(
    periode: PeriodeRef, result: SurveyResult, part: KindResult, known: list[tuple[PeriodeRef, KindResult]]
) -> tuple[TrendPoint, ...]:
    names = periode_choice.labels([*(each for each, _ in known), periode])
    first = known[0][0] if known else periode
    room = max(MOST_REPORTED - len(known), 0)
    points = [_reported_point(each) for each in list_before(result.upp_id, part.kind, first.year, most=room)]
    points += [rows.trend_point(names[each.id], found) for each, found in known]
    return rows.telling([*points, rows.trend_point(names[periode.id], part, provisional=result.provisional)])


def _reported_point(past: ReportedResult) -> TrendPoint:
    return TrendPoint(str(past.year), past.ikm, angka(past.ikm, 2), mutu=past.mutu, note="dilaporkan")


def _count_said(result: SurveyResult, part: KindResult) -> ThemeCounts:
    return count_themes(result.survey_ids, [each.id for each in part.layanan])


def _lowest_cell(layanan: tuple[HeatRow, ...], codes: tuple[str, ...]) -> str:
    cells = [
        (value, row.name, code)
        for row in layanan
        for value, code in zip(row.values, codes, strict=True)
        if value is not None
    ]
    if not cells:
        return "Belum ada nilai"
    value, name, code = min(cells, key=lambda cell: cell[0])
    return f"Terendah: {name}, {Unsur(code).short_name} {angka(value, 3)}"
