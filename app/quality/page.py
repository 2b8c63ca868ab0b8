"""What the page about the quality of a survey's data says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ikm import Figures, figures_of, tally_rows
from app.quality import queries, rules
from app.quality.models import Explanation, Proposal, ProposalState
from app.quality.notes import Note
from app.quality.rows import AnswerRow
from app.results.surveys import SurveyResult
from app.surveys.models import Survey

FAR = Decimal(1)  # a difference of the two indices above this is said aloud


@dataclass(frozen=True)
class QualityPage:
    """`figures` of all counted answers of the main kind of customer, `without` the same without the flagged ones.

    `rows` are those answers, `codes` the unsur in the order of their scores.
    """

    rows: tuple[AnswerRow, ...]
    codes: tuple[str, ...]

    notes: tuple[Note, ...]
    counted: int
    flagged: int
    excluded: int
    figures: Figures
    without: Figures
    proposals: tuple[Proposal, ...]
    explanations: dict[str, Explanation]  # by Note.mark

    @property
    def waiting(self) -> tuple[Proposal, ...]:
        return tuple(each for each in self.proposals if each.state is ProposalState.PROPOSED)

    @property
    def difference(self) -> Decimal | None:
        """Return how far the index moves without the flagged answers; None where one of the two does not exist."""
        if self.figures.ikm is None or self.without.ikm is None:
            return None
        return self.without.ikm - self.figures.ikm

    @property
    def is_far(self) -> bool:
        return self.difference is not None and abs(self.difference) > FAR

    @property
    def asking(self) -> tuple[Note, ...]:
        """Return the notes about which somebody should say what is behind them."""
        return tuple(each for each in self.notes if each.asks)

    @property
    def explained(self) -> int:
        return sum(each.mark in self.explanations for each in self.asking)

    def figures_without(self, note: Note) -> Figures:
        """Return what the index would be without the answers that one note points at."""
        ids = frozenset(note.ids)
        return _figures([row for row in self.rows if row.id not in ids], self.codes)

    def note(self, key: str) -> Note | None:
        return next((each for each in self.notes if each.key == key), None)


def build(survey: Survey, result: SurveyResult, *, named: bool) -> QualityPage:
    """Return the page. `named`: petugas by name too, for their admin and the verifier."""
    main = result.main
    rows = queries.list_rows(survey.id, [each.id for each in main.layanan])
    codes = queries.list_codes(list({row.petugas_id for row in rows if row.petugas_id}), named=named)
    shortfalls = {each.name: (each.shortfall, each.target) for each in main.layanan}
    notes = rules.find_notes(rows, queries.list_hours(survey.upp_id), codes, shortfalls) if rows else []
    flagged = rules.flagged_ids(notes)
    return QualityPage(
        rows=tuple(rows),
        codes=result.codes,
        notes=tuple(notes),
        counted=len(rows),
        flagged=len(flagged),
        excluded=queries.count_excluded(survey.id),
        figures=_figures(rows, result.codes),
        without=_figures([row for row in rows if row.id not in flagged], result.codes),
        proposals=tuple(queries.list_proposals(survey.id)),
        explanations={each.note_key: each for each in queries.list_explanations(survey.id)},
    )


def _figures(rows: Sequence[AnswerRow], codes: tuple[str, ...]) -> Figures:
    tallies = dict(zip(codes, tally_rows([row.scores for row in rows], len(codes)), strict=True))
    return figures_of(tallies, n=len(rows))
