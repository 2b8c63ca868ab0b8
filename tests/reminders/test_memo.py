"""The nota dinas: an editable letter with everybody who is awaited."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from app.audit.operations import SYSTEM
from app.db import transaction
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope

ADDRESS = "/organisasi/pengingat/nota-dinas.docx"


def test_the_nota_dinas_names_who_is_awaited_and_nobody_who_has_finished(november, days, sign_in) -> None:
    days.at("2026-11-24 09:00")
    place = november.b
    for act in (lambda: surveys.close(place.survey_id, note="", by=SYSTEM), lambda: surveys.submit(place.survey_id, by=SYSTEM)):  # fmt: skip
        with opd_scope(place.opd_id), transaction():
            act()
    answer = sign_in("organisasi").get(ADDRESS)
    assert answer.mimetype.endswith("wordprocessingml.document")
    found = Document(BytesIO(answer.data))
    words = "\n".join(paragraph.text for paragraph in found.paragraphs)
    assert "1 dari 2 perangkat daerah sudah menyampaikan laporan SKM Tahunan 2026" in words
    assert "Tenggatnya Senin, 30 November 2026, 6 hari lagi." in words
    assert "NOTA DINAS" in words
    rows = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    assert [row[1] for row in rows] == ["Perangkat daerah", "Dinas Contoh A"]


def test_both_pages_lead_to_it_while_somebody_is_awaited(november, days, sign_in) -> None:
    days.at("2026-11-24 09:00")
    organisasi = sign_in("organisasi")
    for page in ("/organisasi/pengingat", "/organisasi/kepatuhan"):
        assert ADDRESS in organisasi.get(page).text
    assert sign_in("admin.a").get(ADDRESS).status_code in (403, 404)
