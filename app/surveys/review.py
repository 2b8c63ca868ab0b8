"""What there is to check of a survey, gathered from every feature that has a part in it."""

from __future__ import annotations

from app.followups.queries import list_followups
from app.ikm import Unsur
from app.quality.queries import count_open
from app.reports.materials import list_decrees, list_files
from app.reports.models import FilePurpose
from app.responses.late import count_late_by_decision
from app.results.surveys import SurveyResult
from app.surveys.checklist import Facts
from app.surveys.models import Survey
from app.surveys.questionnaire import get_questionnaire


def gather(survey: Survey, result: SurveyResult, *, notes: int | None = None, explained: int = 0) -> Facts:
    """Return the facts of the checklist. `notes`: quality notes that ask for words; None where they were not looked for."""
    layanan = [each for kind in result.kinds for each in kind.layanan]
    plans = list_followups(survey.id)
    planned = {each.unsur for each in plans}
    figures = result.main.figures
    lowest = figures.lowest[:3] if figures.exact is not None else ()
    return Facts(
        respondents=result.respondents,
        target=survey.target,
        short_layanan=tuple(each.name for each in layanan if each.shortfall),
        missing_unsur=figures.missing,
        without_users=sum(each.users is None for each in layanan),
        late=count_late_by_decision(survey.id).undecided,
        notes=notes,
        explained=explained,
        open_proposals=count_open([survey.id]).get(survey.id, 0),
        plans=len(plans),
        unplanned=tuple(Unsur(code).official_name for code in lowest if code not in planned),
        photos=len(list_files(survey.id, FilePurpose.FOTO)),
        decrees=len(list_decrees(survey.id)),
        questionnaire=f"Versi {get_questionnaire(survey.questionnaire_id).code}, terkunci",
    )
