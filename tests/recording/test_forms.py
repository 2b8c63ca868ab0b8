"""A posted interview becomes typed values, or messages that say what to do."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest

from app.recording import forms
from app.recording.forms import RecordedInterview, parse
from app.responses.profile import Education, Occupation, Sex

CODES = [
    "PERSYARATAN",
    "PROSEDUR",
    "WAKTU",
    "BIAYA",
    "PRODUK",
    "KOMPETENSI",
    "PERILAKU",
    "SARPRAS",
    "PENGADUAN",
]
VERSION = UUID("95b860a6-8458-4c79-a5b5-bd7bab0a04a1")  # fixed: parallel runs must collect the same names
QUESTIONNAIRE = SimpleNamespace(version_id=VERSION, extras=(), questions=[SimpleNamespace(code=code) for code in CODES])
RESPONSE = "5f0c8b1e-58f5-4d0f-9b52-0a6a2f1c9d11"


def posted(**changes: str) -> dict[str, str]:
    values = {
        "response_id": RESPONSE,
        "questionnaire_id": str(VERSION),
        "layanan_id": "0d4f0c8e-7c1e-4d0b-9a55-6c1f9a3b1c01",
        "titik_id": "0d4f0c8e-7c1e-4d0b-9a55-6c1f9a3b1c02",
        "started_at": "2026-11-24T10:40:00+07:00",
        "finished_at": "2026-11-24T03:42:00.500Z",
        "jenis_kelamin": "P",
        "usia": " 58 ",
        "pendidikan": "SMA",
        "pekerjaan": "WIRAUSAHA",
        "saran": "Loketnya   ditambah.\r\n\r\nTerima kasih.",
    } | {f"jawaban-{code}": "3" for code in CODES}
    return values | {name.replace("jawaban_", "jawaban-"): value for name, value in changes.items()}


def accepted(**changes: str) -> RecordedInterview:
    result = parse(posted(**changes), QUESTIONNAIRE)
    assert isinstance(result, RecordedInterview), result
    return result


def refused(**changes: str) -> dict[str, str]:
    result = parse(posted(**changes), QUESTIONNAIRE)
    assert isinstance(result, dict), "it was accepted"
    return result


def test_a_full_interview_arrives_typed() -> None:
    interview = accepted(jawaban_WAKTU="1", jawaban_BIAYA="")
    assert interview.response_id == UUID(RESPONSE)
    assert interview.questionnaire_id == VERSION
    assert interview.scores == (3, 3, 1, None, 3, 3, 3, 3, 3)
    assert (interview.sex, interview.age, interview.education) == (Sex.FEMALE, 58, Education.SMA)
    assert interview.occupation is Occupation.ENTREPRENEUR
    assert interview.started_at == datetime(2026, 11, 24, 3, 40, tzinfo=UTC)
    assert interview.finished_at == datetime(2026, 11, 24, 3, 42, 0, 500_000, tzinfo=UTC)
    assert interview.saran == "Loketnya ditambah. Terima kasih."
    with pytest.raises(FrozenInstanceError):
        interview.saran = "lain"  # type: ignore[misc]


def test_everything_about_the_respondent_may_be_declined() -> None:
    values = posted()
    for name in ("jenis_kelamin", "usia", "pendidikan", "pekerjaan", "saran", "finished_at"):
        del values[name]
    interview = parse(values, QUESTIONNAIRE)
    assert isinstance(interview, RecordedInterview)
    assert (interview.sex, interview.age, interview.education, interview.occupation) == (None,) * 4
    assert (interview.saran, interview.finished_at) == ("", None)


def test_an_internal_customer_tells_office_and_position() -> None:
    interview = accepted(jenis_kantor="BADAN", jabatan="PELAKSANA")
    assert (interview.office_kind, interview.position) == ("BADAN", "PELAKSANA")


def test_the_text_beside_lainnya_counts_only_with_lainnya() -> None:
    assert accepted(pekerjaan="LAINNYA", pekerjaan_lain=" nelayan ").occupation_other == "nelayan"
    assert accepted(pekerjaan="PNS", pekerjaan_lain="nelayan").occupation_other == ""


@pytest.mark.parametrize(
    ("usia", "message"),
    [
        ("16", forms.TOO_YOUNG),
        ("0", forms.TOO_YOUNG),
        ("111", forms.TOO_OLD),
        ("99999999999999999999", forms.TOO_OLD),
        ("-20", forms.NOT_A_NUMBER),
        ("17,5", forms.NOT_A_NUMBER),
        ("tua", forms.NOT_A_NUMBER),
        ("٤٠", forms.NOT_A_NUMBER),
    ],
)
def test_an_age_that_cannot_be_says_why(usia: str, message: str) -> None:
    assert refused(usia=usia) == {"usia": message}


@pytest.mark.parametrize("usia", ["17", "110"])
def test_the_outermost_ages_are_welcome(usia: str) -> None:
    assert accepted(usia=usia).age == int(usia)


def test_without_one_answer_there_is_no_interview() -> None:
    errors = refused(**{f"jawaban_{code}": "" for code in CODES})
    assert errors == {"jawaban": forms.NOTHING_ANSWERED}


@pytest.mark.parametrize("score", ["0", "5", "3.0", "²", "tidak"])
def test_a_score_outside_the_scale_is_named_at_its_question(score: str) -> None:
    assert list(refused(jawaban_SARPRAS=score)) == ["jawaban-SARPRAS"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("response_id", "1"),
        ("response_id", ""),
        ("questionnaire_id", "8240c5b8-dae5-4b1a-a9fc-6424ffb47de1"),
        ("layanan_id", "x' or 1=1"),
        ("titik_id", ""),
        ("started_at", "kemarin"),
        ("started_at", "2026-11-24T10:40:00"),
        ("finished_at", "2026-11-24T10:39:59+07:00"),
    ],
)
def test_a_broken_page_is_told_to_start_again(name: str, value: str) -> None:
    assert refused(**{name: value}) == {name: forms.STALE_PAGE}


@pytest.mark.parametrize("name", ["jenis_kelamin", "pendidikan", "pekerjaan", "jenis_kantor", "jabatan"])
def test_a_word_outside_the_vocabulary_is_refused(name: str) -> None:
    assert list(refused(**{name: "X"})) == [name]


def test_a_saran_of_500_fits_and_501_is_told_its_length() -> None:
    assert len(accepted(saran="a" * 500 + "  ").saran) == 500
    assert "sekarang 501" in refused(saran="a" * 501)["saran"]


def test_a_saran_loses_what_a_database_cannot_keep() -> None:
    assert accepted(saran="cepat\x00 sekali\x07e\u0301").saran == "cepat sekali é"


def test_a_phone_number_in_a_saran_is_masked_and_still_fits() -> None:
    saran = accepted(saran="a" * 489 + " 0812345678").saran
    assert len(saran) == 500
    assert saran.endswith(" [disamarka")


def test_all_problems_are_told_at_once() -> None:
    errors = refused(usia="12", jawaban_WAKTU="9", saran="b" * 600)
    assert set(errors) == {"usia", "jawaban-WAKTU", "saran"}
