"""The board as a workbook, for a meeting or a letter."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select, update

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.db import transaction
from app.devices.models import Training
from app.extensions import db
from app.opd.models import Kewajiban, Opd
from app.tenancy.scope import opd_scope
from tests.compliance.city import answers, get, plain, register, rows, submit
from tests.world import Place, World

ADDRESS = "/organisasi/kepatuhan.xlsx"


def sheets(client: FlaskClient, **query: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of both sheets by their heads."""
    answer = client.get(ADDRESS, query_string=query)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.data))
    return _rows(book["OPD"]), _rows(book["UPP"])


def _rows(sheet: Worksheet) -> list[dict[str, Any]]:
    head = [cell.value for cell in sheet[5]]
    return [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=6, values_only=True)]


def train(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        petugas = db.session.scalars(
            select(Membership.id).where(Membership.role == Role.PETUGAS, Membership.opd_id == place.opd_id)
        ).one()
        db.session.add(Training(membership_id=petugas, score=90, passed_at=clock.now()))


def test_the_sheet_holds_what_the_board_shows(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 36, "2026-11-20")
    train(city.b)
    opd, upp = sheets(organisasi)
    b = next(row for row in opd if row["OPD"] == "Badan Contoh B")
    assert (b["Status"], b["Responden"], b["Target"], b["Kurang"]) == ("Sesuai jalur", 36, 40, 4)
    assert b["Perkiraan target tercapai"] == datetime(2026, 11, 26)  # noqa: DTZ001  a day in a sheet
    assert (b["Petugas"], b["Petugas terlatih"], b["Yang dihubungi"]) == (1, 1, "Admin B")
    assert "petugas terlatih 1/1" in rows(get(organisasi))["b"]
    assert [row["UPP"] for row in upp if row["OPD"] == "Dinas Contoh A"] == ["Dinas Contoh A", "Puskesmas Contoh"]
    line = next(row for row in upp if row["UPP"] == "Badan Contoh B")
    assert (line["Laju per hari"], line["Perlu per hari"]) == (3.6, 2)


def test_the_sheet_follows_the_filters_and_leaves_nothing_folded(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    register("c", "Inspektorat Contoh", kewajiban=Kewajiban.DIHARAPKAN)
    everything, _ = sheets(organisasi, urutkan="nama")
    assert [row["OPD"] for row in everything] == ["Badan Contoh B", "Dinas Contoh A", "Inspektorat Contoh"]
    found, _ = sheets(organisasi, kewajiban="diharapkan")
    assert [row["OPD"] for row in found] == ["Inspektorat Contoh"]
    assert sheets(organisasi, cari="tidak ada") == ([], [])
    assert f'href="{ADDRESS}?kewajiban=diharapkan"' in get(
        organisasi, kewajiban="diharapkan", buka="a", tampil="selesai"
    )


def test_a_name_is_never_a_formula(organisasi: FlaskClient) -> None:
    evil = '=HYPERLINK("http://x","klik")'
    with transaction():
        db.session.execute(update(Opd).where(Opd.kode == "b").values(name=evil, short_name="+1+1"))
        db.session.execute(update(User).where(User.email == "admin.b@contoh.test").values(name="@SUM(1)"))
    book = load_workbook(BytesIO(organisasi.get(ADDRESS).data))
    cells = [cell for row in book["OPD"].iter_rows() for cell in row if cell.value in (evil, "+1+1", "@SUM(1)")]
    assert len(cells) == 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_the_sheet_tells_no_score_and_who_may_look_may_take_it(city: World, sign_in: Any) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    assert "IKM" not in str(sheets(sign_in("pemantau"), tampil="selesai"))
    assert sign_in("admin.b").get(ADDRESS).status_code == 403


def test_the_text_about_petugas_speaks_of_those_still_to_be_trained(organisasi: FlaskClient) -> None:
    assert "petugas terlatih 0/1" in plain(get(organisasi))
