"""The media in which a result was published, the simulation that counts them, and the ZIP for the evaluator."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.publication.models import Publication
from app.reports import queries
from app.reports.models import DocumentKind, ReportFile
from app.reports.operations import files
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.reports.steps import ask, made_at_once
from tests.surveys.test_pages import bring_to, path
from tests.world import World

S = SurveyState


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, "JPEG")
    return target.getvalue()


def form(**more: object) -> dict[str, object]:
    values = {"medium": "poster", "place": "Pintu ruang layanan", "published_on": clock.today().isoformat()}
    return values | {"evidence": (BytesIO(picture()), "poster.jpg")} | more


def record(client, there, **more: object):
    return client.post(path(there, "/media-publikasi"), data=form(**more), content_type="multipart/form-data")


def test_the_admin_records_a_medium_with_its_evidence_and_the_simulation_counts_it(world: World, sign_in) -> None:
    bring_to(world.a, S.DIVERIFIKASI)
    admin = sign_in("admin.a")
    check_page(admin.get(path(world.a, "/media-publikasi")), "media")
    assert record(admin, world.a).status_code == 302
    assert (
        record(admin, world.a, medium="laman", place="dinas.contoh.test", evidence=(BytesIO(), "")).status_code == 302
    )
    shown = admin.get(path(world.a, "/media-publikasi")).text
    assert "2 media publikasi tercatat" in shown
    with opd_scope(world.a.opd_id):
        poster = db.session.scalars(select(Publication).where(Publication.medium == "poster")).one()
        proof = admin.get(path(world.a, f"/laporan/lampiran/{poster.evidence_id}"))
        assert proof.data.startswith(b"\xff\xd8\xff")
        poster_id = poster.id
    simulated = admin.get(path(world.a, "/pekppp"))
    check_page(simulated, "pekppp")
    assert "simulasi" in simulated.text
    assert "2 media tercatat: 1 nonelektronik, 1 elektronik." in simulated.text
    address = path(world.a, f"/media-publikasi/{poster_id}/penghapusan")
    check_page(admin.get(address), "hapus")
    assert admin.post(address).status_code == 302
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(Publication)).all()) == 1
        assert not db.session.scalars(select(ReportFile)).all(), "the evidence goes with its record"
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions.count("publication:recorded") == 2
        assert "publication:removed" in actions


def test_potrets_own_public_page_counts_once_the_result_stands_there(world: World, sign_in) -> None:
    bring_to(world.a, S.DIPUBLIKASIKAN)
    kepala = sign_in("kepala.a")
    assert "Halaman publik Potret" in kepala.get(path(world.a, "/media-publikasi")).text
    assert "1 media tercatat: 0 nonelektronik, 1 elektronik." in kepala.get(path(world.a, "/pekppp")).text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"place": " "}, "Tulis di mana hasilnya dapat dilihat."),
        ({"medium": "merpati"}, "Pilih salah satu dari daftar."),
        ({"published_on": "2019-01-01"}, "sebelum survei ditutup"),
        ({"published_on": "besok"}, "Tulis tanggal yang ada"),
        ({"evidence": (BytesIO(b"%PDF-1.4"), "bukti.jpg")}, "bukan gambar JPEG atau PNG"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_kept(world, sign_in, wrong, message) -> None:
    bring_to(world.a, S.DIVERIFIKASI)
    answer = record(sign_in("admin.a"), world.a, **wrong)
    assert answer.status_code == 422
    check_page(answer, "media")
    assert message in answer.text
    with opd_scope(world.a.opd_id):
        assert not db.session.scalars(select(Publication)).all()
        assert not db.session.scalars(select(ReportFile)).all()


def test_nothing_is_published_tomorrow_or_before_it_was_verified(world: World, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    admin = sign_in("admin.a")
    assert "setelah hasilnya dinyatakan terverifikasi" in admin.get(path(world.a, "/media-publikasi")).text
    assert record(admin, world.a).status_code == 409
    bring_to(world.b, S.DIVERIFIKASI)
    later = (clock.today() + timedelta(days=1)).isoformat()
    assert "belum tiba" in record(sign_in("admin.b"), world.b, published_on=later).text


def test_others_look_or_do_not_find_it(world: World, sign_in) -> None:
    bring_to(world.a, S.DIVERIFIKASI)
    assert sign_in("pemantau").get(path(world.a, "/pekppp")).status_code == 200
    assert record(sign_in("organisasi"), world.a).status_code == 403
    assert sign_in("petugas.a").get(path(world.a, "/pekppp")).status_code == 403
    for who in ("admin.b", "admin_upp.a"):
        assert sign_in(who).get(path(world.a, "/pekppp")).status_code == 404
        assert record(sign_in(who), world.a).status_code == 404


def test_the_zip_holds_what_an_evaluator_asks_for_and_is_the_same_twice(world: World, sign_in) -> None:
    bring_to(world.a, S.DIVERIFIKASI)
    record(sign_in("admin.a"), world.a)
    with opd_scope(world.a.opd_id), transaction():
        survey = get_survey(world.a.survey_id)
        files.add_decree(survey, title="SK Tim SKM", file_name="SK.pdf", content=b"%PDF-1.4 %%EOF", by=SYSTEM)
    report_id = made_at_once(world.a, DocumentKind.BUKTI_DUKUNG)
    with opd_scope(world.a.opd_id):
        made = queries.get_report(world.a.survey_id, report_id)
        archive = zipfile.ZipFile(BytesIO(made.content))
        names = archive.namelist()
        assert names[0] == "00 Daftar bukti.txt"
        assert {"Laporan SKM.pdf", "Lembar pengolahan data.xlsx", "5 Publikasi/Poster A4.pdf"} <= set(names)
        assert any(name.startswith("1 SK Tim/") and name.endswith("SK.pdf") for name in names)
        assert any(name.startswith("5 Publikasi/") and name.endswith("poster.jpg") for name in names)
        told = archive.read("00 Daftar bukti.txt").decode()
        assert "PEKPPP F-02, simulasi:" in told
        assert "Poster di ruang layanan, Pintu ruang layanan" in told
        assert archive.testzip() is None
    assert ask(world.a, document=DocumentKind.BUKTI_DUKUNG) == report_id, "nothing has changed since"
    address = path(world.a, f"/laporan/{report_id}/berkas")
    answer = sign_in("pemantau").get(address)
    assert answer.mimetype == "application/zip"
    record(sign_in("admin.a"), world.a, medium="laman", place="dinas.contoh.test", evidence=(BytesIO(), ""))
    shown = sign_in("admin.a").get(path(world.a, "/laporan")).text
    assert "Bukti dukung untuk evaluator" in shown
    assert "Data berubah sejak berkas ini dibuat" in shown
