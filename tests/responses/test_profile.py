"""The profile's vocabularies and age bands."""

import pytest

from app.responses.profile import AgeBand, Education, Occupation, Sex, age_band


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (17, "17-19"),
        (19, "17-19"),
        (20, "20-29"),
        (39, "30-39"),
        (40, "40-49"),
        (59, "50-59"),
        (60, "60+"),
        (110, "60+"),
    ],
)
def test_an_age_is_kept_as_its_band(age: int, band: str) -> None:
    assert age_band(age) == AgeBand(band)


@pytest.mark.parametrize("age", [16, 0, -3, 111])
def test_an_age_nobody_is_asked_at_has_no_band(age: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        age_band(age)


def test_vocabularies_speak_indonesian_and_store_the_official_codes() -> None:
    assert Sex.choices() == [("L", "Laki-laki"), ("P", "Perempuan")]
    assert " ".join(Education) == "TIDAK_SEKOLAH SD SMP SMA DIII DIV S1 S2 S3"
    assert Occupation("IBU_RUMAH_TANGGA").label == "Ibu rumah tangga"
    assert f"{Occupation.STUDENT}" == "PELAJAR"
