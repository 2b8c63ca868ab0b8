"""The rules by which an answer is marked: each on its own, with nothing but values."""

from __future__ import annotations

import random

import pytest

from app.links.soft_keys import browser_family, network_prefix
from app.links.suspicion import LABELS, Flag, Norms, Signs, Traffic, flags, is_too_many, norms

CALM = Traffic()
MIXED = (3, 3, 4, 3, 2, 3, 3, 3, 3)
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36"
)


def signs(scores: tuple[int | None, ...] = MIXED, seconds: float | None = 90, **more: bool) -> Signs:
    return Signs(scores, seconds, **more)


def test_an_ordinary_answer_has_no_mark() -> None:
    assert flags(signs(), CALM, Norms()) == ()


@pytest.mark.parametrize(("seconds", "marked"), [(13.4, True), (13.5, False), (40, False)])
def test_nine_questions_cannot_be_read_in_less_than_thirteen_and_a_half_seconds(seconds: float, marked: bool) -> None:
    assert (Flag.TERLALU_CEPAT in flags(signs(seconds=seconds), CALM, Norms())) is marked


def test_a_layanans_own_pace_speaks_from_thirty_answers_on() -> None:
    slow = [200.0 + place for place in range(30)]
    assert norms(slow[:29], [MIXED] * 29) == Norms()
    usual = norms(slow, [MIXED] * 30)
    assert usual.shortest is not None
    assert flags(signs(seconds=90), CALM, usual) == (Flag.TERLALU_CEPAT,)
    assert flags(signs(seconds=120), CALM, usual) == ()


def test_where_people_differ_much_few_honest_ones_are_called_fast() -> None:
    """Half the median alone would call 8 % of these fast."""
    seed = random.Random(5)
    honest = [110 * seed.lognormvariate(0, 0.5) for _ in range(2000)]
    usual = norms(honest[:200], [MIXED] * 200)
    fast = sum(Flag.TERLALU_CEPAT in flags(signs(seconds=each), CALM, usual) for each in honest)
    assert fast / len(honest) < 0.01


def test_nine_times_the_same_is_an_answer_like_any_other() -> None:
    usual = norms([100.0] * 40, [MIXED] * 40)
    assert usual.common == frozenset({2, 3, 4})
    assert flags(signs((3,) * 9), CALM, usual) == ()
    assert flags(signs((4,) * 9), CALM, Norms()) == ()


def test_nine_times_the_same_is_marked_when_it_is_fast_or_when_nobody_else_says_so() -> None:
    usual = norms([100.0] * 40, [MIXED] * 40)
    assert flags(signs((4,) * 9, seconds=9), CALM, Norms()) == (Flag.TERLALU_CEPAT, Flag.SERAGAM)
    assert flags(signs((1,) * 9), CALM, usual) == (Flag.SERAGAM,)
    assert flags(signs((1,) * 8 + (None,)), CALM, usual) == ()


@pytest.mark.parametrize(
    ("traffic", "expected"),
    [
        (Traffic(same_device=True), (Flag.PERANGKAT_GANDA,)),
        (Traffic(burst=4), ()),
        (Traffic(burst=5), (Flag.BERUNTUN,)),
        (Traffic(run=3), ()),
        (Traffic(run=4), (Flag.BERUNTUN,)),
    ],
)
def test_what_else_comes_through_the_link_marks_an_answer(traffic: Traffic, expected: tuple[Flag, ...]) -> None:
    assert flags(signs(), traffic, Norms()) == expected


def test_a_filled_trap_a_second_answer_and_a_missing_proof_each_leave_their_mark() -> None:
    assert flags(signs(trapped=True), CALM, Norms()) == (Flag.JEBAKAN,)
    assert flags(signs(again=True), CALM, Norms()) == (Flag.PERANGKAT_GANDA,)
    assert flags(signs(seconds=None), CALM, Norms()) == (Flag.TANPA_BUKTI_WAKTU,)


def test_three_hundred_phones_behind_one_address_are_welcome_and_the_next_waits() -> None:
    assert not is_too_many(Traffic(network=299))
    assert is_too_many(Traffic(network=300))


def test_every_mark_has_words_for_people() -> None:
    assert set(LABELS) == set(Flag)


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("36.71.12.200", "36.71.12.0/24"),
        ("2404:8000:1004:71ab:1:2:3:4", "2404:8000:1004:7100::/56"),
        ("::ffff:36.71.12.9", "36.71.12.0/24"),
        ("unix", ""),
    ],
)
def test_a_network_is_known_by_its_prefix_only(address: str, prefix: str) -> None:
    assert network_prefix(address) == prefix


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (CHROME, "Android 10 Chrome 128"),
        (CHROME.replace("Chrome/128", "SamsungBrowser/25.0 Chrome/121"), "Android 10 SamsungBrowser 25"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1",
            "iPhone OS 17 Version 17",
        ),
        ("curl/8.1", "?"),
        ("", "?"),
    ],
)
def test_a_browser_is_known_by_its_family_only(agent: str, family: str) -> None:
    assert browser_family(agent) == family
