"""What a report compares its figures with: the UPP's earlier results, and what became of the last RTL."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.followups.models import FollowupState
from app.followups.queries import list_followups, list_past_followups
from app.ikm import Variation
from app.imports.past import list_before
from app.opd.models import CustomerKind
from app.periods.queries import get_periode
from app.reports.rendering import data
from app.reports.words import title_period
from app.results import interpretation
from app.results.history import list_inherited, survey_in
from app.results.periode_choice import list_surveyed
from app.results.reading import result_of
from app.results.surveys import KindResult
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.states import FROZEN
from app.web.formats import angka, tanggal

MOST = 8  # earlier points that the trend chart can hold
ESTIMATE = "perkiraan, bila responden terpilih acak"
STATUS = {
    FollowupState.SELESAI: "selesai",
    FollowupState.BERJALAN: "sebagian",
    FollowupState.RENCANA: "belum",
}


@dataclass(frozen=True)
class Earlier:
    """The UPP's survey in an earlier periode; without a `part` where it has no final figures of this kind of customer.

    `survey` is None for a result of the office from which this one goes on.
    """

    label: str
    periode_id: UUID
    survey: Survey | None
    part: KindResult | None


def list_earlier(survey: Survey, kind: CustomerKind) -> list[Earlier]:
    """Return what the UPP surveyed in the periode before this one, the oldest first."""
    surveys = list_surveys(upp_id=survey.upp_id)
    periode = list_surveyed(surveys)
    own = next(each for each in periode if each.id == survey.periode_id)
    past = [(each, survey_in(surveys, each)) for each in periode if each.deadline < own.deadline]
    earlier = [
        Earlier(title_period(each.name, each.year), each.id, found, _part(found, kind)) for each, found in past[:MOST]
    ][::-1]
    inherited = sorted(list_inherited(survey.upp_id, own), key=lambda each: each.periode.deadline)
    have = {each.periode_id for each in earlier}
    before = [
        Earlier(title_period(each.periode.name, each.periode.year), each.periode.id, None, each.of(kind))
        for each in inherited
        if each.periode.id not in have
    ]
    return [*before, *earlier][-MOST:]


def _part(survey: Survey, kind: CustomerKind) -> KindResult | None:
    if survey.state not in FROZEN:
        return None
    return next((each for each in result_of(survey, segments=()).kinds if each.kind is kind), None)


def trend(survey: Survey, kind: CustomerKind, earlier: list[Earlier]) -> tuple[data.TrendPoint, ...]:
    """Return the points before this periode: first those from before Potret, as their reports say them."""
    first = get_periode(earlier[0].periode_id if earlier else survey.periode_id)
    reported = list_before(survey.upp_id, kind, first.year, most=MOST - len(earlier))
    return tuple(
        data.TrendPoint(str(past.year), past.ikm, past.mutu, past.respondents, reported=True) for past in reported
    ) + tuple(
        data.TrendPoint(each.label, each.part.figures.ikm, each.part.figures.mutu, each.part.figures.n)
        for each in earlier
        if each.part is not None
    )


def change_sentence(part: KindResult, before: KindResult | None) -> str | None:
    """Return whether the change from the last periode exceeds sampling variation; None where it cannot be judged."""
    if before is None:
        return None
    found = interpretation.beyond(part.complete, before.complete)
    if found.variation is None:
        return None
    if found.variation is Variation.WITHIN:
        return f"IKM periode ini setara dengan periode lalu dalam variasi sampel ({ESTIMATE})."
    return f"{found.subject} dari periode lalu melebihi variasi sampel ({ESTIMATE})."


def interval_sentence(part: KindResult) -> str | None:
    if part.statistics.divided:
        return interpretation.NOT_WITH_SUB_QUESTIONS
    found = interpretation.find_interval(part.complete)
    if found is None:
        return None
    return (
        f"Rentang 95% IKM adalah {angka(found.lower, 2)} sampai {angka(found.upper, 2)}, "
        f"dari {angka(found.n)} jawaban lengkap ({ESTIMATE})."
    )


def last_followups(survey: Survey, earlier: list[Earlier]) -> tuple[data.FollowUp, ...]:
    """Return the RTL of the periode before this one with its progress; of the year before Potret in the first."""
    last = earlier[-1].survey if earlier else None
    return tuple(
        data.FollowUp(row.activity, STATUS[row.state], _evidence(row.outcome, row.done_on), row.obstacle)  # type: ignore[arg-type]
        for row in (list_followups(last.id) if last else list_past_followups(survey.id))
    )


def _evidence(outcome: str, done_on: object) -> str:
    done = f"Selesai {tanggal(done_on)}" if done_on else ""  # type: ignore[arg-type]
    return ". ".join(filter(None, [outcome.rstrip("."), done]))
