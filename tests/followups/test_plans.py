"""A plan as pages show it: the lowest unsur first, what is behind, and what came of it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from app.followups import plans
from app.followups.models import Followup, FollowupState
from app.followups.plans import Standing
from app.ikm import Figures, Unsur, UnsurTally, figures_of

TODAY = date(2027, 5, 20)  # in the second quarter
S = FollowupState


def figures(**nrr_in_tenths: int) -> Figures:
    """Ten answers an unsur; 35 in all (NRR 3.5) where nothing is said."""
    totals = {unsur.value: nrr_in_tenths.get(unsur.value, 35) for unsur in Unsur}
    return figures_of({code: UnsurTally(10, total) for code, total in totals.items()}, n=10)


def planned(unsur: Unsur, *, state: FollowupState = S.RENCANA, quarter: int = 3, year: int = 2027) -> Followup:
    return Followup(
        id=uuid4(), unsur=unsur.value, activity=f"Memperbaiki {unsur.short_name}", responsible="Kasi", quarter=quarter, due_year=year,
        state=state, outcome="", obstacle="", done_on=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "quarter", "year", "wanted"),
    [
        (S.RENCANA, 3, 2027, Standing.RENCANA),
        (S.RENCANA, 2, 2027, Standing.RENCANA),  # the quarter is not over
        (S.RENCANA, 1, 2027, Standing.TERTINGGAL),
        (S.BERJALAN, 4, 2026, Standing.TERTINGGAL),
        (S.BERJALAN, 1, 2028, Standing.BERJALAN),
        (S.SELESAI, 1, 2026, Standing.SELESAI),
    ],
)
def test_a_plan_is_behind_once_its_quarter_is_over(
    state: FollowupState, quarter: int, year: int, wanted: Standing
) -> None:
    assert plans.standing(state, quarter, year, TODAY) is wanted


@pytest.mark.parametrize(
    ("day", "wanted"), [(date(2027, 3, 31), Standing.RENCANA), (date(2027, 4, 1), Standing.TERTINGGAL)]
)
def test_a_quarter_ends_with_its_last_day(day: date, wanted: Standing) -> None:
    assert plans.standing(S.RENCANA, 1, 2027, day) is wanted


def test_the_three_lowest_are_suggested_with_their_nrr() -> None:
    plan = plans.build([], TODAY, figures(WAKTU=28, SARPRAS=30, BIAYA=31), suggest=True)
    assert [(group.unsur, group.rank, group.nrr, group.lines) for group in plan.groups] == [
        (Unsur.WAKTU, 1, "2,800", ()), (Unsur.SARPRAS, 2, "3,000", ()), (Unsur.BIAYA, 3, "3,100", ()),
    ]  # fmt: skip
    assert plan.sentence == "Rencana tindak lanjut belum diisi"


def test_plans_stand_under_their_unsur_from_the_lowest() -> None:
    rows = [planned(Unsur.PRODUK), planned(Unsur.WAKTU, state=S.SELESAI), planned(Unsur.WAKTU, quarter=1)]
    plan = plans.build(rows, TODAY, figures(WAKTU=28, SARPRAS=30, BIAYA=31), suggest=True)
    assert [group.unsur for group in plan.groups] == [Unsur.WAKTU, Unsur.SARPRAS, Unsur.BIAYA, Unsur.PRODUK]
    assert (plan.done, plan.behind) == (1, 1)
    assert plan.sentence == "1 dari 3 kegiatan selesai; 1 tertinggal"


def test_without_figures_there_is_no_nrr_and_the_order_is_the_questionnaires() -> None:
    plan = plans.build([planned(Unsur.PENGADUAN), planned(Unsur.PERSYARATAN)], TODAY, None, suggest=True)
    assert [(group.unsur, group.nrr, group.rank) for group in plan.groups] == [
        (Unsur.PERSYARATAN, None, None), (Unsur.PENGADUAN, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (31, "naik 0,300 menjadi 3,100 sesudahnya"),
        (27, "turun 0,100 menjadi 2,700 sesudahnya"),
        (28, "tetap 2,800 sesudahnya"),
    ],
)
def test_the_effect_is_the_next_figure_of_the_same_unsur(now: int, words: str) -> None:
    plan = plans.build([planned(Unsur.WAKTU)], TODAY, figures(WAKTU=28), after=figures(WAKTU=now))
    assert plan.groups[0].effect == words


def test_the_form_offers_the_lowest_unsur_first() -> None:
    offered = list(plans.choices(figures(SARPRAS=30)).items())
    assert offered[0] == ("SARPRAS", "Sarana dan Prasarana, NRR 3,000")
    assert len(offered) == 9
    assert next(iter(plans.choices(None).items())) == ("PERSYARATAN", "Persyaratan")
