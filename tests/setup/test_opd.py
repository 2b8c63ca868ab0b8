"""An OPD's admin prepares the survey from lists; other offices' rows, and rights that are missing, get nowhere."""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy import select, update

from app.audit.models import AuditEntry
from app.db import transaction
from app.extensions import db
from app.letters.models import CityLetter, LetterKind
from app.opd.models import Assignment, Layanan, Titik
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.imports.steps import as_xlsx, converted
from tests.pages import check_page
from tests.results.pages import text_of

LIST = "/opd/a/mulai/daftar"


def save(client, kind: str, table: str, kode: str = "a"):
    return client.post(f"/opd/{kode}/mulai/daftar/{kind}", data={"table": table, "simpan": "1"})


def users_of(place) -> dict[str, int | None]:
    with opd_scope(place.opd_id):
        return dict(db.session.execute(select(Layanan.name, Layanan.users).where(Layanan.upp_id == place.upp_id)).all())


def test_the_guide_is_in_the_menu_until_the_survey_runs(world, sign_in) -> None:
    admin = sign_in("admin.a")
    assert "Mulai" not in text_of(admin.get("/opd/a/layanan")).split("Hasil")[0]
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(update(Survey).where(Survey.id == world.a.survey_id).values(state=SurveyState.BELUM_MULAI))
    page = admin.get("/opd/a/mulai")
    check_page(page, "the OPD's guide")
    said = text_of(page)
    assert "Mulai 5 dari 7" in said
    assert "1 dari 2 UPP" in said
    assert "Mulai" not in text_of(sign_in("admin.b").get("/opd/b/layanan")).split("Hasil")[0]
    assert sign_in("admin.b").get("/opd/a/mulai").status_code == 404
    assert sign_in("kepala.a").get("/opd/a/mulai").status_code == 403


def test_n_is_pasted_from_a_sheet_and_the_target_follows(world, sign_in) -> None:
    before = 0
    with opd_scope(world.a.opd_id):
        before = get_survey(world.a.survey_id).target
    table = "Kode UPP\tNama layanan\tN\na\tlayanan satu\t12.000\na\tLayanan Baru\t50\n"
    checked = sign_in("admin.a").post(f"{LIST}/layanan", data={"table": table})
    assert "2 baris siap disimpan" in text_of(checked)
    assert users_of(world.a)["Layanan Satu"] == 500  # a look changes nothing
    assert save(sign_in("admin.a"), "layanan", table).status_code == 302
    assert users_of(world.a) == {"layanan satu": 12000, "Layanan Dua": 1000, "Layanan Baru": 50}
    with opd_scope(world.a.opd_id):
        assert get_survey(world.a.survey_id).target > before


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_the_file_to_fill_in_comes_back_as_any_spreadsheet(world, sign_in, tmp_path, ending: str) -> None:
    admin = sign_in("admin.a")
    book = openpyxl.load_workbook(io.BytesIO(admin.get(f"{LIST}/layanan/contoh.xlsx").data))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows[0] == ["Kode UPP", "Layanan", "Pelanggan", "Cara layanan", "Gratis", "Jumlah pengguna"]
    assert ["a", "Layanan Satu", "masyarakat", "tatap muka", "", "500"] in rows
    rows[rows.index(["a", "Layanan Satu", "masyarakat", "tatap muka", "", "500"])][5] = 777
    content = as_xlsx(rows) if ending == "xlsx" else converted(as_xlsx(rows), ending, tmp_path)
    answer = admin.post(f"{LIST}/layanan", data={"file": (io.BytesIO(content), f"daftar.{ending}")})
    assert "1 baris siap disimpan" in text_of(answer)
    answer = admin.post(f"{LIST}/layanan", data={"file": (io.BytesIO(content), f"daftar.{ending}"), "simpan": "1"})
    assert answer.status_code == 302
    assert users_of(world.a)["Layanan Satu"] == 777


def test_a_wrong_file_comes_back_as_a_table_that_can_be_put_right(world, sign_in) -> None:
    content = as_xlsx(
        [["Titik layanan", "Kode UPP", "Buka", "Tutup"], ["Loket 7", "a", "8", "pagi"], ["Loket 8", "zz", "", ""]]
    )
    answer = sign_in("admin.a").post(f"{LIST}/titik", data={"file": (io.BytesIO(content), "titik.xlsx")})
    said = text_of(answer, 422)
    assert "D2 pagi Jam tidak dikenal." in said
    assert "B3 zz UPP ini tidak ada di OPD A. Salah satu dari: a, a2" in said
    assert "Loket 7\ta\t8\tpagi" in answer.text
    bad = sign_in("admin.a").post(f"{LIST}/titik", data={"file": (io.BytesIO(b"PK\x03\x04 rusak"), "titik.xlsx")})
    assert "rusak" in text_of(bad, 422)
    with opd_scope(world.a.opd_id):
        assert set(db.session.scalars(select(Titik.name))) == {"Loket 1"}


