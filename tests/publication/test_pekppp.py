"""PEKPPP F-02, indicators 6 to 9: every step of the scales, with the reason and what raises it."""

from __future__ import annotations

from datetime import date

import pytest

from app.publication.pekppp import Facts, Plan, Score, months_between, scores

PUBLISHED = date(2026, 1, 10)
BY_RULE = Facts(surveyed=True)


def score(no: int, facts: Facts) -> Score:
    return next(each for each in scores(facts) if each.no == no)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (Facts(surveyed=False), 0),
        (Facts(surveyed=True, flaws=("sampel kurang 20 responden",), paper_media=2, electronic_media=2), 1),
        (BY_RULE, 2),
        (Facts(surveyed=True, electronic_media=3), 2),
        (Facts(surveyed=True, paper_media=1), 3),
        (Facts(surveyed=True, paper_media=1, electronic_media=1), 4),
        (Facts(surveyed=True, paper_media=1, electronic_media=1, own=Plan(3, 0)), 4),
        (Facts(surveyed=True, paper_media=1, electronic_media=1, own=Plan(3, 1)), 5),
    ],
)
def test_the_survey_climbs_by_rule_publication_and_followup(facts: Facts, value: int) -> None:
    assert score(6, facts).value == value


def test_publishing_only_electronically_is_explained_and_not_rewarded() -> None:
    found = score(6, Facts(surveyed=True, electronic_media=4))
    assert "baru secara elektronik" in found.reason
    assert "nonelektronik" in found.better


@pytest.mark.parametrize(("media", "value"), [(0, 0), (1, 1), (4, 4), (5, 5), (9, 5)])
def test_every_medium_counts_once_up_to_more_than_four(media: int, value: int) -> None:
    assert score(7, Facts(surveyed=True, paper_media=media)).value == value


@pytest.mark.parametrize(
    ("plan", "value"),
    [
        (Plan(), 0),
        (Plan(10, 0), 1),
        (Plan(10, 2), 2),
        (Plan(10, 3), 3),
        (Plan(10, 8), 3),
        (Plan(1000, 801), 4),
        (Plan(10, 9), 4),
        (Plan(10, 10, PUBLISHED), 5),
    ],
)
def test_the_share_of_last_years_plan_has_no_gap_at_30_and_80_percent(plan: Plan, value: int) -> None:
    assert score(8, Facts(surveyed=True, last=plan)).value == value


@pytest.mark.parametrize(
    ("done_on", "value"),
    [
        (date(2026, 2, 10), 5),
        (date(2026, 2, 11), 4),
        (date(2026, 4, 10), 4),
        (date(2026, 7, 10), 3),
        (date(2026, 10, 10), 2),
        (date(2027, 1, 10), 1),
        (date(2027, 1, 11), 0),
    ],
)
def test_the_months_count_from_publication_to_the_last_activity(done_on: date, value: int) -> None:
    facts = Facts(surveyed=True, last=Plan(2, 2, done_on), last_published_on=PUBLISHED)
    assert score(9, facts).value == value


def test_what_is_unfinished_or_unpublished_cannot_be_judged_yet() -> None:
    half = Facts(surveyed=True, last=Plan(2, 1, date(2026, 2, 1)), last_published_on=PUBLISHED)
    assert (score(9, half).value, score(9, half).meaning) == (None, "Belum dapat dinilai")
    assert "1 kegiatan belum selesai" in score(9, half).reason
    unpublished = Facts(surveyed=True, last=Plan(1, 1, date(2026, 2, 1)))
    assert score(9, unpublished).value is None
    assert score(9, Facts(surveyed=True)).value == 0


def test_each_score_below_the_top_says_what_raises_it() -> None:
    for each in scores(Facts(surveyed=False)):
        assert each.reason
        assert each.better, each.no


def test_a_month_begun_counts_whole_and_the_same_day_is_one() -> None:
    assert months_between(date(2026, 1, 31), date(2026, 1, 31)) == 1
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 1
    assert months_between(date(2026, 1, 15), date(2026, 3, 16)) == 3
