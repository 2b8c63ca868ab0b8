"""What PEKPPP asks about a UPP, gathered from its surveys, media and RTL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app import clock
from app.followups.models import Followup, FollowupState
from app.followups.queries import list_followups, list_past_followups
from app.ikm import Unsur
from app.periods.queries import get_periode
from app.publication.pekppp import Facts, Plan
from app.publication.queries import list_publications
from app.results.reading import result_of
from app.results.surveys import SurveyResult
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.states import FROZEN, SurveyState
from app.web.formats import angka, daftar


def facts_of(survey: Survey) -> Facts:
    """Return the facts of one UPP in a periode; its surveys must be in scope."""
    result = result_of(survey, segments=())
    media = list_publications(survey.id)
    electronic = sum(each.medium.electronic for each in media)
    last = _last(survey)
    return Facts(
        surveyed=survey.state in FROZEN,
        flaws=_flaws(survey, result),
        paper_media=len(media) - electronic,
        # Potret's own public page is one, once the result stands there.
        electronic_media=electronic + (survey.state is SurveyState.DIPUBLIKASIKAN),
        own=_plan(list_followups(survey.id)),
        last=_plan(list_followups(last.id) if last else list_past_followups(survey.id)),
        last_name=get_periode(last.periode_id).name if last else "tahun lalu",
        last_published_on=_published_on(last) if last else None,
    )


def _flaws(survey: Survey, result: SurveyResult) -> tuple[str, ...]:
    """Return why the survey is not by the regulation's rule."""
    found = []
    if survey.target and result.respondents < survey.target:
        found.append(f"sampel kurang {angka(survey.target - result.respondents)} responden")
    if not survey.target:
        found.append("target responden belum ada, karena jumlah pengguna layanan belum diisi")
    missing = result.main.figures.missing
    if missing:
        found.append(f"belum ada nilai untuk {daftar(Unsur(code).official_name for code in missing)}")
    return tuple(found)


def _last(survey: Survey) -> Survey | None:
    """Return the UPP's survey in the periode before; of several parts the last."""
    deadline = get_periode(survey.periode_id).deadline
    earlier = [each for each in list_surveys(upp_id=survey.upp_id) if get_periode(each.periode_id).deadline < deadline]
    return max(earlier, key=lambda each: (get_periode(each.periode_id).deadline, each.part), default=None)


def _plan(rows: Sequence[Followup]) -> Plan:
    done = [row for row in rows if row.state is FollowupState.SELESAI]
    return Plan(len(rows), len(done), max((row.done_on for row in done if row.done_on), default=None))


def _published_on(survey: Survey) -> date | None:
    """Return the day on which a result was first made known: in any medium, or at Potret's public page."""
    days = [each.published_on for each in list_publications(survey.id)]
    if survey.published_at:
        days.append(survey.published_at.astimezone(clock.zone()).date())
    return min(days, default=None)
