"""What was answered to pertanyaan tambahan, beside the words in which they were asked."""

from __future__ import annotations

from app.results.statistics import Statistics
from app.surveys.questionnaire import Extra, QuestionnaireVersion

Frequencies = tuple[int, int, int, int]  # how often 1, 2, 3 and 4


def questions_of(statistics: Statistics, place: int, asked: QuestionnaireVersion) -> list[tuple[str, Frequencies]]:
    """Return every question of the unsur at a place of the questionnaire; none where it has no sub-question."""
    standard = asked.questions[place]
    own = [each for each in asked.sub_questions if each.unsur == standard.code and each.code in statistics.extras]
    if not own:
        return []
    return [
        (standard.text, statistics.frequencies(place)),
        *((each.text, statistics.extras[each.code]) for each in own),
    ]


def own_unsur_of(statistics: Statistics, asked: QuestionnaireVersion) -> list[tuple[Extra, Frequencies]]:
    """Return the own unsur, which never enter the IKM."""
    return [(each, statistics.extras[each.code]) for each in asked.own_unsur if each.code in statistics.extras]
