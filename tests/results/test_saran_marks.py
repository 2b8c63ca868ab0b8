"""Marking saran as dealt with, and by which plan."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.followups import operations as followups
from app.followups.models import Followup
from app.ikm import Unsur
from app.responses.models import SaranEntry, SaranMark
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.results.pages import text_of
from tests.results.test_saran_page import say
from tests.world import Place


def saran_of(place: Place) -> list[str]:
    with opd_scope(place.opd_id):
        found = db.session.scalars(select(SaranEntry.response_id).where(SaranEntry.survey_id == place.survey_id))
        return [str(each) for each in found]


def plan_of(place: Place) -> UUID:
    with opd_scope(place.opd_id), transaction():
        return followups.add(
            get_survey(place.survey_id), unsur=Unsur.WAKTU, activity="Menambah loket", quarter=1, due_year=clock.today().year,
            responsible="Kepala seksi", by=SYSTEM,
        ).id  # fmt: skip


def test_an_admin_marks_saran_with_the_plan_that_answers_them(world, sign_in) -> None:
    say(world.b, "Antrean lama", "Toilet kotor", "Sudah baik")
    plan, (first, second, _) = plan_of(world.b), saran_of(world.b)
    client = sign_in("admin.b")
    form = {"saran": [first, second], "followup_id": str(plan), "note": "Dibahas di rapat"}
    answer = client.post("/opd/b/saran/tanda?status=belum", data=form)
    assert answer.location == "/opd/b/saran?status=belum"
    assert "1 saran sesuai saringan; 2 dari 3 sudah ditangani" in text_of(client.get(answer.location))
    done = text_of(client.get("/opd/b/saran?status=sudah"))
    assert "oleh Admin B: Menambah loket. Dibahas di rapat" in done
    again = client.post("/opd/b/saran/tanda", data=form)  # sent twice: marked once
    assert again.status_code == 302
    with opd_scope(world.b.opd_id):
        assert len(db.session.scalars(select(SaranMark)).all()) == 2
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "saran:handled")).all()
        assert [entry.details["count"] for entry in entries] == [2]


def test_a_mark_can_be_taken_back_and_a_removed_plan_leaves_it(world, sign_in) -> None:
    say(world.b, "Antrean lama")
    plan, (only,) = plan_of(world.b), saran_of(world.b)
    client = sign_in("kepala.b")
    client.post("/opd/b/saran/tanda", data={"saran": [only], "followup_id": str(plan), "note": ""})
    with opd_scope(world.b.opd_id), transaction():
        followups.remove(db.session.scalars(select(Followup)).one(), by=SYSTEM)
    assert "1 dari 1 sudah ditangani" in text_of(client.get("/opd/b/saran"))
    assert client.post(f"/opd/b/saran/{only}/pembatalan-tanda").status_code == 302
    assert "0 dari 1 sudah ditangani" in text_of(client.get("/opd/b/saran"))
    assert client.post(f"/opd/b/saran/{only}/pembatalan-tanda").status_code == 404


def test_what_cannot_be_marked_is_said_and_nothing_typed_is_lost(world, sign_in) -> None:
    say(world.a, "Antrean lama")
    say(world.a2, "Kursi kurang")
    client, plan = sign_in("admin.a"), plan_of(world.a)
    one, other = saran_of(world.a)[0], saran_of(world.a2)[0]
    nothing = text_of(client.post("/opd/a/saran/tanda", data={"followup_id": "", "note": "x"}), 422)
    assert "Pilih saran yang sudah ditangani." in nothing
    answer = client.post(
        "/opd/a/saran/tanda", data={"saran": [one, other], "followup_id": str(plan), "note": "Catatan saya"}
    )
    assert "Kegiatan ini milik UPP lain" in text_of(answer, 422)
    assert 'value="Catatan saya"' in answer.text
    assert answer.text.count("data-pick checked") == 2
    unknown = client.post("/opd/a/saran/tanda", data={"saran": [one, str(uuid4())], "followup_id": "", "note": ""})
    assert "tidak ada lagi" in text_of(unknown, 422)
    assert (
        client.post("/opd/a/saran/tanda", data={"saran": ["bukan"], "followup_id": "", "note": ""}).status_code == 422
    )
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(SaranMark)).all() == []


def test_other_opds_other_upp_and_lookers_mark_nothing(world, sign_in) -> None:
    say(world.a, "Antrean lama")
    (one,) = saran_of(world.a)
    form = {"saran": [one], "followup_id": "", "note": ""}
    assert sign_in("admin.b").post("/opd/b/saran/tanda", data=form).status_code == 422
    assert sign_in("admin_upp.a").post("/opd/a/saran/tanda", data=form).status_code == 422
    for who in ("organisasi", "pemantau", "petugas.a"):
        assert sign_in(who).post("/opd/a/saran/tanda", data=form).status_code == 403
    page = sign_in("organisasi").get("/opd/a/saran")
    assert "data-pick" not in page.text
