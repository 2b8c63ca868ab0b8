"""The texts for WhatsApp: to one admin, and to the group of all."""

from __future__ import annotations

from html import unescape
from re import DOTALL, search

MANUAL = "/organisasi/pengingat/manual"


def text_of(page: str, name: str) -> str:
    found = search(f'<textarea[^>]*id="{name}"[^>]*>(.*?)</textarea>', page, DOTALL)
    assert found
    return unescape(found.group(1))


def test_one_admin_and_the_group_get_a_text_that_says_who_lacks_what_and_until_when(november, days, sign_in) -> None:
    days.at("2026-11-24 09:00")
    page = sign_in("organisasi").get(f"{MANUAL}?opd=a&opd=b").text
    personal, group = text_of(page, "wa-b"), text_of(page, "wa-grup")
    assert personal.startswith("Yth. Bapak/Ibu Admin B,")
    assert "di Badan Contoh B" in personal
    assert "/opd/b/" in personal
    assert "2 dari 2 OPD belum menyampaikan laporan SKM" in group
    assert "1. OPD B: " in group
    assert "2. OPD A: " in group
    for text in (personal, group):
        assert "Senin, 30 November 2026" in text
        assert "tagih" not in text.lower()
