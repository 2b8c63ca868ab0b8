"""The sentences at the top of a result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.access.permissions import P
from app.access.policy import permits
from app.access.roles import Role
from app.ikm import CompleteResponses, Unsur, Variation, figures_of, tally_rows
from app.results.interpretation import beyond, change_fact, missing_sentence, sample_fact, weights_sentence
from app.results.next_step import deadline_words, next_step
from app.results.summary import Lead, Said, lead
from app.results.visibility import Sight, sight
from app.surveys.states import SurveyState

CODES = tuple(Unsur)
LAST_YEAR = {
    Unsur.PERSYARATAN: "3.521", Unsur.PROSEDUR: "3.402", Unsur.WAKTU: "3.268", Unsur.BIAYA: "3.905", Unsur.PRODUK: "3.540",
    Unsur.KOMPETENSI: "3.571", Unsur.PERILAKU: "3.588", Unsur.SARPRAS: "3.128", Unsur.PENGADUAN: "3.152",
}  # fmt: skip
THIS_YEAR = {
    Unsur.PERSYARATAN: "3.558", Unsur.PROSEDUR: "3.481", Unsur.WAKTU: "3.214", Unsur.BIAYA: "3.927", Unsur.PRODUK: "3.583",
    Unsur.KOMPETENSI: "3.612", Unsur.PERILAKU: "3.636", Unsur.SARPRAS: "3.282", Unsur.PENGADUAN: "3.260",
}  # fmt: skip


def exact(values: dict[Unsur, str], **other: str) -> dict[str, Fraction]:
    return {code: Fraction(other.get(code.value, value)) for code, value in values.items()}


def figures(rows: list[tuple[int | None, ...]]):
    return figures_of(dict(zip(CODES, tally_rows(rows, 9), strict=True)), n=len(rows))


def test_it_begins_with_the_weakest_unsur_and_what_people_wrote_about_it() -> None:
    said = Said("antrean atau waktu", 47, 126, "KTP-el")
    assert lead(exact(THIS_YEAR), exact(LAST_YEAR), said) == Lead(
        "Waktu Penyelesaian kini terendah, turun 0,054 menjadi 3,214;",
        "47 dari 126 saran menyebut antrean atau waktu, terbanyak di KTP-el. "
        "Sarana dan Prasarana naik paling banyak, 0,154, tetapi masih termasuk tiga terendah.",
    )


def test_without_saran_about_it_the_sentence_ends() -> None:
    assert lead(exact(THIS_YEAR), exact(LAST_YEAR), Said("biaya", 0, 126)).strong.endswith("menjadi 3,214.")


def test_the_one_that_was_lowest_before_is_still_lowest() -> None:
    now = exact(THIS_YEAR, SARPRAS="3.128")
    assert lead(now, exact(LAST_YEAR)).strong == "Sarana dan Prasarana masih terendah, tetap 3,128."


def test_another_unsur_that_fell_more_is_named() -> None:
    told = lead(exact(THIS_YEAR, BIAYA="3.500"), exact(LAST_YEAR))
    assert told.rest == "Biaya/Tarif turun paling banyak, 0,405."


def test_in_the_first_periode_the_next_and_the_highest_are_named() -> None:
    assert lead(exact(THIS_YEAR)) == Lead(
        "Waktu Penyelesaian terendah, 3,214.",
        "Berikutnya Penanganan Pengaduan, Saran dan Masukan 3,260 dan Sarana dan Prasarana 3,282; tertinggi Biaya/Tarif, 3,927.",
    )


def test_equal_ones_stand_together_in_questionnaire_order() -> None:
    told = lead(exact(THIS_YEAR, PENGADUAN="3.214"))
    assert told.strong == "Waktu Penyelesaian dan Penanganan Pengaduan, Saran dan Masukan sama-sama terendah, 3,214."
    assert told.rest.startswith("Berikutnya Sarana dan Prasarana 3,282;")


def test_nine_equal_ones_have_no_weakest() -> None:
    assert lead(dict.fromkeys(CODES, Fraction(3))) == Lead("Semua unsur sama nilainya, 3,000.")


def test_without_answers_there_is_no_sentence() -> None:
    assert lead({}) is None


def test_the_printed_difference_is_that_of_the_printed_figures() -> None:
    # 3.2145 → 3.215 and 3.2144 → 3.214: the exact difference would print as 0,000.
    told = lead(
        {Unsur.WAKTU: Fraction("3.2145"), Unsur.BIAYA: Fraction(4)},
        {Unsur.WAKTU: Fraction("3.2144"), Unsur.BIAYA: Fraction(4)},
    )
    assert told.strong == "Waktu Penyelesaian masih terendah, naik 0,001 menjadi 3,215."


@pytest.mark.parametrize(
    ("n", "target", "note"),
    [
        (412, 384, "melampaui target 384"),
        (384, 384, "tepat target 384"),
        (376, 384, "kurang 8 dari target 384"),
        (5, 0, "belum ada target: jumlah pengguna layanan belum diisi"),
    ],
)
def test_respondents_against_the_target(n: int, target: int, note: str) -> None:
    assert sample_fact(n, target).note == note
    assert sample_fact(n, target).warning == (n < target)


def test_the_change_in_plain_words() -> None:
    up = change_fact(Decimal("87.64"), Decimal("86.32"), "tahun lalu")
    assert (up.main, up.note) == ("Naik 1,32", "dari 86,32 tahun lalu")
    assert change_fact(Decimal("86.32"), Decimal("87.64"), "tahun 2024").main == "Turun 1,32"
    assert change_fact(Decimal("86.32"), Decimal("86.32"), "tahun lalu").note == "86,32, sama dengan tahun lalu"
    assert change_fact(None, Decimal("86.32"), "tahun lalu") is None


def test_a_change_is_judged_against_sampling_variation() -> None:
    before = CompleteResponses.from_rows([(3,) * 9] * 50 + [(3, 3, 3, 4, 3, 3, 3, 3, 3)] * 50)
    after = CompleteResponses.from_rows([(4,) * 9] * 60 + [(3,) * 9] * 40)
    assert (beyond(after, before).subject, beyond(after, before).variation) == ("Kenaikan", Variation.BEYOND)
    assert (beyond(before, after).subject, beyond(before, before).variation) == ("Penurunan", Variation.WITHIN)
    assert beyond(CompleteResponses(1, 27, 729)).interval is None


def test_the_three_weights_in_one_line() -> None:
    assert weights_sentence(figures([(3,) * 9]).weights) == (
        "Bobot persis 1/9, semua jawaban digabung. Dengan bobot 0,111 IKM menjadi 74,93; dengan 0,11 menjadi 74,25; mutu tetap C."
    )


def test_a_mutu_that_hangs_on_the_weight_is_said() -> None:
    told = figures([(4, 3, 3, 3, 3, 3, 3, 3, 3)] * 11 + [(3,) * 9] * 8)  # n 19, total 524
    assert (told.ikm, told.mutu) == (Decimal("76.61"), "B")
    assert weights_sentence(told.weights).endswith(
        "IKM menjadi 76,53; dengan 0,11 menjadi 75,84; mutu C dengan bobot 0,111 dan 0,11."
    )


def test_the_lowest_answers_of_all_have_weights_too() -> None:
    assert "dengan 0,11 menjadi 24,75; mutu tetap D." in weights_sentence(figures([(1,) * 9]).weights)


def test_a_missing_unsur_is_named() -> None:
    assert (
        missing_sentence(figures([(3, 3, 3, None, 3, 3, 3, 3, 3)]))
        == "Belum ada nilai untuk Biaya/Tarif, sehingga IKM belum dapat dihitung."
    )
    assert weights_sentence(figures([(3, 3, 3, None, 3, 3, 3, 3, 3)]).weights) is None


@pytest.mark.parametrize("state", list(SurveyState))
def test_the_city_sees_figures_from_the_submission_on(state: SurveyState) -> None:
    submitted = state in (SurveyState.DIAJUKAN, SurveyState.DIVERIFIKASI, SurveyState.DIPUBLIKASIKAN)
    for role in (Role.ORGANISASI, Role.PEMANTAU):
        assert (sight(role, state, show_running=True) is Sight.SHOWN) == submitted


def test_the_office_sees_running_figures_where_the_policy_shows_them() -> None:
    assert sight(Role.KEPALA, SurveyState.BERJALAN, show_running=True) is Sight.SHOWN
    assert sight(Role.ADMIN_UPP, SurveyState.BERJALAN, show_running=False) is Sight.HELD_BACK
    assert sight(Role.ADMIN_OPD, SurveyState.DITUTUP, show_running=False) is Sight.SHOWN


@pytest.mark.parametrize(
    ("role", "state", "target_met", "endpoint", "accent"),
    [
        (Role.ADMIN_OPD, SurveyState.BELUM_MULAI, False, "surveys.show", True),
        (Role.ADMIN_OPD, SurveyState.BERJALAN, False, "surveys.show", False),
        (Role.ADMIN_OPD, SurveyState.BERJALAN, True, "surveys.close", True),
        (Role.KEPALA, SurveyState.BERJALAN, True, "surveys.show", False),
        (Role.KEPALA, SurveyState.DITUTUP, True, "surveys.submit", True),
        (Role.ADMIN_UPP, SurveyState.DIKEMBALIKAN, True, "surveys.show", False),
        (Role.ORGANISASI, SurveyState.DIAJUKAN, True, "surveys.examine", True),
        (Role.KEPALA, SurveyState.DIVERIFIKASI, True, "followups.index", True),
    ],
)
def test_the_next_step_is_the_persons_own(
    role: Role, state: SurveyState, target_met: bool, endpoint: str, accent: bool
) -> None:
    step = next_step(
        state,
        lambda right: permits(role, right),
        target_met=target_met,
        deadline=date(2026, 11, 30),
        today=date(2026, 11, 24),
    )
    assert (step.endpoint, step.accent) == (endpoint, accent)


def test_nobody_is_told_to_do_what_is_done() -> None:
    assert (
        next_step(
            SurveyState.DIVERIFIKASI,
            lambda right: right is P.RESULT_READ,
            target_met=True,
            deadline=date(2026, 11, 30),
            today=date(2026, 11, 24),
        )
        is None
    )


def test_the_deadline_in_words() -> None:
    assert deadline_words(date(2026, 11, 30), date(2026, 11, 24)) == "Tenggat 30 November 2026, 6 hari lagi."
    assert deadline_words(date(2026, 11, 30), date(2026, 11, 30)).endswith("hari ini.")
    assert deadline_words(date(2026, 11, 30), date(2026, 12, 3)).endswith("lewat 3 hari.")
