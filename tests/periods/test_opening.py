"""Bagian Organisasi opens a periode."""

from __future__ import annotations


def test_an_empty_form_comes_back_with_words_and_opens_nothing(sign_in, world) -> None:
    answer = sign_in("organisasi").post("/organisasi/periode/baru")
    assert answer.status_code == 422
    assert "perlu diperbaiki" in answer.text
