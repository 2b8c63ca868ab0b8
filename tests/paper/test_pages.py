"""The pages of paper, without a browser: what people may open, and the plain form that works without JavaScript."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from app import clock
from app.db import transaction
from app.extensions import db
from app.opd.models import Assignment, Titik
from app.paper import queries
from app.paper.models import PaperBatch
from app.responses.models import Response
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.paper.stacks import open_stack, path, posted, type_in, values
from tests.results.recorded import close


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    check_page(answer, address)
    return answer.text


def typed(world, batch) -> list[int]:
    with opd_scope(world.a.opd_id):
        return [row.number for row in queries.list_sheets(batch)]


def another_titik(world) -> UUID:
    with opd_scope(world.a.opd_id), transaction():
        row = Titik(upp_id=world.a.upp_id, name="Loket 2", created_at=clock.now())
        db.session.add(row)
        db.session.flush()
        return row.id


def test_a_stack_is_opened_typed_and_finished_without_javascript(world, sign_in) -> None:
    admin = sign_in("admin.a")
    assert "Belum ada tumpukan" in page(admin, path(world.a))
    page(admin, path(world.a, rest="/tumpukan"))
    opened = admin.post(
        path(world.a, rest="/tumpukan"),
        data={"survey": world.a.survey_id, "layanan": world.a.layanan_id, "titik": world.a.titik_id, "collected_on": clock.today().isoformat(),
              "first_number": "101", "expected": "2"},
    )  # fmt: skip
    stack = opened.headers["Location"]
    assert 'value="101"' in page(admin, stack)
    assert admin.post(f"{stack}/lembar", data=posted(101)).headers["Location"] == stack
    assert admin.post(f"{stack}/lembar", data=posted(102, "400000000")).status_code == 302
    shown = page(admin, stack)
    assert "2</span> dari 2 lembar" in shown
    assert 'value="103"' in shown
    assert "Tidak dihitung" in shown
    asked = page(admin, f"{stack}/penyelesaian")
    assert "Cocokkan 2 lembar acak" in asked
    assert "Lembar 102 berisi kurang dari 5 jawaban" in asked
    done = admin.post(f"{stack}/penyelesaian", follow_redirects=True)
    assert "2 lembar menjadi jawaban." in done.text
    again = admin.post(f"{stack}/penyelesaian", follow_redirects=True)
    assert again.status_code == 200
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(Response)).all()) == 2
    assert "2 jawaban" in page(admin, path(world.a))


def test_a_wrong_cell_comes_back_with_its_message_and_everything_else_that_was_typed(world, sign_in) -> None:
    batch = open_stack(world.a)
    answer = sign_in("admin.a").post(
        path(world.a, batch, "/lembar"),
        data=posted(1, "433493444", usia="35", pendidikan="SMA", saran="Loketnya ditambah"),
    )
    assert answer.status_code == 422
    check_page(answer, "grid")
    assert "Isi 1, 2, 3, atau 4" in answer.text
    assert re.search(r'name="jawaban-PRODUK"[^>]*value="9"[^>]*aria-invalid', answer.text)
    assert re.search(r'name="usia"[^>]*value="35"', answer.text)
    assert re.search(r'value="SMA"[^>]*selected', answer.text)
    assert 'value="Loketnya ditambah"' in answer.text
    assert typed(world, batch) == []


def test_a_number_that_is_taken_is_told_as_409(world, sign_in) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values())
    answer = sign_in("admin.a").post(path(world.a, batch, "/lembar"), data=posted(1))
    assert answer.status_code == 409
    assert "Lembar 1 sudah diketik" in answer.text


def test_a_saved_sheet_is_changed_and_taken_out_on_the_page(world, sign_in) -> None:
    batch = open_stack(world.a)
    typing = type_in(world.a, batch, 1, values((4, 3, None, 4, 3, 3, 4, 4, 4), usia=35))
    admin = sign_in("admin.a")
    shown = page(admin, path(world.a, batch) + f"?lembar={typing}")
    assert f'name="id" value="{typing}"' in shown
    assert re.search(r'name="jawaban-WAKTU"[^>]*value="-"', shown)
    assert re.search(r'name="usia"[^>]*value="35"', shown)
    admin.post(path(world.a, batch, "/lembar"), data=posted(1, "111111111") | {"id": str(typing)})
    with opd_scope(world.a.opd_id):
        assert queries.list_sheets(batch)[0].first["jawaban-WAKTU"] == 1
    admin.post(path(world.a, batch, f"/lembar/{typing}/penghapusan"))
    assert typed(world, batch) == []


def test_the_grid_speaks_json(world, sign_in) -> None:
    batch = open_stack(world.a)
    admin = sign_in("admin.a")
    asking = {"Accept": "application/json"}
    saved = admin.post(path(world.a, batch, "/lembar"), json=posted(1) | {"usia": None}, headers=asking)
    assert saved.json == {"nomor": 1, "dihitung": True}
    few = admin.post(path(world.a, batch, "/lembar"), json=posted(2, "4----4---"), headers=asking)
    assert few.json["dihitung"] is False
    wrong = admin.post(path(world.a, batch, "/lembar"), json=posted(3, "933433444"), headers=asking)
    assert wrong.status_code == 422
    assert list(wrong.json["isian"]) == ["jawaban-PERSYARATAN"]
    taken = admin.post(path(world.a, batch, "/lembar"), json=posted(1), headers=asking)
    assert (taken.status_code, "Lembar 1" in taken.json["pesan"]) == (409, True)
    for body in ([], "x", {"nomor": "1"}):
        assert admin.post(path(world.a, batch, "/lembar"), json=body, headers=asking).status_code == 422
    assert typed(world, batch) == [1, 2]


def test_the_second_typing_never_shows_the_first(world, sign_in) -> None:
    batch = open_stack(world.a, double=True)
    type_in(world.a, batch, 1, values(saran="Loketnya ditambah"))
    admin = sign_in("admin.a")
    assert "Mulai pengetikan ulang" in page(admin, path(world.a, batch, "/penyelesaian"))
    shown = admin.post(path(world.a, batch, "/pemeriksaan"), follow_redirects=True).text
    assert "Loketnya" not in shown
    assert "0</span> dari 1 lembar diketik ulang" in shown


def test_differences_are_decided_side_by_side_and_a_forgotten_one_keeps_the_other_choices(world, sign_in) -> None:
    batch = open_stack(world.a, double=True)
    type_in(world.a, batch, 1, values(usia=30))
    admin = sign_in("admin.a")
    admin.post(path(world.a, batch, "/pemeriksaan"))
    type_in(world.a, batch, 1, values((4, 3, 3, 4, 3, 3, 4, 4, 1), usia=31))
    address = path(world.a, batch, "/perbedaan")
    shown = page(admin, address)
    assert "1 lembar berbeda" in shown
    assert "9. Penanganan Pengaduan" in shown
    half = admin.post(address, data={"lembar-1-usia": "2"})
    assert half.status_code == 422
    assert "1 perbedaan belum dipilih" in half.text
    assert re.search(r'name="lembar-1-usia" value="2" checked', half.text)
    blocked = page(admin, path(world.a, batch, "/penyelesaian"))
    assert "1 lembar masih menunggu" in blocked
    assert admin.post(path(world.a, batch, "/penyelesaian")).status_code == 409
    said = {"lembar-1-usia": "2", "lembar-1-jawaban-PENGADUAN": "1"}
    assert admin.post(address, data=said).headers["Location"].endswith("/penyelesaian")
    admin.post(path(world.a, batch, "/penyelesaian"))
    with opd_scope(world.a.opd_id):
        [answer] = db.session.scalars(select(Response)).all()
        assert (answer.scores[8], answer.age_band) == (4, "30-39")
    assert "1 lembar berbeda dan diputuskan" in page(admin, path(world.a, batch))


def test_a_stack_is_given_up_only_with_a_reason(world, sign_in) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values())
    admin = sign_in("admin.a")
    assert "Batalkan dan hapus 1 ketikan" in page(admin, path(world.a, batch, "/pembatalan"))
    assert admin.post(path(world.a, batch, "/pembatalan"), data={"reason": " "}).status_code == 422
    admin.post(path(world.a, batch, "/pembatalan"), data={"reason": "titiknya keliru"})
    assert "Tumpukan ini dibatalkan" in page(admin, path(world.a, batch))
    assert admin.post(path(world.a, batch, "/lembar"), data=posted(2)).status_code == 409


def test_paper_that_comes_after_closing_is_announced_as_susulan(world, sign_in) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values())
    close(world.a)
    admin = sign_in("admin.a")
    assert "jawaban susulan" in page(admin, path(world.a))
    assert "Survei ini berstatus Ditutup." in page(admin, path(world.a, batch, "/penyelesaian"))
    done = admin.post(path(world.a, batch, "/penyelesaian"), follow_redirects=True).text
    assert "1 lembar disimpan sebagai jawaban susulan" in done
    assert "1 susulan belum diputuskan" in page(admin, f"/opd/a/upp/a/survei/{world.a.survey_id}")


def test_the_questionnaire_of_a_layanan_and_titik_is_downloaded(world, sign_in) -> None:
    admin = sign_in("admin.a")
    wanted = {"layanan": world.a.layanan_id, "titik": world.a.titik_id, "first": "101", "count": "3"}
    answer = admin.get(path(world.a, rest="/kuesioner.pdf"), query_string=wanted)
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert "kuesioner-skm-layanan-satu-loket-1.pdf" in answer.headers["Content-Disposition"]
    assert answer.data.count(b"/Type /Page\n") == 3
    refused = admin.get(path(world.a, rest="/kuesioner.pdf"), query_string=wanted | {"count": "5000"})
    assert refused.status_code == 422
    assert "Isi angka dari 1 sampai 200." in refused.text
    foreign = wanted | {"titik": world.a2.titik_id}
    assert admin.get(path(world.a, rest="/kuesioner.pdf"), query_string=foreign).status_code == 422


def test_a_petugas_types_the_stacks_of_their_own_places_only(world, sign_in) -> None:
    own, other = open_stack(world.a), open_stack(world.a, titik_id=another_titik(world))
    type_in(world.a, other, 1, values())
    petugas = sign_in("petugas.a")
    assert 'href="/kertas"' in petugas.get("/isi").text
    assert "Puskesmas Contoh" in page(petugas, "/kertas")
    listed = page(petugas, path(world.a))
    assert str(own) in listed
    assert str(other) not in listed
    assert "Loket 2" not in listed
    assert petugas.post(path(world.a, own, "/lembar"), data=posted(1)).status_code == 302
    for rest in ("", "/penyelesaian", "/pembatalan", "/perbedaan"):
        assert petugas.get(path(world.a, other, rest)).status_code == 404
    for rest in ("/lembar", "/penyelesaian", "/pembatalan", "/pemeriksaan", f"/lembar/{uuid4()}/penghapusan"):
        assert petugas.post(path(world.a, other, rest), data=posted(2)).status_code == 404
    assert typed(world, other) == [1]


def test_a_petugas_without_an_assignment_is_told_what_to_do(world, sign_in) -> None:
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(delete(Assignment))
    petugas = sign_in("petugas.a")
    assert "Belum ada penugasan" in page(petugas, "/kertas")
    assert "Belum ada layanan dan titik layanan untuk Anda." in page(petugas, path(world.a))


def test_a_petugas_cannot_open_a_stack_elsewhere(world, sign_in) -> None:
    titik = another_titik(world)
    said = {
        "survey": world.a.survey_id, "layanan": world.a.layanan_id, "titik": titik, "collected_on": clock.today().isoformat(),
        "first_number": "1",
    }  # fmt: skip
    assert sign_in("petugas.a").post(path(world.a, rest="/tumpukan"), data=said).status_code == 422
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(PaperBatch)).all() == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("kepala.a", 403), ("pemantau", 403), ("organisasi", 403), ("admin.b", 404), ("admin_upp.a", 404)],
)
def test_others_neither_see_nor_type(world, sign_in, who: str, status: int) -> None:
    batch = open_stack(world.a)
    client = sign_in(who)
    assert client.get(path(world.a, batch)).status_code == status
    assert client.post(path(world.a, batch, "/lembar"), data=posted(1)).status_code == status
    assert typed(world, batch) == []


def test_an_admin_of_both_a_opd_and_another_finds_no_foreign_stack_at_their_own_address(world, sign_in) -> None:
    foreign = open_stack(world.b)
    assert sign_in("ganda").get(path(world.a, foreign)).status_code == 404


def test_a_stack_of_a_wrong_number_or_day_is_refused_beside_its_field(world, sign_in) -> None:
    said = {
        "survey": world.a.survey_id,
        "layanan": world.a.layanan_id,
        "titik": world.a.titik_id,
        "first_number": "0",
        "expected": "0",
    }
    answer = sign_in("admin.a").post(path(world.a, rest="/tumpukan"), data=said | {"collected_on": "2040-01-01"})
    assert answer.status_code == 422
    assert "Isi angka dari 1" in answer.text
    future = said | {
        "first_number": "1",
        "expected": "",
        "collected_on": (clock.today().replace(year=2040)).isoformat(),
    }
    answer = sign_in("admin.a").post(path(world.a, rest="/tumpukan"), data=future)
    assert answer.status_code == 422
    assert "bukan hari yang belum tiba" in answer.text
