"""From closing to a verified result: what blocks, what only warns, who certifies, what the verifier writes and where."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.opd.operations.opd import choose_submission
from app.quality import operations as quality
from app.reports.models import FilePurpose, Report, ReportFile
from app.responses.models import Response
from app.surveys import operations as surveys
from app.surveys.models import VerifierNote
from app.surveys.queries import find_frozen, get_survey, list_frozen
from app.surveys.states import SurveyState
from app.surveys.verifiers import Remark
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.results.recorded import close, record
from tests.surveys.test_pages import ROWS, bring_to, judged, page, path, press, state
from tests.world import Place, World

S = SurveyState
PDF = b"%PDF-1.4 ditandatangani %%EOF"
RTL = Remark("rtl", "Rencana tindak lanjut untuk tiga unsur terendah", "Unsur waktu belum punya rencana.")


def notes(place: Place) -> list[tuple[str, str, bool]]:
    with opd_scope(place.opd_id):
        rows = db.session.scalars(select(VerifierNote).order_by(VerifierNote.point))
        return [(row.point, row.text, row.returned) for row in rows]


def give_back(place: Place, *remarks: Remark) -> None:
    with opd_scope(place.opd_id), transaction():
        surveys.give_back(place.survey_id, remarks=remarks, by=SYSTEM)


def name_verifier(world: World, who: str, place: Place) -> None:
    """Somebody of the city also holds the role of verifikator in this OPD."""
    with transaction():
        user = db.session.scalars(select(User).where(User.email == f"{who}@contoh.test")).one()
        db.session.add(Membership(user_id=user.id, role=Role.VERIFIKATOR, opd_id=place.opd_id, created_at=clock.now()))


# Before closing


def test_an_open_proposal_blocks_closing_and_a_shortfall_only_warns(world: World, sign_in) -> None:
    record(world.a, ROWS)
    with opd_scope(world.a.opd_id), transaction():
        ids = list(db.session.scalars(select(Response.id).limit(2)))
        proposal = quality.propose(world.a.survey_id, note="Cepat", response_ids=ids, reason="x", by=SYSTEM)
        proposal_id = proposal.id
    admin = sign_in("admin.a")
    shown = page(admin, path(world.a, "/penutupan"))
    assert "1 usulan menunggu keputusan" in shown
    assert "boleh dilanjutkan, kekurangannya tercetak di laporan" in shown
    refused = admin.post(path(world.a, "/penutupan"), data={"note": "selesai"})
    assert refused.status_code == 422
    assert "belum diputuskan Bagian Organisasi" in refused.text
    assert "selesai</textarea>" in refused.text
    assert state(world.a) is S.BERJALAN
    with opd_scope(world.a.opd_id), transaction():
        quality.refuse(world.a.survey_id, proposal_id, reason="wajar", by=SYSTEM)
    assert admin.post(path(world.a, "/penutupan"), data={"note": ""}).status_code == 302
    assert state(world.a) is S.DITUTUP


def test_every_point_that_is_not_done_leads_to_where_it_is_mended(world: World, sign_in) -> None:
    bring_to(world.a, S.DITUTUP)
    kepala = sign_in("kepala.a")
    shown = page(kepala, path(world.a, "/pengajuan"))
    for words, place in (("Isi rencana", "/tindak-lanjut"), ("Lampirkan foto", "/lampiran"), ("Telusuri", "/kualitas")):
        link = re.search(rf'href="([^"]+)"[^>]*><span>{words}', shown)
        assert link, words
        assert place in link[1]
        assert kepala.get(link[1]).status_code == 200


def test_closing_asks_for_the_report_that_the_kepala_reads(world: World, sign_in) -> None:
    record(world.a, ROWS)
    sign_in("admin.a").post(path(world.a, "/penutupan"), data={"note": ""})
    assert "Laporan sedang disiapkan" in page(sign_in("kepala.a"), path(world.a, "/pengajuan"))
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(Report)).all()) == 1


# Quality notes


def test_what_the_opd_says_about_a_note_stands_beside_it_for_the_verifier(world: World, sign_in) -> None:
    record(world.a, ROWS)
    admin = sign_in("admin.a")
    address = path(world.a, "/kualitas/penjelasan?catatan=sama_berturut")
    check_page(admin.get(address), "penjelasan")
    assert admin.post(address, data={"text": " "}).status_code == 422
    assert admin.post(address, data={"text": "Satu keluarga mengisi bersama"}).status_code == 302
    assert "Satu keluarga mengisi bersama" in page(admin, path(world.a, "/kualitas"))
    close(world.a)
    with opd_scope(world.a.opd_id), transaction():
        surveys.submit(world.a.survey_id, by=SYSTEM)
    assert admin.post(address, data={"text": "lain"}).status_code == 422, "what was sent stays"
    assert "Satu keluarga mengisi bersama" in page(sign_in("organisasi"), path(world.a, "/verifikasi"))


# Certification on paper


def upload(client: FlaskClient, place: Place, content: bytes = PDF, **more: str):
    data = {"kepala": "Hartono Wibisana", "delegation": "800/123/2026", "sheet": (BytesIO(content), "sah.pdf")} | more
    return client.post(path(place, "/pengajuan-atas-nama"), data=data, content_type="multipart/form-data")


def test_the_pic_records_the_signed_sheet_in_the_kepalas_name(world: World, sign_in) -> None:
    bring_to(world.a, S.DITUTUP)
    admin = sign_in("admin.a")
    assert "Kepala A" in page(admin, path(world.a, "/pengajuan-atas-nama"))
    assert "Kode verifikasi data" in page(admin, path(world.a, "/lembar-pengesahan"))
    assert upload(admin, world.a).status_code == 302
    assert state(world.a) is S.DIAJUKAN
    with opd_scope(world.a.opd_id):
        frozen = find_frozen(world.a.survey_id)
        assert (frozen.certified_by, frozen.recorded_by) == ("Hartono Wibisana", "Admin A")
        sheet = db.session.get_one(ReportFile, (world.a.opd_id, frozen.sheet_id))
        assert sheet.purpose is FilePurpose.LEMBAR_PENGESAHAN
        assert "800/123/2026" in sheet.caption
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "survey:submitted")).one()
        assert (entry.actor_name, entry.details["on_behalf"]) == ("Admin A", "Hartono Wibisana")
        file_id = sheet.id
    verifier = sign_in("organisasi")
    assert "Hartono Wibisana, direkam Admin A" in page(verifier, path(world.a, "/verifikasi"))
    assert verifier.get(path(world.a, f"/laporan/lampiran/{file_id}")).data == PDF
    gone = admin.post(path(world.a, f"/laporan/lampiran/{file_id}/penghapusan"))
    assert gone.status_code == 409, "what somebody has signed stays"


@pytest.mark.parametrize(
    ("content", "more", "message"),
    [
        (b"PK\x03\x04 bukan pdf", {}, "Berkas ini bukan PDF."),
        (b"%PDF-1.4 terpotong", {}, "PDF ini tidak lengkap"),
        (PDF, {"delegation": ""}, "Tulis nomor dan tanggal surat pendelegasiannya."),
    ],
)
def test_a_sheet_that_is_none_is_refused_and_nothing_is_sent(world, sign_in, content, more, message) -> None:
    bring_to(world.a, S.DITUTUP)
    answer = upload(sign_in("admin.a"), world.a, content, **more)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Hartono Wibisana" in answer.text
    assert state(world.a) is S.DITUTUP
    with opd_scope(world.a.opd_id):
        assert not db.session.scalars(select(ReportFile)).all()


# Verifying


def test_an_accepted_result_carries_its_notes_and_the_opd_answers_them_later(world: World, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    city, admin = sign_in("organisasi"), sign_in("admin.a")
    form = judged(city, world.a, **{"butir-layanan": "catatan", "catatan-layanan": "Jelaskan Layanan Dua di BAB II."})
    assert city.post(path(world.a, "/verifikasi"), data=form).status_code == 302
    assert state(world.a) is S.DIVERIFIKASI
    assert notes(world.a) == [("layanan", "Jelaskan Layanan Dua di BAB II.", False)]
    shown = page(admin, path(world.a))
    assert "Jelaskan Layanan Dua di BAB II." in shown
    link = re.search(r'href="([^"]+/tanggapan)"', shown)
    assert link
    assert admin.post(link[1], data={"answer": "Sudah ditulis."}).status_code == 302
    assert "Sudah ditulis." in page(admin, path(world.a))
    assert admin.post(link[1], data={"answer": "lagi"}).status_code == 409


def test_a_remark_without_words_and_a_point_not_judged_come_back_with_what_was_typed(world: World, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    city = sign_in("organisasi")
    form = judged(city, world.a, **{"butir-rtl": "catatan", "butir-sampel": "", "note": "rapat Kamis"})
    answer = city.post(path(world.a, "/verifikasi"), data=form)
    assert answer.status_code == 422
    check_page(answer, "verifikasi")
    for words in ("Tulis catatannya", "Pilih Sesuai, atau tulis catatan.", "rapat Kamis"):
        assert words in answer.text
    back = city.post(path(world.a, "/pengembalian"), data={"version": "1"})
    assert back.status_code == 422, "nothing was written"
    assert "apa yang perlu diperbaiki" in back.text
    assert state(world.a) is S.DIAJUKAN
    assert notes(world.a) == []


def test_a_returned_result_shows_each_note_at_its_point_until_it_is_mended(world: World, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    city, kepala = sign_in("organisasi"), sign_in("kepala.a")
    form = judged(city, world.a, **{"butir-rtl": "catatan", "catatan-rtl": RTL.text})
    assert city.post(path(world.a, "/pengembalian"), data=form).status_code == 302
    assert state(world.a) is S.DIKEMBALIKAN
    assert notes(world.a) == [("rtl", RTL.text, True)]
    shown = page(kepala, path(world.a, "/pengajuan"))
    point, remark = shown.index("Rencana tindak lanjut untuk tiga"), shown.index(RTL.text)
    assert point < remark < shown.index("Foto dokumentasi terlampir")
    refused = kepala.post(path(world.a, "/pengajuan"), data={"read": "y"})
    assert refused.status_code == 422
    assert "Tanggapi dulu setiap catatan" in refused.text
    link = re.search(r'href="([^"]+/tanggapan)"', shown)
    assert link
    check_page(kepala.get(link[1]), "tanggapan")
    assert kepala.post(link[1], data={"answer": ""}).status_code == 422
    kepala.post(link[1], data={"answer": "Rencana waktu ditambahkan"})
    kepala.post(path(world.a, "/pengajuan"), data={"read": "y"})
    assert state(world.a) is S.DIAJUKAN
    assert "Rencana waktu ditambahkan" in page(city, path(world.a, "/verifikasi"))


def test_any_change_makes_a_new_version_that_is_certified_anew_and_the_old_one_stays(world: World, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    give_back(world.a, Remark("sampel", "Sampel", "Tambah jawaban."))
    admin, kepala = sign_in("admin.a"), sign_in("kepala.a")
    admin.post(path(world.a, "/pembukaan-ulang"), data={"reason": "menambah jawaban"})
    record(world.a, [(4,) * 9] * 6)
    admin.post(path(world.a, "/penutupan"), data={"note": ""})
    with opd_scope(world.a.opd_id):
        second, first = list_frozen(world.a.survey_id)
        assert (second.version, first.version) == (2, 1)
        assert first.certified_at
        assert second.certified_at is None
        assert (first.respondents, second.respondents) == (12, 18)
    old = page(kepala, path(world.a, "/versi/1"))
    assert "Sudah ada versi yang lebih baru" in old
    assert first.verification_code in old
    assert "perlu disahkan lagi" in page(kepala, path(world.a, "/pengajuan"))
    stale = kepala.post(path(world.a, "/pengajuan"), data={"read": "y", "version": "1"})
    assert stale.status_code == 409
    assert "Angkanya berubah" in stale.text
    with opd_scope(world.a.opd_id), transaction():
        for note in db.session.scalars(select(VerifierNote)):
            surveys.answer_note(world.a.survey_id, note.id, answer="ditambah", by=SYSTEM)
    kepala.post(path(world.a, "/pengajuan"), data={"read": "y", "version": "2"})
    city = sign_in("organisasi")
    city.post(path(world.a, "/verifikasi"), data=judged(city, world.a))
    assert state(world.a) is S.DIVERIFIKASI
    assert page(city, path(world.a, "/versi/1"))
    assert sign_in("admin.b").get(path(world.a, "/versi/1")).status_code == 404
    assert kepala.get(path(world.a, "/versi/9")).status_code == 404


# Who verifies


def test_bagian_organisasis_own_survey_is_verified_by_the_one_it_names(world: World, sign_in) -> None:
    bring_to(world.b, S.DIAJUKAN)
    name_verifier(world, "pemantau", world.b)
    city, named = sign_in("organisasi"), sign_in("pemantau")
    shown = page(city, path(world.b, "/verifikasi"))
    assert "Hasil OPD ini diverifikasi oleh Pemantau" in shown
    assert "Nyatakan terverifikasi" not in shown
    refused = city.post(path(world.b, "/verifikasi"), data=judged(city, world.b))
    assert refused.status_code == 403
    assert state(world.b) is S.DIAJUKAN
    assert named.post(path(world.b, "/verifikasi"), data=judged(named, world.b)).status_code == 302
    assert state(world.b) is S.DIVERIFIKASI


def test_a_named_verifier_verifies_nothing_else_and_nobody_verifies_their_own_office(world: World, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    name_verifier(world, "pemantau", world.b)
    assert sign_in("pemantau").post(path(world.a, "/verifikasi")).status_code == 403
    with transaction():
        user = db.session.scalars(select(User).where(User.email == "organisasi@contoh.test")).one()
        db.session.add(Membership(user_id=user.id, role=Role.ADMIN_OPD, opd_id=world.a.opd_id, created_at=clock.now()))
    city = sign_in("organisasi")
    assert "Anda juga bertugas di OPD ini" in page(city, path(world.a, "/verifikasi"))
    assert city.post(path(world.a, "/verifikasi"), data=judged(city, world.a)).status_code == 403
    assert state(world.a) is S.DIAJUKAN


def test_an_admin_cannot_name_the_verifier_of_their_own_office(world: World, sign_in) -> None:
    choices = sign_in("admin.a").get("/opd/a/orang/undangan").text
    assert "Admin UPP" in choices
    assert "Verifikator" not in choices
    assert "Verifikator" in sign_in("organisasi").get("/opd/a/orang/undangan").text


# At once


def test_the_second_of_two_is_told_who_was_first_and_when(world: World, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    first, second = sign_in("organisasi"), sign_in("organisasi")
    form = judged(first, world.a)
    statuses = press([first, second], [(path(world.a, "/verifikasi"), form)] * 2)
    assert sorted(statuses) == [302, 409]
    told = second.post(path(world.a, "/pengembalian"), data=form | {"note": "x"})
    assert told.status_code == 409
    assert re.search(r"hasil dinyatakan terverifikasi oleh Organisasi, \d+ \w+ \d{4}", told.text)


# Through the OPD


def test_where_the_opd_submits_for_its_upp_their_kepala_may_not(world: World, sign_in) -> None:
    record(world.a2, ROWS)
    close(world.a2)
    with opd_scope(world.a.opd_id), transaction():
        choose_submission(world.a.opd_id, by_opd=True, by=SYSTEM)
    own = sign_in("kepala_upp.a")
    assert "Dikirim lewat OPD." in page(own, path(world.a2, "/pengajuan"))
    assert own.post(path(world.a2, "/pengajuan"), data={"read": "y"}).status_code == 409
    assert upload(sign_in("admin_upp.a"), world.a2).status_code == 409
    assert state(world.a2) is S.DITUTUP
    sign_in("kepala.a").post(path(world.a2, "/pengajuan"), data={"read": "y"})
    assert state(world.a2) is S.DIAJUKAN


def test_a_note_of_another_opd_does_not_exist(world: World, sign_in) -> None:
    bring_to(world.b, S.DIAJUKAN)
    give_back(world.b, RTL)
    with opd_scope(world.b.opd_id):
        note_id = db.session.scalars(select(VerifierNote.id)).one()
        assert get_survey(world.b.survey_id).note.startswith("Rencana tindak lanjut")
    for place, known in ((world.a, note_id), (world.b, uuid4())):
        who = "kepala.a" if place is world.a else "kepala.b"
        address = path(place, f"/catatan/{known}/tanggapan")
        assert sign_in(who).post(address, data={"answer": "x"}).status_code == 404