def test_an_office_cannot_write_into_another(world, sign_in) -> None:
    answer = save(sign_in("admin.a"), "titik", "OPD\tUPP\tTitik\nb\t\tLoket curian\n")
    assert "A2 b Baris ini milik OPD lain." in text_of(answer, 422)
    assert save(sign_in("admin.b"), "titik", "Titik\nLoket X\n", kode="a").status_code == 404
    limited = sign_in("admin_upp.a")
    assert "UPP ini tidak ada di OPD A. Salah satu dari: a2" in text_of(
        save(limited, "titik", "UPP\tTitik\na\tLoket X\n"), 422
    )
    assert save(limited, "titik", "Titik\nLoket X\n").status_code == 302
    assert save(limited, "upp", "Nama\nUnit X\n").status_code == 403
    assert save(sign_in("petugas.a"), "titik", "Titik\nLoket X\n").status_code == 403


def test_people_are_invited_once_and_petugas_may_record_in_their_reach(world, sign_in) -> None:
    table = "Nama\tE-mail\tPeran\tUPP\nTono\tTONO@contoh.test\tPetugas\ta2\nAni\tani@contoh.test\tKepala UPP\ta2\n"
    assert save(sign_in("admin.a"), "orang", table).status_code == 302
    assert save(sign_in("admin.a"), "orang", table).status_code == 302
    letters = db.session.scalars(select(CityLetter.to_email).where(CityLetter.kind == LetterKind.INVITATION)).all()
    assert sorted(letters) == ["ani@contoh.test", "tono@contoh.test"]
    with opd_scope(world.a.opd_id):
        assert set(db.session.scalars(select(Assignment.upp_id).where(Assignment.upp_id == world.a2.upp_id))) == {
            world.a2.upp_id
        }


def test_a_role_above_ones_reach_is_refused_beside_its_row(world, sign_in) -> None:
    said = text_of(
        save(sign_in("admin_upp.a"), "orang", "Nama\tE-mail\tPeran\nIka\tika@contoh.test\tKepala OPD\n"), 422
    )
    assert "Peran Anda tidak mencakup" in said
    said = text_of(
        save(
            sign_in("admin.a"),
            "orang",
            "Nama\tE-mail\tPeran\tPlt.\nIka\tika@\tLurah\t\nIki\ti@contoh.test\tPetugas\tya\n",
        ),
        422,
    )
    assert "B2 ika@ Alamat e-mail tidak lengkap." in said
    assert "C2 Lurah Peran tidak dikenal." in said
    assert "D3 ya Plt. hanya untuk kepala." in said


def test_links_to_hand_on_are_shown_for_all_but_heads_and_the_trail_says_so(world, sign_in) -> None:
    save(
        sign_in("admin.a"),
        "orang",
        "Nama\tE-mail\tPeran\nTono\ttono@contoh.test\tPetugas\nIbu Ani\tani@contoh.test\tKepala OPD\n",
    )
    admin = sign_in("admin.a")
    page = admin.get("/opd/a/mulai/undangan")
    check_page(page, "open invitations")
    assert "2 orang belum masuk" in text_of(page)
    assert text_of(admin.post("/opd/a/mulai/undangan/teks"), 422)
    ids = [part.split('"')[0] for part in page.text.split('name="orang" value="')[1:]]
    shown = admin.post("/opd/a/mulai/undangan/teks", data={"orang": ids})
    check_page(shown, "invitation texts")
    assert shown.text.count("/undangan/") >= 1
    assert "Undangannya sudah dikirim ke ani@contoh.test." in shown.text
    link = "/undangan/" + shown.text.split("/undangan/")[1].split("\n")[0].split("<")[0]
    assert "Anda diundang ke Potret" in text_of(admin.application.test_client().get(link.strip()))
    with opd_scope(world.a.opd_id):
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "invitation:shown")).all()
        assert [entry.details["role"] for entry in entries] == ["petugas"]
    stranger = sign_in("admin.b").post("/opd/b/mulai/undangan/teks", data={"orang": ids})
    assert text_of(stranger, 422)
    sent = admin.post("/opd/a/mulai/undangan/pengiriman-ulang", data={"orang": ids})
    assert sent.status_code == 302
    assert len(db.session.scalars(select(CityLetter).where(CityLetter.kind == LetterKind.INVITATION)).all()) == 4
