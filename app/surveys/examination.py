"""What the verifier sees beside the figures: what they are measured against, and a picture of each quality note."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.ikm import Figures, Interval
from app.opd.models import CustomerKind
from app.quality.notes import Note, NoteKind
from app.quality.page import QualityPage
from app.quality.queries import list_codes
from app.quality.rows import AnswerRow
from app.reports import comparison
from app.responses.models import Collection
from app.results import interpretation
from app.results.interpretation import Beyond, Fact
from app.results.surveys import SurveyResult
from app.surveys.models import Survey
from app.web.charts.evidence import DotStrip, Histogram, dot_strip, histogram

FEWEST_TIMED = 20
TIMED = (NoteKind.TOO_FAST, NoteKind.PETUGAS_FAST)


@dataclass(frozen=True)
class Measure:
    """`change` against the UPP's last result of the same kind of customer, where it has one."""

    sample: Fact
    change: Fact | None
    beyond: Beyond
    weights: str | None

    @property
    def interval(self) -> Interval | None:
        return self.beyond.interval


@dataclass(frozen=True)
class Evidence:
    """What a note rests on: the index without its answers, and a picture where one says more than words."""

    without: Figures
    dots: DotStrip | None = None
    own: tuple[str, float] | None = None  # name and mean of the petugas, for the words beside the picture
    times: Histogram | None = None
    timed: int = 0


def facts(survey: Survey, result: SurveyResult) -> Measure:
    """Return what the frozen figures are measured against."""
    main = result.main
    before = _before(survey, main.kind)
    past = before.part if before else None
    return Measure(
        sample=interpretation.sample_fact(result.respondents, survey.target),
        change=interpretation.change_fact(main.figures.ikm, past.figures.ikm, before.label)
        if before and past
        else None,
        beyond=interpretation.beyond(main.complete, past.complete if past else None),
        weights=interpretation.weights_sentence(main.figures.weights),
    )


def _before(survey: Survey, kind: CustomerKind) -> comparison.Earlier | None:
    return next((each for each in reversed(comparison.list_earlier(survey, kind)) if each.part is not None), None)


def evidence(page: QualityPage) -> dict[str, Evidence]:
    """Return what each note that asks for words rests on, by its mark."""
    return {note.mark: _evidence(page, note) for note in page.asking}


def _evidence(page: QualityPage, note: Note) -> Evidence:
    without = page.figures_without(note)
    if note.kind in TIMED:
        ids = frozenset(note.ids)
        timed = [(row.seconds, row.id in ids) for row in page.rows if row.seconds is not None]
        picture = histogram(timed) if len(timed) >= FEWEST_TIMED else None
        return Evidence(without, times=picture, timed=len(timed))
    if note.kind.of_petugas:
        means = _means(page.rows, note)
        if len(means) > 1:
            own = next((label, mean) for label, mean, is_own in means if is_own)
            return Evidence(without, dots=dot_strip(means), own=own)
    return Evidence(without)


def _means(rows: tuple[AnswerRow, ...], note: Note) -> list[tuple[str, float, bool]]:
    """Return (code, mean score, whether the note is about them) of every petugas on the same layanan."""
    ids = frozenset(note.ids)
    layanan = {row.layanan_id for row in rows if row.id in ids}
    own = next((row.petugas_id for row in rows if row.id in ids), None)
    by_petugas: dict[object, list[AnswerRow]] = {}
    for row in rows:
        if row.petugas_id and row.layanan_id in layanan and row.collection is Collection.PETUGAS:
            by_petugas.setdefault(row.petugas_id, []).append(row)
    codes = list_codes([each for each in by_petugas if each], named=False)  # type: ignore[misc]
    return [
        (codes.get(petugas, "–"), float(_mean(answers)), petugas == own)  # type: ignore[call-overload]
        for petugas, answers in by_petugas.items()
    ]


def _mean(rows: list[AnswerRow]) -> Fraction:
    scores = [score for row in rows for score in row.scores if score is not None]
    return Fraction(sum(scores), len(scores)) if scores else Fraction()
