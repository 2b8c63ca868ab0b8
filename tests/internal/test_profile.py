"""Internal customers tell the kind of their office and their position instead of the citizen's profile, whatever the way."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.db import transaction
from app.extensions import db
from app.opd.models import CustomerKind, Layanan
from app.responses.models import Response
from app.results import fold
from app.tenancy.scope import opd_scope
from tests.devices.phone import set_up
from tests.imports.steps import U, as_csv, mapped, scores, started, uploaded, work
from tests.links.conftest import answered as answered_publicly
from tests.links.conftest import make_link
from tests.links.conftest import served as served_publicly
from tests.recording.test_routes import answered, choose_place, served
from tests.results.pages import text_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("internal", "workers")
OWN = {"jenis_kantor": "BADAN", "jabatan": "PELAKSANA"}
CITIZEN = {"jenis_kelamin": "P", "usia": "40", "pendidikan": "S1", "pekerjaan": "PNS"}


@pytest.fixture
def internal(world: World) -> None:
    """The first layanan of A serves civil servants; the second serves citizens."""
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(
            update(Layanan).where(Layanan.id == world.a.layanan_id).values(customer_kind=CustomerKind.INTERNAL)
        )


def kept(world: World) -> list[tuple[str | None, ...]]:
    """Return what is kept of each respondent: the citizen's profile, then office and position."""
    with opd_scope(world.a.opd_id):
        rows = db.session.scalars(select(Response).order_by(Response.received_at, Response.finished_at)).all()
        return [(row.sex, row.age_band, row.education, row.occupation, row.office_kind, row.position) for row in rows]


ONLY_OWN = (None, None, None, None, "BADAN", "PELAKSANA")


def test_on_the_pages_of_the_petugas(world, sign_in) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    page = petugas.get("/isi/wawancara").text
    assert "Jenis kantor" in page
    assert "Pendidikan" not in page
    petugas.post("/isi/wawancara", data=answered(served(petugas), **CITIZEN, **OWN))
    assert kept(world) == [ONLY_OWN]


def test_in_the_public_form(world, client) -> None:
    code = make_link(world.a)
    body = answered_publicly(served_publicly(client, code), **CITIZEN, **OWN)
    assert client.post(f"/s/{code}", data=body).status_code == 303
    assert kept(world) == [ONLY_OWN]


def test_from_a_phone_without_a_network(app, world) -> None:
    phone = set_up(app, world.a)
    item = phone.item(id=str(uuid4()), sex="P", age=40, office_kind="BADAN", position="PELAKSANA")
    assert [each["status"] for each in phone.send(item)] == ["diterima"]
    assert [each["status"] for each in phone.send(item)] == ["sudah_diterima"]
    assert kept(world) == [ONLY_OWN]


def test_from_a_file_that_holds_offices_and_posts(world, sign_in) -> None:
    head = ["no", "Layanan", "Asal OPD", "Jabatan", "Jenis kelamin", "Pekerjaan", *U]
    rows = [
        [1, "Layanan Satu", "Badan Keuangan dan Aset Daerah", "Staf", "L", "PNS", *scores(1)[0]],
        [2, "Layanan Satu", "Dinas Kesehatan", "Analis Kebijakan Ahli Muda", "P", "", *scores(1, 5)[0]],
        [3, "Layanan Satu", "Perusda Contoh", "Juru bicara", "P", "", *scores(1, 9)[0]],
        [4, "Layanan Dua", "", "", "P", "Swasta", *scores(1, 13)[0]],
    ]
    admin = sign_in("admin.a")
    page = mapped(admin, world.a, uploaded(admin, world.a, "internal.csv", as_csv([head, *rows])))
    check = text_of(page)
    assert "Jabatan “Juru bicara” tidak dikenal: 1 baris disimpan tanpa jabatan." in check
    assert "Fungsional" in check
    started(admin, page)
    work()
    assert sorted(kept(world), key=str) == sorted(
        [
            (None, None, None, None, "BADAN", "PELAKSANA"),
            (None, None, None, None, "DINAS", "FUNGSIONAL"),
            (None, None, None, None, "LAINNYA", None),
            ("P", None, None, "SWASTA", None, None),
        ],
        key=str,
    )


def test_the_report_and_the_pages_tell_offices_and_posts_only(world, sign_in) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    for _ in range(6):
        petugas.post("/isi/wawancara", data=answered(served(petugas), **OWN))
    with opd_scope(world.a.opd_id), transaction():
        fold.fold_all()
    said = text_of(sign_in("kepala.a").get("/opd/a/upp/a/hasil?pelanggan=internal"))
    assert "Badan 6 100,00%" in said
    assert "Pendidikan terakhir" not in said
    assert "Jenis kelamin" not in said
