"""Which passwords are taken: long ones that are not among the first that anybody would try."""

from __future__ import annotations

import pytest

from app.accounts import passwords
from app.errors import Rejected

# Of published breach lists, and what people in an Indonesian office put in their place when twelve signs are asked for.
COMMON = (
    "password1234", "Password123!", "P@ssw0rd1234", "passwordpassword", "123456789012", "qwerty123456", "qwertyuiop123",
    "1q2w3e4r5t6y", "1qaz2wsx3edc", "asdfghjkl123", "zxcvbnm12345", "abcdefghijkl", "abcd12345678", "iloveyou1234",
    "iloveyouforever", "letmein12345", "welcome12345", "Welcome@2026", "administrator", "admin1234567", "Admin@123456",
    "adminadminadmin", "superadmin123", "changeme1234", "football1234", "princess1234", "sunshine1234", "dragon123456",
    "liverpool1892", "manchester123", "michael12345", "jesuschrist1", "bismillah123", "Bismillah1234", "alhamdulillah",
    "assalamualaikum", "sayangkamu12", "akucintakamu", "cintaku12345", "rahasia12345", "katasandi1234", "indonesia1945",
    "merdeka1945!", "Indonesia2026", "tangerangselatan", "tangsel12345", "pegawainegeri", "pegawai12345", "pemkot123456",
    "Organisasi2026", "kecamatan123", "puskesmas123", "selamatdatang", "selamatpagi1", "semangatpagi", "persija12345",
    "doraemon1234", "spongebob123", "butterfly123", "potretpotret", "aaaaaaaaaaaa", "abababababab", "112233445566",
    "081234567890", "198503122010011005", "3674012345678901", "password password", "ramadhan2026", "agustus17081945",
    "potret skm 2026", "qwertyqwerty", "kantorku12345", "muhammad12345", "budisantoso1", "siti nurul 1990",
)  # fmt: skip
GOOD = (
    "kalimat sandi yang baru", "kuda betul baterai stapel", "tiga becak parkir miring", "vQ8x-Lm2Tz7k", "Jz#pl0wWq!93f",
    "hujan deras di ciputat timur", "teh tawar tanpa gula batu", "ウサギと亀は走る競走した", "correct horse battery staple",
)  # fmt: skip


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused(password: str) -> None:
    with pytest.raises(Rejected, match="mudah ditebak"):
        passwords.check(password)


@pytest.mark.parametrize("password", GOOD)
def test_a_password_that_is_hard_to_guess_is_taken(password: str) -> None:
    passwords.check(password, email="rina.kusumawati@kota.go.id", name="Rina Kusumawati")


@pytest.mark.parametrize(
    "password",
    ["RinaKusumawati", "rina.kusumawati", "kusumawati1985!", "Rina-Kusumawati-2026", "rina.kusumawati@kota.go.id"],
)
def test_what_everybody_knows_of_its_owner_is_refused(password: str) -> None:
    with pytest.raises(Rejected, match="mudah ditebak"):
        passwords.check(password, email="rina.kusumawati@kota.go.id", name="Rina Kusumawati")


def test_length_is_the_only_thing_prescribed_and_nothing_is_cut_off() -> None:
    passwords.check("xqvkwzjpmtlrbn")  # no capital, no digit, no sign
    passwords.check("ayam " + "dua ratus huruf pun boleh " * 7)
    for wrong, words in (("kuda betul", "paling sedikit 12"), ("kuda betul " * 20, "paling panjang 200")):
        with pytest.raises(Rejected, match=words):
            passwords.check(wrong)


def test_passwords_are_kept_by_argon2id_with_the_parameters_of_owasp() -> None:
    kept = passwords.hash_password("kuda betul baterai stapel")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.verify("kuda betul baterai stapel", kept)
    assert not passwords.verify("kuda betul baterai stape", kept)
    assert not passwords.verify("kuda betul baterai stapel", None)
