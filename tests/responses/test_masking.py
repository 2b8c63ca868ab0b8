"""What a free text may not keep, and what it may."""

import pytest

from app.responses.masking import mask_personal


@pytest.mark.parametrize(
    "personal",
    [
        "3674011203900001",
        "3674015203900001",
        "367401.120390.0001",
        "367401-520390-0001",
        "36.74.01.12.03.90.0001",
        "3674 0112 0390 0001",
        "3674-9999-9999-0001",
        "198503122010011001",
        "081234567890",
        "0812-3456-7890",
        "0812 345 678",
        "0812.3456.7890",
        "0812 - 3456 - 7890",
        "0 8 1 2 3 4 5 6 7 8 9 0",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0) 812 3456 789",
        "6281234567890",
        "+62 21 555 1234",
        "budi.santoso@example.co.id",
        "a_b+c@mail.example",
    ],
)
def test_personal_data_does_not_stay_in_a_saran(personal: str) -> None:
    assert mask_personal(f"Hubungi saya di {personal} ya.") == "Hubungi saya di [disamarkan] ya."


@pytest.mark.parametrize(
    "harmless",
    [
        "Sejak 2019 2020 2021 2022 tetap sama",
        "Biaya Rp 15.000.000 terlalu mahal",
        "Dulu 10.000 15.000 20.000 25.000, kini Rp 1.250.000.000",
        "Rp 62.812.345.678",
        "Nomor antrean A-0812 dan 0813 dipanggil bersamaan",
        "Buka 08.00-12.00 13.00-17.00, nyatanya 08.45",
        "Tanggal 08-11-2026 08.30 saya datang",
        "Pasal 14/2017, loket 3, 0,67 lagi",
        "Surat 470/1234/2026 belum jadi",
        "@loket3 lama",
    ],
)
def test_years_prices_times_and_queue_numbers_stay_readable(harmless: str) -> None:
    assert mask_personal(harmless) == harmless


def test_several_at_once_are_each_masked() -> None:
    text = "NIK 3674011203900001, WA 0812-3456-7890 atau a@b.co; tarif Rp 50.000"
    assert mask_personal(text) == "NIK [disamarkan], WA [disamarkan] atau [disamarkan]; tarif Rp 50.000"
