"""The petugas at the counter: interviews on a phone, by what stands on its screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.faults.scale import dice

Row = tuple[int | None, ...]
SKIPPED = 4  # every so many respondents leave one question out
DECLINED = 4  # the place of "Tidak menjawab", after the four options


def answers(count: int) -> list[Row]:
    """Return what so many respondents will say, the same each time: every value, and here and there none."""
    rng = dice(30)
    rows = [[rng.choice((1, 2, 3, 3, 4, 4)) for _ in range(9)] for _ in range(count)]
    for row in rows[::SKIPPED]:
        row[rng.randrange(9)] = 0
    return [tuple(score or None for score in row) for row in rows]


def interview_all(phone: Page, rows: Sequence[Row]) -> None:
    """Interview one respondent after another in the app; the server has confirmed each when this returns."""
    for row in rows:
        phone.get_by_role("link", name=re.compile("^Wawancara")).click()
        interview(phone, row)
    phone.get_by_role("link", name="Beranda").first.click()
    expect(phone.get_by_text("tidak ada yang menunggu")).to_be_visible(timeout=30_000)


def interview(phone: Page, row: Row) -> None:
    phone.get_by_role("button", name="Lanjut ke pertanyaan 1").click()
    for number, score in enumerate(row, start=1):
        expect(phone.get_by_text(f"Pertanyaan {number} dari 9")).to_be_visible()
        options = phone.get_by_role("radiogroup").filter(visible=True).get_by_role("radio")
        options.nth(DECLINED if score is None else score - 1).click()
    phone.get_by_role("button", name="Simpan jawaban").click()
    expect(phone.get_by_role("heading", name=re.compile("Tersimpan di perangkat|Jawaban diterima"))).to_be_visible()
