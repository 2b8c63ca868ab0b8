"""A petugas records an interview; what was sent once or ten times is one response."""

from __future__ import annotations

import re

from markupsafe import escape
from sqlalchemy import select

from app.db import transaction
from app.extensions import db
from app.ikm import Unsur
from app.periods.models import Periode, PeriodeState
from app.recording import notice
from app.responses.models import Response
from app.tenancy.scope import opd_scope


def choose_place(petugas, world) -> None:
    answer = petugas.post(
        "/isi/tempat", data={"layanan_id": str(world.a.layanan_id), "titik_id": str(world.a.titik_id)}
    )
    assert answer.status_code == 302


def served(petugas) -> dict[str, str]:
    """Return the hidden fields of a freshly served interview."""
    page = petugas.get("/isi/wawancara")
    assert page.status_code == 200
    names = ("response_id", "questionnaire_id", "layanan_id", "titik_id", "started_at")
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page.text).group(1) for name in names}


def answered(fields: dict[str, str], score: int = 3, **more: str) -> dict[str, str]:
    return (
        fields | {f"jawaban-{unsur.value}": str(score) for unsur in Unsur} | {"jenis_kelamin": "P", "usia": "58"} | more
    )


def test_an_interview_is_stored_and_its_receipt_is_shown(sign_in, world) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    assert escape(notice.TEXT) in petugas.get("/isi/wawancara").text
    fields = served(petugas)
    answer = petugas.post(
        "/isi/wawancara", data=answered(fields, saran="Hubungi 0812-3456-7890 ya"), follow_redirects=True
    )
    assert "Jawaban diterima" in answer.text
    assert fields["response_id"][:4].upper() in answer.text
    with opd_scope(world.a.opd_id):
        row = db.session.scalars(select(Response)).one()
        assert str(row.id) == fields["response_id"]
        assert row.scores == [3] * 9
        assert (row.sex, row.age_band) == ("P", "50-59")
        assert "0812" not in row.saran
        assert row.notice_version == notice.VERSION


def test_a_double_click_a_reload_and_a_resend_are_one_response(sign_in, world) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    body = answered(served(petugas))
    for _ in range(3):
        last = petugas.post("/isi/wawancara", data=body, follow_redirects=True)
    assert "sudah diterima" in last.text
    other = petugas.post("/isi/wawancara", data=answered(body, score=1), follow_redirects=True)
    assert "disimpan untuk diperiksa" in other.text
    with opd_scope(world.a.opd_id):
        assert [row.scores for row in db.session.scalars(select(Response))] == [[3] * 9]


def test_what_cannot_be_accepted_is_named_and_nothing_typed_is_lost(sign_in, world) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    answer = petugas.post("/isi/wawancara", data=answered(served(petugas), usia="12", saran="Kursi kurang"))
    assert answer.status_code == 422
    assert "17 tahun ke atas" in answer.text
    assert "Kursi kurang" in answer.text


def test_a_place_that_is_not_assigned_takes_no_answer(sign_in, world) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    foreign = served(petugas) | {"layanan_id": str(world.b.layanan_id), "titik_id": str(world.b.titik_id)}
    assert petugas.post("/isi/wawancara", data=answered(foreign)).status_code == 404


def test_an_interview_whose_periode_has_ended_says_that_it_was_not_stored(sign_in, world) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    body = answered(served(petugas))
    with transaction():
        db.session.get_one(Periode, world.periode_id).state = PeriodeState.SELESAI
    answer = petugas.post("/isi/wawancara", data=body, follow_redirects=True)
    assert "Jawaban ini belum disimpan: periode survei layanan ini sudah berakhir." in answer.text


def test_a_petugas_sees_no_result(sign_in, world) -> None:
    petugas = sign_in("petugas.a")
    for address in ("/opd/a/hasil", "/opd/a/saran", "/organisasi/kepatuhan", "/opd/a/orang"):
        assert petugas.get(address).status_code == 403
    choose_place(petugas, world)
    assert "IKM" not in petugas.get("/isi").text
